"""Proper names that no gazetteer knows: their extent, and the actors that they become."""

import re
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Doc, Token

from communique.extract.actors.titles import is_title
from communique.extract.syntax.dates import is_calendar_word
from communique.ontology.actors import is_given_name, naming
from communique.ontology.types import Actor, ActorKind, Role, slug

_LINKS = frozenset(("of", "for"))
_ARTICLES = frozenset(("the",))
_HYPHENS = frozenset(("-",))
_MODEL = re.compile(r"[A-Z][A-Za-z]{0,3}-\d")
# How many tokens stand before the second half of a forename: the family name, the first half, the hyphen.
_HALVES = 3
_WEEKDAY = "day"


def name_around(doc: Doc, index: int) -> tuple[int, int]:
    """Give first and last token of the proper name around a token.

    The name of an organisation goes on behind ``of`` and ``for`` ("Front for the Defence of Azuria"). Titles and
    occupations before a name are no part of it.
    """
    start, end = _run(doc, index)
    before = _linked(doc, start, -1)
    if before is not None and doc[before].text in naming().organisations | naming().things:
        start = _run(doc, before)[0]
    while any(token.text in naming().organisations | naming().things for token in doc[start : end + 1]):
        after = _linked(doc, end, 1)
        if after is None:
            break
        end = _run(doc, after)[1]
    return start, end


def is_proper(token: Token) -> bool:
    """Tell whether a token is a capitalised proper noun ("Ming-che" to its end), and no day, month or holiday."""
    if token.tag_ not in ("NNP", "NNPS"):
        return False
    return (token.text[0].isupper() and not is_dating(token)) or _ends_forename(token)


def _ends_forename(token: Token) -> bool:
    """Tell whether a word in small letters is the second half of a forename behind a family name ("Lee Ming-che")."""
    if token.i < _HALVES or not (token.text.isalpha() and token.text.islower()):
        return False
    family, half, hyphen = (token.nbor(step) for step in (-3, -2, -1))
    joined = hyphen.text in _HYPHENS and not half.whitespace_ and not hyphen.whitespace_
    return joined and is_proper(half) and is_proper(family)


def is_dating(token: Token) -> bool:
    """Tell whether a token is a day, month or holiday; "Theresa May" and "June Carter" are none."""
    word = token.lower_
    if not token.text[0].isupper():
        return False
    if word in naming().holidays:
        return True
    if not is_calendar_word(word):
        return False
    if word.endswith(_WEEKDAY):
        return True
    before = token.nbor(-1).text if token.i else ""
    after = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    named = is_given_name(before) or (is_given_name(token.text) and after[:1].isupper() and not is_calendar_word(after))
    return not named


def names_nobody(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the words of a proper name make it that of a place, a ship, a law, an event or a thing."""
    lists = naming()
    words = [token.text for token in doc[start:end]]
    head = next((index for index, word in enumerate(words) if word.lower() in _LINKS), len(words)) - 1
    if any(letter.isdigit() for word in words for letter in word) or (len(words) == 1 and doc[start].tag_ == "NNPS"):
        return True
    if words[head] in lists.organisations:
        return False
    if not lists.places_before.isdisjoint(words[1:-1]):
        return True
    if words[0] in lists.places_before or words[head] in lists.places_after | lists.things or words[0] in lists.things:
        return True
    # "Status of Forces Agreement", "Good Friday".
    if words[-1] in lists.things or is_dating(doc[end - 1]):
        return True
    if is_of_site([token.text for token in doc[end : end + 2]]) or _is_numbered(doc, end):
        return True
    if lists.offices.issuperset(word.lower() for word in words):
        return True
    before = doc[start - 1].lower_ if start else ""
    said = (
        [child.lower_ for child in doc[start:end].root.children if child.dep_ == "appos"]
        if doc.has_annotation("DEP")
        else []
    )
    return not lists.carriers.isdisjoint((before, *said))


def _is_numbered(doc: Doc, end: int) -> bool:
    """Tell whether a number makes a name that of a model ("the IKO Arda 201", "Kamov Ka-52")."""
    if end == len(doc) or not doc[end - 1].whitespace_:
        return False
    counted = end + 1 < len(doc) and doc[end + 1].tag_ == "NNS"
    return (doc[end].text.isdigit() and not counted) or _MODEL.match(doc[end : end + 3].text) is not None


def is_of_site(behind: Sequence[str]) -> bool:
    """Tell whether the two words behind a name make it that of a place where nobody acts ("Ain Dara air base")."""
    return not naming().sites.isdisjoint((*behind[:1], " ".join(behind)))


def is_personal(words: Iterable[str]) -> bool:
    """Tell whether words can be a person's names: none of them makes a name that of a place, a body or a thing."""
    lists = naming()
    impersonal = lists.places_before | lists.places_after | lists.organisations | lists.things | lists.attributes
    return not any(word in impersonal for word in words)


def found_actor(label: str, kind: ActorKind, country: str | None, role: Role | None = None) -> Actor:
    """Give the actor that an unknown name becomes: its id is the name and, where known, the country."""
    name = slug(label) + (f"-{country}" if country else "")
    roles = (role,) if role else ()
    return Actor(name or "unnamed", kind, label, country=country, roles=roles, found=True)


def head_of(doc: Doc, start: int, end: int) -> int:
    """Give the token that carries some words in the parse, the last of them where there is no parse."""
    return doc[start:end].root.i if doc.has_annotation("DEP") else end - 1


def name_end(doc: Doc, start: int, taken: Callable[[int], bool] = lambda _: False) -> int:
    """Give where the proper nouns that begin at a token end, with the particles and hyphens between them."""
    end = index = start
    while index < len(doc) and not taken(index):
        if is_proper(doc[index]):
            end = index + 1
        elif index == start or doc[index].text not in naming().particles | _HYPHENS:
            break
        index += 1
    return end


def _run(doc: Doc, index: int) -> tuple[int, int]:
    start = index - 2 if doc[index].text.islower() and index > 1 and doc[index - 1].text in _HYPHENS else index
    while start > 0 and is_proper(doc[start - 1]) and not is_title(doc[start - 1].text):
        start -= 1
    return start, name_end(doc, index) - 1


def _linked(doc: Doc, index: int, step: int) -> int | None:
    """Give the proper noun on the other side of ``of`` or ``for`` (and an article), None if there is none."""
    words = [doc[place] for place in (index + step, index + 2 * step, index + 3 * step) if 0 <= place < len(doc)]
    linked = [word for word in words if word.lower_ not in _ARTICLES]
    if len(linked) > 1 and linked[0].lower_ in _LINKS and is_proper(linked[1]) and abs(linked[1].i - index) <= 3:
        return linked[1].i
    return None
