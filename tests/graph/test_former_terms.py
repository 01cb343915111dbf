"""Queries that ask for what graphs of earlier layouts said are answered with a note."""

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph.rdf.terms import Terms
from communique.graph.sparql import notes_on
from communique.ontology.types import Namespace

TERMS = Terms(Namespace("https://w3id.org/communique/"))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * { GRAPH ?g { ?r a dip:Report } }", ["Report"]),
        ("SELECT * { GRAPH ?g { ?r a <https://w3id.org/communique/ontology#Report> } }", ["Report"]),
        ("SELECT * { GRAPH ?g { ?r dip:rule ?x ; dip:spans ?y } }", ["spans", "rule"]),
        ("SELECT * { ?e dip:reports ?n ; dip:reading ?r . ?x my-dip:rule ?y , other:rule }", []),
    ],
)
def test_what_no_triple_has_is_told(query: str, named: list[str]) -> None:
    said = notes_on(query, TERMS)
    assert [each.partition("dip:")[2].partition(" ")[0] for each in said] == named


def test_what_is_said_instead_is_found() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        for term in ("Report", "spans", "confidence", "rule"):
            assert b"false" in opened.query(f"ASK {{ GRAPH ?g {{ ?r ?p ?o FILTER (dip:{term} IN (?p, ?o)) }} }}")
        # As the notes on dip:confidence and dip:rule have it.
        binds = [each.rpartition("BIND")[2] for each in notes_on("dip:confidence dip:rule", opened.terms)]
        pattern = "".join(f"BIND {bind} " for bind in binds)
        answer = opened.query(
            f"SELECT ?confidence ?rule {{ GRAPH ?g {{ ?report dip:reading ?how }} {pattern} }}", "text/csv"
        )
        assert answer.decode().split() == ["confidence,rule", "0.9,subject-verb-object"]
