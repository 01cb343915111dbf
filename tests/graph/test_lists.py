"""Lists and numbers that assembly keeps are those that one finds by looking at everything."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import NAMES, NAMING, extractions

from communique import graph
from communique.graph import EventFilter, EventGraph
from communique.graph.filters import own_side
from communique.graph.lookups import events as reading
from communique.graph.lookups.events import cursor
from communique.graph.lookups.statistics import events_naming, statistics
from communique.graph.stores.documents import document_ids, sort_key
from communique.ontology.types.report import Extraction

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PARTIES = st.builds(
    EventFilter,
    actor=st.none() | st.sampled_from(NAMES),
    target=st.none() | st.sampled_from(NAMES),
    either=st.none() | st.sampled_from(NAMES),
    start=st.none() | st.just(DAY),
    other=st.none() | st.sampled_from(NAMES),
    disputed=st.none() | st.booleans(),
).filter(lambda wanted: wanted.by_actor and (wanted.other is None or wanted.either is not None))


def stored(documents: list[Extraction], forgotten: list[str]) -> EventGraph:
    """Store documents one after the other, some again in another form, and forget some."""
    opened = graph.open(None, actors=ACTORS, actions=ACTIONS)
    for each in documents:
        opened.store(each)
    for name in forgotten:
        opened.forget(name)
    return opened


@FEW
@given(st.lists(extractions(), max_size=6), st.lists(st.sampled_from(["d1", "d2"]), max_size=2))
def test_numbers_are_true(documents: list[Extraction], forgotten: list[str]) -> None:
    with stored(documents, forgotten) as opened:
        kept, numbers = list(opened.extractions()), statistics(opened.world)
        assert numbers.documents == len(kept)
        assert numbers.reports == sum(len(each.reports) for each in kept)
        events = list(opened.events())
        assert (numbers.events, numbers.disputed) == (
            len(events),
            sum(any(report.negated for _, report in opened.reports_of(event.key)) for event in events),
        )
        dates = [event.date.isoformat() for event in events if event.date]
        assert (numbers.first, numbers.last) == (min(dates, default=None), max(dates, default=None))
        named = Counter(name for event in events for name in {*event.actors, *event.targets})
        others = {name for name in NAMES if not own_side(name, opened.world)}
        assert events_naming(opened.world, others) == {name: named[name] for name in others if named[name]}


@FEW
@given(st.lists(extractions(), max_size=6))
def test_documents_come_by_date_and_id(documents: list[Extraction]) -> None:
    with stored(documents, []) as opened:
        places = sorted(sort_key(each) for each in {each.document.id: each.document for each in documents}.values())
        names = [name for _, name in places]
        assert list(document_ids(opened.world)) == names
        for number, place in enumerate(places):
            assert list(document_ids(opened.world, after=place, limit=1)) == names[number + 1 : number + 2]
            assert list(document_ids(opened.world, after=place[1])) == names[number + 1 :]


def test_documents_of_one_publisher() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        for name, source in (("d1", "Wire"), ("d2", "Post"), ("d3", "Wire")):
            each = extraction(document=name)
            opened.store(replace(each, document=replace(each.document, source=source)))
        assert [each.id for each in opened.documents(source="Wire")] == ["d1", "d3"]
        assert [each.id for each in opened.documents(source="Wire", after="d1")] == ["d3"]
        with pytest.raises(ValueError, match="'d2' is not among those listed"):
            list(opened.documents(source="Wire", after="d2"))


@FEW
@given(st.lists(extractions(), max_size=6), PARTIES)
def test_a_busy_actor_has_the_same_events_in_the_same_order(documents: list[Extraction], wanted: EventFilter) -> None:
    with stored(documents, []) as opened, pytest.MonkeyPatch.context() as patch:
        opened.store(NAMING)
        at_once = list(opened.events(wanted))
        patch.setattr(reading, "_FEW", -1)
        assert list(opened.events(wanted)) == at_once
        for number, event in enumerate(at_once):
            assert list(opened.events(wanted, after=cursor(event), limit=2)) == at_once[number + 1 : number + 3]


def test_a_busy_actor_is_looked_for_only_where_he_has_events() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened, pytest.MonkeyPatch.context() as patch:
        opened.store(
            extraction(
                report("rus", "accuses", "usa"), report("fra", "visits", "syr", start=9, date=dt.date(2016, 2, 3))
            )
        )
        patch.setattr(reading, "_FEW", -1)
        assert reading._months_to_walk(opened.world, EventFilter(target="syr")) == ["2016-02"]
        assert reading._months_to_walk(opened.world, EventFilter(either="fra", other="syr")) == ["2016-02"]
        assert reading._months_to_walk(opened.world, EventFilter(actor="fra", target="usa")) == []
        patch.setattr(reading, "_FEW", 1)
        assert reading._months_to_walk(opened.world, EventFilter(actor="fra")) is None


def test_what_was_done_to_nobody_is_found_in_its_month() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened, pytest.MonkeyPatch.context() as patch:
        alone = report("rus", "visits", None, start=9, date=dt.date(2016, 2, 3))
        opened.store(extraction(report("rus", "accuses", "usa"), alone))
        patch.setattr(reading, "_FEW", -1)
        for wanted in (EventFilter(actor="rus"), EventFilter(either="rus")):
            assert len(list(opened.events(wanted))) == 2
