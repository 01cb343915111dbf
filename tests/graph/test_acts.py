"""The events of one action, and who published the documents: as counted from what is listed one by one."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import extractions

from communique import graph
from communique.graph import EventFilter, Granularity
from communique.ontology.types import Extraction


@given(st.lists(extractions(), max_size=6, unique_by=lambda each: each.document.id), st.sampled_from(sorted(ACTIONS)))
@settings(max_examples=30, deadline=None)
def test_acts_are_those_of_the_events_that_are_listed(stored: list[Extraction], action: str) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        made.store_all(stored)
        events = list(made.events(EventFilter(action=action)))
        found = made.acts(action)
        assert dict(found.actions) == Counter(event.action for event in events)
        assert made.events_by_action() == Counter(event.action for event in made.events())
        years = Counter(f"{event.date.year:04d}" for event in events if event.date is not None)
        assert {period: tally.events for period, tally in found.periods} == years
        pairs = Counter((event.actor_side, event.target_side) for event in events if event.target_side is not None)
        expected = {pair: number for pair, number in pairs.items() if pair[0] != pair[1]}
        parties = made.parties(action)
        assert {(pair.source, pair.target): pair.events for pair in parties} == expected
        assert [pair.events for pair in parties] == sorted(expected.values(), reverse=True)
        assert made.parties(action, limit=1) == parties[:1]


def test_acts_meet_conditions(tmp_path: Path) -> None:
    days = [dt.date(2014, 3, 1), dt.date(2014, 4, 1), dt.date(2015, 4, 1)]
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        made.store_all(
            [
                extraction(report("rus", "accuses", "usa", document=f"{day}", date=day), document=f"{day}")
                for day in days
            ]
        )
        late = EventFilter(start=dt.date(2014, 4, 1))
        found = made.acts("accuses", late, Granularity.MONTH)
        assert [period for period, _ in found.periods] == ["2014-04", "2015-04"]
        assert [(pair.source, pair.target, pair.events) for pair in made.parties("accuses", late)] == [
            ("rus", "usa", 2)
        ]
        with pytest.raises(ValueError, match="there is no action 'acuses'"):
            made.acts("acuses")


def test_publishers_are_counted_with_their_days(tmp_path: Path) -> None:
    one = extraction(report("rus", "accuses", "usa", document="one"), document="one")
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        assert made.publishers() == []
        for name, source, day in (("a", "Wire", 3), ("b", "Wire", 5), ("c", "", None)):
            published = None if day is None else dt.date(2014, 1, day)
            document = replace(one.document, id=name, source=source, published=published)
            made.store(Extraction(document, tuple(replace(each, document=name) for each in one.reports)))
        first, second = made.publishers()
        assert (first.publisher, first.dataset, first.documents) == ("Wire", "communique", 2)
        assert (first.first, first.last) == (dt.date(2014, 1, 3), dt.date(2014, 1, 5))
        assert (second.publisher, second.documents, second.first) == ("", 1, None)
        made.forget("b")
        assert made.publishers()[0].documents == 1
        # Of a data set beside our own reading.
        document = replace(one.document, id="d", source="Wire", metadata=(("dataset", "gdelt"),))
        made.store(Extraction(document, tuple(replace(each, document="d") for each in one.reports)))
        counted = {(each.publisher, each.dataset): each.documents for each in made.publishers()}
        assert counted == {("Wire", "communique"): 1, ("", "communique"): 1, ("Wire", "gdelt"): 1}
