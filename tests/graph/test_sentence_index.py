"""The file of the words of sentences: it outlives the process, is brought in step, and made anew where it must be."""

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

import communique.graph.fulltext.sentence_file as sentence_file
from communique import graph
from communique.graph import EventGraph
from communique.graph.filters import EventFilter
from communique.graph.fulltext.sentence_index import IndexNotReadyError, SearchTimeError, SentenceIndex
from communique.graph.lookups.events import cursor
from communique.graph.sparql.updating import update
from communique.ontology.actors.register import Actors
from communique.ontology.types.report import Extraction

WORDS = ("envoy", "border", "grain", "treaty")


def opened_in(folder: Path) -> EventGraph:
    return graph.open(folder / "store", actors=ACTORS, actions=ACTIONS)


def told(name: str, sentence: str, *, date: dt.date | None = None, negated: bool = False) -> Extraction:
    said = report(document=name, date=date, negated=negated)
    return extraction(replace(said, sentence=sentence), document=name)


def documents(opened: EventGraph, words: str) -> set[str]:
    """Give the documents that assert an event told with words."""
    with closing(SentenceIndex(opened.world)) as index:
        keys = [event.key for event in index.events(words)]
    return {found.document for key in keys for _, found in opened.reports_of(key)}


@contextmanager
def read() -> Iterator[list[str]]:
    """Note which graphs are read for their sentences; ``?d`` stands for all."""
    seen: list[str] = []
    of_one = sentence_file.sentences_in

    def spied(world: object, graph: str = "?d") -> Iterator[tuple[str, str, str]]:
        seen.append(graph)
        return of_one(world, graph)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sentence_file, "sentences_in", spied)
        yield seen


