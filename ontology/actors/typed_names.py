"""Actors by what people type for them: an id, an ISO code, a label, an alias, or any name in texts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.ontology.actors.gazetteer import Gazetteer
from communique.ontology.actors.register import Actors
from communique.ontology.types.name import NameKind

# Codes such as RUS are unique among countries, so they come before names; a label comes before an alias.
_ID, _CODE, _LABEL, _ALIAS = range(4)
_OF_KIND = {kind: _ALIAS + 1 + place for place, kind in enumerate(NameKind)}


@dataclass(frozen=True, slots=True)
class TypedNames:
    """For each name, its case folded, the ids of the actors whom it means most directly, in order."""

    bearers: Mapping[str, tuple[str, ...]]

    def of(self, typed: str) -> tuple[str, ...]:
        """Give the ids of the actors that a name can mean; several where it is ambiguous, none where nobody has it."""
        return self.bearers.get(" ".join(typed.split()).casefold(), ())


def typed_names(known: Gazetteer, actors: Actors | None = None) -> TypedNames:
    """Give the names of a gazetteer, of these actors alone where some are given."""
    wanted = known.actors if actors is None else actors
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    for name, actor, rank in _ranked(known, wanted):
        of_name = ranks[name.casefold()]
        of_name[actor] = min(rank, of_name.get(actor, rank))
    return TypedNames({name: _best(of_name) for name, of_name in ranks.items()})


def _ranked(known: Gazetteer, wanted: Actors) -> Iterator[tuple[str, str, int]]:
    for actor in wanted.values():
        yield actor.id, actor.id, _ID
        if actor.notation:
            yield actor.notation, actor.id, _CODE
        yield actor.label, actor.id, _LABEL
        # Not everybody types the article of "Government of the Netherlands".
        yield actor.label.replace(" of the ", " of "), actor.id, _LABEL
        yield from ((alias, actor.id, _ALIAS) for alias in actor.aliases)
    yield from ((name.text, name.actor, _OF_KIND[name.kind]) for name in known.names if name.actor in wanted)


def _best(ranks: Mapping[str, int]) -> tuple[str, ...]:
    best = min(ranks.values())
    return tuple(sorted(actor for actor, rank in ranks.items() if rank == best))
