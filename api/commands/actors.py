"""``communique actors``: whom a text mentions."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import DateOption, settings

if TYPE_CHECKING:
    from rich.table import Table

    from communique.extract import Coder
    from communique.extract.frames import Scene
    from communique.extract.syntax import Sentence

_HEADS = ("words", "span", "actor", "label", "side", "sector", "code", "why")


def actors(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, a sentence or a whole article.")],
    date: DateOption = None,
) -> None:
    """Show whom a text mentions. Each mention has span, actor, label, side on that date, sector, code and why."""
    from communique.api.commands.tables import console
    from communique.api.opening import open_coder
    from communique.ontology.types import Document, document_id

    coder = open_coder(settings())
    document = Document(document_id(text, ""), text, published=date)
    console().print(mention_table(coder.scenes(document), coder))


def mention_table(scenes: "Iterable[tuple[Sentence, Scene]]", coder: "Coder", title: str = "") -> "Table":
    """Give the mentions of parsed sentences, those by pronouns and descriptions among them, in order."""
    from communique.api.commands.tables import table

    rows = [row for sentence, scene in scenes for row in _rows(sentence, scene, coder)]
    return table(_HEADS, rows, title)


def _rows(sentence: "Sentence", scene: "Scene", coder: "Coder") -> Iterator[tuple[str, ...]]:
    mentioned = [(item.start, item.end, item.actor, item.why) for item in scene.mentions.all]
    for index, stood_for in scene.anaphora.items():
        mentioned += [(index, index + 1, actor, "stands for what was named before") for actor in stood_for]
    known = coder.names.gazetteer.actors.with_actors(scene.found.values())
    for start, end, name, why in sorted(mentioned):
        words = scene.doc[start:end]
        actor, side = known.get(name), known.side(name, scene.discourse.published)
        yield (
            words.text,
            f"{sentence.start + words.start_char}-{sentence.start + words.end_char}",
            name,
            actor.label if actor else name,
            side,
            *known.coded(name, scene.discourse.published),
            f"{why} (not curated)" if actor is None or actor.found else why,
        )
