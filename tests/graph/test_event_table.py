"""The event table: step by step it becomes what is made from nothing, and it says what SPARQL says."""

import datetime as dt
import io
import sqlite3
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import given, settings
from hypothesis import strategies as st
from sparql_conditions import keys_by_sparql
from strategies import NAMES, NAMING, extractions

from communique import graph
from communique.graph import EventFilter, EventGraph, Level, LoadedRow
from communique.graph.table import layout, streaming
from communique.graph.table.event_table import EventTable
from communique.graph.table.writing import EventReport, RowWriter
from communique.ontology.types.event import Event
from communique.ontology.types.report import Extraction, Modality

_NUMBERS = {
    "dyad": ("source", "target"),
    "dyad_action": ("source", "target", "action"),
    "dyad_month": ("source", "target"),
    "side_month": ("side",),
    "total": (),
}


def opened_in(folder: Path) -> EventGraph:
    return graph.open(folder / "store", actors=ACTORS, actions=ACTIONS)


def content(table: EventTable) -> list[object]:
    """Give all that a table says, with names in the place of their numbers."""
    found: list[object] = [*streaming.event_rows(table, graph.EVERY), *streaming.report_rows(table, graph.EVERY)]
    with table.reading() as database:
        for name, named in _NUMBERS.items():
            cursor = database.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
            found += sorted(
                (name, *((table.names.of(database, row[each]) if each in named else str(row[each])) for each in row))
                for row in rows
            )
        words = "SELECT rowid FROM words WHERE words MATCH 'a*' ORDER BY rowid"
        found.append(len(database.execute(words).fetchall()))
    return found


def made_anew(opened: EventGraph) -> list[object]:
    """Give what a table says that is made from the graph alone."""
    with opened_beside(opened) as table:
        return content(table)


def opened_beside(opened: EventGraph) -> "closing[EventTable]":
    return closing(EventTable(replace(opened.world, journal=None)))


_STEPS = st.lists(st.tuples(extractions(), st.sampled_from(["store", "forget", "look", "bulk"])), max_size=8)


def test_the_sentence_of_an_event_is_that_of_the_surest_report(tmp_path: Path) -> None:
    def read_in(name: str, confidence: float, *, negated: bool = False) -> Extraction:
        made = replace(report(document=name, negated=negated), sentence=f"As {name} has it.", confidence=confidence)
        return extraction(made, replace(made, sentence="Later.", span=(40, 50)), document=name)

    with opened_in(tmp_path) as opened:
        for name, confidence in (("d1", 0.5), ("d3", 0.9), ("d2", 0.9), ("d4", 0.7)):
            opened.store(read_in(name, confidence))
        opened.store(read_in("d5", 1.0, negated=True))
        opened.store(extraction(report("fra", "visits", "syr", document="d6"), document="d6"))
        found = {row.event: (row.sentence, row.publisher, row.url) for row in opened.sentence_rows()}
        assert list(found) == [event.key for event in opened.rows()]
        (event,) = opened.rows(EventFilter(actor="rus"))
        # Of equals the first by document and place.
        assert found[event.key] == ("As d2 has it.", "Demo Wire", "https://example.org/d2")
        assert [row.event for row in opened.sentence_rows(EventFilter(actor="rus"))] == [event.key]


