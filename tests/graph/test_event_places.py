"""Places of events: described as long as an event is there, found by country and by town."""

from dataclasses import replace

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique.graph import EventFilter, EventGraph, open_graph
from communique.ontology.types import Extraction, PlaceKind


def extraction_at(document: str, place: str | None, action: str = "attacks", *, negated: bool = False) -> Extraction:
    made = report("rus-mil", action, "fra", document=document, negated=negated)
    return extraction(replace(made, place=place), document=document)


@pytest.fixture
def graph() -> EventGraph:
    return open_graph(None, actors=ACTORS, actions=ACTIONS)


def description(graph: EventGraph, place: str) -> set[str]:
    found = graph.world.store.match(graph.world.terms.place(place), None, None, None)
    return {f"{quad.predicate.value.rsplit('/', 1)[-1].rsplit('#')[-1]} {quad.object}" for quad in found}


def test_a_place_is_described_with_country_and_coordinates(graph: EventGraph) -> None:
    graph.store(extraction_at("d1", "syr.aleppo"))
    base = graph.namespace.base
    assert description(graph, "syr.aleppo") == {
        f"type <{base}ontology#Place>",
        'prefLabel "Aleppo"@en',
        f"containedInPlace <{base}actor/syr>",
        'latitude "36.2"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        'longitude "37.16"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_a_place_goes_with_the_last_of_its_events(graph: EventGraph) -> None:
    for document, action in (("d1", "attacks"), ("d2", "aids"), ("d3", "aids")):
        graph.store(extraction_at(document, "syr.aleppo", action))
    graph.forget("d1")
    assert description(graph, "syr.aleppo")
    graph.forget("d2")
    assert description(graph, "syr.aleppo")
    graph.forget("d3")
    assert not description(graph, "syr.aleppo")


def test_what_is_denied_describes_no_place(graph: EventGraph) -> None:
    graph.store(extraction_at("d1", "syr.aleppo", negated=True))
    assert not description(graph, "syr.aleppo")


def test_an_event_is_in_the_country_of_its_place(graph: EventGraph) -> None:
    graph.store(extraction_at("d1", "syr.aleppo"))
    (event,) = graph.events()
    assert event.places == ("syr", "syr.aleppo")
    assert [report.place for _, report in graph.reports_of(event.key)] == ["syr.aleppo"]


@pytest.mark.parametrize(("place", "found"), [("syr", 2), ("syr.aleppo", 1), ("syr.homs", 0), ("fra", 0)])
def test_a_country_takes_in_its_places(graph: EventGraph, place: str, found: int) -> None:
    graph.store(extraction_at("d1", "syr.aleppo"))
    graph.store(extraction_at("d2", "syr", "aids"))
    assert len(list(graph.events(EventFilter(place=place)))) == found


def test_a_place_that_no_table_has_is_known_while_it_is_named(graph: EventGraph) -> None:
    graph.store(extraction_at("d1", "syr.nowhere-at-all"))
    assert len(list(graph.events(EventFilter(place="syr.nowhere-at-all")))) == 1
    assert graph.place("syr.nowhere-at-all").label == "Nowhere At All"
    with pytest.raises(ValueError, match=r"place: there is no place 'syr\.elsewhere'"):
        list(graph.events(EventFilter(place="syr.elsewhere")))


def test_places_have_labels_and_kinds(graph: EventGraph) -> None:
    assert (graph.place("syr").label, graph.place("syr").kind) == ("Syria", PlaceKind.COUNTRY)
    assert (graph.place("syr.damascus").label, graph.place("syr.damascus").kind) == ("Damascus", PlaceKind.CAPITAL)


def test_the_graph_with_places_fits_its_shapes(graph: EventGraph) -> None:
    graph.store(extraction_at("d1", "syr.aleppo"))
    graph.store(extraction_at("d2", "syr", "aids"))
    found = graph.validate("d1"), graph.validate("d2")
    assert all(each.conforms for each in found), [each.text for each in found]
