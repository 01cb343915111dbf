"""The file of the event table: it outlives the process, is brought in step, and made anew where it must be."""

import datetime as dt
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import extractions

import communique.graph.table.file as table_file
import communique.graph.table.indexes as indexes
import communique.graph.table.making as making
from communique import graph
from communique.graph import EventGraph, IndexNotReadyError, SearchTimeError
from communique.graph.filters import EventFilter
from communique.graph.lookups.events import cursor
from communique.graph.sparql.updating import update
from communique.graph.stores.world import World
from communique.graph.table import listing
from communique.graph.table.filling import DocumentWriter
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.event import Event
from communique.ontology.types.report import Extraction

WORDS = ("envoy", "border", "grain", "treaty")


def opened_in(folder: Path) -> EventGraph:
    return graph.open(folder / "store", actors=ACTORS, actions=ACTIONS)


def extraction_of(name: str, sentence: str, *, date: dt.date | None = None, negated: bool = False) -> Extraction:
    said = report(document=name, date=date, negated=negated)
    return extraction(replace(said, sentence=sentence), document=name)


def documents(opened: EventGraph, words: str) -> set[str]:
    """Give the documents that assert an event told with words."""
    return {found.document for event in opened.search(words) for _, found in opened.reports_of(event.key)}


@contextmanager
def read() -> Iterator[list[str]]:
    """Note which documents are read; ``all`` stands for making the table anew."""
    seen: list[str] = []
    of_one, of_all = making.document_in, making.events_in

    def one(world: World, name: str) -> object:
        seen.append(name)
        return of_one(world, name)

    def every(world: World) -> object:
        seen.append("all")
        return of_all(world)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(making, "document_in", one)
        patched.setattr(making, "events_in", every)
        yield seen


def test_at_the_next_run_only_what_changed_is_read(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened, read() as seen:
        opened.store_all(
            [extraction_of("d1", "Envoys met."), extraction_of("d2", "Grain came.", date=DAY - dt.timedelta(days=3))]
        )
        assert documents(opened, "envoy") == {"d1"}
        assert seen[0] == "all"
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "grain") == {"d2"}
        assert seen == []
        opened.store(extraction_of("d3", "An envoy left.", date=DAY + dt.timedelta(days=3)))
        opened.forget("d2")
        assert documents(opened, "envoy") == {"d1", "d3"}
        assert documents(opened, "grain") == set()
        assert sorted(seen) == ["d2", "d3"]


