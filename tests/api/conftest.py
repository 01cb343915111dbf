"""The real command line, run on stores that are filled once a session and copied."""

import shutil
import subprocess
from pathlib import Path

import pytest
from command_world import SAMPLES, Run, command, environment


@pytest.fixture(scope="session")
def run() -> Run:
    """Give a function that runs the command line and waits for it."""

    def ran(*arguments: object, store: Path | None = None, feed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments),
            input=feed,
            env=environment(store),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    return ran


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """Give a store into which the sample articles were ingested; only for reading."""
    store = tmp_path_factory.mktemp("session") / "store"
    done = run("ingest", SAMPLES, "--store", store)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("17 stored, 0 unchanged, 0 skipped"), done.stdout
    return store


@pytest.fixture
def store(ingested: Path, tmp_path: Path) -> Path:
    """Give a copy of the ingested store, to be changed at will."""
    return Path(shutil.copytree(ingested, tmp_path / "store"))
