"""``communique backup``, ``restore`` and ``check``, on the command line and beside a service that serves the store."""

import shutil
from pathlib import Path

from command_world import Run
from test_reading_while_writing import served

COUNT = ("query", "SELECT (COUNT(*) AS ?n) { ?e a dip:Event }", "-f", "csv")


def test_a_store_that_is_served_is_backed_up_and_brought_back(run: Run, store: Path, tmp_path: Path) -> None:
    before = run(*COUNT, store=store).stdout
    target, restored = tmp_path / "backup", tmp_path / "restored"
    with served(store):
        done = run("backup", target, store=store)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("backed up 17 documents (") and done.stdout.endswith("all verified\n")
    assert run("backup", target, store=store).returncode == 1
    done = run("restore", target, store=store)
    assert done.returncode == 1 and "ask to replace it" in done.stderr
    assert run("restore", target, store=restored).stdout.startswith("restored 17 documents, as they were at 2")
    assert run(*COUNT, store=restored).stdout == before
    done = run("check", "--no-shapes", store=restored)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "17 documents, their reports and events agree")
    shutil.rmtree(store)
    assert run("restore", target, store=store).returncode == 0
    assert run(*COUNT, store=store).stdout == before


def test_what_cannot_be_backed_up_or_restored_is_told(run: Run, tmp_path: Path) -> None:
    done = run("backup", tmp_path / "backup", store=tmp_path / "none")
    assert (done.returncode, "nothing to back up" in done.stderr) == (1, True)
    done = run("restore", tmp_path, store=tmp_path / "none")
    assert (done.returncode, "there is no backup" in done.stderr) == (1, True)
    done = run("backup", tmp_path / "backup", store="http://127.0.0.1:9/sparql")
    assert (done.returncode, "the store is on a server" in done.stderr) == (1, True)


def test_a_place_that_cannot_be_written_to_is_named(run: Run, store: Path, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 250)
    done = run("backup", long, store=store)
    assert (done.returncode, done.stderr) == (1, f"communique: {long}: File name too long\n")
    assert run("backup", tmp_path / "backup", store=store).returncode == 0
    done = run("restore", tmp_path / "backup", store=long)
    assert (done.returncode, done.stderr) == (1, f"communique: {long}: File name too long\n")
