"""Sentences with labels as the relation reader learns from them: mentions marked, frames read, gold events as cells.

Sources: the shared `gold/news-train.jsonl`; `news-labels.tsv`, our labels of sentences of the shared
`corpus/news.jsonl` by id; sentences of our own, `wire.tsv` in the manner of wire copy and `short.tsv` for what grammar
does to an act; the older rows with given spans (`*.jsonl`).
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relation_patterns import pattern_rows
from tokenizers import Tokenizer

from communique.api.evaluation.scores import fits, is_at_home, is_optional, roots
from communique.extract import Coder
from communique.extract.frames.scene import Scene
from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import Passage, readings, reports
from communique.extract.relation.judging import FrameEvent
from communique.extract.relation.marking import frame_event, marked_actors
from communique.extract.relation.network import NOBODY, Inputs, MarkedMention, inputs_of
from communique.ontology.interchange import rows
from communique.ontology.types import Document, Report

FOLDER = Path(__file__).parent
SHARED = FOLDER.parents[2] / "shared"
WIRE, SHORT = "wire", "short"
STATUSES = ("asserted", "negated", "planned", "hypothetical")
LABELS = tuple((status, f"{root:02}") for status in STATUSES for root in range(1, 21))
NUMBER = {label: number for number, label in enumerate(LABELS)}
# Kinds that fill the same places of a sentence share a number.
KINDS = {
    "none": 0,
    **dict.fromkeys(("name", "given"), 1),
    **dict.fromkeys(("city", "capital"), 2),
    "seat": 3,
    "organ": 4,
    **dict.fromkeys(("person", "surname"), 5),
    "found": 6,
    "adjective": 7,
    "demonym": 8,
    "phrase": 9,
    **dict.fromkeys(("anaphor", "pronoun", "description"), 10),
}
# The CAMEO roots that are a PLOVER type, for rows that have only that.
ROOTS_OF = {
    "REQUEST": ("02", "10"),
    "AGREE": ("03",),
    "CONSULT": ("04",),
    "SUPPORT": ("05",),
    "COOPERATE": ("06",),
    "AID": ("07",),
    "YIELD": ("08",),
    "ACCUSE": ("09", "11"),
    "REJECT": ("12",),
    "THREATEN": ("13",),
    "PROTEST": ("14",),
    "MOBILIZE": ("15",),
    "SANCTION": ("16",),
    "COERCE": ("17",),
    "ASSAULT": ("18", "19", "20"),
    "NONE": (),
}
_LETTERS = {status[0]: status for status in STATUSES}
_EVENT = re.compile(r'(\S+)>(\S+) (\d\d(?:,\d\d)*) ([anph])(\??) "(.+)"\Z')
Row = Mapping[str, Any]
# Source, target and label: one thing that could be true of a sentence.
Cell = tuple[int, int, int]


@dataclass
class TrainingExample:
    """A sentence as numbers with what is true of it.

    `groups` are the required events, each as the cells of which one at least is true; `open` marks the cells of which
    nothing is known; `triggers` are cells with the pieces that say so and how much they count.
    """

    id: str
    inputs: Inputs
    parties: tuple[str, ...]
    frames: NDArray[np.float32]
    groups: list[list[Cell]] = field(default_factory=list)
    open: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    triggers: list[tuple[list[Cell], list[int], float]] = field(default_factory=list)


def labelled() -> Iterator[Row]:
    """Give all labelled sentences: id, text, date, events; the older ones with their two spans and PLOVER type."""
    yield from (json.loads(line) for line in (SHARED / "gold" / "news-train.jsonl").open(encoding="utf-8"))
    corpus = {row["id"]: row for row in map(json.loads, (SHARED / "corpus" / "news.jsonl").open(encoding="utf-8"))}
    for _, row in rows(FOLDER / "news-labels.tsv"):
        found = corpus[row["id"]]
        yield {"id": row["id"], "text": found["text"], "date": found.get("date"), "events": events_in(row["events"])}
    for name in (WIRE, SHORT):
        for _, row in rows(FOLDER / f"{name}.tsv"):
            yield {"id": row["id"], "text": row["sentence"], "date": row["date"], "events": events_in(row["events"])}
    for row in pattern_rows():
        yield {"id": row["id"], "text": row["sentence"], "date": row["date"], "events": events_in(row["events"])}
    for path in sorted(FOLDER.glob("*.jsonl")):
        yield from (json.loads(line) for line in path.open(encoding="utf-8"))


def unlabelled(number: int) -> list[Row]:
    """Give so many sentences of the shared corpus, at random, without labels and in no set that is measured on."""
    known = held_out() | {row["id"] for row in labelled()}
    measured = [json.loads(line) for line in (SHARED / "gold" / "news-dev.jsonl").open(encoding="utf-8")]
    known |= {row["id"] for row in measured} | {row["text"] for row in measured}
    rows = map(json.loads, (SHARED / "corpus" / "news.jsonl").open(encoding="utf-8"))
    free = [row for row in rows if known.isdisjoint((row["id"], row["text"]))]
    chosen = random.Random(number).sample(free, min(number, len(free)))
    return [{"id": row["id"], "text": row["text"], "date": row.get("date"), "events": []} for row in chosen]


def held_out() -> frozenset[str]:
    """Give the ids of the labelled sentences that are kept for choosing thresholds."""
    return frozenset((FOLDER / "held-out.txt").read_text(encoding="utf-8").split())


def events_in(text: str) -> list[dict[str, Any]]:
    """Give the events of a cell of labels: ``GBR>NOR 04 a "talks"; NOR>GBR 04 a? "talks"``, or ``-`` for none.

    The letter is the status, a ``?`` marks an optional event, the words in quotation marks are the trigger.
    """
    found = []
    for part in text.split("; ") if text != "-" else ():
        match = _EVENT.match(part)
        if match is None:
            raise ValueError(f"{part!r} is no label")
        source, target, given, letter, optional, trigger = match.groups()
        event = {"source": source, "target": target, "root": given.split(","), "status": _LETTERS[letter]}
        found.append(event | {"optional": bool(optional), "trigger": trigger})
    return found


def example(row: Row, coder: Coder, tokenizer: Tokenizer) -> TrainingExample | None:
    """Give a row as an example, None where nobody in it is known."""
    marks, framed = _given(row) if "plover" in row else _read(row, coder)
    if not marks:
        return None
    inputs = inputs_of(row["text"], marks, tokenizer, KINDS)
    parties = tuple(dict.fromkeys(mention.party for mention in inputs.mentions))
    made = TrainingExample(row["id"], inputs, parties, _frames(framed, parties))
    made.open = np.zeros(made.frames.shape, dtype=bool)
    if "plover" in row:
        _add_relation(made, row)
    else:
        for event in row["events"]:
            _add_event(made, event, row["text"])
    return made


def _given(row: Row) -> tuple[list[MarkedMention], list[FrameEvent]]:
    sides = (("source", "S"), ("target", "T"))
    return [MarkedMention(start, end, "given", name) for side, name in sides for start, end in row[side]], []


def _read(row: Row, coder: Coder) -> tuple[list[MarkedMention], list[FrameEvent]]:
    """Give the mentions and the frames' events of a text, whose sentences are taken as one."""
    marks: list[MarkedMention] = []
    framed: list[FrameEvent] = []
    for scene, passage, _, said in read_frames(row, coder):
        start = passage.sentence.start
        for mark in marked_actors(scene, said, passage):
            marks.append(MarkedMention(start + mark.start, start + mark.end, mark.kind, mark.party))
        framed += [frame_event(report, scene) for report in said]
    return marks, framed


