"""The vocabulary defines what the graph writes, in words, and the shapes speak of nothing else."""

import re
from pathlib import Path

import pyoxigraph as ox
from graph_world import ACTIONS, extraction, report

import communique.graph as graph_room
import communique.graph.rdf.terms as t
from communique.graph import EventGraph
from communique.graph.rdf.concepts import turtle
from communique.graph.sparql.queries import named_queries
from communique.ontology.types.iri import DEFAULT_BASE

DIP = f"{DEFAULT_BASE}ontology#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
QUADS = list(ox.parse(turtle("communique", DEFAULT_BASE), format=ox.RdfFormat.TURTLE))
DEFINED = {quad.subject.value.removeprefix(DIP) for quad in QUADS if quad.subject.value.startswith(DIP)}


def test_every_term_has_label_and_comment() -> None:
    for predicate in ("label", "comment"):
        found = {quad.subject.value for quad in QUADS if quad.predicate.value == RDFS + predicate}
        assert {DIP + name for name in DEFINED} <= found


def test_all_that_is_written_is_defined(stored: EventGraph) -> None:
    stored.store(extraction(report(about=("syr",), speaker="fra"), report("fra", "aids", None, start=40)))
    stored.store(extraction(report(document="d2", negated=True), document="d2", published=None))
    written = "\n".join(t.lines(stored.world.store.match(None, None, None, None)))
    assert set(re.findall(re.escape(DIP) + r"(\w+)", written)) <= DEFINED


def test_code_queries_and_shapes_use_defined_terms() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(graph_room.__file__).parent.rglob("*.py"))
    texts = [query.text for query in named_queries().values()]
    used = set(re.findall(r"\.of\(\"(\w+)\"\)", sources))
    used |= {name for text in [*texts, turtle("shapes", DEFAULT_BASE)] for name in re.findall(r"\bdip:(\w+)", text)}
    assert used <= DEFINED


def test_every_term_is_written_or_asked_for() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(graph_room.__file__).parent.rglob("*.py"))
    kinds = {"Country", "Body", "Person"}
    assert {name for name in DEFINED - kinds if f'"{name}"' not in sources} == set()


def test_every_short_list_is_complete() -> None:
    codes = {
        quad.subject.value.removeprefix(DEFAULT_BASE)
        for quad in ox.parse(turtle("codes", DEFAULT_BASE), format=ox.RdfFormat.TURTLE)
    }
    assert {f"quad/{action.quad}" for action in ACTIONS.values()} <= codes
    assert {"status/asserted", "modality/urged", "date-basis/relative"} <= codes
