"""How much script pages load before anybody asks for more: what the build made, as it travels, compressed."""

import gzip
import json
import os
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

# Static imports of a bundle; those in brackets are loaded when they are needed.
_IMPORT = re.compile(r'(?:\bfrom|\bimport)\s*"\./([\w-]+\.js)"')
_LATER = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
_MOST = 300 * 1024


def built() -> Traversable:
    folder = files("communique.api.http.pages") / "built"
    if not (folder / "manifest.json").is_file():
        if os.environ.get("COMMUNIQUE_WEB") == "required":
            pytest.fail("the scripts of the explorer are not built")
        pytest.skip("the scripts of the explorer are not built: api/http/web/build.py builds them")
    return folder


def loaded(folder: Traversable, name: str) -> set[str]:
    """Give the files that come with one."""
    found, ahead = set[str](), [name]
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead += _IMPORT.findall((folder / each).read_text(encoding="utf-8"))
    return found


def size(folder: Traversable, names: set[str]) -> int:
    return sum(len(gzip.compress((folder / name).read_bytes())) for name in names)


def test_pages_load_little_script_and_the_rest_when_it_is_needed() -> None:
    folder = built()
    scripts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["scripts"]
    on_every_page = loaded(folder, scripts["explorer"])
    assert size(folder, on_every_page) < 20 * 1024
    later = {part for name in on_every_page for part in _LATER.findall((folder / name).read_text(encoding="utf-8"))}
    # Timeline, comparison, map, network: each alone, with what is there already.
    assert len(later) == 4
    sizes = sorted(size(folder, on_every_page | loaded(folder, part)) for part in later)
    assert sizes[0] > size(folder, on_every_page)
    assert sizes[-1] < _MOST