def read_frames(row: Row, coder: Coder) -> Iterator[tuple[Scene, Passage, list[Reading], list[Report]]]:
    """Give the sentences of a row with what frames read in each, and report."""
    day = date.fromisoformat(row["date"]) if row.get("date") and len(row["date"]) == 10 else None
    for sentence, scene in coder.scenes(Document("training", row["text"], published=day)):
        read = readings(scene, coder.lexica)
        if read:
            scene.discourse.acted = tuple(item.actor for item in read[-1].actors)
        passage = Passage("training", sentence, coder.action_of)
        yield scene, passage, read, reports(read, scene, passage)


def _frames(framed: Iterable[FrameEvent], parties: tuple[str, ...]) -> NDArray[np.float32]:
    said = np.zeros((len(parties), len(parties), len(LABELS)), dtype=np.float32)
    for event in framed:
        if event.source in parties and event.target in parties:
            place = parties.index(event.source), parties.index(event.target)
            said[(*place, NUMBER[event.status, event.root])] = 1
    return said


def _add_relation(made: TrainingExample, row: Row) -> None:
    """Add the one relation of an older row; of all other pairs nothing is known."""
    made.open[:] = True
    if len(made.parties) < 3:
        return
    made.open[1, 2, :20] = False
    # A statement may stand beside any of them.
    made.open[1, 2, 0] = True
    cells = [(1, 2, NUMBER["asserted", root]) for root in ROOTS_OF[row["plover"]]]
    for cell in cells:
        made.open[cell] = True
    if cells:
        made.groups.append(cells)


def _add_event(made: TrainingExample, event: Mapping[str, Any], text: str) -> None:
    sources, targets = (_fitting(made.parties, event[side]) for side in ("source", "target"))
    nameless_source, nameless_target = (NOBODY in str(event[side]) for side in ("source", "target"))
    at_home = is_at_home(event)
    if not sources and nameless_source:
        sources = [0]
    if not targets and (nameless_target or (at_home and sources)):
        targets = [0]
    numbers = [NUMBER[event["status"], root] for root in roots(event)]
    cells = [(one, other, label) for one in sources for other in targets if one or other for label in numbers]
    also = [(one, 0) for one in sources if at_home or nameless_target]
    also += [(0, other) for other in targets if nameless_source]
    for one, other in also:
        if one or other:
            made.open[one, other, numbers] = True
    for cell in cells:
        made.open[cell] = True
    if cells and not is_optional(event):
        made.groups.append(cells)
    pieces = _pieces(made, text, event.get("trigger", ""))
    if cells and pieces:
        made.triggers.append((cells, pieces, 0.5 if is_optional(event) else 1.0))


def _fitting(parties: tuple[str, ...], gold: str) -> list[int]:
    return [number for number, name in enumerate(parties) if number and fits(gold, name)]


def _pieces(made: TrainingExample, text: str, trigger: str) -> list[int]:
    start = text.find(trigger) if trigger else -1
    if start < 0:
        return []
    end = start + len(trigger)
    return [n for n, (first, last) in enumerate(made.inputs.pieces) if first < end and last > start and last > first]
