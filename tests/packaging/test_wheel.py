"""The distribution: source archive and wheel hold all that is needed, and work where nothing else is."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ontology", "extract", "graph", "api")
# One worker builds and installs for all of these.
pytestmark = pytest.mark.xdist_group("wheel")


def run(*words: object, cwd: Path) -> str:
    """Run a command without settings of the user's, and give what it prints."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("COMMUNIQUE_", "PYTHONPATH"))}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=clean | {"PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{words[:4]}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def copied(source: Path) -> Path:
    """Copy what a checkout holds of the packages to a new folder."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    return source


def environment_in(folder: Path) -> Path:
    """Make an environment with the pip that comes with this Python, and give its folder of commands."""
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    return folder / ("Scripts" if os.name == "nt" else "bin")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive from a clean copy, and the wheel from the archive."""
    folder = tmp_path_factory.mktemp("distribution")
    source = copied(folder / "source")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", source, cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of commands of a new environment that holds the wheel with the pinned dependencies alone."""
    folder = tmp_path_factory.mktemp("clean")
    commands = environment_in(folder / "env")
    pip = (commands / "python", "-m", "pip", "--disable-pip-version-check")
    pins = ROOT / "constraints.txt"
    run(*pip, "install", "--quiet", "--no-compile", "--constraint", pins, wheel, cwd=folder)
    return commands


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    due = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    # The scripts of the explorer are in it as they were built, not their sources.
    due = {name for name in due if not name.startswith("api/http/web/")}
    due = {f"communique/{name.removeprefix('api/library/')}" for name in due}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert due == held


def test_the_installed_wheel_runs_the_demonstration(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import communique.extract as e; print(e.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parent)
    first = run(installed / "communique", "demo", "--folder", ".demo", cwd=tmp_path)
    assert "17 stored, 0 unchanged, 0 skipped" in first
    assert (tmp_path / ".demo" / "graph.gexf").stat().st_size > 1000
    second = run(installed / "communique", "demo", "--folder", ".demo", cwd=tmp_path)
    assert "0 stored, 17 unchanged, 0 skipped" in second
    assert second.partition("Events")[2] == first.partition("Events")[2] != ""


def test_pip_install_as_anybody_would(tmp_path: Path) -> None:
    """Without pins, and with the pip that the Python brings, which may be old."""
    commands = environment_in(tmp_path / "env")
    source = copied(tmp_path / "source")
    pip = (commands / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-compile", ".", cwd=source)
    assert "No broken requirements" in run(*pip, "check", cwd=tmp_path)
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>Russia criticized Turkey on Monday, officials said in Moscow.</p></body></html>")
    stored = run(commands / "communique", "ingest", page, "--store", tmp_path / "store", cwd=tmp_path)
    assert stored.startswith("1 stored, 0 unchanged, 0 skipped; 1 reports read")


def test_what_is_installed_fits_together_and_is_what_is_pinned(installed: Path, tmp_path: Path) -> None:
    assert "No broken requirements" in run(installed / "python", "-m", "pip", "check", cwd=tmp_path)
    pins = [line.split("#")[0].split(";")[0].strip() for line in (ROOT / "constraints.txt").read_text().splitlines()]
    pinned = {name.lower().replace("_", "-"): version for name, _, version in (pin.partition("==") for pin in pins)}
    found = run(installed / "python", "-m", "pip", "list", "--format=freeze", cwd=tmp_path).split()
    versions = {name.lower().replace("_", "-"): version for name, _, version in (one.partition("==") for one in found)}
    ours = {"communique", "pip", "setuptools"}
    assert {
        name: version for name, version in versions.items() if name not in ours and pinned.get(name) != version
    } == {}
