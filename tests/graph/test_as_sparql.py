"""A filter as a query for people finds what the filter finds."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EVERY, EventFilter, EventGraph, Level

DAY = dt.date(2015, 12, 15)
FILTERS = [
    EVERY,
    EventFilter(actor="rus", target="usa"),
    EventFilter(actor="rus-gov"),
    EventFilter(either="rus", other="usa"),
    EventFilter(either="usa-mfa"),
    EventFilter(action="accuses"),
    EventFilter(root="19"),
    EventFilter(quad=3),
    EventFilter(plover="ACCUSE"),
    EventFilter(role="MIL"),
    EventFilter(target_role="GOV"),
    EventFilter(start=dt.date(2015, 12, 16)),
    EventFilter(end=DAY, quad=1),
    EventFilter(min_reports=2),
    EventFilter(disputed=True),
    EventFilter(disputed=False, actor="rus"),
    EventFilter(place="syr.aleppo"),
    EventFilter(place="syr"),
    EventFilter(publisher="Demo Wire"),
    EventFilter(publisher="nobody"),
    EventFilter(region="Northern America"),
    EventFilter(region="Europe", quad=3),
    EventFilter(region="Western Asia"),
    EventFilter(dataset="communique"),
    EventFilter(dataset="elsewhere"),
    EventFilter(dataset="nowhere"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> EventGraph:
    folder: Path = tmp_path_factory.mktemp("as-sparql") / "store"
    made = graph.open(folder, actors=ACTORS, actions=ACTIONS)
    ways = [
        ("rus-gov", "criticizes", "usa-gov", 0, None),
        ("rus-mfa", "criticizes", "usa", 0, None),
        ("usa-mfa", "accuses", "rus", 1, "syr"),
        ("rus-mil", "attacks", "usa-mil", 2, "syr.aleppo"),
        ("usa", "visits", None, 0, None),
    ]
    for number, (actor, action, target, days, place) in enumerate(ways):
        name, day = f"d{number}", DAY + dt.timedelta(days)
        answered = replace(report(actor, action, target, document=name, date=day), place=place)
        whole = extraction(answered, document=name)
        metadata = (("dataset", "elsewhere"),) if target is None else ()
        made.store(replace(whole, document=replace(whole.document, metadata=metadata)))
        if action == "accuses":
            made.store(extraction(replace(answered, document="no", negated=True), document="no"))
    return made


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_it_finds_what_the_filter_finds(opened: EventGraph, wanted: EventFilter) -> None:
    query = opened.as_sparql(wanted)
    found = json.loads(opened.query(query, "application/sparql-results+json"))["results"]["bindings"]
    keys = {row["event"]["value"].rsplit("/", 1)[-1] for row in found}
    assert keys == {row.key for row in opened.rows(wanted)} and len(found) == len(keys)
    assert "<https://w3id.org" not in query or wanted.place == "syr.aleppo"


SENTENCES = {
    "rus": "Moscow criticised the use of gas at Washington's sea-port, and \u201cnot for the last time\u201d.",
    "usa": 'Washington accused Moscow: "the gas (all of it) is paid for", C++ or not.',
    "fra": "The US ambassador left; nobody spoke of RUSSIA.",
}


@pytest.fixture(scope="module")
def reported() -> Iterator[EventGraph]:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        for actor, sentence in SENTENCES.items():
            for name, negated in ((actor, False), (f"{actor}-denied", actor == "usa")):
                said = replace(report(actor, "accuses", "syr", document=name, negated=negated), sentence=sentence)
                made.store(extraction(said, document=name))
        yield made


def _by_words(opened: EventGraph, text: str, wanted: EventFilter) -> set[str]:
    found = json.loads(opened.query(opened.as_sparql(wanted, text=text), "application/sparql-results+json"))
    keys = [row["event"]["value"].rsplit("/", 1)[-1] for row in found["results"]["bindings"]]
    assert len(keys) == len(set(keys))
    return set(keys)


@pytest.mark.parametrize("wanted", [EVERY, EventFilter(actor="rus"), EventFilter(disputed=True)], ids=str)
@pytest.mark.parametrize(
    "text",
    [
        "Moscow",
        "GAS washington",
        '"gas at"',
        '"at gas"',
        "sea-port",
        '"the gas (all"',
        "us ambassador",
        "(",
        '"',
    ],
)
def test_words_find_what_the_full_text_finds_where_they_stand_whole(
    reported: EventGraph, wanted: EventFilter, text: str
) -> None:
    if not any(map(str.isalnum, text)):
        with pytest.raises(ValueError, match="no word"):
            reported.as_sparql(wanted, text=text)
        return
    assert _by_words(reported, text, wanted) == {event.key for event in reported.search(text, wanted)}


def test_words_are_found_by_their_beginning_and_in_the_full_text_by_their_stem(reported: EventGraph) -> None:
    both = {event.key for event in reported.search("accused")}
    assert len(both) == len(_by_words(reported, "accused", EVERY)) == 1
    # The full text knows that these are forms of one word, SPARQL what begins alike.
    assert {event.key for event in reported.search("accusing")} == both and not _by_words(reported, "accusing", EVERY)
    assert not list(reported.search("accu")) and _by_words(reported, "accu", EVERY) == both


def test_both_directions_are_one_query(opened: EventGraph) -> None:
    ways = [EventFilter(actor="rus", target="usa"), EventFilter(actor="usa", target="rus", end=DAY)]
    query = opened.as_sparql(*ways)
    found = json.loads(opened.query(query, "application/sparql-results+json"))["results"]["bindings"]
    assert len(found) == sum(opened.count(way) for way in ways) == 2


def _answers(opened: EventGraph, query: str, *names: str) -> list[tuple[str, ...]]:
    """Give the answers of a query, with the last part of each name."""
    found = json.loads(opened.query(query, "application/sparql-results+json"))["results"]["bindings"]
    return [tuple(row[name]["value"].rsplit("/", 1)[-1] for name in names) for row in found]


@pytest.mark.parametrize("wanted", [EVERY, EventFilter(actor="rus"), EventFilter(publisher="nobody")], ids=str)
def test_numbers_by_action_are_those_that_are_counted(opened: EventGraph, wanted: EventFilter) -> None:
    found = _answers(opened, opened.actions_as_sparql(wanted), "action", "events")
    assert {action: int(events) for action, events in found} == opened.events_by_action(wanted)
    assert [events for _, events in found] == sorted((events for _, events in found), reverse=True)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("wanted", [EVERY, EventFilter(quad=3)], ids=str)
def test_numbers_by_pair_are_those_that_are_counted(opened: EventGraph, wanted: EventFilter, level: Level) -> None:
    found = _answers(opened, opened.pairs_as_sparql(wanted, level), "from", "to", "events")
    pairs = [(pair.source, pair.target, str(pair.events)) for pair in opened.pairs(wanted, level)]
    assert sorted(found) == sorted(pairs) != []


def test_pairs_around_an_actor_are_among_it_and_its_partners(reported: EventGraph) -> None:
    around = {name: _pairs_around(reported, name) for name in ("rus", "syr")}
    assert around == {"rus": {("rus", "syr")}, "syr": {(actor, "syr") for actor in SENTENCES}}


def _pairs_around(opened: EventGraph, around: str) -> set[tuple[str, ...]]:
    return set(_answers(opened, opened.pairs_as_sparql(around=around), "from", "to"))


def test_numbers_by_place_are_of_the_narrowest(opened: EventGraph) -> None:
    found = _answers(opened, opened.places_as_sparql(EVERY), "place", "events")
    assert sorted(found) == [("syr", "1"), ("syr.aleppo", "1")]
    ways = [EventFilter(actor="rus"), EventFilter(actor="fra")]
    assert _answers(opened, opened.places_as_sparql(*ways), "place", "events") == [("syr.aleppo", "1")]
