"""Whole graphs are put, read, added to and dropped, and what is asked about a thing is what the graph says of it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EventGraph
from communique.graph.rdf.terms import is_iri
from communique.graph.sparql.answers import rewritten
from communique.graph.sparql.named_graphs import is_form, parsed
from communique.ontology.types import Actor, ActorKind

NOTES = "https://example.org/notes"
REBELS = Actor("rebels-x", ActorKind.BODY, "Rebels of X", country="syr", found=True)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        yield made


def triples(*names: str) -> list[ox.Triple]:
    found = parsed("".join(f"<#{name}> <#is> <#here> .\n" for name in names).encode(), "text/turtle", NOTES)
    assert found is not None
    return found


def said(opened: EventGraph, name: str | None = NOTES) -> list[str] | None:
    written = opened.graph(name, "application/n-triples")
    return None if written is None else sorted(written.decode().splitlines())


def lines(*names: str) -> list[str]:
    return [f"<{NOTES}#{name}> <{NOTES}#is> <{NOTES}#here> ." for name in names]


def test_a_graph_is_put_added_to_replaced_and_dropped(opened: EventGraph) -> None:
    assert said(opened) is None
    assert opened.put_graph(NOTES, triples("a", "b"), replace=True)
    assert not opened.put_graph(NOTES, triples("c"), replace=False)
    assert said(opened) == lines("a", "b", "c")
    assert not opened.put_graph(NOTES, triples("x"), replace=True)
    assert said(opened) == lines("x")
    assert opened.drop_graph(NOTES)
    assert said(opened) is None and not opened.drop_graph(NOTES)


def test_a_graph_that_says_nothing_is_there(opened: EventGraph) -> None:
    assert opened.put_graph(NOTES, [], replace=True)
    assert said(opened) == [] and not opened.put_graph(NOTES, [], replace=True)


def test_the_default_graph_is_added_to(opened: EventGraph) -> None:
    before = said(opened, None)
    assert before is not None
    assert not opened.put_graph(None, triples("a"), replace=False)
    assert said(opened, None) == sorted([*before, *lines("a")])


def _noting(opened: EventGraph, patched: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Note how many quads go and come with each change; no update in SPARQL may."""
    store, seen = opened.world.store, list[tuple[int, int]]()
    change: Callable[..., None] = store.change

    def noted(remove: Iterable[ox.Quad], insert: Iterable[ox.Quad], *more: object) -> None:
        gone, come = list(remove), list(insert)
        seen.append((len(gone), len(come)))
        change(gone, come, *more)

    patched.setattr(store, "change", noted)
    patched.setattr(store, "update", lambda *_: pytest.fail("an update needs twice the memory"))
    return seen


def test_of_a_graph_that_is_largely_the_same_only_the_difference_is_written(
    opened: EventGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.put_graph(NOTES, triples("a", "b", "c", "d"), replace=True)
    with monkeypatch.context() as patched:
        seen = _noting(opened, patched)
        opened.put_graph(NOTES, triples("a", "b", "c", "e"), replace=True)
        opened.put_graph(NOTES, triples("a", "b", "c", "e"), replace=True)
        opened.put_graph(NOTES, triples("f"), replace=False)
    assert seen == [(1, 1), (0, 1)]
    assert said(opened) == lines("a", "b", "c", "e", "f")


def test_blank_nodes_of_what_is_put_are_new_ones(opened: EventGraph) -> None:
    found = parsed(b"<#a> <#is> [ <#is> <#here> ] . <#b> <#is> <#here> .", "text/turtle", NOTES)
    assert found is not None
    for replace in (True, False, True):
        opened.put_graph(NOTES, found, replace=replace)
    asked = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o FILTER isBlank(?s) } }"
    assert opened.query(asked, "text/csv").split() == [b"n", b"1"]
    opened.put_graph(NOTES, found, replace=False)
    assert opened.query(asked, "text/csv").split() == [b"n", b"2"]


def test_the_name_of_a_graph_is_that_of_its_content(opened: EventGraph) -> None:
    name = opened.name_for(triples("a", "b"))
    assert name.startswith(f"{opened.namespace.base}gsp/") and is_iri(name)
    assert name == opened.name_for(triples("b", "a")) != opened.name_for(triples("a"))


def test_forms_that_hold_one_graph_are_parsed() -> None:
    forms = (
        "text/turtle",
        "application/ld+json",
        "application/rdf+xml",
        "application/trig",
        "application/n-quads",
        "x",
    )
    assert [is_form(form) for form in forms] == [True, True, True, False, False, False]
    assert parsed(b"", "application/trig", NOTES) is None
    with pytest.raises(SyntaxError):
        parsed(b"<a", "text/turtle", NOTES)
    assert (is_iri("https://example.org/a"), is_iri("no iri"), is_iri("relative")) == (True, False, False)


def test_things_are_described_by_what_the_graph_says_of_them(opened: EventGraph) -> None:
    opened.store(extraction(report("rebels-x", "attacks", "syr"), actors=(REBELS,)))
    turtle = (opened.describe("actor/rebels-x", "text/turtle") or b"").decode()
    assert '"Rebels of X"@en' in turtle and "dip:found true" in turtle
    both = (opened.describe("actor/rebels-x", "application/n-triples", "actor/fra") or b"").decode()
    assert "actor/fra>" in both and "actor/rebels-x>" in both
    assert opened.describe("actor/nobody", "text/turtle") is None
    document = (opened.describe("doc/d1", "application/n-triples") or b"").decode()
    assert "Moscow criticised Washington" in document and "Rebels of X" in document
    read = opened.extraction("d1")
    assert read is not None
    assert opened.named_reports(read) == [("d1#char=7,17;attacks;rebels-x;syr", read.reports[0])]
    curated, found, nobody = (opened.actor(name) for name in ("rus-mfa", "rebels-x", "nobody"))
    assert (curated, nobody) == (ACTORS["rus-mfa"], None)
    assert found is not None and (found.label, found.country, found.found) == ("Rebels of X", "syr", True)
    assert opened.actions == ACTIONS and opened.protocol_parameters == {}


def test_the_answer_of_another_server_is_written_anew() -> None:
    rows = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}'
    assert rewritten(rows, "text/csv", triples=False).split() == [b"a", b"x"]
    nt = lines("a")[0].encode()
    assert rewritten(nt, "application/n-triples", triples=True).split() == nt.split()
    with pytest.raises(SyntaxError):
        rewritten(b"<html>", "text/csv", triples=False)
