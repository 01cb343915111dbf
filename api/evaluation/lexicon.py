"""Checking the lexicon: every frame against the scheme, against its neighbours and against its own example."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from communique.extract import Coder
from communique.ontology.lexicon import Frame, SlotName
from communique.ontology.types import Document, Report, document_id

ACTOR, TARGET = "FRA", "JPN"


def problems(coder: Coder, frames: Iterable[Frame]) -> Iterator[str]:
    """Give a line for everything wrong with frames: unknown code, same pattern twice, example not read as meant.

    Examples speak of France acting on Japan (docs/lexicon.md says why).
    """
    coder = replace(coder, purpose=None)
    seen: dict[str, Frame] = {}
    for frame in frames:
        if frame.code not in coder.action_of:
            yield f"{frame.where}: there is no CAMEO code {frame.code}: see ontology/data/actions.tsv"
            continue
        if frame.pattern in seen:
            yield f"{frame.where}: {frame.pattern!r} stands in {seen[frame.pattern].where} already"
        seen[frame.pattern] = frame
        fault = _fault(coder, frame)
        if fault:
            yield f"{frame.where}: {frame.pattern} [{frame.code}] {frame.example!r}: {fault}"


def _fault(coder: Coder, frame: Frame) -> str:
    """Give what is wrong with how a frame's example is read, or nothing."""
    if not frame.example:
        return "has no example: write a sentence in which France acts on Japan"
    said = coder.extract(Document(document_id(frame.example, ""), frame.example)).reports
    found = {(report.action, *_parties(coder, report)) for report in said}
    action = coder.action_of[frame.code]
    missing = [pair for pair in _expected(frame) if (action, *pair) not in found]
    if not missing:
        return ""
    read = ", ".join(f"{actor} {name} {target or '-'}" for name, actor, target in sorted(found, key=str))
    return f"read as {read}" if read else "nothing is read"


def _expected(frame: Frame) -> list[tuple[str, str | None]]:
    if frame.has(SlotName.PARTNER):
        return [(ACTOR, TARGET), (TARGET, ACTOR)]
    return [(ACTOR, TARGET if frame.has(SlotName.TARGET) else None)]


def _parties(coder: Coder, report: Report) -> tuple[str, str | None]:
    actors = coder.names.gazetteer.actors
    return actors.party(report.actor, None), actors.party(report.target, None) if report.target else None
