"""Files beside and in a store that are not what was written to them: told or made anew, and never believed."""

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report

from communique import graph
from communique.graph import canonical, check
from communique.graph.stores.changes import ChangeKind
from communique.graph.stores.file_list import check_list, is_damaged
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_database import JournalMadeAnewError
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.protocol import StoreDamagedError, StoreVersionError
from communique.graph.table.file import damage, transaction
from communique.graph.table.file import opened as opened_table
from communique.graph.table.rows import LoadedRow
from communique.graph.table.sums import sum_file
from communique.ontology.types.report import Modality

ENTERED, LEFT = ChangeKind.ENTERED, ChangeKind.LEFT
NAMES = [f"{number * 7919:016x}" for number in range(300)]
GONE, PENDING = NAMES[::10], NAMES[5]
THERE = sorted(set(NAMES) - set(GONE))
STORE = StoreIdentity("one", "first")
# Notes documents for ever, each in a transaction.
WRITER = """
import sys
from itertools import count
from pathlib import Path
from communique.graph.stores.changes import ChangeKind
from communique.graph.stores.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in count():
    journal.begin([f"d{number}"])
    journal.done([f"d{number}"], ChangeKind.ENTERED)
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a journal in which something of every kind stands."""
    file = tmp_path_factory.mktemp("journal") / "changes"
    journal = Journal(file)
    journal.belongs_to(None, STORE)
    journal.done(NAMES, ENTERED)
    journal.done(GONE, LEFT)
    journal.begin([PENDING])
    journal.close()
    return file


def believed(file: Path) -> dict[str, ChangeKind]:
    """Open a journal as the graph does, and give what it tells of each document."""
    journal = Journal(file)
    try:
        journal.belongs_to(STORE, STORE)
        journal.recover(lambda name: name in THERE)
        return changes_in(journal)
    finally:
        journal.close()


def changes_in(journal: Journal) -> dict[str, ChangeKind]:
    try:
        journal.reconcile(lambda: THERE)
        changes = journal.since(0)
    except JournalMadeAnewError:
        journal.reconcile(lambda: THERE)
        changes = journal.since(0)
    assert len({change.document for change in changes}) == len(changes)
    return {change.document: change.kind for change in changes}


def test_a_journal_is_right_wherever_a_bit_of_its_file_is_flipped(written: Path, tmp_path: Path) -> None:
    right = dict.fromkeys(THERE, ENTERED)
    assert believed(Path(shutil.copy(written, tmp_path / "whole"))) == right | dict.fromkeys(GONE, LEFT)
    content = written.read_bytes()
    made_anew = 0
    for place in range(0, len(content), 499):
        file = tmp_path / "changes"
        for path in tmp_path.glob("changes*"):
            path.unlink()
        file.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])
        try:
            found = believed(file)
        except StoreVersionError as error:
            # Only the number of its layout, which is told with what to do.
            assert 60 <= place < 64 and "delete the file" in str(error)
            continue
        assert {name for name, kind in found.items() if kind is ENTERED} == set(THERE), place
        assert set(found) <= set(NAMES), place
        made_anew += LEFT not in found.values()
    # Much of the file means something.
    assert made_anew > len(content) / 499 / 3


def test_a_journal_that_is_damaged_while_it_is_open_is_made_anew(written: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(written, tmp_path / "changes"))
    journal = Journal(file)
    journal.belongs_to(STORE, STORE)
    before = max(change.number for change in journal.since(0))
    journal.flush()
    content = file.read_bytes()
    with file.open("r+b") as output:
        output.write(content.replace(THERE[-1].encode(), b"z" + THERE[-1][1:].encode()))
    with closing(sqlite3.connect(file)) as other:
        # Another who writes, so that what is kept in memory counts no more.
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.execute("DELETE FROM pending")
        other.commit()
    assert {name for name, kind in changes_in(journal).items() if kind is ENTERED} == set(THERE)
    # Who follows has numbers of the one before.
    assert min(change.number for change in journal.since(0)) > before
    journal.done(["new"], LEFT)
    assert journal.since(journal.position.number - 1)[0].document == "new"
    journal.close()


@pytest.mark.parametrize("cut", [5000, 1, -5000], ids=["begins otherwise", "ends early", "is shorter"])
def test_where_the_last_of_a_journal_is_lost_the_documents_are_compared(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "changes"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, env={"PATH": ""}
    ) as process:
        assert process.stdout is not None
        noted = [process.stdout.readline() for _ in range(50)]
        process.kill()
    assert noted[-1].strip() == b"49"
    log = file.with_name("changes-wal")
    content = bytearray(log.read_bytes())
    if cut < 0:
        content = content[:cut]
    else:
        content[cut if cut > 1 else -1] ^= 1
    log.write_bytes(content)
    journal = Journal(file)
    there = [f"d{number}" for number in range(60)]
    journal.recover(lambda name: name in there)
    journal.reconcile(lambda: there)
    assert {change.document for change in journal.since(0) if change.kind is ENTERED} == set(there)
    journal.close()


