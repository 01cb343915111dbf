"""The face of the graph: what is materialized is read from the store itself, what has to be counted from elsewhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report

from communique import graph
from communique.graph import EventFilter, EventGraph, Granularity, GraphReader, Level, exists


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        made.store(extraction(report(), report("fra-gov", "accuses", "syr-gov", start=20)))
        yield made


@pytest.fixture
def without_queries(opened: EventGraph) -> GraphReader:
    """Give the graph whose costly queries are answered by nobody."""

    def refuse(sparql: str) -> bytes:
        raise TimeoutError(sparql)

    return opened.answering_with(refuse)


PAIR = EventFilter(actor="rus", target="usa")


@pytest.mark.parametrize(
    "look_up",
    [
        lambda reader: reader.relations("rus"),
        lambda reader: reader.between("rus", "usa"),
        lambda reader: reader.timeline("rus"),
        lambda reader: reader.latest([PAIR], 5),
        lambda reader: list(reader.events()),
        lambda reader: list(reader.documents()),
        lambda reader: reader.count(PAIR),
        lambda reader: reader.evidence([event.key for event in reader.events()]),
    ],
)
def test_what_is_materialized_needs_no_query(
    look_up: Callable[[GraphReader], object], without_queries: GraphReader, opened: EventGraph
) -> None:
    found = look_up(without_queries)
    assert found
    assert found == look_up(opened)


@pytest.mark.parametrize(
    "look_up",
    [
        lambda reader: reader.relations("rus-gov"),
        lambda reader: reader.relations("rus", level=Level.ACTOR),
        lambda reader: reader.relations("rus", filters=EventFilter(quad=3)),
        lambda reader: reader.between("rus", "usa", per=Granularity.DAY),
        lambda reader: reader.timeline("john-kerry"),
        lambda reader: reader.latest([EventFilter(actor="rus-gov")], 5),
        lambda reader: list(reader.events(EventFilter(quad=3))),
        lambda reader: list(reader.documents(source="Demo Wire")),
        lambda reader: reader.count(),
        lambda reader: reader.chains("rus", "usa"),
    ],
)
def test_what_has_to_be_counted_is_asked_of_who_sets_limits(
    look_up: Callable[[GraphReader], object], without_queries: GraphReader
) -> None:
    with pytest.raises(TimeoutError):
        look_up(without_queries)


def test_a_reader_searches_the_sentences_of_its_graph(opened: EventGraph, without_queries: GraphReader) -> None:
    assert [event.date for event in opened.search("criticise")] == [DAY, DAY]
    assert list(without_queries.search("criticise")) == list(opened.search("criticise"))


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
