"""Reading a corpus in shards: the same shards and bytes wherever they are read, and nothing lost with a worker."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import ModuleType

import psutil
import pyarrow as pa
import pytest
import spacy
from pyarrow import parquet

from communique import extract
from communique.extract import corpus
from communique.extract.corpus import CoderOptions, Item, Shard, clear, items_of, read_shard, shards_of, spread
from communique.extract.corpus.shard_files import write_lines
from communique.extract.corpus.spreading import _client, _local
from communique.extract.documents import Problem
from communique.extract.pipeline import MODEL, load
from communique.ontology.interchange import from_json

VERSION = "0123456789abcdef"
PAGE = "<html><head><title>Peru thanks Chile</title></head><body><p>Peru thanked Chile on Monday.</p></body></html>"
STATES = "Peru Chile France Germany Spain Italy Poland Norway Sweden Brazil Canada Japan".split()


def articles(number: int) -> list[dict[str, str]]:
    def text(n: int) -> str:
        one, other = STATES[n % len(STATES)], STATES[(n + 1 + n // len(STATES)) % len(STATES)]
        return f"{one} accused {other} of espionage on Monday. Case {n} was discussed."

    return [{"id": f"a{n}", "text": text(n), "date": "2015-12-15", "source": "Demo Wire"} for n in range(number)]


def test_a_folder_or_an_address_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    found = list(items_of([str(tmp_path), "memory://communique-nothing", str(tmp_path / "none")]))
    assert all(isinstance(one, Problem) for one in found)
    assert [one.what.partition(":")[0] for one in found if isinstance(one, Problem)] == [
        "the folder holds no files", "there is nothing there", "there is no such file or folder",
    ]  # fmt: skip


@pytest.mark.parametrize("module", [extract, corpus])
def test_a_part_that_a_room_has_not_is_an_error_with_both_names(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match=rf"module '{module.__name__}' has no attribute 'nothing'"):
        _ = module.nothing


def test_a_model_of_another_language_or_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ValueError, match="is no English pipeline with tagger and parser"):
        load(str(tmp_path / "bare"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with articles in three forms, one of them none at all."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps(each) for each in articles(36)]
    lines[7] = '{"id": "no text"}'
    (folder / "lines.jsonl").write_text("\n".join(lines))
    (folder / "page.html").write_text(PAGE)
    rows = [{**each, "id": f"p{n}"} for n, each in enumerate(articles(44)[36:])]
    parquet.write_table(pa.Table.from_pylist(rows), folder / "rows.parquet")
    return folder


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let shards hold a few articles."""
    monkeypatch.setattr("communique.extract.corpus.shards._ON_AVERAGE", 4)


