"""``communique extract`` that is stopped leaves no process and no half file, and goes on to the same files."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command_world import Run, command, environment

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
STATES = "Peru Chile France Germany Spain Italy Poland Norway Sweden Brazil Canada Japan".split()
ARTICLES = 240
STOPS: dict[str, Callable[[int], None]] = {
    "ctrl-c": lambda number: os.killpg(number, signal.SIGINT),
    "terminated": lambda number: os.kill(number, signal.SIGTERM),
    "killed": lambda number: os.kill(number, signal.SIGKILL),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with articles for some shards."""
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    lines = []
    for number in range(ARTICLES):
        one, other = STATES[number % 12], STATES[(number + 1 + number // 12) % 12]
        text = f"{one} accused {other} of espionage on Monday. Case {number} was discussed. " * 3
        lines.append(json.dumps({"id": f"a{number}", "text": text, "date": "2015-12-15"}))
    path.write_text("\n".join(lines))
    return path


@pytest.fixture(scope="module")
def undisturbed(run: Run, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the files of a run that nobody stops."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert run("extract", corpus, "--out", folder).returncode == 0
    return written(folder)


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def of_session(leader: int) -> Iterator[int]:
    """Give the processes of a session that have not ended."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
            if state != "Z" and int(session) == leader:
                yield int(path.parent.name)


def until(holds: Callable[[], bool]) -> None:
    for _ in range(6000):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


@pytest.mark.parametrize("stop", STOPS)
def test_a_run_that_is_stopped_goes_on_to_the_same_files(
    run: Run, corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path, stop: str
) -> None:
    reports = tmp_path / "reports"
    extract = command("extract", corpus, "--out", reports, "--workers", 2)
    given = {"env": environment(tmp_path), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(extract, start_new_session=True, **given) as process:  # type: ignore[call-overload]
        try:
            until(lambda: any(reports.glob("*.jsonl")))
            STOPS[stop](process.pid)
            _, told = process.communicate(timeout=600)
            until(lambda: not list(of_session(process.pid)))
        finally:
            for left in of_session(process.pid):
                os.kill(left, signal.SIGKILL)
    assert process.returncode not in (0, 1) and "Traceback" not in told, (process.returncode, told)
    whole = {name: content for name, content in written(reports).items() if not name.endswith(".part")}
    assert whole.items() < undisturbed.items()
    again = run("extract", corpus, "--out", reports)
    assert f"{len(whole)} shards were there already" in again.stdout
    assert written(reports) == undisturbed
