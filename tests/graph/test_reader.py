"""The face of the graph: what counts and lists has an end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report

from communique import graph
from communique.graph import EventFilter, EventGraph, Granularity, GraphReader, IndexNotReadyError, Level, exists


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        made.store(extraction(report(), report("fra-gov", "accuses", "syr-gov", start=20)))
        yield made


@pytest.mark.parametrize(
    "look_up",
    [
        lambda reader: reader.relations("rus"),
        lambda reader: reader.relations("rus", level=Level.ACTOR),
        lambda reader: reader.relations("rus", filters=EventFilter(quad=3)),
        lambda reader: reader.between("rus", "usa", per=Granularity.DAY),
        lambda reader: reader.timeline("rus"),
        lambda reader: reader.latest([EventFilter(actor="rus", target="usa")], 5),
        lambda reader: list(reader.events()),
        lambda reader: list(reader.documents()),
        lambda reader: reader.count(),
        lambda reader: reader.chains("rus", "usa"),
        lambda reader: list(reader.search("criticise")),
    ],
)
def test_look_ups_have_an_end(look_up: Callable[[GraphReader], object], opened: EventGraph) -> None:
    assert look_up(opened.within(60)) == look_up(opened)
    assert look_up(opened)
    opened.store(extraction(document="d2"))
    with pytest.raises(IndexNotReadyError):
        look_up(opened.within(-1))


def test_a_reader_searches_the_sentences_of_its_graph(opened: EventGraph) -> None:
    assert [event.date for event in opened.search("criticise")] == [DAY, DAY]


def test_the_coder_of_a_document_is_noted_and_goes_with_it(opened: EventGraph) -> None:
    before = opened.query("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o")
    opened.record_coder("d1", "v1")
    assert opened.is_coded_by("d1", "v1")
    opened.record_coder("d1", "v2")
    assert not opened.is_coded_by("d1", "v1")
    assert opened.is_coded_by("d1", "v2")
    assert opened.forget("d1")
    assert not opened.is_coded_by("d1", "v2")
    opened.store(extraction(report(), report("fra-gov", "accuses", "syr-gov", start=20)))
    assert opened.query("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o") == before


def test_actors_are_found_by_what_is_typed(opened: EventGraph) -> None:
    assert [found.actor for found in opened.find_actors("john ker")][:1] == ["john-kerry"]
    assert [found.actor for found in opened.find_actors("john ker", [opened.names_of_found()])] == []


def test_the_graph_of_a_document_is_dropped_with_its_events(opened: EventGraph) -> None:
    assert opened.drop_graph(opened.namespace.of("doc", "d1"))
    assert list(opened.events()) == []
    assert not opened.drop_graph(opened.namespace.of("doc", "d1"))


def test_a_store_exists_where_one_was_made(tmp_path: Path, opened: EventGraph) -> None:
    assert exists(tmp_path / "store")
    assert not exists(tmp_path / "other")
    assert opened.endpoint is None


def test_the_numbers_of_actors_are_those_of_sides_and_of_who_is_named(opened: EventGraph) -> None:
    assert opened.events_by_actor(["rus", "rus-gov", "pact"]) == {"rus": 1, "rus-gov": 1, "pact": 0}
