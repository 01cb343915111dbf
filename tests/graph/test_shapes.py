"""The shapes find what no single description shows."""

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph import EventGraph


def test_who_acts_for_himself_by_way_of_another_is_found(stored: EventGraph) -> None:
    terms = stored.world.terms
    circle = ox.Quad(terms.actor("rus"), terms.of("actsFor"), terms.actor("rus-mfa"), t.DEFAULT)
    stored.world.store.change([], [circle])
    found = stored.validate()
    assert not found.conforms
    assert found.text.count("Message: actsFor runs in a circle") == 3, "country, government, ministry"
