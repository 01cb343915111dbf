"""Look-ups that the service offers: search, timelines, chains, statistics, descriptions, updates."""

import datetime as dt
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report

from communique import graph
from communique.graph import EventGraph
from communique.graph.filters import EventFilter
from communique.graph.lookups.known import known_actor, label_of
from communique.graph.lookups.resources import describe
from communique.graph.lookups.search import CANDIDATES, Likeness, name_index, search
from communique.graph.lookups.timelines import Granularity
from communique.graph.rdf.keywords import refuse_fetching_query, refuse_outgoing_query, refuse_outgoing_update
from communique.graph.sparql.updating import matches_patterns, update
from communique.ontology.types.actor import Actor, ActorKind

FOUND = Actor("some-militia", ActorKind.BODY, "Some militia", country="syr", found=True)


@pytest.fixture
def peopled(stored: EventGraph) -> EventGraph:
    stored.store_all(
        [
            extraction(
                report(start=7),
                report("rus", "attacks", "syr", start=17, date=dt.date(2015, 11, 30)),
                report("fra-gov", "visits", "usa", start=27, date=dt.date(2016, 2, 3)),
            ),
            extraction(report("some-militia", "attacks", "rus", document="d2"), document="d2", actors=(FOUND,)),
        ]
    )
    return stored


def test_found_actors_are_known_as_long_as_a_document_names_them(peopled: EventGraph) -> None:
    found = known_actor(peopled.world, "some-militia")
    assert found is not None and (found.label, found.found) == ("Some militia", True)
    assert label_of(peopled.world, "some-militia") == "Some militia"
    peopled.forget("d2")
    assert known_actor(peopled.world, "some-militia") is None
    assert label_of(peopled.world, "some-militia") == "some-militia"


@pytest.mark.parametrize(
    ("typed", "actor", "likeness"),
    [
        ("russia", "rus", Likeness.SAME),
        ("Rus", "rus", Likeness.SAME),
        ("united st", "usa", Likeness.START),
        ("lavrov", "sergei-lavrov", Likeness.WORD),
        ("Sergey Lavrof", "sergei-lavrov", Likeness.SIMILAR),
        ("Frnace", "fra", Likeness.SIMILAR),
    ],
)
def test_search(typed: str, actor: str, likeness: Likeness) -> None:
    found = search([name_index(ACTORS.values())], typed)
    assert (found[0].actor, found[0].likeness) == (actor, likeness)


@pytest.mark.parametrize("typed", ["r", "un", "united", "min", "of", "foreign m", "s"])
def test_search_finds_every_name_that_begins_so_or_has_a_word_that_does(typed: str) -> None:
    index = name_index(ACTORS.values())
    expected = {
        actor for key, named in index.names.items() for actor, _ in named if key.startswith(typed) or f" {typed}" in key
    }
    found = search([index], typed)
    assert {each.actor for each in found if each.likeness < Likeness.SIMILAR} == expected
    assert [(each.likeness, each.distance) for each in found] == sorted((e.likeness, e.distance) for e in found)


def test_one_word_with_a_slip_finds_a_long_name_by_that_word() -> None:
    long = Actor("x", ActorKind.BODY, "International Organisation of La Francophonie and of its Friends")
    (found,) = search([name_index([long])], "Francofonie")
    assert (found.actor, found.likeness, found.name) == ("x", Likeness.SIMILAR, long.label)
    assert found.distance == pytest.approx(0.1 + 3 / 23)
    assert search([name_index([long])], "Francofonie its") == []


def test_search_stops_at_the_best() -> None:
    many = [Actor(f"a{n}", ActorKind.BODY, f"Group {n}") for n in range(CANDIDATES + 50)]
    found = search([name_index(many)], "group")
    assert len(found) == CANDIDATES
    assert len(found[0].name) < len(found[-1].name)


def test_search_for_nothing_finds_nothing() -> None:
    assert search([name_index(ACTORS.values())], " ,.") == []


@pytest.mark.parametrize("actor", ["rus", "usa", "syr"])
def test_months_kept_are_months_counted(peopled: EventGraph, actor: str) -> None:
    saved = peopled.timeline(actor)
    counted = peopled.timeline(actor, EventFilter(start=dt.date(1900, 1, 1)))
    assert [month.month for month in saved] == [month.month for month in counted]
    for one, other in zip(saved, counted, strict=True):
        for this, that in ((one.sent, other.sent), (one.received, other.received)):
            assert (this.events, this.goldstein, this.quads) == (that.events, that.goldstein, that.quads)


def test_both_directions_by_period(peopled: EventGraph) -> None:
    there, back = peopled.between("fra", "usa", per=Granularity.WEEK)
    assert [(name, tally.events) for name, tally in there.months] == [("2016-W05", 1)]
    assert (there.tally.events, back.tally.events) == (1, 0)
    saved, counted = (peopled.between("rus", "usa", per=per)[0] for per in (Granularity.MONTH, Granularity.YEAR))
    assert saved.tally == counted.tally


def test_chains(peopled: EventGraph) -> None:
    (chain,) = peopled.chains("syr", "fra")
    assert (chain.actors, chain.events) == (("syr", "rus", "usa", "fra"), (1, 1, 1))
    assert peopled.chains("syr", "fra", longest=2) == []
    assert peopled.chains("rus", "rus")[0].actors == ("rus",)
    with pytest.raises(ValueError, match="1 or more"):
        peopled.chains("rus", "usa", limit=0)


def test_statistics(peopled: EventGraph) -> None:
    numbers = peopled.statistics()
    assert (numbers.documents, numbers.reports, numbers.events, numbers.found_actors) == (2, 4, 4, 1)
    assert peopled.events_by_side() == {"rus": 3, "usa": 2, "syr": 1, "fra": 1, "some-militia": 1}


