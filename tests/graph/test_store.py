"""Stores on disk: what is stored stays, who may open them, and how they are asked."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from hypothesis import HealthCheck, given, settings
from strategies import extractions

from communique import graph
from communique.graph import EventGraph, StoreInUseError, StoreUnfinishedError
from communique.graph.assembly.marks import begin
from communique.graph.rdf.documents import canonical
from communique.graph.rdf.terms import DEFAULT
from communique.graph.sparql.answers import NotAcceptableError, preferred
from communique.graph.stores.embedded import EmbeddedStore
from communique.ontology.types.document import Document
from communique.ontology.types.iri import Namespace
from communique.ontology.types.report import Extraction, Modality


def test_storing_twice_changes_nothing(stored: EventGraph) -> None:
    assert stored.store(extraction(report())) is True
    assert stored.store(extraction(report())) is False
    assert stored.store(extraction(report(modality=Modality.PLANNED))) is True
    assert list(stored.events()) == []


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extractions())
def test_extraction_comes_back(stored: EventGraph, made: Extraction) -> None:
    stored.store(made)
    assert stored.extraction(made.document.id) == canonical(made)
    assert stored.document(made.document.id) == made.document


def test_what_is_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    made = extraction(report())
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        assert opened.store_all([made, made]) == 1
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        assert list(opened.extractions()) == [made]
        assert len(list(opened.events())) == 1


def test_forgetting_what_is_not_there(stored: EventGraph) -> None:
    assert stored.forget("nothing") is False
    assert stored.extraction("nothing") is None
    assert stored.document("nothing") is None
    assert stored.event("0123456789ab") is None


def test_documents_come_by_date_and_page_by_page(stored: EventGraph) -> None:
    for name in ("d3", "d1", "d2"):
        stored.store(extraction(document=name))
    stored.store(extraction(document="d0", published=None))
    assert [document.id for document in stored.documents()] == ["d1", "d2", "d3", "d0"]
    assert [document.id for document in stored.documents(after="d1", limit=2)] == ["d2", "d3"]
    assert list(stored.documents(source="Other Wire")) == []
    with pytest.raises(ValueError, match="'dx' is not among"):
        list(stored.documents(after="dx"))


def test_second_writer_is_told_so(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS):
        code = f"import pyoxigraph; pyoxigraph.Store({str(tmp_path / 's')!r})"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode != 0
        with pytest.raises(StoreInUseError, match="in use by another process"):
            graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS)


def test_snapshot_is_read_beside_the_writer(embedded: EventGraph, tmp_path: Path) -> None:
    embedded.store(extraction(report()))
    embedded.snapshot(tmp_path / "snapshot")
    embedded.forget("d1")
    with graph.open(tmp_path / "snapshot", actors=ACTORS, actions=ACTIONS, read_only=True) as copy:
        assert len(list(copy.events())) == 1
        with pytest.raises(ValueError, match="opened read-only"):
            copy.forget("d1")


def test_reading_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no store"):
        graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS, read_only=True)


def test_closed_graph_says_so(stored: EventGraph) -> None:
    stored.close()
    with pytest.raises(ValueError, match="the store is closed"):
        stored.event("0123456789ab")
    stored.close()


def test_store_whose_reports_are_written_in_a_former_way_is_refused(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        (quad,) = opened.world.store.match(None, opened.world.terms.of("sentence"), None, None)
        span = ox.NamedNode(opened.world.terms.of("reading").value.replace("reading", "sentenceSpan"))
        opened.world.store.change([], [ox.Quad(quad.subject, span, quad.subject, quad.graph_name)])
        begin(opened.world)
    with pytest.raises(ValueError, match="written in another way: store its articles in a new one"):
        graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS)


def test_store_of_another_base_is_refused(tmp_path: Path) -> None:
    graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS).close()
    other = Namespace("https://example.org/")
    with pytest.raises(ValueError, match="not made with the base"):
        graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS, namespace=other)
    graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS).close()


def test_broken_off_rebuilding_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        whole = sorted(str(quad) for quad in opened.world.store.match(None, None, None, None))
    fewer = {name: action for name, action in ACTIONS.items() if name != "attacks"}
    with monkeypatch.context() as patched:
        patched.setattr(
            "communique.graph.assembly.preparation.Bulk.finish", lambda _: (_ for _ in ()).throw(MemoryError)
        )
        with pytest.raises(MemoryError):
            graph.open(tmp_path / "s", actors=ACTORS, actions=fewer)
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        assert sorted(str(quad) for quad in opened.world.store.match(None, None, None, None)) == whole


def test_text_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        bad = Extraction(Document("d1", "\ud800"))
        with pytest.raises(ValueError, match="'d1' has half a character at offset 0"):
            opened.store(bad)
        assert opened.document("d1") is None


def test_query_in_the_form_asked_for(stored: EventGraph) -> None:
    stored.store(extraction(report()))
    select = "SELECT ?whom WHERE { actor:rus act:criticizes ?whom }"
    assert json.loads(stored.query(select))["results"]["bindings"][0]["whom"]["value"].endswith("/actor/usa")
    assert stored.query(select, "text/csv").splitlines()[1].endswith(b"/actor/usa")
    streamed = io.BytesIO()
    assert stored.query(select, "text/csv", streamed) == b""
    assert streamed.getvalue() == stored.query(select, "text/csv")
    reply = stored.reply(
        "CONSTRUCT WHERE { actor:rus act:criticizes ?whom }", "text/html, text/turtle;q=0.8, */*;q=0.1"
    )
    assert reply.media_type == "text/turtle"
    with pytest.raises(NotAcceptableError, match="text/html"):
        stored.query(select, "text/html")


def test_default_graph_is_not_the_union(stored: EventGraph) -> None:
    stored.store(extraction(report(modality=Modality.PLANNED)))
    assert b"false" in stored.query("ASK { ?r dip:reading ?how }")
    assert b"true" in stored.query("ASK { GRAPH ?d { ?r dip:reading ?how } }")


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SELECT * {service silent ?x {}}"])
def test_no_query_leaves_the_house(stored: EventGraph, query: str) -> None:
    with pytest.raises(ValueError, match="SERVICE is refused"):
        stored.query(query)


def test_the_word_service_is_harmless(stored: EventGraph) -> None:
    stored.query('SELECT ?service { ?service skos:prefLabel "service" # SERVICE <x>\n ; ?p <http://x/service> }')


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [("*/*", "a/b"), ("", "a/b"), ("c/d", "c/d"), ("a/b;q=0.1, c/*", "c/d"), ("x/y, */*;q=0.2", "a/b"), ("A/B", "a/b")],
)
def test_preferred(accept: str, chosen: str) -> None:
    assert preferred(accept, ["a/b", "c/d"]) == chosen


def test_rdflib_sees_the_same_graph(embedded: EventGraph) -> None:
    embedded.store(extraction(report()))
    rows = list(embedded.dataset.query("SELECT ?whom WHERE { actor:rus act:criticizes ?whom }"))
    assert [str(row[0]).rsplit("/", 1)[-1] for row in rows] == ["usa"]


def test_change_drops_removes_and_inserts_at_once() -> None:
    store = EmbeddedStore()
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        quads = list(opened.world.store.match(None, None, None, None))
    store.load(ox.serialize(quads, format=ox.RdfFormat.TRIG))
    (name,) = [graph_name for graph_name in store.graphs() if "/doc/" in graph_name.value]
    (first, *_) = [quad for quad in quads if quad.graph_name != name]
    store.change([first], [], [name])
    assert name not in list(store.graphs())
    assert first not in list(store.match(None, None, None, None))


def test_validate_finds_what_is_wrong(stored: EventGraph) -> None:
    good = report()
    stored.store(extraction(good))
    assert stored.validate().conforms, stored.validate().text
    assert stored.validate("d1").conforms, stored.validate("d1").text
    stored.store(extraction(report("nobody", start=40, document="d2"), document="d2"))
    result = stored.validate("d2")
    assert not result.conforms
    assert "needs an actor that is described" in result.text


def test_a_graph_that_is_not_whole_is_read_by_nobody_until_it_is_made_good(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        whole = sorted(str(quad) for quad in opened.world.store.match(None, None, None, None))
        begin(opened.world)
        opened.world.store.clear(DEFAULT)
    with pytest.raises(StoreUnfinishedError, match="the graph is not whole"):
        graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS, read_only=True)
    graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS).close()
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS, read_only=True) as opened:
        assert sorted(str(quad) for quad in opened.world.store.match(None, None, None, None)) == whole


@pytest.mark.parametrize("how", ["dropped", "emptied", "dropped in SPARQL"])
def test_nobody_has_coded_a_document_that_is_gone(embedded: EventGraph, how: str) -> None:
    for name in ("d1", "d2"):
        embedded.store(extraction(report(document=name), document=name))
    embedded.record_coders(["d1", "d2"], "v1")
    graph_name = embedded.terms.document("d1").value
    if how == "dropped":
        embedded.drop_graph(graph_name)
    elif how == "emptied":
        embedded.put_graph(graph_name, [], replace=True)
    else:
        embedded.update(f"DROP GRAPH <{graph_name}>")
        embedded.assemble()
    assert not embedded.is_coded_by("d1", "v1")
    assert embedded.is_coded_by("d2", "v1")
