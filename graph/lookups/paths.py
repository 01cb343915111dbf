"""Chains of relations: over which partners two sides are connected."""

import heapq
from dataclasses import dataclass

from communique.graph.table.counting import partners_of
from communique.graph.table.view import View

LONGEST = 6


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides from one end to the other, and the number of events (both ways) of each step."""

    actors: tuple[str, ...]
    events: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...]]:
        """Give what chains of one length are sorted by: the weakest step, all steps, the names."""
        return -min(self.events, default=0), -sum(self.events), self.actors


def chains(view: View, first: str, last: str, *, longest: int = LONGEST, limit: int = 5) -> list[Chain]:
    """Give the shortest chains of relations between two sides, strongest first; none where nothing connects them.

    A chain is as strong as its weakest step. ValueError for a length or limit that is not positive.
    """
    if longest < 1 or limit < 1:
        raise ValueError("the length and the number of chains must be 1 or more")
    if first == last:
        return [Chain((first,), ())]
    seen, layer = {first}, {first: [Chain((first,), ())]}
    for _ in range(longest):
        following: dict[str, list[Chain]] = {}
        for name in sorted(layer):
            for partner, number in partners_of(view, name).items():
                if partner not in seen:
                    longer = [Chain((*c.actors, partner), (*c.events, number)) for c in layer[name]]
                    following.setdefault(partner, []).extend(longer)
        if last in following:
            return heapq.nsmallest(limit, following[last], key=lambda chain: chain.rank)
        # Of all chains to a side only its strongest can be part of the strongest chains beyond it.
        layer = {name: heapq.nsmallest(limit, found, key=lambda c: c.rank) for name, found in following.items()}
        seen |= layer.keys()
    return []
