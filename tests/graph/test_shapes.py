"""The shapes find what no single description shows."""

import pyoxigraph as ox
from graph_world import ACTIONS, ACTORS, extraction, report

import communique.graph.rdf.terms as t
from communique import graph
from communique.graph import EventGraph
from communique.ontology.types.report import Modality


def test_who_acts_for_himself_by_way_of_another_is_found(stored: EventGraph) -> None:
    terms = stored.world.terms
    circle = ox.Quad(terms.actor("rus"), terms.of("actsFor"), terms.actor("rus-mfa"), t.DEFAULT)
    stored.world.store.change([], [circle])
    found = stored.validate()
    assert not found.conforms
    assert found.text.count("Message: actsFor runs in a circle") == 3, "country, government, ministry"


def test_what_is_left_out_of_reports_is_missed_where_nothing_else_tells_it() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        planned = report("fra", "aids", "syr", document="d2", start=20, modality=Modality.PLANNED)
        opened.store(extraction(report(), report("fra", "consults", start=20)))
        opened.store(extraction(report(document="d2", negated=True), planned, document="d2"))
        assert opened.validate().conforms
        store, terms = opened.world.store, opened.terms

        def said(document: str, name: str) -> list[ox.Quad]:
            return sorted(store.match(None, terms.of(name), None, terms.document(document)), key=str)

        # A report without its event; one whose trigger stands nowhere; a denial and a plan without their status.
        lost, read = said("d1", "event")[:1], said("d1", "reading")[-1:]
        where = t.text("trigger 90-99, sentence 0-45, confidence 1, rule r")
        astray = [ox.Quad(q.subject, q.predicate, where, q.graph_name) for q in read]
        store.change([*lost, *read, *said("d2", "status")], astray)
        text = opened.validate().text
    assert text.count("Message: the span of the trigger must lie in the text, and hold something") == 1
    assert text.count("Message: status must follow from modality and negation") == 2
    assert text.count("Message: what is asserted needs its event") == 3
