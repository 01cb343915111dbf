"""Variables of the environment that look like settings and are none: each is told, and hinders nothing."""

import re
import subprocess
from pathlib import Path

import pytest
from command_world import command, environment

from communique import api
from communique.api.settings import settings_from, unknown_settings


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("COMMUNIQUE_TOKN", "COMMUNIQUE_TOKEN"),
        ("COMMUNIQUE_TIMELIMIT", "COMMUNIQUE_TIME_LIMIT"),
        ("COMMUNIQUE_CORS_ORIGINS", None),
        ("COMMUNIQUE_MAXBODY", "COMMUNIQUE_MAX_BODY"),
        ("COMMUNIQUE_store", "COMMUNIQUE_STORE"),
        ("COMMUNIQUE_XYZZY", ""),
    ],
)
def test_a_misspelt_setting_is_told_with_the_nearest(name: str, meant: str | None) -> None:
    (line,) = unknown_settings({name: "secret", "COMMUNIQUE_STORE": "x", "PATH": "y"})
    assert line.startswith(f"{name} is no setting") and "secret" not in line
    if meant is not None:
        assert line.endswith(f": is {meant} meant?" if meant else "counts for nothing")


def test_every_setting_that_is_read_is_known() -> None:
    source = (Path(api.__file__).parent / "settings.py").read_text(encoding="utf-8")
    read = {f"COMMUNIQUE_{name}" for name in re.findall(r'given(?:\.get\(|\[)"([A-Z_]+)"', source)}
    assert len(read) > 20
    assert list(unknown_settings(dict.fromkeys(read, ""))) == []


def test_the_command_line_tells_and_goes_on() -> None:
    done = subprocess.run(
        command("lexicon", "--help"),
        env=environment(None) | {"COMMUNIQUE_TOKN": "secret"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and "Usage" in done.stdout
    assert (
        done.stderr == "communique: COMMUNIQUE_TOKN is no setting and counts for nothing: is COMMUNIQUE_TOKEN meant?\n"
    )


def test_a_link_to_a_store_names_what_it_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "store")
    for name in (link, tmp_path / "store"):
        assert settings_from({"COMMUNIQUE_STORE": str(name)}).store == tmp_path / "store"