def test_a_store_of_a_later_layout_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "store"
    with monkeypatch.context() as patched:
        patched.setattr("communique.graph.assembly.marks.LAYOUT", 1000)
        with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
            opened.store(extraction(report()))
            opened.update('INSERT DATA { GRAPH <urn:new> { <urn:a> <urn:b> "of a later version" } }')
            before = sorted(map(str, opened.world.store.match(None, None, None, None)))
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="layout 1000, and this version of communique knows up to"):
            graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=read_only)
    monkeypatch.setattr("communique.graph.assembly.marks.LAYOUT", 1000)
    with graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=True) as opened:
        assert sorted(map(str, opened.world.store.match(None, None, None, None))) == before


def test_a_store_of_an_earlier_layout_is_brought_up_to_date_and_a_copy_kept(tmp_path: Path) -> None:
    folder, copy = tmp_path / "store", tmp_path / ".store.layout-1"
    with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        layout = list(opened.world.store.match(None, opened.world.terms.of("layout"), None, None))
        whole = sorted(map(str, opened.world.store.match(None, None, None, None)))
        # The first layout had no number.
        opened.world.store.change(layout, ())
        former = sorted(map(str, opened.world.store.match(None, None, None, None)))
    assert len(layout) == 1
    with pytest.raises(StoreVersionError, match="open it once for writing"):
        graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=True)
    for _ in range(2):
        with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
            assert sorted(map(str, opened.world.store.match(None, None, None, None))) == whole
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("communique.graph.assembly.marks.LAYOUT", 1)
        with graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=True) as opened:
            assert sorted(map(str, opened.world.store.match(None, None, None, None))) == former


@pytest.mark.parametrize("layout", [2, 3])
def test_a_store_that_an_earlier_version_wrote_becomes_what_today_s_writes(tmp_path: Path, layout: int) -> None:
    folder, planned = tmp_path / "store", report("fra", "aids", "syr", start=40, modality=Modality.PLANNED)
    former = ox.Store(str(folder))
    former.bulk_load(path=str(Path(__file__).with_name(f"layout-{layout}.nq")), format=ox.RdfFormat.N_QUADS)
    before = sorted(map(str, former))
    former.flush()
    del former
    changes_in = extraction(report(), planned)
    documents = [
        replace(changes_in, document=replace(changes_in.document, metadata=(("author", "Ann"), ("identifier", "7")))),
        extraction(report("rus-mfa", document="d2", negated=True), document="d2"),
        extraction(report("rus-mfa", document="d3", date=DAY), document="d3", published=None),
    ]
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as anew:
        anew.store_all(documents)
        with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
            assert sorted(map(str, opened.world.store.match(None, None, None, None))) == sorted(
                map(str, anew.world.store.match(None, None, None, None))
            )
            assert list(opened.rows()) == list(anew.rows())
            assert [opened.extraction(f"d{n}") for n in (1, 2, 3)] == [canonical(each) for each in documents]
    assert sorted(map(str, ox.Store.read_only(str(tmp_path / f".store.layout-{layout}")))) == before


def test_a_journal_of_another_layout_is_refused_or_brought_up_to_date(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        file = journal_file(tmp_path / "store")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 1000")
    content = file.read_bytes()
    with pytest.raises(StoreVersionError, match="use a later version, or delete the file"):
        graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS)
    assert file.read_bytes() == content
    file.unlink()
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        assert [change.document for change in opened.changes()] == ["d1"]


