"""Persons by names as event data writes them: with middle names, the family name first, with other hyphens."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from communique.ontology.actors.gender import is_given_name
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.name import slug

_FULL = 2


class PersonNames:
    """The persons of a register by their full names, in whatever order and spelling of one alphabet."""

    def __init__(self, known: Actors) -> None:
        self._known = known

    def bearer(self, name: str, country: str) -> Actor | None:
        """Give the one person of a country who bears a full name; None where nobody or more than one does.

        Examples
        --------
        >>> from communique.ontology.actors import gazetteer
        >>> persons = PersonNames(gazetteer().actors)
        >>> names = {"Sergey Viktorovich Lavrov": "rus", "Aso Taro": "jpn", "Kim Daejung": "kor", "Kim Jones": "kor"}
        >>> [found.id if (found := persons.bearer(*each)) else None for each in names.items()]
        ['sergei-lavrov', 'taro-aso', 'kim-dae-jung', None]
        """
        words = name.split()
        if len(words) < _FULL:
            return None
        for form in _forms(words):
            found = {each for each in self._bearers.get(form, ()) if self._known[each].country == country}
            if found:
                return self._known[found.pop()] if len(found) == 1 else None
        return None

    def is_person(self, name: str) -> bool:
        """Tell whether a name begins as a person's does: with a given name, or as more persons than bodies do."""
        first, _, rest = name.partition(" ")
        return bool(rest) and (is_given_name(first) or slug(first) in self._given)

    @cached_property
    def _bearers(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self._persons():
            for name in (actor.label, *actor.aliases):
                if " " in name:
                    found[_letters(name.split())].add(actor.id)
        return found

    @cached_property
    def _given(self) -> frozenset[str]:
        balance: dict[str, int] = defaultdict(int)
        for actor in self._known.values():
            first, _, rest = actor.label.partition(" ")
            balance[slug(first)] += (1 if actor.kind is ActorKind.PERSON else -1) if rest else 0
        return frozenset(first for first, more in balance.items() if first and more > 0)

    def _persons(self) -> Iterator[Actor]:
        return (actor for actor in self._known.values() if actor.kind is ActorKind.PERSON)


def _forms(words: list[str]) -> Iterator[str]:
    """Give a name as it stands, with its family name first or last, and without what is between."""
    yield _letters(words)
    yield _letters([*words[1:], words[0]])
    if len(words) > _FULL:
        yield _letters([words[0], words[-1]])


def _letters(words: Iterable[str]) -> str:
    return slug(" ".join(words)).replace("-", "")