def test_at_the_next_run_only_what_changed_is_read(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened, read() as seen:
        opened.store_all([told("d1", "Envoys met."), told("d2", "Grain came.", date=DAY - dt.timedelta(days=3))])
        assert documents(opened, "envoy") == {"d1"}
        assert seen == ["?d"]
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "grain") == {"d2"}
        assert seen == []
        opened.store(told("d3", "An envoy left.", date=DAY + dt.timedelta(days=3)))
        opened.forget("d2")
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1", "d3"}
        assert documents(opened, "grain") == set()
        assert [name.rsplit("/", 1)[-1] for name in seen] == ["d3>", "d2>"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"no database" * 500),
        lambda file: file.write_bytes(file.read_bytes()[:9000]),
        lambda file: altered(file, "UPDATE state SET value = '0' WHERE name = 'layout'"),
        lambda file: altered(file, "UPDATE state SET value = '999' WHERE name = 'number'"),
        lambda file: altered(file, "UPDATE state SET value = 'x' WHERE name = 'generation'"),
        lambda file: altered(file, "DROP TABLE state"),
    ],
    ids=["gone", "no database", "cut off", "former layout", "of the future", "of another journal", "without a state"],
)
def test_a_file_that_cannot_be_used_is_made_anew(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(told("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    harm(tmp_path / ".store.sentences")
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert seen == ["?d"]
    with opened_in(tmp_path) as opened, read() as seen:
        assert documents(opened, "envoy") == {"d1"}
        assert seen == []


def altered(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        assert database.execute(sql).rowcount in (-1, 1)


def test_a_file_of_another_store_of_the_same_name_is_not_believed(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(told("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    shutil.rmtree(tmp_path / "store")
    with opened_in(tmp_path) as opened:
        opened.store(told("d1", "Grain came."))
        assert documents(opened, "envoy") == set()
        assert documents(opened, "grain") == {"d1"}


def test_what_an_update_changed_is_found_by_an_index_that_was_in_step(tmp_path: Path) -> None:
    move = "DELETE { GRAPH ?d { ?r dip:sentence ?s } } INSERT { GRAPH ?d { ?r dip:sentence 'A treaty.' } } "
    move += "WHERE { GRAPH ?d { ?r dip:sentence ?s } }"
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        opened.store(told("d1", "Envoys met."))
        assert len(list(index.events("envoy"))) == 1
        update(opened.world, move)
        assert (len(list(index.events("envoy"))), len(list(index.events("treaty")))) == (0, 1)


def test_events_come_in_order_and_page_by_page_even_where_keys_begin_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if all keys of a day began alike, and few sentences were found at a time.
    monkeypatch.setattr(sentence_file, "_KEYS", 0)
    monkeypatch.setattr("communique.graph.fulltext.sentence_index._FIRST", 2)
    monkeypatch.setattr("communique.graph.fulltext.sentence_index._MOST", 4)
    days = [DAY + dt.timedelta(days=number // 6) for number in range(12)]
    actions = sorted(ACTIONS)
    made = [
        extraction(
            *(replace(report(action=actions[n % 6], date=day, document=f"d{n}"), sentence="Envoys met."),),
            document=f"d{n}",
        )
        for n, day in enumerate(days)
    ]
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        for each in made[7:]:
            opened.store(each)
        assert len(list(index.events("envoy"))) == 5
        for each in reversed(made[:7]):
            opened.store(each)
        expected = list(opened.events())
        assert list(index.events("envoy")) == expected and len(expected) == 12
        for place, each in enumerate(expected):
            assert list(index.events("envoy", after=cursor(each))) == expected[place + 1 :]
        assert list(index.events("envoy", limit=3)) == expected[:3]
        for wanted in (EventFilter(action=actions[-1]), EventFilter(actor="rus", action=actions[-1], end=days[5])):
            some = list(opened.events(wanted))
            assert list(index.events("envoy", wanted)) == some != []


def test_what_is_only_denied_has_no_date_until_somebody_asserts_it(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        opened.store(told("d1", "No envoys met.", negated=True))
        assert list(index.events("envoy")) == []
        assert [row[3] for row in rows(tmp_path)] == ["~"]
        opened.store(told("d2", "Grain came."))
        assert len(list(index.events("envoy"))) == 1
        assert [row[3] for row in rows(tmp_path)] == [DAY.isoformat()] * 2
        opened.forget("d2")
        assert list(index.events("envoy")) == []
        assert [row[3] for row in rows(tmp_path)] == ["~"]


def test_events_that_were_assembled_anew_are_found(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(told("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    changed = [replace(actor, acts_for=None) if actor.id == "rus-gov" else actor for actor in ACTORS.values()]
    with graph.open(tmp_path / "store", actors=Actors(changed), actions=ACTIONS) as opened:
        # It is the act of another side, and so another event.
        assert documents(opened, "envoy") == {"d1"}


def test_a_word_that_is_everywhere_needs_no_sorting(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(told("d1", "Envoys met."))
        assert documents(opened, "envoy") == {"d1"}
    with closing(sqlite3.connect(tmp_path / ".store.sentences")) as database:
        plan = database.execute(f"EXPLAIN QUERY PLAN {sentence_file._FOUND}", ("envoy", 0, 10)).fetchall()
    assert plan and not any("TEMP B-TREE" in step for *_, step in plan)


def test_a_search_has_an_end_and_others_do_not_wait_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "SELECT id, date, key FROM told, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i "
    slow += "FROM n) WHERE ? <> '' AND id < ? AND i < ?"
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        opened.store(told("d1", "Envoys met."))
        assert len(list(index.events("envoy"))) == 1
        begun, ended, found = threading.Event(), threading.Event(), sentence_file.find

        def endless(database: sqlite3.Connection, *given: object) -> object:
            begun.set()
            return database.execute(slow, given).fetchall()

        def search() -> None:
            with pytest.raises(SearchTimeError):
                list(index.events("envoy", seconds=2))
            ended.set()

        monkeypatch.setattr("communique.graph.fulltext.sentence_index.find", endless)
        thread = threading.Thread(target=search)
        thread.start()
        assert begun.wait(10)
        monkeypatch.setattr("communique.graph.fulltext.sentence_index.find", found)
        assert len(list(index.events("envoy"))) == 1
        assert not ended.is_set()
        thread.join(30)
        assert ended.is_set()


def test_who_asks_while_the_words_are_being_read_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, sentences_in = threading.Event(), sentence_file.sentences_in

    def waiting(world: object, graph: str = "?d") -> Iterator[tuple[str, str, str]]:
        assert go.wait(30)
        return sentences_in(world, graph)  # type: ignore[arg-type]

    monkeypatch.setattr(sentence_file, "sentences_in", waiting)
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        opened.store(told("d1", "Envoys met."))
        with pytest.raises(IndexNotReadyError, match="still being read"):
            list(index.events("envoy", seconds=0.05))
        go.set()
        assert len(list(index.events("envoy", seconds=30))) == 1


def test_closing_ends_what_is_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[tuple[str, str, str]]:
        while True:
            yield "d1", "0123456789ab", "Envoys met."

    monkeypatch.setattr(sentence_file, "sentences_in", endless)
    with opened_in(tmp_path) as opened:
        index = SentenceIndex(opened.world)
        with pytest.raises(IndexNotReadyError):
            list(index.events("envoy", seconds=0.2))
        index.close()
        with pytest.raises(ValueError, match="closed"):
            list(index.events("envoy"))
    assert sorted(path.name for path in tmp_path.iterdir() if "sentences" in path.name) == []


def test_what_fails_while_reading_is_raised_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index:
        opened.store(told("d1", "Envoys met."))
        with monkeypatch.context() as patched:
            patched.setattr(sentence_file, "sentences_in", lambda *_: (_ for _ in ()).throw(MemoryError("no room")))
            with pytest.raises(MemoryError, match="no room"):
                list(index.events("envoy"))
        assert len(list(index.events("envoy"))) == 1


def test_many_changes_are_read_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.fulltext.sentence_index._FEW", 2)
    with opened_in(tmp_path) as opened, closing(SentenceIndex(opened.world)) as index, read() as seen:
        opened.store(told("d1", "Envoys met."))
        assert len(list(index.events("envoy"))) == 1
        for number in range(2, 6):
            opened.store(told(f"d{number}", "Envoys met."))
        assert len(list(index.events("envoy"))) == 1
        assert seen == ["?d", "?d"]


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


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_file_in_step_is_the_file_made_anew(
    steps: list[tuple[Extraction | str, list[str]]], tmp_path: Path
) -> None:
    folder = tmp_path / f"{time.monotonic_ns()}"
    opened = opened_in(folder)
    index = SentenceIndex(opened.world)
    for step, words in steps:
        if isinstance(step, Extraction):
            opened.store(with_words(step, words))
        elif step == "reopen":
            index.close()
            opened.close()
            opened = opened_in(folder)
            index = SentenceIndex(opened.world)
        elif step == "search":
            list(index.events(words[0]))
        else:
            opened.forget(step)
    found = {word: list(index.events(word)) for word in WORDS}
    grown = rows(folder)
    index.close()
    (folder / ".store.sentences").unlink()
    with closing(SentenceIndex(opened.world)) as anew:
        assert found == {word: list(anew.events(word)) for word in WORDS}
        assert grown == rows(folder)
    opened.close()


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Give what a file holds but for the places among sentences of one event; its words must be those of its rows."""
    with closing(sqlite3.connect(folder / ".store.sentences", isolation_level=None)) as database:
        database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        kept = database.execute("SELECT id >> 17, document, key, date, sentence FROM told").fetchall()
    return sorted(kept)
