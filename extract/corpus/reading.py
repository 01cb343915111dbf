"""Reading one shard: its documents are coded, and its reports written to a file of its own, whole or not at all."""

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from communique.extract.batching import Failure, in_place
from communique.extract.corpus.outcomes import CoderOptions, ShardOutcome
from communique.extract.corpus.shard_files import write_lines
from communique.extract.corpus.shards import Item, Shard
from communique.extract.documents import Problem, Read, read_stream
from communique.extract.pipeline import Coder, load
from communique.ontology.actors import gazetteer, read_actors
from communique.ontology.interchange import to_json
from communique.ontology.types import Document, Extraction


def read_shard(shard: Shard, coding: CoderOptions, folder: str) -> ShardOutcome:
    """Read a shard and write its reports as JSON lines to ``folder/NAME.jsonl``; what was left out stands beside it.

    `folder` is a path or an address that fsspec knows. Doing it again writes the same bytes again.
    """
    coder = _coder(coding)
    lines: list[str] = []
    problems: list[Problem] = []
    reports = 0
    reads = [(item, read) for item in shard.items for read in _read(item)]
    coded = coder.extract_each(read for _, read in reads if isinstance(read, Document))
    outcomes: Iterator[Extraction | Problem | Failure] = in_place([read for _, read in reads], coded)
    for (item, _), found in zip(reads, outcomes, strict=True):
        if isinstance(found, Extraction):
            lines.append(to_json(found))
            reports += len(found.reports)
        else:
            # One article that the rules stumble over must not end a run over millions.
            problems.append(found if isinstance(found, Problem) else Problem(item.where, found.what))
    if problems:
        problem_lines = [json.dumps({"where": each.where, "what": each.what}, ensure_ascii=False) for each in problems]
        write_lines(folder, f"{shard.name}.problems", problem_lines)
    # Last: where it is, all of the shard is done.
    write_lines(folder, f"{shard.name}.jsonl", lines)
    return ShardOutcome(shard.name, len(lines), reports, tuple(problems))


def _read(item: Item) -> Iterator[Read]:
    if item.document is not None:
        yield item.document
        return
    published = date.fromisoformat(item.published) if item.published else None
    yield from read_stream(BytesIO(item.page), item.where, published=published, source=item.source, kind="html")


@lru_cache(maxsize=1)
def _coder(coding: CoderOptions) -> Coder:
    """Give the coder, which a process loads once."""
    known = gazetteer()
    if coding.own:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"own{coding.own_form}"
            file.write_bytes(coding.own)
            known = known.with_actors(read_actors(file, coding.base))
    return load(coding.model, known, coding.purpose)
