"""``communique explain``: how a sentence is read, step by step."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import DateOption, PurposeOption, settings

if TYPE_CHECKING:
    from rich.console import RenderableType
    from spacy.tokens import Token

    from communique.extract import Coder
    from communique.extract.frames import Match, Scene
    from communique.extract.readings import Reading
    from communique.extract.relation import JudgedRelation, MarkedMention
    from communique.extract.syntax import Sentence
    from communique.ontology.types import Report

_UNDATED = (
    "The day of publication is not known: surnames mean their best-known bearers, and persons act for whom they still "
    "hold an office. Give the day with --date."
)
_NOTHING = "No event: nothing between the actors here is probable enough."


def explain(
    text: Annotated[str, typer.Argument(metavar="SENTENCE", help="What to read; more than one sentence will do.")],
    date: DateOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show how a sentence is read. Mentions, frames, relations with their probability, and reports are shown."""
    from communique.api.commands.tables import console
    from communique.api.opening import open_coder
    from communique.ontology.types import Document, document_id

    if not text.strip():
        raise typer.BadParameter("there is no sentence: give one in quotation marks")
    coder = open_coder(settings(purpose=purpose))
    document = Document(document_id(text, ""), text, published=date)
    screen = console()
    if date is None:
        screen.print(_UNDATED)
    for sentence, scene in coder.scenes(document):
        for part in _parts(sentence, scene, coder, document.id):
            screen.print(part)


def _parts(sentence: "Sentence", scene: "Scene", coder: "Coder", document: str) -> "Iterator[RenderableType]":
    from rich.text import Text

    from communique.api.commands.actors import mention_table
    from communique.extract import Purpose
    from communique.extract.frames import matches
    from communique.extract.readings import Passage, readings
    from communique.extract.relation import question, scores_of, weighed

    yield Text(sentence.text, style="bold")
    yield mention_table([(sentence, scene)], coder, "Mentions")
    read = readings(scene, coder.lexica)
    groups = matches(scene.doc, coder.lexica.actions, scene.lemma_of)
    yield _frame_table([match for group in groups for match in group], read, coder.action_of)
    asked = question(read, scene, Passage(document, sentence, coder.action_of))
    (scores,) = scores_of([asked])
    believed = weighed(asked, scores, coder.purpose or Purpose.BALANCED)
    if believed.judgements:
        yield _relation_table(believed.judgements, scene.doc.text)
    yield _report_table(believed.reports, scene) if believed.reports else Text(f"{_NOTHING}\n")


def _frame_table(found: "list[Match]", read: "list[Reading]", action_of: Mapping[str, str]) -> "RenderableType":
    from communique.api.commands.tables import table
    from communique.extract.relation import weight_of

    used = {(reading.trigger.i, reading.rule) for reading in read}
    heads = ("trigger", "rule", "weight", "code", "action", "words", "slots", "stands in", "used")
    rows = [
        (
            match.trigger.text,
            match.frame.pattern,
            f"{weight_of(match.frame.pattern):+.2f}",
            match.frame.code,
            action_of[match.frame.code],
            _words(match.words),
            "; ".join(f"{name}: {_words(tokens)}" for name, tokens in sorted(match.slots.items())),
            match.frame.where,
            "yes" if (match.trigger.i, match.frame.pattern) in used else "",
        )
        for match in found
    ]
    return table(heads, rows, "Frames matched, best first at each trigger", right=("weight",))


def _relation_table(judgements: "Sequence[JudgedRelation]", text: str) -> "RenderableType":
    from communique.api.commands.tables import table

    heads = ("source", "target", "trigger", "root", "status", "probability", "by a frame")
    rows = [
        (
            _mention(item.source, text),
            _mention(item.target, text),
            text[slice(*item.trigger)],
            item.root,
            item.status,
            f"{item.probability:.2f}",
            "yes" if item.by_frame else "",
        )
        for item in judgements
    ]
    return table(heads, rows, "Relations believed, the most probable first", right=("probability",))


def _mention(mention: "MarkedMention", text: str) -> str:
    words = text[mention.start : mention.end]
    return f"{words} ({mention.party})" if words else "-"


def _report_table(said: "Sequence[Report]", scene: "Scene") -> "RenderableType":
    from communique.api.commands.tables import named, table, verb_phrase
    from communique.ontology.lexicon import actions

    actors = scene.discourse.actors.with_actors(scene.found.values())
    heads = (
        "event",
        "code",
        "action",
        "status",
        "modality",
        "polarity",
        "speaker",
        "date",
        "confidence",
        "rule",
    )
    rows = [
        (
            verb_phrase(
                actions()[report.action],
                report.action,
                named(report.actor, actors),
                None if report.target is None else named(report.target, actors),
            ),
            actions()[report.action].cameo,
            report.action,
            report.status.value,
            report.modality.value,
            "negative" if report.negated else "positive",
            named(report.speaker, actors),
            _date(report, scene.discourse.published),
            f"{report.confidence:.2f}",
            report.rule,
        )
        for report in said
    ]
    return table(heads, rows, "Reports", right=("confidence",))


def _date(report: "Report", published: dt.date | None) -> str:
    day = report.date or published
    end = f" to {report.date_end}" if report.date_end else ""
    return f"{day}{end} ({report.date_basis.value})" if day else "not known"


def _words(tokens: "tuple[Token, ...]") -> str:
    return " ".join(token.text for token in tokens)