@settings(deadline=None, max_examples=30)
@given(_STEPS)
def test_step_by_step_it_becomes_what_is_made_from_nothing(steps: list[tuple[Extraction, str]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        opened_in(Path(folder)) as opened,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 1)
        for each, what in steps:
            if what == "store":
                opened.store(each)
            elif what == "forget":
                opened.forget(each.document.id)
            elif what == "bulk":
                opened.store_all([each, replace(each, document=replace(each.document, title="Again"))])
            else:
                list(opened.rows())
        mine, anew = content(opened._table), made_anew(opened)
        assert [each for each in mine if each not in anew] == [each for each in anew if each not in mine] == []
        assert mine == anew


_FILTERS = st.builds(
    EventFilter,
    actor=st.none() | st.sampled_from(NAMES),
    target=st.none() | st.sampled_from(NAMES),
    either=st.none() | st.sampled_from(NAMES),
    role=st.none() | st.sampled_from(["GOV", "MIL"]),
    target_role=st.none() | st.just("GOV"),
    action=st.none() | st.sampled_from(sorted(ACTIONS)),
    root=st.none() | st.sampled_from(["04", "11"]),
    plover=st.none() | st.just("CONSULT"),
    quad=st.none() | st.sampled_from([1, 3]),
    start=st.none() | st.just(DAY),
    end=st.none() | st.just(DAY),
    min_reports=st.sampled_from([1, 1, 2]),
    disputed=st.none() | st.booleans(),
    place=st.none() | st.sampled_from(["syr", "syr.aleppo"]),
    publisher=st.none() | st.text(max_size=1),
    region=st.none() | st.sampled_from(["Northern America", "Europe", "Western Asia", "Asia", "Americas"]),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(extractions(), max_size=5), _FILTERS)
def test_it_gives_the_events_that_sparql_gives(stored: list[Extraction], wanted: EventFilter) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(NAMING)
        for each in stored:
            opened.store(each)
        try:
            found = keys_by_sparql(wanted, opened.world)
        except ValueError:
            # It asks for a place that nothing has happened in.
            return
        rows = list(opened.rows(wanted))
        assert [row.key for row in rows] == found
        assert [event.key for event in opened.events(wanted)] == found
        assert opened.count(wanted) == len(found)
        assert sum(pair.events for pair in opened.pairs(wanted)) == sum(row.target is not None for row in rows)


def test_a_row_says_all_of_an_event_and_of_its_reports() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report(speaker="rus-mfa")))
        opened.store(extraction(report(document="d2", negated=True, date=DAY), document="d2"))
        (row,) = opened.rows()
        assert (row.action, row.cameo, row.root, row.quad, row.goldstein) == ("criticizes", "111", "11", 3, -2.0)
        assert (row.source, row.target, row.actors, row.targets) == ("rus", "usa", ("rus-gov",), ("usa-gov",))
        assert (row.reports, row.publishers, row.datasets, row.disputed) == (1, ("Demo Wire",), ("communique",), True)
        said = list(opened.report_rows(EventFilter(actor="rus")))
        assert [(each.document, each.status, each.speaker) for each in said] == [
            ("d1", "asserted", "rus-mfa"),
            ("d2", "negated", None),
        ]
        (pair,) = opened.pairs(level=Level.ACTOR)
        assert (pair.source, pair.target, pair.events, pair.goldstein_mean) == ("rus-gov", "usa-gov", 1, -2.0)


def test_reports_that_make_no_event_come_last_where_all_are_asked_for() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report(), report(action="visits", start=30, modality=Modality.PLANNED)))
        assert [each.action for each in opened.report_rows()] == ["criticizes", "visits"]
        assert [each.event is None for each in opened.report_rows()] == [False, True]
        assert [each.action for each in opened.report_rows(EventFilter(actor="rus"))] == ["criticizes"]


def loaded(
    identifier: str, *, dataset: str = "gdelt", day: dt.date | None = DAY, action: str = "criticizes"
) -> LoadedRow:
    return LoadedRow(dataset, identifier, action, "rus-gov", "rus", "usa-gov", "usa", day, publisher="Elsewhere")


