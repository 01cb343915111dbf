"""Persons whose name is romanised in another way than the gazetteer has it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from spacy.tokens import Doc

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.syntax.words import words_of
from communique.ontology.actors import key
from communique.ontology.types import Actor, Name, NameKind

_INSIDE = frozenset(
    ("-", "al", "el", "bin", "ibn", "ben", "van", "de", "da", "dos", "del", "\N{RIGHT SINGLE QUOTATION MARK}", "'")
)
_LONGEST = 7
# Of shorter surnames the keys say nothing.
_SHORTEST = 5
_LEADING = ("-head", "-pm", "-mfa")


def by_key(names: Iterable[Name]) -> dict[str, str]:
    """Give the persons by the key of their full names, without keys that several share."""
    found: dict[str, str] = {}
    for name in names:
        if name.kind is NameKind.PERSON and " " in name.text:
            text = key(name.text)
            found[text] = name.actor if found.get(text, name.actor) == name.actor else ""
    return {text: actor for text, actor in found.items() if actor and " " in text}


def leaders_by_key(names: Iterable[Name], actors: Mapping[str, Actor]) -> dict[str, tuple[Name, ...]]:
    """Give the surnames of those who led a state or its diplomacy by their keys; a key of one word is coarse."""
    found: dict[str, list[Name]] = {}
    for name in names:
        if name.kind is NameKind.SURNAME and len(name.text) >= _SHORTEST and _led(actors.get(name.actor)):
            found.setdefault(key(name.text), []).append(name)
    return {text: tuple(bearers) for text, bearers in found.items()}


def leader_spelled_like(
    word: str, leaders: Mapping[str, tuple[Name, ...]], actors: Mapping[str, Actor], day: date | None
) -> str | None:
    """Give the one person in office whose surname a word is in another romanisation, None if there is no such one."""
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    bearers = {name.actor for name in leaders.get(key(word), ()) if _leads(actors[name.actor], day)}
    return bearers.pop() if len(bearers) == 1 else None


def _leads(person: Actor, day: date | None) -> bool:
    return any(role.body.endswith(_LEADING) for role in person.roles_on(day))


def _led(person: Actor | None) -> bool:
    return person is not None and any(role.body.endswith(_LEADING) for role in person.roles)


def respelled_persons(doc: Doc, known: Iterable[Mention], persons: Mapping[str, str]) -> Iterator[Mention]:
    """Give the persons that a run of capitalised words means which the gazetteer spells in another way."""
    taken = {index for item in known if item.kind is not MentionKind.SURNAME for index in range(item.start, item.end)}
    for first, end in _runs(doc, taken):
        start = first
        while start < end - 1:
            size = next(
                (size for size in range(min(end - start, _LONGEST), 1, -1) if _fits(doc, start, size, persons)), 0
            )
            if size:
                actor = persons[key(doc[start : start + size].text)]
                why = f"person, spelled like {doc[start : start + size].text}"
                yield Mention(start, start + size, actor, MentionKind.PERSON, start + size - 1, why)
            start += size or 1


def _fits(doc: Doc, start: int, size: int, persons: Mapping[str, str]) -> bool:
    words = doc[start : start + size]
    capital = doc[start].text[0].isupper() and words[-1].text[0].isupper()
    return capital and " " in words.text and key(words.text) in persons


def _runs(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Give the stretches of at least two capitalised words (with what may stand inside a name) that nobody has."""
    words = words_of(doc).written
    start = 0
    for index in range(len(words) + 1):
        free = index < len(words) and index not in taken
        if free and (words[index][0].isupper() or (index > start and words[index] in _INSIDE)):
            continue
        if index - start > 1:
            yield start, index
        start = index + 1