@pytest.fixture(scope="module")
def tabled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with its event table, closed."""
    folder = tmp_path_factory.mktemp("tabled") / "store"
    with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all(
            extraction(report("rus-mfa", document=name, date=DAY + dt.timedelta(number)), document=name)
            for number, name in enumerate(map("d{}".format, range(20)))
        )
        assert opened.count() == 20
    return folder


def test_a_flipped_bit_is_found_wherever_it_is_in_the_event_table(tabled: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(tabled.with_name(".store.table"), tmp_path / ".store.table"))
    shutil.copy(sum_file(tabled.with_name(".store.table")), sum_file(file))
    assert damage(file) is None
    content = file.read_bytes()
    with closing(sqlite3.connect(file)) as database:
        (mark,) = database.execute("SELECT value FROM state WHERE name = 'written'").fetchone()
    begins = content.index(mark.encode())
    # Of the mark nothing can be told, and nothing is read from it.
    places = [place for place in range(0, len(content), 1999) if not begins - 9 <= place < begins + len(mark)]
    for place in places:
        file.write_bytes(changed(content, place, "a bit"))
        assert damage(file) is not None, place


@pytest.mark.parametrize("text", [b"Moscow criticised", b"rus-mfa"])
def test_a_table_with_a_flipped_bit_in_a_value_is_made_anew_and_never_believed(
    tabled: Path, tmp_path: Path, text: bytes
) -> None:
    for path in tabled.parent.iterdir():
        (shutil.copytree if path.is_dir() else shutil.copy)(path, tmp_path / path.name)
    file, store = tmp_path / ".store.table", tmp_path / "store"
    content = file.read_bytes()
    file.write_bytes(changed(content, content.rindex(text), "a bit"))
    with closing(sqlite3.connect(file)) as database:
        # What SQLite itself can see.
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    with graph.open(store, actors=ACTORS, actions=ACTIONS, read_only=True) as opened:
        (changes_in,) = [line for line in check(opened, journal_file(store)) if not line.startswith("journal")]
        assert changes_in.startswith("event table:") and "makes it anew" in changes_in
    with graph.open(store, actors=ACTORS, actions=ACTIONS) as opened:
        assert {(row.actor, row.sentence) for row in opened.report_rows()} == {
            ("rus-mfa", "Moscow criticised Washington over its policy.")
        }
    with graph.open(store, actors=ACTORS, actions=ACTIONS, read_only=True) as opened:
        assert list(check(opened, journal_file(store))) == []


def test_what_a_killed_process_wrote_last_is_no_damage(tabled: Path, tmp_path: Path) -> None:
    file = tmp_path / ".store.table"
    for name in (".store.table", ".store.table.sum"):
        shutil.copy(tabled.with_name(name), tmp_path / name)
    with closing(sqlite3.connect(file, isolation_level=None)) as database, transaction(database):
        database.execute("UPDATE event SET disputed = 1")
    assert damage(file) is None
    found = opened_table(file)
    assert found is not None
    found[0].close()


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store whose list of files has many entries."""
    folder = tmp_path_factory.mktemp("lists") / "store"
    for number in range(3):
        with graph.open(folder, actors=ACTORS, actions=ACTIONS) as opened:
            opened.store(extraction(report(document=f"d{number}"), document=f"d{number}"))
    return folder


def changed(content: bytes, place: int, how: str) -> bytes:
    if how == "a bit":
        return content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]
    # Such a length, which leads beyond the end of the file, once made the engine read for ever.
    return content[:place] + b"\x7f\x7f" + content[place + 2 :]


@pytest.mark.parametrize("how", ["a bit", "two bytes"])
def test_a_damaged_list_of_files_is_told_before_the_engine_reads_it(lists: Path, tmp_path: Path, how: str) -> None:
    store = Path(shutil.copytree(lists, tmp_path / "store"))
    check_list(store)
    (file,) = store.glob("MANIFEST-*")
    content = file.read_bytes()
    for place in range(0, len(content) - 300, 61):
        file.write_bytes(changed(content, place, how))
        with pytest.raises(StoreDamagedError, match=r"is damaged \(MANIFEST-.* restore a backup of it"):
            check_list(store)
    for read_only in (False, True):
        with pytest.raises(StoreDamagedError, match="restore a backup of it"):
            graph.open(store, actors=ACTORS, actions=ACTIONS, read_only=read_only)
    # What was cut off at the end was being written when power was lost.
    file.write_bytes(content[:-3])
    check_list(store)
    for name in ("CURRENT", file.name):
        copy = Path(shutil.copytree(lists, tmp_path / f"without-{name}"))
        (copy / name).write_bytes(b"")
        with pytest.raises(StoreDamagedError, match="restore a backup of it"):
            graph.open(copy, actors=ACTORS, actions=ACTIONS)


def test_damage_in_a_table_of_the_engine_is_told(lists: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(lists, tmp_path / "store"))
    for file in store.glob("*.sst"):
        content = file.read_bytes()
        file.write_bytes(changed(content, 30, "a bit"))
    with (
        pytest.raises((RuntimeError, StoreDamagedError)) as raised,
        graph.open(store, actors=ACTORS, actions=ACTIONS, read_only=True) as opened,
    ):
        list(opened.world.store.match(None, None, None, None))
    assert is_damaged(raised.value)


def test_a_new_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        opened.changes()
        opened.load([LoadedRow("gdelt", "1", "criticize", "rus", "rus", "usa", "usa", DAY)])
        opened.snapshot(tmp_path / "copy")
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes.keys() > {"store", "copy", ".store.changes", ".store.table", ".store.table-wal"}
    assert {mode for name, mode in modes.items() if name not in ("store", "copy")} == {0o600}
    assert modes["store"] == modes["copy"] == 0o700
