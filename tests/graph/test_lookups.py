"""Filters, pages, relations."""

import datetime as dt

import pytest
from graph_world import ACTIONS, DAY, extraction, report

from communique.graph import EventFilter, EventGraph
from communique.graph.lookups.events import cursor
from communique.ontology.types.event import Event

NOVEMBER = dt.date(2015, 11, 30)


@pytest.fixture
def filled(stored: EventGraph) -> EventGraph:
    first = [
        report("rus-mfa", "criticizes", "usa-gov", date=NOVEMBER),
        report("rus-gov", "criticizes", "usa-gov", start=20),
        report("usa-mil", "attacks", "syr", start=40),
        report("john-kerry", "visits", "sergei-lavrov", start=60),
        report("fra", "aids", None, start=80),
        report("rus-gov", "consults", "rus-mil", start=100, date=NOVEMBER),
    ]
    stored.store(extraction(*first))
    stored.store(extraction(report(document="d2"), document="d2"))
    stored.store(extraction(report("fra", "visits", "syr", document="d3"), document="d3", published=None))
    return stored


def found(filled: EventGraph, wanted: EventFilter) -> list[str]:
    return [f"{event.actor_side}-{event.action}-{event.target_side}" for event in filled.events(wanted)]


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        (EventFilter(actor="rus", target="usa"), ["rus-criticizes-usa"] * 2),
        (EventFilter(actor="rus-mfa"), ["rus-criticizes-usa"]),
        (EventFilter(either="usa", other="rus"), ["rus-criticizes-usa", "rus-criticizes-usa", "usa-visits-rus"]),
        (EventFilter(actor="john-kerry"), ["usa-visits-rus"]),
        (EventFilter(role="MIL"), ["usa-attacks-syr"]),
        (EventFilter(target_role="MIL"), ["rus-consults-rus"]),
        (EventFilter(action="accuses"), ["rus-criticizes-usa"] * 2),
        (EventFilter(root="19"), ["usa-attacks-syr"]),
        (EventFilter(plover="AID"), ["fra-aids-None"]),
        (EventFilter(quad=1, start=DAY), ["usa-visits-rus"]),
        (EventFilter(end=NOVEMBER, action="criticizes"), ["rus-criticizes-usa"]),
        (EventFilter(actor="rus", start=DAY), ["rus-criticizes-usa"]),
        (EventFilter(min_reports=2), ["rus-criticizes-usa"]),
        (EventFilter(actor="fra", action="visits"), ["fra-visits-syr"]),
        (EventFilter(action="visits", target="syr", start=DAY), []),
    ],
)
def test_filters(filled: EventGraph, wanted: EventFilter, events: list[str]) -> None:
    assert sorted(found(filled, wanted)) == sorted(events)


@pytest.mark.parametrize("wanted", [EventFilter(), EventFilter(quad=1), EventFilter(either="rus")])
def test_pages_join_without_gap(filled: EventGraph, wanted: EventFilter) -> None:
    everything = list(filled.events(wanted))
    paged: list[Event] = []
    after = None
    while page := list(filled.events(wanted, after=after, limit=2)):
        paged += page
        after = cursor(page[-1])
    assert paged == everything
    assert [event.date or dt.date.max for event in everything] == sorted(
        event.date or dt.date.max for event in everything
    )


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (EventFilter(action="dances"), "no action 'dances'"),
        (EventFilter(quad=5), "5 is no quad class"),
        (EventFilter(other="rus"), "opposite to `either`"),
        (EventFilter(actor="nobody"), "actor: there is no actor 'nobody'"),
        (EventFilter(either="rus", other="nobody"), "other: there is no actor 'nobody'"),
        (EventFilter(place="nowhere", role="CHEF"), "place: .*; role: there is no sector 'CHEF'"),
        (EventFilter(plover="dance"), "no PLOVER type 'dance': use one of ACCUSE"),
        (EventFilter(root="00"), "'00' is no CAMEO root code"),
    ],
)
def test_bad_filters(filled: EventGraph, wanted: EventFilter, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(filled.events(wanted))


@pytest.mark.parametrize("after", ["", "2015", "~.xyz", "2015-12-14.0123456789ab\n"])
def test_bad_cursor(filled: EventGraph, after: str) -> None:
    with pytest.raises(ValueError, match="is no cursor"):
        list(filled.events(after=after))


def test_relations_from_kept_numbers_equal_counted_ones(filled: EventGraph) -> None:
    saved = filled.relations("rus")
    counted = filled.relations("rus", filters=EventFilter(start=dt.date(1900, 1, 1)))
    assert saved == counted
    assert [relation.partner for relation in saved] == ["usa", "rus"]
    usa = saved[0]
    assert (usa.sent.events, usa.received.events, usa.events) == (2, 1, 3)
    assert usa.quads == (1, 0, 2, 0)
    assert usa.goldstein_sum == pytest.approx(-2.1)
    assert usa.goldstein_mean == pytest.approx(-0.7)
    assert (usa.first, usa.last, usa.commonest_action) == (NOVEMBER, DAY, "criticizes")
    assert saved[1].events == 1


def test_relations_with_one_partner(filled: EventGraph) -> None:
    assert [relation.partner for relation in filled.relations("rus", "usa")] == ["usa"]


def test_relations_of_a_body_and_of_a_person(filled: EventGraph) -> None:
    assert [(r.partner, r.sent.events) for r in filled.relations("rus-mfa")] == [("usa", 1)]
    assert [(r.partner, r.sent.events) for r in filled.relations("john-kerry")] == [("rus", 1)]


def test_undated_events_count_but_have_no_month(filled: EventGraph) -> None:
    there, _ = filled.dyad("fra", "syr")
    assert (there.tally.events, there.tally.first, there.months) == (1, None, ())


def test_unknown_pair(filled: EventGraph) -> None:
    there, back = filled.dyad("rus", "nobody")
    assert there.tally.events == back.tally.events == 0
    with pytest.raises(ValueError, match="there is no actor 'nobody'"):
        filled.relations("nobody")


def test_scheme_of_the_tests_is_sound() -> None:
    assert all(action.parent is None or action.parent in ACTIONS for action in ACTIONS.values())
