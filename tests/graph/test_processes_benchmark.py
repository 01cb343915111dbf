"""The benchmark of several processes serves a copy of the store whose event table need not be made."""

from pathlib import Path

import pytest
from graph_world import extraction, report
from test_event_table import opened_in

_BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_the_copy_of_a_store_is_in_step_and_its_tables_are_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(_BENCHMARKS))
    from service_processes import copied

    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
    monkeypatch.setattr("communique.graph.table.making.make", lambda *_, **__: pytest.fail("all was read"))
    with copied(tmp_path / "store") as copy:
        assert {path.stat().st_nlink for path in copy.glob("*.sst")} == {2}
        with opened_in(copy.parent) as opened:
            assert opened.count() == 1
            opened.forget("d1")
    with opened_in(tmp_path) as opened:
        assert opened.count() == 1
