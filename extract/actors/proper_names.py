"""Proper names that no gazetteer knows: their extent, and the actors that they become."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from communique.extract.actors.titles import is_title
from communique.ontology.actors import naming
from communique.ontology.types import Actor, ActorKind, Role, slug

_LINKS = frozenset(("of", "for"))
_ARTICLES = frozenset(("the",))


def name_around(doc: Doc, index: int) -> tuple[int, int]:
    """Give first and last token of the proper name around a token.

    The name of an organisation goes on behind ``of`` and ``for`` ("Front for the Defence of Azuria").
    """
    start, end = _run(doc, index)
    before = _linked(doc, start, -1)
    if before is not None and doc[before].text in naming().organisations:
        start = _run(doc, before)[0]
    while any(token.text in naming().organisations for token in doc[start : end + 1]):
        after = _linked(doc, end, 1)
        if after is None:
            break
        end = _run(doc, after)[1]
    return start, end


def is_proper(token: Token) -> bool:
    """Tell whether a token is a capitalised proper noun."""
    return token.tag_ in ("NNP", "NNPS") and token.text[0].isupper()


def is_personal(words: Iterable[str]) -> bool:
    """Tell whether words can be a person's names: none of them makes a name that of a place, a body or a thing."""
    lists = naming()
    impersonal = lists.places_before | lists.places_after | lists.organisations | lists.things
    return not any(word in impersonal for word in words)


def found_actor(label: str, kind: ActorKind, country: str | None, role: Role | None = None) -> Actor:
    """Give the actor that an unknown name becomes: its id is the name and, where known, the country."""
    name = slug(label) + (f"-{country}" if country else "")
    roles = (role,) if role else ()
    return Actor(name or "unnamed", kind, label, country=country, roles=roles, found=True)


def described(label: str, sector: str, country: str | None) -> Actor:
    """Give the actor for a common noun agent that belongs to no known country (``rebels``)."""
    name = f"{slug(label)}-{country}" if country else slug(label)
    return Actor(name, ActorKind.BODY, label, code=sector, sector=sector, country=country, found=True)


def head_of(doc: Doc, start: int, end: int) -> int:
    """Give the token that carries some words in the parse, the last of them where there is no parse."""
    return doc[start:end].root.i if doc.has_annotation("DEP") else end - 1


def _run(doc: Doc, index: int) -> tuple[int, int]:
    start = end = index
    while start > 0 and is_proper(doc[start - 1]) and not is_title(doc[start - 1].text):
        start -= 1
    while end + 1 < len(doc) and is_proper(doc[end + 1]):
        end += 1
    return start, end


def _linked(doc: Doc, index: int, step: int) -> int | None:
    """Give the proper noun on the other side of ``of`` or ``for`` (and an article), None if there is none."""
    words = [doc[place] for place in (index + step, index + 2 * step, index + 3 * step) if 0 <= place < len(doc)]
    linked = [word for word in words if word.lower_ not in _ARTICLES]
    if len(linked) > 1 and linked[0].lower_ in _LINKS and is_proper(linked[1]) and abs(linked[1].i - index) <= 3:
        return linked[1].i
    return None