def test_a_flush_leaves_the_table_to_who_asks_next_and_closing_does_not(tmp_path: Path) -> None:
    journal = tmp_path / ".store.changes"
    with opened_in(tmp_path) as opened, read() as seen:
        opened.store(extraction_of("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
        opened.store(extraction_of("d0", "A treaty came."))
        opened.flush()
        assert table_file.shared_table(journal) is None
        opened.follow()
        assert table_file.shared_table(journal) is not None
        seen.clear()
        opened.update("DELETE WHERE { GRAPH ?d { ?r dip:event ?e ; ?p ?o } }")
        opened.store(extraction_of("d2", "Grain came."))
        opened.flush()
        opened.follow()
        assert (seen, table_file.shared_table(journal)) == ([], None)
        # No answer is from before.
        assert (documents(opened, "envoy"), documents(opened, "grain")) == (set(), {"d2"})
        assert "all" in seen and table_file.shared_table(journal) is not None
        opened.forget("d2")
    assert table_file.shared_table(journal) is not None
    with opened_in(tmp_path) as opened, read() as seen:
        assert (documents(opened, "grain"), seen) == (set(), [])
    with opened_in(tmp_path) as opened, read() as seen:
        opened.store(extraction_of("d3", "Grain came."))
        # Nobody has asked yet.
        opened.follow()
        assert (seen, table_file.shared_table(journal) is None) == (["d3"], False)


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"no database" * 500),
        lambda file: file.write_bytes(file.read_bytes()[:90000]),
        lambda file: altered(file, "UPDATE state SET value = '0' WHERE name = 'layout'"),
        lambda file: altered(file, "UPDATE state SET value = '999' WHERE name = 'number'"),
        lambda file: altered(file, "UPDATE state SET value = 'x' WHERE name = 'generation'"),
        lambda file: altered(file, "DROP TABLE state"),
    ],
    ids=["gone", "no database", "cut off", "former layout", "of the future", "of another journal", "without a state"],
)
def test_a_file_that_cannot_be_used_is_made_anew(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    harm(tmp_path / ".store.table")
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert "all" in seen
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert seen == []


def altered(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        assert database.execute(sql).rowcount in (-1, 1)


def test_a_file_of_another_store_of_the_same_name_is_not_believed(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    shutil.rmtree(tmp_path / "store")
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Grain came."))
        assert documents(opened, "envoy") == set()
        assert documents(opened, "grain") == {"d1"}


def test_what_an_update_changed_is_found_by_an_index_that_was_in_step(tmp_path: Path) -> None:
    move = "DELETE { GRAPH ?d { ?r dip:sentence ?s } } INSERT { GRAPH ?d { ?r dip:sentence 'A treaty.' } } "
    move += "WHERE { GRAPH ?d { ?r dip:sentence ?s } }"
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert len(list(opened.search("envoy"))) == 1
        update(opened.world, move)
        assert (len(list(opened.search("envoy"))), len(list(opened.search("treaty")))) == (0, 1)


def test_events_come_in_order_and_page_by_page_whatever_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if few sentences were found at a time.
    monkeypatch.setattr("communique.graph.table.listing._FIRST", 2)
    monkeypatch.setattr("communique.graph.table.listing._MOST", 4)
    days = [DAY + dt.timedelta(days=number // 6) for number in range(12)]
    actions = sorted(ACTIONS)
    made = [
        extraction(
            *(replace(report(action=actions[n % 6], date=day, document=f"d{n}"), sentence="Envoys met."),),
            document=f"d{n}",
        )
        for n, day in enumerate(days)
    ]
    with opened_in(tmp_path) as opened:
        for each in made[7:]:
            opened.store(each)
        assert len(list(opened.search("envoy"))) == 5
        for each in reversed(made[:7]):
            opened.store(each)
        expected = list(opened.events())
        assert list(opened.search("envoy")) == expected and len(expected) == 12
        for place, each in enumerate(expected):
            assert list(opened.search("envoy", after=cursor(each))) == expected[place + 1 :]
        assert list(opened.search("envoy", limit=3)) == expected[:3]
        for wanted in (EventFilter(action=actions[-1]), EventFilter(actor="rus", action=actions[-1], end=days[5])):
            some = list(opened.events(wanted))
            assert list(opened.search("envoy", wanted)) == some != []


def test_what_is_only_denied_is_no_event_until_somebody_asserts_it(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "No envoys met.", negated=True))
        assert list(opened.search("envoy")) == []
        opened.store(extraction_of("d2", "Grain came."))
        assert len(list(opened.search("envoy"))) == 1
        assert [row.date for row in opened.report_rows()] == [DAY] * 2
        opened.forget("d2")
        assert list(opened.search("envoy")) == []


def test_events_that_were_assembled_anew_are_found(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    changed = [replace(actor, acts_for=None) if actor.id == "rus-gov" else actor for actor in ACTORS.values()]
    with graph.open(tmp_path / "store", actors=Actors(changed), actions=ACTIONS) as opened:
        # It is the act of another side, and so another event.
        assert documents(opened, "envoy") == {"d1"}


def test_a_word_that_is_everywhere_needs_no_sorting(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
        with opened._table.reading() as database:
            asked = listing.FOUND.format(columns="e.id", where="1")
            plan = database.execute(f"EXPLAIN QUERY PLAN {asked}", ("envoy", 0, 10)).fetchall()
    assert plan and not any("TEMP B-TREE" in step for *_, step in plan)


def test_a_look_up_has_an_end_and_others_do_not_wait_for_it(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        assert len(list(opened.search("envoy"))) == 1
        begun, ended = threading.Event(), threading.Event()

        def look_up() -> None:
            with pytest.raises(SearchTimeError), opened._table.reading(time.monotonic() + 2) as database:
                begun.set()
                database.execute(endless).fetchone()
            ended.set()

        thread = threading.Thread(target=look_up)
        thread.start()
        assert begun.wait(10)
        assert len(list(opened.search("envoy"))) == 1
        assert not ended.is_set()
        thread.join(30)
        assert ended.is_set()


def test_who_asks_while_the_table_is_being_made_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, events_in = threading.Event(), making.events_in

    def waiting(world: World) -> object:
        assert go.wait(30)
        return events_in(world)

    monkeypatch.setattr(making, "events_in", waiting)
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        with pytest.raises(IndexNotReadyError, match="still being read"):
            list(opened.within(0.05).search("envoy"))
        go.set()
        assert len(list(opened.within(30).search("envoy"))) == 1


def test_closing_ends_what_is_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[object]:
        while True:
            time.sleep(0.001)
            yield from ()
            if opened._table._closing:
                opened._table._step(0)

    monkeypatch.setattr(making, "events_in", endless)
    opened = opened_in(tmp_path)
    with pytest.raises(IndexNotReadyError):
        list(opened.within(0.2).search("envoy"))
    opened._table.close()
    with pytest.raises(ValueError, match="closed"):
        list(opened.search("envoy"))
    assert [path.name for path in tmp_path.iterdir() if "table" in path.name] == []


def test_what_fails_while_reading_is_raised_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
        with monkeypatch.context() as patched:
            patched.setattr(making, "events_in", lambda *_: (_ for _ in ()).throw(MemoryError("no room")))
            with pytest.raises(MemoryError, match="no room"):
                list(opened.search("envoy"))
        assert len(list(opened.search("envoy"))) == 1


def test_many_changes_are_read_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.table.in_step._FEW", 2)
    with opened_in(tmp_path) as opened, read() as seen:
        opened.store(extraction_of("d1", "Envoys met."))
        assert len(list(opened.search("envoy"))) == 1
        for number in range(2, 6):
            opened.store(extraction_of(f"d{number}", "Envoys met."))
        assert len(list(opened.search("envoy"))) == 1
        assert seen.count("all") == 2


def test_who_only_reads_takes_the_table_that_is_there(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS, read_only=True) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert seen == []
    (tmp_path / ".store.table").write_bytes(b"no database" * 500)
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS, read_only=True) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert "all" in seen


def test_indexes_of_other_columns_are_made_anew(tmp_path: Path) -> None:
    def columns() -> list[str]:
        with closing(sqlite3.connect(tmp_path / ".store.table")) as database:
            return [row[2] for row in database.execute("PRAGMA index_info(event_dyad)")]

    with opened_in(tmp_path) as opened:
        opened.store(extraction_of("d1", "Envoys met."))
    laid_out = columns()
    # As an earlier version would, and not as damage.
    (tmp_path / ".store.table.sum").unlink()
    altered(tmp_path / ".store.table", "DROP INDEX event_dyad")
    altered(tmp_path / ".store.table", "CREATE INDEX event_dyad ON event (source, target)")
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        # No report is read again for that.
        assert seen == []
    assert columns() == laid_out
    assert len(laid_out) > 2


def test_who_is_at_home_in_a_region_is_known_anew_after_each_change(tmp_path: Path) -> None:
    def at_home(name: str) -> Extraction:
        found = Actor(name, ActorKind.BODY, name.title(), country="fra", found=True)
        return extraction(report(name, "criticizes", "usa", document=name), document=name, actors=(found,))

    wanted = EventFilter(region="Western Europe")
    with opened_in(tmp_path) as opened:
        assert opened.count(wanted) == 0
        opened.store(at_home("guild"))
        assert opened.count(wanted) == 1
        opened.store_all([at_home("league"), at_home("union")])
        assert opened.count(wanted) == 3
        opened.forget("guild")
        assert opened.count(wanted) == 2
        update(opened.world, "DELETE WHERE { ?a dip:country actor:fra }")
        assert opened.count(wanted) == 0


def with_words(made: Extraction, words: list[str]) -> Extraction:
    """Give an extraction whose sentences are of few words."""
    said = [replace(each, sentence=words[n % len(words)]) for n, each in enumerate(made.reports)]
    return replace(made, reports=tuple(said))


STEPS = st.lists(
    st.tuples(
        extractions(("d1", "d2", "d3", "d4")) | st.sampled_from(["d1", "d2", "d3", "search", "reopen"]),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    ),
    max_size=10,
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_words_in_step_are_those_made_anew(steps: list[tuple[Extraction | str, list[str]]], tmp_path: Path) -> None:
    folder = tmp_path / f"{time.monotonic_ns()}"
    opened = opened_in(folder)
    for step, words in steps:
        if isinstance(step, Extraction):
            opened.store(with_words(step, words))
        elif step == "reopen":
            opened.close()
            opened = opened_in(folder)
        elif step == "search":
            list(opened.search(words[0]))
        else:
            opened.forget(step)
    found = {word: list(opened.search(word)) for word in WORDS}
    opened.close()
    with closing(sqlite3.connect(folder / ".store.table", isolation_level=None)) as database:
        database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    (folder / ".store.table").unlink()
    with opened_in(folder) as opened:
        assert found == {word: list(opened.search(word)) for word in WORDS}


def test_an_event_told_again_while_a_table_is_filled_costs_no_look_through_all_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)

    def steps(before: int) -> int:
        """Give the steps of SQLite for the second of two events that are told again, after so many reports."""
        monkeypatch.setattr("communique.graph.assembly.storing.MOST_REPORTS", 2 * before)
        counted: list[int] = []
        of_one = DocumentWriter.event

        def event(filler: DocumentWriter, event: Event, *, disputed: bool) -> None:
            counted.append(0)

            def step() -> int:
                counted[-1] += 1
                return 0

            filler._database.set_progress_handler(step, 1)
            of_one(filler, event, disputed=disputed)
            filler._database.set_progress_handler(None, 0)

        days = [DAY - dt.timedelta(days=n) for n in range(before)]
        first = [extraction_of(f"d{n}", "Envoys met.", date=day) for n, day in enumerate(days)]
        again = [extraction_of(f"again{n}", "Envoys met.", date=days[n]) for n in (0, 1)]
        with monkeypatch.context() as patched, opened_in(tmp_path / str(before)) as opened:
            patched.setattr(DocumentWriter, "event", event)
            opened.store_all([*first, *again])
        assert len(counted) == 2
        return counted[1]

    assert steps(400) < 1.5 * steps(100)


def test_indexes_are_made_once_beside_the_last_numbers_and_what_fails_there_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)
    made = [extraction_of(f"d{n}", "Envoys met.", date=DAY - dt.timedelta(days=n)) for n in range(3)]
    threads: list[str] = []
    ended = indexes.make_indexes

    def end(database: sqlite3.Connection) -> None:
        threads.append(threading.current_thread().name)
        ended(database)

    def fail(database: sqlite3.Connection) -> None:
        if threading.current_thread().name.startswith("ThreadPool"):
            raise sqlite3.OperationalError("database or disk is full")
        ended(database)

    monkeypatch.setattr(indexes, "make_indexes", end)
    with opened_in(tmp_path / "good") as opened:
        opened.store_all(made)
        assert opened.count() == 3
    # First that of nothing.
    assert [name.partition("-")[0] for name in threads] == ["event table", "ThreadPoolExecutor"]
    monkeypatch.setattr(indexes, "make_indexes", fail)
    with opened_in(tmp_path / "full") as opened, pytest.raises(sqlite3.OperationalError, match="disk is full"):
        opened.store_all(made)
    monkeypatch.setattr(indexes, "make_indexes", ended)
    with opened_in(tmp_path / "full") as opened:
        assert opened.count() == 3
        assert documents(opened, "envoys") == {"d0", "d1", "d2"}