def shards(*inputs: Path | str) -> list[Shard]:
    items = items_of([str(each) for each in inputs])
    return list(shards_of((item for item in items if isinstance(item, Item)), VERSION))


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the files that one process writes."""
    folder = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("communique.extract.corpus.shards._ON_AVERAGE", 4)
        for shard in shards(corpus):
            read_shard(shard, CoderOptions(MODEL), str(folder))
    return written(folder)


@pytest.mark.usefixtures("small")
def test_all_that_can_be_read_is_in_one_shard_and_the_rest_is_named(corpus: Path) -> None:
    items = list(items_of([str(corpus), str(corpus / "nowhere")]))
    problems = [item for item in items if isinstance(item, Problem)]
    assert [problem.where for problem in problems] == [f"{corpus}/lines.jsonl:8", f"{corpus}/nowhere"]
    found = [item for item in items if isinstance(item, Item)]
    assert len(found) == 35 + 1 + 8
    made = list(shards_of(found, VERSION))
    assert [item for shard in made for item in shard.items] == found
    assert len({shard.name for shard in made}) == len(made) > 3


@pytest.mark.usefixtures("small")
def test_an_article_that_is_added_moves_no_bounds_but_its_own() -> None:
    items = [Item(str(n), page=f"page {n}".encode()) for n in range(400)]
    before = {shard.name for shard in shards_of(items, VERSION)}
    for place in (0, 111, 399):
        added = [*items[:place], Item("new", page=b"new"), *items[place:]]
        assert len({shard.name for shard in shards_of(added, VERSION)} - before) <= 2
    assert before.isdisjoint({shard.name for shard in shards_of(items, "f" * 16)})


@pytest.mark.usefixtures("small")
def test_an_address_holds_what_the_folder_holds(corpus: Path) -> None:
    assert [shard.name for shard in shards(f"file://{corpus}")] == [shard.name for shard in shards(corpus)]


def test_a_shard_is_written_whole_with_what_was_left_out_beside_it(tmp_path: Path, alone: dict[str, bytes]) -> None:
    lines = [line for name, content in alone.items() if name.endswith(".jsonl") for line in content.splitlines()]
    read = [from_json(line.decode()) for line in lines]
    assert len({each.document.id for each in read}) == len(read) == 44
    assert sum(len(each.reports) for each in read) >= 44
    shard = Shard("one", (Item("page", page=PAGE.encode()), Item("empty", page=b"<html></html>")))
    outcome = read_shard(shard, CoderOptions(MODEL), str(tmp_path))
    assert (outcome.documents, [problem.where for problem in outcome.problems]) == (1, ["empty"])
    assert sorted(written(tmp_path)) == ["one.jsonl", "one.problems"]
    before = written(tmp_path)
    read_shard(shard, CoderOptions(MODEL), f"file://{tmp_path}")
    assert written(tmp_path) == before


def test_what_a_killed_worker_has_begun_goes_when_its_shard_is_finished(corpus: Path, tmp_path: Path) -> None:
    shard = next(iter(shards(corpus)))
    begun, other = (tmp_path / f".{name}.jsonl.0123456789abcdef.part" for name in (shard.name, "another"))
    for path in (begun, other):
        path.write_text("{")
    assert [outcome.name for outcome in spread(iter([shard]), CoderOptions(MODEL), str(tmp_path))] == [shard.name]
    assert other.exists() and not begun.exists()
    assert (tmp_path / f"{shard.name}.jsonl").exists()


def test_a_file_that_another_run_has_finished_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def finished_by_another(_: int) -> None:
        """Do what a run does that is faster with the same shard."""
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", lambda _: None)
            write_lines(str(tmp_path), "one.jsonl", ["{}"])
        clear(str(tmp_path), {"one"})

    monkeypatch.setattr("os.fsync", finished_by_another)
    write_lines(str(tmp_path), "one.jsonl", ["{}"])
    assert written(tmp_path) == {"one.jsonl": b"{}\n"}


@pytest.mark.usefixtures("small")
def test_workers_that_die_lose_nothing_and_write_nothing_twice(
    corpus: Path, tmp_path: Path, alone: dict[str, bytes]
) -> None:
    made = shards(corpus)
    outcomes = []
    killed = 0
    for outcome in spread(iter(made), CoderOptions(MODEL), str(tmp_path), workers=2):
        outcomes.append(outcome.name)
        if killed < 2:
            next(workers()).kill()
            killed += 1
    assert killed == 2
    assert sorted(outcomes) == sorted(shard.name for shard in made)
    assert written(tmp_path) == alone


def workers() -> Iterator[psutil.Process]:
    """Give the processes of our workers."""
    for process in psutil.Process().children(recursive=True):
        # One that ends at this moment has no command line any more.
        with suppress(psutil.NoSuchProcess):
            if any("spawn_main" in word for word in process.cmdline()):
                yield process


def test_workers_keep_the_memory_that_they_take_again_compute_in_one_thread_and_hear_no_ctrl_c() -> None:
    with ExitStack() as held:
        client = _client(1, "", held)
        given = [client.run(os.getenv, name) for name in ("MALLOC_TRIM_THRESHOLD_", "OMP_NUM_THREADS")]
        assert [set(each.values()) for each in given] == [{None}, {"1"}]
        assert set(client.run(signal.getsignal, signal.SIGINT).values()) == {signal.SIG_IGN}


def test_a_worker_that_dies_while_it_starts_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def cluster(**asked: object) -> str:
        """Fail as where a worker is killed that is still starting, at first."""
        started.append(len(started))
        if len(started) < failures + 1:
            raise RuntimeError("Nanny failed to start.")
        return str(asked["n_workers"])

    monkeypatch.setattr("distributed.LocalCluster", cluster)
    failures = 2
    assert _local(3) == "3"
    failures = 9
    with pytest.raises(ValueError, match="workers died while they started, 3 times: is there memory for 3"):
        _local(3)
    assert len(started) == 6


def test_who_spreads_shards_does_not_load_what_reads_them():
    code = "import sys; from communique.extract.corpus import CoderOptions, spread; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
