"""What stands out among the events: as counted by hand, and from what is listed one by one."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import NAMING, extractions

from communique import graph
from communique.graph import EVERY, EventFilter, EventGraph, Level, PlaceCount, around_actor
from communique.ontology.types import Extraction


def opened(folder: Path) -> EventGraph:
    """Give a graph: a year of monthly consultations and one accusation a quarter, then a month of attacks."""
    made = graph.open(folder / "store", actors=ACTORS, actions=ACTIONS)
    made.store_all(
        [
            *(_one(f"c{month}", "rus", "consults", "usa", dt.date(2014, month, 3)) for month in range(1, 13)),
            *(_one(f"a{month}", "usa", "accuses", "rus", dt.date(2014, month, 5), "syr") for month in (3, 6, 9, 12)),
            *(_one(f"f{day}", "rus", "attacks", "usa", dt.date(2015, 1, day), "syr.aleppo") for day in range(1, 5)),
            _one("own", "rus", "attacks", "rus", dt.date(2015, 1, 9)),
        ]
    )
    return made


def _one(name: str, actor: str, action: str, target: str, day: dt.date, place: str | None = None) -> Extraction:
    return extraction(replace(report(actor, action, target, document=name, date=day), place=place), document=name)


def test_the_strongest_pairs_are_counted_in_both_directions(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        (pair,) = made.strongest(5)
        assert (pair.sides, pair.events, pair.quads) == (("rus", "usa"), 20, (12, 0, 4, 4))
        assert pair.goldstein_mean == (12 * 1.0 + 4 * -2.0 + 4 * -10.0) / 20
        assert (pair.first, pair.last) == (dt.date(2014, 1, 3), dt.date(2015, 1, 4))
        both = made.relations("rus", "usa")[0]
        assert (both.first, both.last) == (pair.first, pair.last)
        assert (both.events, both.quads, both.goldstein_mean) == (pair.events, pair.quads, pair.goldstein_mean)
        assert made.strongest(0) == []


def test_of_pairs_of_equally_many_events_those_come_first_whose_names_do(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        for name, actor, target in (("1", "usa", "tur"), ("2", "rus", "usa"), ("3", "fra", "usa"), ("4", "tur", "fra")):
            made.store(_one(name, actor, "visits", target, DAY))
        assert [pair.sides for pair in made.strongest(3)] == [("fra", "tur"), ("fra", "usa"), ("rus", "usa")]


def test_who_moved_is_who_did_more_than_in_a_usual_month(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        (move,) = made.moves(5)
        # Four attacks, after four accusations in a year; nobody consulted any more.
        assert (move.sides, move.conflict, move.month, move.events) == (("rus", "usa"), True, "2015-01", 4)
        assert (move.before, move.more, move.kind) == (4 / 12, 4 - 4 / 12, "conflict")
        assert replace(move, conflict=False).kind == "cooperation"
        made.forget("f1")
        assert made.moves(5)[0].events == 3


def test_the_years_of_a_relation_count_what_goes_on_within_a_side_once(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        stored = made.courses("rus", ["usa", "rus", "tur"])
        assert stored == {
            "usa": ((2014, (12, 0, 4, 0)), (2015, (0, 0, 0, 4))),
            "rus": ((2015, (0, 0, 0, 1)),),
            "tur": (),
        }
        assert made.courses("rus", ["usa", "rus", "tur"], EventFilter(start=dt.date(1900, 1, 1))) == stored
        assert made.courses("usa", ["rus"], EventFilter(quad=4)) == {"rus": ((2015, (0, 0, 0, 4)),)}


def test_years_and_months_under_conditions_are_those_of_the_events(tmp_path: Path) -> None:
    whole = [
        EventFilter(),
        EventFilter(start=dt.date(2014, 6, 1)),
        EventFilter(end=dt.date(2014, 2, 28)),
        EventFilter(start=dt.date(2014, 3, 1), end=dt.date(2014, 12, 31)),
        EventFilter(start=dt.date(2014, 6, 4), end=dt.date(2014, 12, 31)),
        EventFilter(end=dt.date(2014, 12, 4)),
        EventFilter(end=dt.date.max),
        EventFilter(start=dt.date(2016, 1, 1), end=dt.date(2015, 1, 31)),
    ]
    with opened(tmp_path) as made:
        for quad, wanted in product((None, 1, 2, 3, 4), whole):
            filters = replace(wanted, quad=quad)
            # All are of one publisher: who asks for that has the events counted one by one.
            one_by_one = replace(filters, publisher="Demo Wire")
            courses = made.courses("rus", ["usa", "rus", "tur"], filters)
            assert courses == made.courses("rus", ["usa", "rus", "tur"], one_by_one)
            assert made.timeline("rus", filters) == made.timeline("rus", one_by_one)


def test_data_sets_that_tell_of_some_events_are_named(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        found = _one("g1", "usa", "accuses", "rus", dt.date(2014, 3, 5))
        made.store(replace(found, document=replace(found.document, metadata=(("dataset", "gdelt"),))))
        assert made.datasets_of([EventFilter(actor="usa", target="rus")]) == ["communique", "gdelt"]
        assert made.datasets_of([EventFilter(actor="rus", target="usa")]) == ["communique"]
        assert made.datasets_of([EventFilter(actor="usa", target="usa")]) == []


def test_events_are_where_their_narrowest_places_are(tmp_path: Path) -> None:
    ways = [EventFilter(actor="rus", target="usa"), EventFilter(actor="usa", target="rus")]
    with opened(tmp_path) as made:
        assert made.places_of(ways) == [PlaceCount("syr", (0, 0, 4, 0)), PlaceCount("syr.aleppo", (0, 0, 0, 4))]
        assert made.places_of([replace(ways[0], end=dt.date(2015, 1, 2))]) == [PlaceCount("syr.aleppo", (0, 0, 0, 2))]
        listed = Counter(row.place.id for row in made.rows(EVERY) if row.place is not None)
        assert {each.place: each.events for each in made.places_of([EVERY])} == listed


def test_an_article_knows_the_events_of_its_reports(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        (key,) = made.events_of_document("f1").values()
        assert made.event(key) is not None and [found for found, _ in made.reports_of(key)]
        assert list(made.events_of_document("f1")) == [(7, "attacks", "rus", "usa")]
        assert made.events_of_document("nothing") == {}


def test_an_empty_graph_has_nothing_that_stands_out(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        assert (made.strongest(5), made.moves(5), made.places_of([EVERY])) == ([], [], [])


@settings(deadline=None, max_examples=25)
@given(st.lists(extractions(), max_size=6), st.integers(1, 4))
def test_the_strongest_pairs_are_those_of_all(stored: list[Extraction], limit: int) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        made.store_all([NAMING, *stored])
        counted = Counter[tuple[str, ...]]()
        for pair in made.pairs():
            if pair.source != pair.target:
                counted[tuple(sorted((pair.source, pair.target)))] += pair.events
        # Of equals those first whose names come first, in whatever order they were stored.
        ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        assert [(each.sides, each.events) for each in made.strongest(limit)] == ordered[:limit]


def test_a_side_has_all_its_events_whether_their_days_are_known_or_not(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        # Within one side an event is sent and received.
        assert made.events_by_side() == {"rus": 22, "usa": 20}
        undated = replace(report("rus", "visits", "fra", document="u"), date=None)
        made.store(extraction(undated, document="u", published=None))
        made.store(extraction(report("usa", "aids", None, document="n"), document="n"))
        assert made.events_by_side() == {"rus": 23, "usa": 20, "fra": 1}
        made.forget("u")
        assert made.events_by_side() == {"rus": 22, "usa": 20}


@settings(deadline=None, max_examples=40)
@given(
    st.lists(extractions(), max_size=6),
    st.sampled_from(
        [EVERY, EventFilter(quad=3), EventFilter(start=DAY), EventFilter(actor="rus"), EventFilter(end=DAY)]
    ),
    st.sampled_from(Level),
    st.none() | st.sampled_from(["rus", "usa", "nobody"]),
    st.none() | st.integers(1, 4),
)
def test_the_busiest_pairs_are_those_of_all(
    stored: list[Extraction], wanted: EventFilter, level: Level, around: str | None, limit: int | None
) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        made.store_all([NAMING, *stored])
        every = [pair for pair in around_actor(made.pairs(wanted, level), around) if pair.source != pair.target]
        ordered = sorted(every, key=lambda pair: (-pair.events, pair.source, pair.target))
        days = [day for pair in every for day in (pair.first, pair.last) if day is not None]
        found = made.busiest_pairs(wanted, level, around, limit)
        assert (found.pairs, found.number) == (ordered[:limit], len(every))
        assert (found.first, found.last) == (min(days, default=None), max(days, default=None))


def test_of_actions_there_are_as_many_events_as_are_listed(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        for wanted in (EVERY, EventFilter(quad=3), EventFilter(actor="rus"), EventFilter(either="usa")):
            assert made.events_by_action(wanted) == Counter(each.action for each in made.events(wanted))