def test_rows_of_other_data_sets_stand_beside_those_of_the_graph(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
        assert opened.load([loaded("1"), loaded("2"), loaded("3", dataset="icews"), loaded("4", day=None)]) == 4
        assert sorted((row.datasets[0], row.reports) for row in opened.rows()) == [
            ("communique", 1),
            ("gdelt", 1),
            ("gdelt", 2),
            ("icews", 1),
        ]
        assert {row.identifier for row in opened.report_rows(EventFilter(dataset="gdelt"))} == {"1", "2", "4"}
        (pair,) = opened.pairs(EventFilter(dataset="gdelt"))
        assert pair.events == 2
        (pair,) = opened.pairs()
        assert pair.events == 4


def test_events_and_reports_that_want_one_id_stand_beside_each_other() -> None:
    keys = ("000000000001", "000000000002", "000000000003")
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(layout.TABLES)
        writer = RowWriter(database, ACTIONS)
        for name in ("d1", "d2"):
            made = extraction(*(report(document=name, start=20 * at) for at in range(3)), document=name)
            writer.put_document(made.document, map(EventReport, made.reports, keys, [DAY] * 3))
        for key in keys:
            event = Event(key, "criticizes", ("rus",), "rus", ("usa",), "usa", DAY, reports=2)
            writer.add_event(event, ["Demo Wire"], ["communique"], disputed=False)
        found = database.execute("SELECT id, key FROM event ORDER BY id").fetchall()
        first = layout.event_id(DAY, keys[0])
        assert found == [(first, 1), (first + 1, 2), (first + 2, 3)]
        put = database.execute("SELECT id, event FROM report ORDER BY id").fetchall()
        assert [number for number, _ in put] == [layout.first_report(first) + at for at in range(6)]
        assert sorted(event for _, event in put) == [1, 1, 2, 2, 3, 3]


def test_what_was_loaded_outlives_a_table_made_anew_from_the_graph(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
        opened.load([loaded("1"), loaded("2")])
        before = content(opened._table)
        opened.world.journal.invalidate()  # type: ignore[union-attr]
        assert content(opened._table) == before
        opened.unload("gdelt")
        assert content(opened._table) == made_anew(opened)


def test_a_kill_while_a_table_is_put_in_the_place_of_another_leaves_what_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        """Stop where a kill could."""
        raise InterruptedError

    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
        opened.load([loaded("1"), loaded("2")])
        before = content(opened._table)
    with opened_in(tmp_path) as opened:
        opened.world.journal.invalidate()  # type: ignore[union-attr]
        with monkeypatch.context() as patch, pytest.raises(InterruptedError):
            patch.setattr(Path, "replace", killed)
            opened.bring_in_step()
    with opened_in(tmp_path) as opened:
        assert content(opened._table) == before


_LOADED = st.builds(
    LoadedRow,
    dataset=st.sampled_from(["gdelt", "icews"]),
    identifier=st.sampled_from("123"),
    action=st.sampled_from(["criticizes", "visits"]),
    actor=st.sampled_from(["rus", "rus-gov", "rus-mfa"]),
    source_side=st.just("rus"),
    target=st.sampled_from([None, "usa-gov", "usa"]),
    target_side=st.sampled_from([None, "usa"]),
    date=st.sampled_from([None, DAY, DAY + dt.timedelta(1)]),
    date_end=st.sampled_from([None, DAY + dt.timedelta(2), DAY + dt.timedelta(3)]),
    place=st.sampled_from([None, "syr", "syr.aleppo"]),
    publisher=st.sampled_from(["", "Elsewhere", "Nowhere"]),
    sentence=st.sampled_from(["", "A sentence about it."]),
    published=st.sampled_from([None, DAY]),
    url=st.just("https://example.org/"),
    title=st.just(""),
    confidence=st.sampled_from([0.5, 1.0]),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(_LOADED, max_size=12), st.sampled_from([1, 3, 7]), st.booleans())
def test_rows_loaded_together_are_those_loaded_one_by_one(rows: list[LoadedRow], size: int, alike: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if alike:
            # Events of a day have keys that begin alike, and so want one id.
            order = list(dict.fromkeys(map(_told_apart, rows)))
            patch.setattr("communique.graph.table.encoding._key", lambda row: order.index(_told_apart(row)))
        with (
            graph.open(None, actors=ACTORS, actions=ACTIONS) as alone,
            graph.open(None, actors=ACTORS, actions=ACTIONS) as together,
        ):
            for row in rows:
                alone.load([row])
            patch.setattr("communique.graph.table.encoding.BATCH", size)
            patch.setattr("communique.graph.table.loads.MANY", size)
            together.load(rows)
            assert content(together._table) == content(alone._table)


def _told_apart(row: LoadedRow) -> tuple[object, ...]:
    return row.dataset, row.source_side, row.action, row.target_side or "", row.date


def test_many_rows_are_loaded_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [loaded(str(n), day=DAY + dt.timedelta(days=n % 3)) for n in range(7)]
    with opened_in(tmp_path) as opened:
        opened.load(rows)
        few = content(opened._table)
    monkeypatch.setattr("communique.graph.table.encoding.BATCH", 2)
    monkeypatch.setattr("communique.graph.table.loads.MANY", 2)
    with graph.open(tmp_path / "other", actors=ACTORS, actions=ACTIONS) as opened:
        opened.load(rows)
        assert content(opened._table) == few


class _Broken(io.BytesIO):
    """A stream whose reader has gone."""

    def write(self, _: object, /) -> int:
        raise BrokenPipeError


def test_an_export_that_an_error_has_broken_off_does_not_keep_the_table_open(tmp_path: Path) -> None:
    ended: list[str] = []

    def export() -> None:
        with pytest.raises(BrokenPipeError), opened_in(tmp_path) as opened:
            # More than are written at once.
            days = [DAY + dt.timedelta(number) for number in range(100)]
            opened.store_all(extraction(report(date=day, document=f"{day}"), document=f"{day}") for day in days)
            opened.export("csv", _Broken())
        ended.append("closed")

    # In a thread of its own, for where it hangs nothing would end it.
    exporting = threading.Thread(target=export, daemon=True)
    exporting.start()
    exporting.join(60)
    assert ended == ["closed"]


def test_rows_that_are_half_read_can_be_read_to_their_end_after_closing(tmp_path: Path) -> None:
    read: list[str] = []

    def read_on() -> None:
        with opened_in(tmp_path) as opened:
            opened.store_all([extraction(report()), extraction(report("tur", document="d2"), document="d2")])
            table = EventTable(opened.world)
            rows = streaming.event_rows(table, graph.EVERY)
            read.append(next(rows).key)
            table.close()
        read.extend(row.key for row in rows)

    reading = threading.Thread(target=read_on, daemon=True)
    reading.start()
    reading.join(60)
    assert len(set(read)) == 2
