"""Sentences as the network is asked about them: what frames report, and the mentions that are marked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.extract.frames.arguments import fillers
from communique.extract.frames.home import home_of
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import Passage, reports
from communique.extract.relation.judging import FrameEvent
from communique.extract.relation.network import NOBODY, MarkedMention
from communique.extract.syntax.words import words_of
from communique.ontology.actors import party_code
from communique.ontology.lexicon import actions
from communique.ontology.types import Modality, Report, Status

_STATUS = {Modality.PLANNED: "planned", Modality.POSSIBLE: "hypothetical", Modality.HYPOTHETICAL: "hypothetical"}


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence as the network is asked about it.

    Attributes
    ----------
    scene, passage
        The sentence, and where it stands.
    readings, framed
        What its frames say, and the reports made of that.
    actors_of
        The mentions that are marked, each with the actor that it means.
    """

    scene: Scene
    passage: Passage
    readings: tuple[Reading, ...]
    framed: tuple[Report, ...]
    actors_of: dict[MarkedMention, Filler]

    @property
    def asked(self) -> tuple[str, list[MarkedMention]]:
        """Give the text and the marks."""
        return words_of(self.scene.doc).text, list(self.actors_of)


def question(readings: Sequence[Reading], scene: Scene, passage: Passage, *, with_marks: bool = True) -> Question:
    """Give a sentence, as frames have read it, as the network is asked about it."""
    framed = reports(readings, scene, passage)
    marked = marked_actors(scene, framed, passage) if with_marks else {}
    return Question(scene, passage, tuple(readings), tuple(framed), marked)


def marked_actors(scene: Scene, framed: Sequence[Report], passage: Passage) -> dict[MarkedMention, Filler]:
    """Give the mentions of a sentence as the network sees them, each with the actor that it means."""
    found: dict[MarkedMention, Filler] = {}

    def add(filler: Filler, kind: str) -> None:
        """Mark a filler's words, unless they are marked for this party already."""
        first, last = scene.doc[filler.start], scene.doc[filler.end - 1]
        mark = MarkedMention(first.idx, last.idx + len(last), kind, party_of(filler.actor, scene))
        found.setdefault(mark, filler)

    for item in scene.mentions.all:
        add(Filler(item.actor, item.start, item.end, True, item.why), item.kind.value)
    for index, actors in scene.anaphora.items():
        for actor in actors:
            add(Filler(actor, index, index + 1, True, f"{scene.doc[index].lower_} stands for {actor}"), "anaphor")
    for index in scene.phrases:
        token = scene.doc[index]
        if scene.mentions.at(index) is None:
            for filler in fillers(token, scene, embedded=False, default=home_of(token, scene)):
                start, end = min(filler.start, index), max(filler.end, index + 1)
                add(replace(filler, start=start, end=end), "phrase")
    _add_fillers(found, scene, framed, passage)
    return found


def _add_fillers(found: dict[MarkedMention, Filler], scene: Scene, framed: Sequence[Report], passage: Passage) -> None:
    """Add the actors of the frames' reports that are no mentions: names that nobody knew before."""
    start = passage.sentence.start
    known = {(mark.start, mark.end, filler.actor) for mark, filler in found.items()}
    for report in framed:
        for actor, span in ((report.actor, report.actor_span), (report.target, report.target_span)):
            if actor is None or span is None or (span[0] - start, span[1] - start, actor) in known:
                continue
            words = scene.doc.char_span(span[0] - start, span[1] - start, alignment_mode="expand")
            if words is not None:
                mark = MarkedMention(span[0] - start, span[1] - start, "found", party_of(actor, scene))
                found.setdefault(mark, Filler(actor, words.start, words.end, True, "in a frame's slot"))


def party_of(actor: str, scene: Scene) -> str:
    """Give the party of an actor on the day of publication, by which the network groups mentions."""
    key = actor, len(scene.found)
    if key not in scene.parties:
        known = scene.discourse.actors
        if actor in scene.found:
            # A copy of the whole register, so only for who is not in it.
            known = known.with_actors(scene.found.values())
        scene.parties[key] = party_code(actor, known, scene.discourse.published)
    return scene.parties[key]


def frame_event(report: Report, scene: Scene) -> FrameEvent:
    """Give what a report of the frames says as an event of parties."""
    status = report.status.value if report.status is not Status.UNREALISED else _STATUS[report.modality]
    target = party_of(report.target, scene) if report.target else NOBODY
    return FrameEvent(party_of(report.actor, scene), target, actions()[report.action].cameo[:2], status)
