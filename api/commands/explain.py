"""``communique explain``: how a sentence is read, step by step."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import DateOption, settings

if TYPE_CHECKING:
    from rich.console import RenderableType
    from spacy.tokens import Token

    from communique.extract import Coder
    from communique.extract.frames import Match, Scene
    from communique.extract.readings import Reading
    from communique.extract.syntax import Sentence
    from communique.ontology.types import Report

_NOTHING = "No event: no frame has all its actors here."


def explain(
    text: Annotated[str, typer.Argument(metavar="SENTENCE", help="What to read; more than one sentence will do.")],
    date: DateOption = None,
) -> None:
    """Show how a sentence is read. Mentions, frames, slots, modality, polarity, speaker, date and code are shown."""
    from communique.api.commands.tables import console
    from communique.api.opening import open_coder
    from communique.ontology.types import Document, document_id

    if not text.strip():
        raise typer.BadParameter("there is no sentence: give one in quotation marks")
    coder = open_coder(settings())
    document = Document(document_id(text, ""), text, published=date)
    screen = console()
    for sentence, scene in coder.scenes(document):
        for part in _parts(sentence, scene, coder, document.id):
            screen.print(part)


def _parts(sentence: "Sentence", scene: "Scene", coder: "Coder", document: str) -> "Iterator[RenderableType]":
    from rich.text import Text

    from communique.api.commands.actors import mention_table
    from communique.extract.frames import matches
    from communique.extract.readings import Place, readings, reports

    yield Text(sentence.doc.text, style="bold")
    yield mention_table([(sentence, scene)], coder, "Mentions")
    read = readings(scene, coder.lexica)
    groups = matches(scene.doc, coder.lexica.actions, scene.lemma_of)
    yield _frame_table([match for group in groups for match in group], read, coder.action_of)
    said = reports(read, scene, Place(document, sentence, coder.action_of))
    yield _report_table(said, scene) if said else Text(f"{_NOTHING}\n")


def _frame_table(found: "list[Match]", read: "list[Reading]", action_of: Mapping[str, str]) -> "RenderableType":
    from communique.api.commands.tables import table

    used = {(reading.trigger.i, reading.rule) for reading in read}
    heads = ("trigger", "rule", "code", "action", "words", "slots", "stands in", "used")
    rows = [
        (
            match.trigger.text,
            match.frame.pattern,
            match.frame.code,
            action_of[match.frame.code],
            _words(match.words),
            "; ".join(f"{name}: {_words(tokens)}" for name, tokens in sorted(match.slots.items())),
            match.frame.where,
            "yes" if (match.trigger.i, match.frame.pattern) in used else "",
        )
        for match in found
    ]
    return table(heads, rows, "Frames matched, best first at each trigger")


def _report_table(said: "list[Report]", scene: "Scene") -> "RenderableType":
    from communique.api.commands.tables import named, table
    from communique.ontology.lexicon import actions

    actors = scene.discourse.actors.with_actors(scene.found.values())
    heads = (
        "who",
        "code",
        "action",
        "to whom",
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
            named(report.actor, actors),
            actions()[report.action].cameo,
            report.action,
            named(report.target, actors),
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
