"""The files that pages load, all from this service: the style, and the scripts where they were built."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from communique.ontology.colours import group_colours, kind_colours, quad_classes

_STYLE = "text/css; charset=utf-8"
# The last part of the style that pages have.
_PAGE = "print"
_TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": _STYLE,
    "json": "application/json",
    "svg": "image/svg+xml",
    "wasm": "application/wasm",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; its name changes with its content."""

    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Give all files by name."""
    found = {style_name(part): Asset(_style(part), _STYLE) for part in (_PAGE, "frame")}
    for path in _built().iterdir() if _built().is_dir() else ():
        ending = path.name.rpartition(".")[2]
        if ending in _TYPES and path.name != "manifest.json":
            found[path.name] = Asset(path.read_bytes(), _TYPES[ending])
    return found


@cache
def style_name(last: str = _PAGE) -> str:
    """Give the name of the style of all pages; or only up to a part of it, for a page that has a style of its own."""
    return f"style-{hashlib.sha256(_style(last)).hexdigest()[:10]}.css"


def script_name(page: str) -> str | None:
    """Give the name of the script of a page; None where it has none, or where the scripts were not built."""
    return _scripts().get(page)


@cache
def _scripts() -> Mapping[str, str]:
    manifest = _built() / "manifest.json"
    if not manifest.is_file():
        return {}
    scripts: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["scripts"]
    return scripts


@cache
def _style(last: str) -> bytes:
    colours = "".join(f"--quad-{each.number}:{each.colour.hex};" for each in quad_classes().values())
    colours += "".join(f"--kind-{kind.value.lower()}:{colour.hex};" for kind, colour in kind_colours().items())
    colours += "".join(f"--group-{at}:{colour.hex};" for at, colour in enumerate(group_colours(), start=1))
    folder = files("communique.api.http.pages") / "styles"
    parts = sorted((path for path in folder.iterdir() if path.name.endswith(".css")), key=lambda path: path.name)
    parts = parts[: 1 + next(at for at, path in enumerate(parts) if path.name.endswith(f"-{last}.css"))]
    return "\n".join([f":root{{{colours}}}", *(path.read_text(encoding="utf-8") for path in parts)]).encode()


def _built() -> Traversable:
    return files("communique.api.http.pages") / "built"
