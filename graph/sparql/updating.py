"""SPARQL updates put to the store itself, for those who may write."""

import re
from collections.abc import Sequence
from itertools import pairwise

from communique.graph.rdf.keywords import masked, refuse_outgoing_update
from communique.graph.rdf.terms import node
from communique.graph.stores.world import World

_TOKEN = re.compile(r"[{}]|\b(?:WHERE|USING|WITH|DELETE|INSERT|DATA)\b|;", re.IGNORECASE)
_READING = re.compile("WHERE|COPY|MOVE|ADD", re.IGNORECASE)


def update(world: World, sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> None:
    """Put an update to the store, all of it or nothing; it may undo what assembly keeps in step.

    Raises SyntaxError where it is none, ValueError where it calls other servers (SERVICE, LOAD) or names its dataset
    twice.
    """
    sparql = checked_update(sparql, using=using, using_named=using_named)
    with world.invalidating():
        world.store.update(sparql, world.terms.prefixes(), world.terms.namespace.base)


def checked_update(sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> str:
    """Give an update with the dataset that it is to be put to; ValueError as for `update`."""
    refuse_outgoing_update(sparql)
    return _with_dataset(sparql, masked(sparql), using, using_named) if using or using_named else sparql


def matches_patterns(sparql: str) -> bool:
    """Tell whether an update looks for something in the store, or copies a graph, and so may take long."""
    # Wherever the word stands: to try an update on a copy of the store costs little.
    return _READING.search(sparql) is not None


def _with_dataset(sparql: str, bare: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Give the update with a dataset for each of its operations that has a pattern to match."""
    clauses = [f"USING {node(iri)}" for iri in using] + [f"USING NAMED {node(iri)}" for iri in using_named]
    places: list[int] = []
    depth, before = 0, ""
    for found in _TOKEN.finditer(bare):
        word = found[0].upper()
        if word in ("USING", "WITH") and depth == 0:
            raise ValueError(f"the update names its dataset twice: with {word}, and with using-graph-uri")
        depth += {"{": 1, "}": -1}.get(word, 0)
        # The short form DELETE WHERE takes no dataset.
        if word == "WHERE" and depth == 0 and before != "DELETE":
            places.append(found.start())
        before = word
    ends = [*places, len(sparql)]
    parts = (f"{' '.join(clauses)} {sparql[place:end]}" for place, end in pairwise(ends))
    return "".join((sparql[: ends[0]], *parts))
