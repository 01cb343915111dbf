"""``communique ingest`` on everything that can be wrong with its input, at once: each is named, the rest is stored."""

import json
from pathlib import Path

import pytest
from command_world import Run

GOOD = "Paris criticized Tokyo on Monday for its new tariffs."
SECOND = "Egypt thanked Jordan on Tuesday for its help."
GERMAN = (
    "Die Bundesregierung hat am Dienstag die Entscheidung des Rates scharf kritisiert. Der Sprecher sagte, man werde "
    "die Verhandlungen mit den Nachbarn trotzdem fortsetzen und hoffe auf eine baldige Einigung über die Fischerei."
)
RECORDS = [
    ('{"title": "Only a title", "date": "2015-12-15"}', "the field 'text' is missing"),
    ('{"text": 5}', "the field 'text' must be a text, it is a number"),
    (json.dumps({"text": GOOD, "date": "the ides of March"}), "'the ides of March' is not a date"),
    (json.dumps({"text": GERMAN}), "not English but 'de'"),
    ('{"text": "Egypt', "not valid JSON"),
]


def _lines(records: list[str]) -> bytes:
    return "".join(f"{record}\n" for record in records).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with good articles among all kinds of bad ones."""
    made = tmp_path / "articles"
    made.mkdir()
    good = json.dumps({"text": GOOD, "date": "2015-12-15"})
    (made / "a.jsonl").write_bytes(_lines([good, *(record for record, _ in RECORDS), good]))
    (made / "binary.txt").write_bytes(b"\x00\x01\x02\x89PNG" * 50)
    (made / "empty.txt").write_bytes(b"")
    (made / "german.txt").write_text(GERMAN, encoding="utf-8")
    (made / "long.txt").write_bytes(b"Egypt thanked Oman. " * 2_500_000)
    (made / "menu.html").write_text("<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>")
    (made / "latin.txt").write_bytes("The Président of Côte d'Ivoire praised São Tomé on Monday.".encode("latin-1"))
    (made / "z.txt").write_text(SECOND, encoding="utf-8")
    return made


def test_every_bad_input_gets_a_line_and_every_good_one_is_stored(run: Run, folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = run("ingest", folder, folder / "nowhere.txt", "--published", "2015-12-15", "--store", store)
    assert done.returncode == 0, done.stderr
    records = folder / "a.jsonl"
    due = [
        *((f"{records}:{number}: ", what) for number, (_, what) in enumerate(RECORDS, start=2)),
        (f"{records}:{len(RECORDS) + 2}: ", f"the same article as {records}:1"),
        (f"{folder / 'binary.txt'}: ", "binary"),
        (f"{folder / 'empty.txt'}: ", "empty"),
        (f"{folder / 'german.txt'}: ", "not English but 'de'"),
        (f"{folder / 'long.txt'}: ", "longer than"),
        (f"{folder / 'menu.html'}: ", "no article"),
        (f"{folder / 'nowhere.txt'}: ", "no such file"),
    ]
    found = done.stderr.splitlines()
    assert len(found) == len(due), done.stderr
    for line, (where, what) in zip(found, due, strict=True):
        assert line.startswith(where) and what in line
    assert done.stdout.startswith(f"3 stored, 0 unchanged, {len(due)} skipped; ")
    shown = run("relations", "France", "Japan", "--store", store)
    assert "criticizes" in shown.stdout, shown.stderr


def test_the_status_is_1_only_where_nothing_could_be_read(run: Run, folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("ingest", folder / "binary.txt", folder / "empty.txt", "--store", store).returncode == 1
    assert run("ingest", folder / "binary.txt", folder / "z.txt", "--store", store).returncode == 0
    again = run("ingest", folder / "z.txt", folder / "empty.txt", "--store", store)
    assert (again.returncode, again.stdout.split(";")[0]) == (0, "0 stored, 1 unchanged, 1 skipped")
