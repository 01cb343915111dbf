"""Checking the actor linker against a list of mentions with the actor and side that each should have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from communique.extract import Coder
from communique.extract.frames import Scene, fillers
from communique.ontology.interchange import rows
from communique.ontology.types import Document


@dataclass(frozen=True, slots=True)
class Case:
    """A mention in its text (the last place where its words stand), and whom it means on a date; nobody if empty."""

    kind: str
    text: str
    mention: str
    date: date
    actor: str
    side: str


@dataclass(frozen=True, slots=True)
class LinkedMention:
    """Whom the linker takes a case's mention for."""

    case: Case
    actor: str
    side: str

    @property
    def right(self) -> bool:
        """Tell whether actor and side are as expected."""
        return (self.actor, self.side) == (self.case.actor, self.case.side)


def cases(path: Path) -> Iterator[Case]:
    """Give the lines of a list with the columns class, text, mention, date, actor, side; ValueError as `rows`."""
    for _, row in rows(path):
        yield Case(
            row["class"], row["text"], row["mention"], date.fromisoformat(row["date"]), row["actor"], row["side"]
        )


def link(case: Case, coder: Coder) -> LinkedMention:
    """Give whom the coder takes a mention for: its last word decides, else the last mention inside it."""
    start = case.text.rindex(case.mention)
    end = start + len(case.mention)
    document = Document("checked", case.text, published=case.date)
    for sentence, scene in coder.scenes(document):
        if sentence.start <= start < sentence.end:
            actor = _actor(scene, start - sentence.start, end - sentence.start)
            known = coder.names.gazetteer.actors.with_actors(scene.found.values())
            return LinkedMention(case, actor, known.side(actor, case.date) if actor else "")
    return LinkedMention(case, "", "")


def _actor(scene: Scene, start: int, end: int) -> str:
    words = [token for token in scene.doc if start < token.idx + len(token) and token.idx < end]
    if not words:
        return ""
    last = words[-1]
    mention = scene.mentions.at(last.i)
    if mention is not None:
        return mention.actor
    if last.i in scene.anaphora:
        return scene.anaphora[last.i][0]
    inside = [item for item in scene.mentions.all if item.start >= words[0].i and item.end <= last.i + 1]
    if inside:
        return inside[-1].actor
    if last.i in scene.phrases or last.tag_ in ("NNP", "NNPS"):
        return next((item.actor for item in fillers(last, scene, embedded=False)), "")
    return ""
