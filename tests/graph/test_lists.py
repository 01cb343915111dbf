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
from communique.graph.lookups.events import cursor
from communique.graph.stores.documents import sort_key
from communique.graph.table import listing
from communique.graph.table.counting import events_naming
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
        saved, numbers = list(opened.extractions()), opened.statistics()
        assert numbers.documents == len(saved)
        assert numbers.reports == sum(len(each.reports) for each in saved)
        events = list(opened.events())
        assert (numbers.events, numbers.disputed) == (
            len(events),
            sum(any(report.negated for _, report in opened.reports_of(event.key)) for event in events),
        )
        dates = [event.date.isoformat() for event in events if event.date]
        assert (numbers.first, numbers.last) == (min(dates, default=None), max(dates, default=None))
        named = Counter(name for event in events for name in {*event.actors, *event.targets})
        others = {name for name in NAMES if not own_side(name, opened.world)}
        assert events_naming(opened._view, others) == {name: named[name] for name in others if named[name]}


@FEW
@given(st.lists(extractions(), max_size=6))
def test_documents_come_by_date_and_id(documents: list[Extraction]) -> None:
    with stored(documents, []) as opened:
        places = sorted(sort_key(each) for each in {each.document.id: each.document for each in documents}.values())
        names = [name for _, name in places]
        assert [each.id for each in opened.documents()] == names
        for number, place in enumerate(places):
            assert [each.id for each in opened.documents(after=place, limit=1)] == names[number + 1 : number + 2]
            assert [each.id for each in opened.documents(after=place[1])] == names[number + 1 :]


@FEW
@given(st.lists(extractions(), max_size=6), st.sampled_from([1, 2]), st.sampled_from(["en", "fr"]))
def test_listed_documents_say_what_documents_say(documents: list[Extraction], size: int, language: str) -> None:
    with stored(
        [replace(each, document=replace(each.document, language=language)) for each in documents], []
    ) as opened:
        every = list(opened.listed_documents())
        fields = ("id", "title", "published", "source", "url", "language")
        said = [tuple(getattr(each, name) for name in fields) for each in every]
        assert said == [tuple(getattr(each, name) for name in fields) for each in opened.documents()]
        assert [each.reports for each in every] == [len(each.reports) for each in opened.extractions()]
        pages = [list(opened.listed_documents(limit=size))]
        while pages[-1]:
            pages.append(list(opened.listed_documents(after=sort_key(pages[-1][-1]), limit=size)))
        assert [each for page in pages for each in page] == every


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
@given(st.lists(extractions(), max_size=6), PARTIES, st.integers(1, 3))
def test_pages_of_events_are_those_of_the_whole_list(
    documents: list[Extraction], wanted: EventFilter, size: int
) -> None:
    with stored(documents, []) as opened, pytest.MonkeyPatch.context() as patch:
        opened.store(NAMING)
        at_once = list(opened.events(wanted))
        patch.setattr(listing, "_PAGE", size)
        assert list(opened.events(wanted)) == at_once
        for number, event in enumerate(at_once):
            assert list(opened.events(wanted, after=cursor(event), limit=2)) == at_once[number + 1 : number + 3]


def test_what_was_done_to_nobody_is_listed_too() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        alone = report("rus", "visits", None, start=9, date=dt.date(2016, 2, 3))
        opened.store(extraction(report("rus", "accuses", "usa"), alone))
        for wanted in (EventFilter(actor="rus"), EventFilter(either="rus")):
            assert len(list(opened.events(wanted))) == 2
