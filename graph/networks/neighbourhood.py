"""The part of a network around an actor: it, its partners, and what is between them."""

from collections.abc import Iterable

from communique.graph.table.rows import Pair


def around_actor(pairs: Iterable[Pair], actor: str | None) -> list[Pair]:
    """Give the pairs of an actor, and those of its partners with one another; all where it is None."""
    every = list(pairs)
    if actor is None:
        return every
    near = {end for pair in every for end in (pair.source, pair.target) if actor in (pair.source, pair.target)}
    return [pair for pair in every if pair.source in near and pair.target in near]
