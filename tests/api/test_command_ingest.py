"""``communique ingest``, ``forget``, ``validate`` and ``demo`` as a user runs them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_world import SAMPLES, Run, command, environment

from communique.api.opening import open_graph
from communique.api.settings import Settings

# All of them use one store.
pytestmark = pytest.mark.xdist_group("commands")
_MANY = 300
SENTENCE = "Paris criticized Tokyo on Monday for its new tariffs."


def documents(store: Path) -> list[str]:
    """Give the ids of the stored documents."""
    with open_graph(Settings(store), read_only=True) as graph:
        return [document.id for document in graph.documents()]


def exported(run: Run, store: Path) -> str:
    """Give the whole store as sorted N-Quads."""
    return "".join(sorted(run("export", "-f", "nquads", "-", store=store).stdout.splitlines(keepends=True)))


def test_second_run_changes_nothing_and_needs_no_model(run: Run, store: Path) -> None:
    before = exported(run, store)
    words = [sys.executable, "-X", "importtime", "-m", "communique.api.command", "ingest", str(SAMPLES)]
    again = subprocess.run(
        words, env=environment(store), capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    assert again.stdout == "0 stored, 17 unchanged, 0 skipped; 0 reports read\n"
    loaded = {line.rsplit("|", 1)[-1].strip() for line in again.stderr.splitlines()}
    assert "pyoxigraph" in loaded and "spacy" not in loaded, "what is stored already must not be read again"
    assert exported(run, store) == before


def test_standard_input_with_date_and_source(run: Run, store: Path) -> None:
    done = run("ingest", "-", "--published", "2015-12-15", "--source", "Test Wire", store=store, feed=SENTENCE)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 stored, 0 unchanged, 0 skipped; 1 reports read\n"
    shown = run("relations", "France", "JPN", store=store).stdout
    assert "criticizes" in shown and "2015-12-14" in shown and SENTENCE in shown


def test_articles_without_a_day_are_told(run: Run, store: Path, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    records = [{"text": SENTENCE}, {"text": f"{SENTENCE} So it said.", "publishedAt": "2015-12-15T10:00:00Z"}]
    lines.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert "1 of those stored have no day of publication" in run("ingest", lines, store=store).stderr
    assert run("ingest", lines, store=store).stderr == ""


def test_bad_inputs_are_named_and_good_ones_kept(run: Run, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = folder / "a.jsonl"
    lines.write_text(json.dumps({"text": SENTENCE, "date": "2015-12-15"}) + "\n{broken\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02binary")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    done = run("ingest", folder, folder / "nowhere.txt", store=store)
    assert done.returncode == 0
    assert done.stdout == "1 stored, 0 unchanged, 4 skipped; 1 reports read\n"
    reasons = done.stderr.splitlines()
    assert len(reasons) == 4
    assert reasons[0].startswith(f"{lines}:2: ")
    assert [line.split(": ")[0] for line in reasons[1:]] == [
        str(folder / "b.txt"),
        str(folder / "empty.txt"),
        str(folder / "nowhere.txt"),
    ]


def test_nothing_readable_is_a_failure(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("ingest", tmp_path / "nowhere", store=store)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path / 'nowhere'}: there is no such file or folder: check the path\n"


def test_unknown_model_is_one_clear_line() -> None:
    done = subprocess.run(
        command("explain", SENTENCE),
        env=environment(None) | {"COMMUNIQUE_MODEL": "xx_no_model"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "xx_no_model is not installed" in done.stderr


def test_second_writer_gets_a_clear_message(run: Run, store: Path) -> None:
    with open_graph(Settings(store)):
        for words in (["ingest", SAMPLES], ["forget", "x"]):
            done = run(*words, store=store)
            assert done.returncode == 1
            assert "in use by another process" in done.stderr and done.stderr.count("\n") == 1


def test_interrupt_leaves_whole_documents(store: Path) -> None:
    before = len(documents(store))
    words, pipe = command("ingest", "-", "--published", "2015-12-15"), subprocess.PIPE
    with subprocess.Popen(words, env=environment(store), stdin=pipe, stderr=pipe, text=True, bufsize=1) as started:
        assert started.stdin is not None
        # Lines of 2 kB: when the last is written, what does not fit into pipe and buffers has been read and stored.
        for number in range(_MANY):
            text = f"Paris criticized Tokyo on Monday. Report number {number} says so."
            started.stdin.write(json.dumps({"text": text, "note": "x" * 2000}) + "\n")
        started.send_signal(signal.SIGINT)
        started.stdin = None
        errors = started.stderr.read() if started.stderr is not None else ""
        started.wait(timeout=120)
    assert started.returncode == 130
    assert errors.splitlines()[-1].endswith("and the same command goes on from there")
    assert "Traceback" not in errors and "ignored" not in errors
    with open_graph(Settings(store), read_only=True) as graph:
        found = list(graph.extractions())
    assert before < len(found) < before + _MANY
    assert all(extraction.document.text for extraction in found)
    assert all(extraction.reports for extraction in found if extraction.document.text.startswith("Paris"))


def test_forget(run: Run, store: Path) -> None:
    name = documents(store)[0]
    done = run("forget", name, store=store)
    assert (done.returncode, done.stdout) == (0, f"forgot {name}\n")
    assert name not in documents(store)
    assert name not in exported(run, store)
    again = run("forget", name, store=store)
    assert again.returncode == 1 and "nothing to forget" in again.stderr
    assert run("ingest", SAMPLES, store=store).returncode == 0
    assert name in documents(store), "what was forgotten is read again"


def test_assemble(run: Run, store: Path) -> None:
    before = exported(run, store)
    with open_graph(Settings(store)) as graph:
        world, event = graph.world, next(graph.events())
        world.store.change(list(world.store.match(world.terms.event(event.key), None, None, None)), ())
    assert exported(run, store) != before
    done = run("assemble", store=store)
    assert (done.returncode, done.stdout) == (0, "assembled all events anew\n")
    assert exported(run, store) == before


def test_validate(run: Run, store: Path) -> None:
    fed = run("ingest", "-", "--published", "2015-12-15", store=store, feed=SENTENCE)
    assert fed.returncode == 0
    with open_graph(Settings(store), read_only=True) as graph:
        name = next(document.id for document in graph.documents() if document.text == SENTENCE)
    done = run("validate", name, store=store)
    assert (done.returncode, done.stdout) == (0, "the graph conforms to the shapes\n"), done.stdout
    assert run("validate", "nodoc", store=store).returncode == 1


def test_demo_twice(run: Run, store: Path) -> None:
    first = run("demo", "--folder", store.parent)
    assert first.returncode == 0, first.stderr
    for part in ("Events", "SELECT ?critic", "relations by partner", "graph.gexf", "communique serve --open --store"):
        assert part in first.stdout
    network = (store.parent / "graph.gexf").read_bytes()
    second = run("demo", "--folder", store.parent)
    assert "0 stored, 17 unchanged, 0 skipped; 0 reports read" in second.stdout
    assert second.stdout.partition("Events")[2] == first.stdout.partition("Events")[2]
    assert (store.parent / "graph.gexf").read_bytes() == network


def test_exported_reports_go_back_in_without_a_text_being_read(run: Run, store: Path, tmp_path: Path) -> None:
    lines = tmp_path / "reports.jsonl"
    assert run("export", "-f", "jsonl", lines, store=store).returncode == 0
    words = [sys.executable, "-X", "importtime", "-m", "communique.api.command", "ingest", str(lines)]
    done = subprocess.run(
        words,
        env=environment(tmp_path / "other"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith("17 stored, 0 unchanged, 0 skipped;"), done.stderr
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "pyoxigraph" in loaded and "spacy" not in loaded
    again = run("export", "-f", "jsonl", "-", store=tmp_path / "other").stdout
    assert again == lines.read_text(encoding="utf-8")
    assert run("ingest", lines, store=tmp_path / "other").stdout.startswith("0 stored, 17 unchanged, 0 skipped")
    assert run("ingest", lines, store=store).stdout.startswith("0 stored, 17 unchanged, 0 skipped")
    assert run("ingest", SAMPLES, store=store).stdout.startswith("0 stored, 17 unchanged"), (
        "who coded it is still known"
    )
    assert run("ingest", SAMPLES, store=tmp_path / "other").stdout.startswith("0 stored, 17 unchanged")