def test_latest(peopled: EventGraph) -> None:
    ways = [EventFilter(actor="rus"), EventFilter(target="rus")]
    found = peopled.latest(ways, 2)
    assert [event.date for event in found] == [dt.date(2015, 12, 15)] * 2
    pair = peopled.latest([EventFilter(actor="rus", target="usa")], 1)
    assert [(event.actor_side, event.target_side, event.date) for event in pair] == [("rus", "usa", DAY)]
    assert peopled.count(EventFilter(actor="rus", target="usa", disputed=True)) == 0
    peopled.store(extraction(report(document="d3", negated=True), document="d3"))
    assert peopled.count(EventFilter(actor="rus", target="usa", disputed=True)) == 1
    assert peopled.count(EventFilter(actor="rus", start=dt.date(2015, 12, 1))) == 1


def test_descriptions(peopled: EventGraph) -> None:
    described = describe(peopled.world, "actor/sergei-lavrov", "text/turtle")
    assert described is not None and b"org:Membership" in described
    assert describe(peopled.world, "actor/nobody", "text/turtle") is None
    whole = describe(peopled.world, "doc/d2", "application/n-triples")
    assert whole is not None and b"some-militia" in whole


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://e/> {} }",
        "ASK { service silent <http://e/> {} }",
        "ASK{SERVICESILENT<http://e/>{}}",
        "PREFIX : <http://e/> ASK {SERVICE:x{}}",
        "PREFIX e: <http://e/> ASK { e:a\\#b ?p ?o . SERVICE e:x {} }",
        "PREFIX e: <http://e/> ASK { e:a\\' ?p ?o . SERVICE e:x {} FILTER (?o = 'x') }",
        "ASK { <http://e/\\u0041#x> ?p ?o . SERVICE <http://e/> {} }",
        "ASK { # a\rSERVICE <http://e/> {} }",
        "PREFIX e: <http://e/> ASK { ?s a e:.SERVICE<http://e/>{?a ?b ?c} }",
        "PREFIX e: <http://e/> ASK { ?s a e:a·\\' . SERVICE <http://e/> {} FILTER (?s = '') }",
        "ASK { ?s ?p ?o FILTER(1<2)SERVICE#>\n<http://e/>{} }",
        "ASK { ?s ?p ?o FILTER(1<2)SERVICE<http://e/>{} }",
        "ASK { ?s ?p ?o FILTER(1<2#>'''\n) SERVICE <http://e/> {} #'''\n}",
        "ASK { ?s ?p ?o FILTER(1<e:a#>'\n) SERVICE <http://e/> {} #'\n}",
        "ASK { ?s ?p '' FILTER(1<'x'&&'>'>'' ) SERVICE <http://e/> {} #'\n}",
        "ASK { <http://e/\u00a0'> ?p ?o . SERVICE <http://e/> {} FILTER (?o = '') }",
        "ASK { ?s ?p '''a\n'b''' SERVICE <http://e/> {} }",
        'ASK { ?s ?p "\\"" . SERVICE <http://e/> { ?s ?p "" } }',
    ],
)
def test_calls_of_other_servers_are_seen(text: str) -> None:
    with pytest.raises(ValueError, match="SERVICE"):
        refuse_outgoing_query(text)


def test_words_that_are_no_calls_pass() -> None:
    refuse_outgoing_query('# SERVICE\nSELECT ?service { ?service e:service \'SERVICE\' ; <urn:SERVICE> """SERVICE""" }')
    refuse_outgoing_update("INSERT DATA { <urn:LOAD> rdfs:label 'LOAD' }")
    with pytest.raises(ValueError, match="LOAD"):
        refuse_outgoing_update("LOAD SILENT<http://e/>")


def test_a_query_that_rdflib_answers_fetches_no_graph() -> None:
    refuse_fetching_query("SELECT ?from { ?from e:from 'FROM' }")
    for text in ("ASK FROM <http://e/> { ?s ?p ?o }", "ASK { SERVICE <http://e/> {} }"):
        with pytest.raises(ValueError, match="is refused: this graph asks nothing of other servers"):
            refuse_fetching_query(text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("INSERT DATA { <urn:s> <urn:p> 1 }", False),
        ("DELETE WHERE { ?s <urn:p> ?o }", True),
        ("COPY <urn:a> TO <urn:b>", True),
    ],
)
def test_updates_that_look_for_something_may_take_long(text: str, reads: bool) -> None:
    assert matches_patterns(text) is reads


def test_updates_name_their_dataset_once(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        update(opened.world, "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 'WHERE {' } }")
        copy = "INSERT { GRAPH <urn:b> { ?s ?p ?o } } WHERE { { SELECT * WHERE { ?s ?p ?o } } }"
        update(opened.world, copy, using=["urn:a"])
        assert opened.query("ASK { GRAPH <urn:b> { <urn:s> <urn:p> 'WHERE {' } }", "text/csv").strip() == b"true"
        with pytest.raises(ValueError, match="twice"):
            update(opened.world, f"WITH <urn:a> {copy}", using=["urn:a"])


@pytest.mark.parametrize("limit", [1, 10, 11, 100])
def test_the_latest_of_a_pair_are_the_same_whether_kept_or_looked_for(limit: int) -> None:
    opened = graph.open(None, actors=ACTORS, actions=ACTIONS)
    days = [DAY - dt.timedelta(days=9 * number) for number in range(14)]
    for number, day in enumerate(days):
        name = f"n{number}"
        opened.store(extraction(report(document=name, date=day), document=name))
    opened.forget("n3")
    found = opened.latest([EventFilter(actor="rus", target="usa")], limit)
    assert [event.date for event in found] == (days[:3] + days[4:])[:limit]
