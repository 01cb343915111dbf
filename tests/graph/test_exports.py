"""Exports are read by those they are meant for."""

import io
import os
import re
from errno import ENOSPC
from pathlib import Path
from typing import IO

import networkx as nx
import pyoxigraph as ox
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

import communique.graph.rdf.terms as t
from communique import graph
from communique.graph import FORMS, EventFilter, EventGraph, Level, form_of_file, whole_file
from communique.graph.exports.files import export
from communique.graph.exports.form import ExportedGraph, ExportForm, Selection
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.whole_files import errors_of
from communique.ontology.interchange.jsonlines import from_json


@pytest.fixture
def filled(stored: EventGraph) -> EventGraph:
    first = [report(), report("usa", "attacks", "syr", start=30), report("rus", "consults", "usa", start=50)]
    stored.store(extraction(*first))
    stored.store(
        extraction(report("rus-mfa", document="d2"), report("fra", "consults", None, document="d2"), document="d2")
    )
    return stored


def test_multigraph_has_an_edge_for_each_event_with_a_target(filled: EventGraph) -> None:
    network = filled.network()
    assert sorted(network.nodes) == ["rus", "syr", "usa"]
    assert network.number_of_edges("rus", "usa") == 2
    assert network.nodes["rus"]["label"] == "Russia"
    kinds = {data["kind"]: data["weight"] for _, _, data in network.edges(data=True)}
    assert kinds == {"criticizes": 2, "attacks": 1, "consults": 1}


def test_aggregated_adds_up(filled: EventGraph) -> None:
    edge = filled.aggregated_network().edges["rus", "usa"]
    assert (edge["weight"], edge["goldstein"], edge["verbalConflict"]) == (2, -0.5, 1)


def test_actor_level_names_the_actors(filled: EventGraph) -> None:
    assert ("rus-mfa", "usa-gov") in filled.network(level=Level.ACTOR).edges()


def test_networkx_reads_gexf(filled: EventGraph, tmp_path: Path) -> None:
    filled.export("gexf", tmp_path / "g.gexf")
    network = nx.read_gexf(tmp_path / "g.gexf")
    assert network.is_multigraph()
    assert network.number_of_edges() == 3
    assert network.nodes["rus"]["kind"] == "Country"
    assert {data["action"] for _, _, data in network.edges(data=True)} == {"criticizes", "attacks", "consults"}


def test_gexf_takes_a_filter(filled: EventGraph) -> None:
    written = io.BytesIO()
    filled.export("gexf", written, Selection(EventFilter(quad=4)))
    assert b"attacks" in written.getvalue()
    assert b"criticizes" not in written.getvalue()


def test_nquads_load_elsewhere(filled: EventGraph, tmp_path: Path) -> None:
    filled.export("nquads", tmp_path / "g.nq")
    copy = ox.Store()
    copy.bulk_load(path=str(tmp_path / "g.nq"))
    assert t.lines(copy) == t.lines(filled.world.store.match(None, None, None, None))


@pytest.mark.parametrize(("form", "graphs"), [("trig", True), ("jsonld", True), ("rdfxml", False), ("turtle", False)])
def test_rdf_loads_elsewhere(embedded: EventGraph, tmp_path: Path, form: str, graphs: bool) -> None:
    embedded.store(extraction(report()))
    target = tmp_path / FORMS[form].file
    embedded.export(form, target)
    copy = ox.Store()
    copy.load(path=str(target), format=ox.RdfFormat.from_extension(target.suffix[1:]))
    assert t.lines(copy) == t.lines(embedded.world.store.match(None, None, None, None if graphs else DEFAULT))


def test_turtle_holds_the_conclusions_only(filled: EventGraph) -> None:
    written = io.BytesIO()
    filled.export("turtle", written)
    text = written.getvalue().decode()
    assert "act:criticizes actor:usa" in text
    assert "over its policy" not in text


def test_jsonl_rebuilds_the_graph(filled: EventGraph) -> None:
    written = io.BytesIO()
    filled.export("jsonl", written)
    rebuilt = graph.open(None, actors=ACTORS, actions=ACTIONS)
    rebuilt.store_all(from_json(line) for line in written.getvalue().decode().splitlines())
    one, other = (t.lines(g.world.store.match(None, None, None, None)) for g in (filled, rebuilt))
    assert one == other


def test_broken_export_leaves_the_old_file(filled: EventGraph, tmp_path: Path) -> None:
    target = tmp_path / "g.nq"
    target.write_text("old")

    def breaks(_: ExportedGraph, __: Selection, output: IO[bytes]) -> None:
        output.write(b"half")
        raise RuntimeError("out of disk")

    with pytest.raises(RuntimeError):
        export(filled, ExportForm("broken", "g.nq", "application/n-quads", "", breaks), target)
    assert target.read_text() == "old"
    assert list(tmp_path.glob(".g*")) == []


def test_unknown_form_is_refused(filled: EventGraph) -> None:
    with pytest.raises(ValueError, match=r"choose from .*gexf, .*turtle"):
        filled.export("pdf", io.BytesIO())


def test_conditions_are_refused_where_all_is_exported(filled: EventGraph) -> None:
    with pytest.raises(ValueError, match="jsonl takes no such thing as conditions on events"):
        filled.export("jsonl", io.BytesIO(), Selection(EventFilter(quad=4)))


def test_the_ending_of_a_file_tells_its_form() -> None:
    for form in FORMS.values():
        if form.ending:
            assert form_of_file(Path(f"a.b{form.ending.upper()}")) == form
    with pytest.raises(ValueError, match=r"no form of export has this ending.*\.gexf"):
        form_of_file(Path("graph.pdf"))


def test_forms_can_be_told_apart() -> None:
    endings = [form.ending for form in FORMS.values() if form.ending]
    assert len(endings) == len(set(endings))
    assert len({form.file for form in FORMS.values()}) == len(FORMS)


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o007])
def test_exported_files_have_the_mode_that_the_umask_gives(filled: EventGraph, tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        filled.export("turtle", tmp_path / "g.ttl")
    finally:
        os.umask(before)
    assert (tmp_path / "g.ttl").stat().st_mode & 0o777 == 0o666 & ~mask


def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "g.nq"
    target.write_bytes(b"old")
    with whole_file(target) as output:
        output.write(b"new")
        output.flush()
        assert target.read_bytes() == b"old"
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"new", [target])


def test_a_file_that_cannot_be_written_is_named_and_not_what_is_made_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for target in (tmp_path / "none" / "g.nq", file / "g.nq", tmp_path / ("x" * 250)):
        with pytest.raises(OSError, match=re.escape(str(target))) as raised, whole_file(target) as output:
            output.write(b"new")
        assert raised.value.filename == str(target)
    # What is written to a file that is open names none, and a copy to it names first what was copied.
    beside = tmp_path / ".g.nq.part"
    for no_room in (OSError(ENOSPC, "no room"), OSError(ENOSPC, "no room", "another", None, str(beside))):
        with pytest.raises(OSError, match=re.escape(str(tmp_path / "g.nq"))), errors_of(tmp_path / "g.nq", beside):
            raise no_room
    with pytest.raises(FileNotFoundError) as raised, whole_file(tmp_path / "g.nq"):
        (tmp_path / "another").read_bytes()
    assert (raised.value.filename, list(tmp_path.iterdir())) == (str(tmp_path / "another"), [file])
