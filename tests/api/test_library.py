"""The face to Python: its examples run, and everything it promises is there."""

import doctest
from pathlib import Path
from types import ModuleType

import pytest

import communique as cq
from communique.graph import event_graph, filters
from communique.graph.exports import form

pytestmark = pytest.mark.xdist_group("coder")


def test_the_examples_of_the_library_run() -> None:
    result = doctest.testmod(cq)
    assert result.attempted >= 10 and result.failed == 0


@pytest.mark.parametrize("module", [filters, form, event_graph])
def test_the_examples_of_what_the_library_gives_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted and result.failed == 0


def test_every_public_name_is_there_and_documented() -> None:
    assert all(getattr(cq, name).__doc__ for name in cq.__all__ if name != "__version__")
    assert cq.__version__.count(".") == 2


def test_what_is_read_can_be_stored_and_asked_for(tmp_path: Path) -> None:
    coder = cq.load()
    article = tmp_path / "article.txt"
    article.write_text("Paris criticized Tokyo on Monday for its new tariffs.\n", encoding="utf-8")
    read = list(cq.read([article, "Ankara praised Baku."], published="2015-12-15", source="Test Wire", coder=coder))
    assert [len(extraction.reports) for extraction in read] == [1, 1]
    with cq.open(tmp_path / "store") as graph:
        assert graph.store_all(read) == 2
    with cq.open(tmp_path / "store", read_only=True) as graph:
        assert {(event.actor_side, event.target_side) for event in graph.events()} == {("fra", "jpn"), ("tur", "aze")}
