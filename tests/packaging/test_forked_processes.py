"""What the benchmark that kills writers relies on: processes that are heard to their end, and changes of files."""

import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's means are those of Linux")
_BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(_BENCHMARKS))


def test_a_process_that_says_more_than_a_pipe_holds_is_heard_to_its_end(tmp_path: Path) -> None:
    from forked import Forked, Say

    def work(say: Say) -> None:
        for number in range(20_000):
            say("counted", str(number))

    forked = Forked(work, tmp_path / "log")
    said = forked.waited_for(60)
    assert (len(said), said[-1], forked.code) == (20_000, ("counted", "19999"), 0)
    forked.close()


def test_changes_are_counted_also_in_a_folder_that_is_put_in_the_place_of_another(tmp_path: Path) -> None:
    from file_events import FileEvents

    store, other = tmp_path / "store", tmp_path / "other"
    store.mkdir()
    other.mkdir()
    seen = FileEvents([tmp_path, store])
    assert seen.take() == 0
    store.rename(tmp_path / "former")
    other.rename(store)
    moved = seen.take()
    assert moved == 4
    (store / "file").write_text("written")
    assert seen.take() == moved + 2
    seen.close()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(seen.descriptor)
