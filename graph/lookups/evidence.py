"""The words that assert events."""

from collections.abc import Iterable

from communique.graph.rdf import terms as t
from communique.graph.rdf.documents import spans_from
from communique.graph.stores.rows import Row, rows
from communique.graph.stores.world import World
from communique.ontology.types import Span


def sentences_of(world: World, keys: Iterable[str]) -> dict[str, list[str]]:
    """Give by an event's key the sentences that assert it, each once, by document and place."""
    sentences: dict[str, dict[str, None]] = {key: {} for key in keys}
    if not sentences:
        return {}
    # Of events that are known by their keys the reports are found at once. Only asserted ones have dip:event.
    found = rows(
        world.unlimited,
        "SELECT ?e ?d ?spans ?r ?sentence WHERE { "
        f"VALUES ?e {{ {' '.join(str(world.terms.event(key)) for key in sentences)} }} "
        "GRAPH ?d { ?r dip:event ?e ; dip:sentence ?sentence OPTIONAL { ?r dip:spans ?spans } } }",
    )
    for row in sorted(found, key=_place):
        sentences[t.name_of(row["e"])][row["sentence"].value] = None
    return {key: list(found) for key, found in sentences.items()}


def _place(row: Row) -> tuple[str, Span, str]:
    # A report that was written by hand may say nothing of its place.
    spans = spans_from(row["spans"].value if row["spans"] is not None else "")
    return t.name_of(row["d"]), spans.get("trigger", (0, 0)), row["r"].value
