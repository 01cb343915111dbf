"""Actor mentions of a parsed sentence: names, and the organs and persons that names and nouns together mean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from extract.dates import is_calendar_word
from extract.dictionary import Dictionary
from extract.mention import Mention, MentionKind
from ontology.actor import Actor, ActorKind, Role
from ontology.name import slug

_BETWEEN = frozenset(("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBN", "VBG", "CD", "CC", "RB"))
_OWNERS = frozenset((MentionKind.NAME, MentionKind.ADJECTIVE, MentionKind.CAPITAL, MentionKind.CITY, MentionKind.SEAT))
_FORMER = frozenset(("former", "ex", "late", "ousted", "deposed", "erstwhile", "onetime"))
_LISTING = frozenset((",", "and", "or", "&", "-", "/"))
_REACH = 4


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one sentence, by token, and the actors found that nobody has curated."""

    all: tuple[Mention, ...]
    found: tuple[Actor, ...] = ()

    def at(self, index: int) -> Mention | None:
        """Give the mention that covers a token, if any."""
        return next((mention for mention in self.all if mention.start <= index < mention.end), None)


def name_mentions(doc: Doc, names: Dictionary, day: date | None, named: dict[str, str]) -> tuple[Mention, ...]:
    """Give the mentions that the gazetteer alone recognises; needs no tags and no parse."""
    found = (names.mention(span, day, named) for span in names.matches(doc))
    return tuple(mention for mention in found if mention is not None)


def compose(doc: Doc, raw: tuple[Mention, ...], names: Dictionary, day: date | None) -> Mentions:
    """Give the mentions of a parsed sentence: `raw` ones joined with the nouns and names around them."""
    actors = names.gazetteer.actors
    found: list[Actor] = []
    mentions = [replace(mention, head=_head(doc, mention.start, mention.end)) for mention in raw]
    for phrase in names.phrases(doc):
        if any(mention.start <= phrase.start and phrase.end <= mention.end for mention in mentions):
            continue
        owner = _owner(doc, phrase, mentions)
        if owner is None:
            continue
        organ = _organ(owner, names, names.suffix(phrase))
        joined = _joined(doc, phrase, owner, organ, names, day, mentions, found)
        fellows = list(_fellows(doc, phrase, owner, joined, names, mentions))
        others = {item.start for item in fellows}
        mentions = [
            item
            for item in mentions
            if (item.end <= joined.start or item.start >= joined.end) and item.start not in others
        ]
        mentions += [joined, *fellows]
    mentions = [item for item in mentions if item.actor in actors or item.kind is MentionKind.FOUND]
    return Mentions(tuple(sorted(mentions, key=lambda item: item.start)), tuple(found))


def found_name(doc: Doc, index: int, country: str | None) -> tuple[Mention, Actor] | None:
    """Give mention and actor for the proper name around a token that no gazetteer knows.

    The actor's id is its name and, where known, its country; None if the token is no proper noun.
    """
    if not _proper(doc[index]) or is_calendar_word(doc[index].text):
        return None
    start = end = index
    while start > 0 and _proper(doc[start - 1]):
        start -= 1
    while end + 1 < len(doc) and _proper(doc[end + 1]):
        end += 1
    actor = _found_actor(doc[start : end + 1].text, ActorKind.BODY, country)
    return Mention(start, end + 1, actor.id, MentionKind.FOUND, index, "unknown proper name"), actor


def described(label: str, sector: str, country: str | None) -> Actor:
    """Give the actor for a common noun agent that belongs to no known country (``rebels``)."""
    name = f"{slug(label)}-{country}" if country else slug(label)
    return Actor(name, ActorKind.BODY, label, code=sector, sector=sector, country=country, found=True)


def _found_actor(label: str, kind: ActorKind, country: str | None, role: Role | None = None) -> Actor:
    name = slug(label) + (f"-{country}" if country else "")
    roles = (role,) if role else ()
    return Actor(name or "unnamed", kind, label, country=country, roles=roles, found=True)


def _proper(token: Token) -> bool:
    return token.tag_ in ("NNP", "NNPS") and token.text[0].isupper()


def _head(doc: Doc, start: int, end: int) -> int:
    return doc[start:end].root.i if doc.has_annotation("DEP") else end - 1


def _owner(doc: Doc, phrase: Span, mentions: list[Mention]) -> Mention | None:
    """Give the mention whose organ the phrase is: before it, or after it with ``of``."""
    before = [item for item in mentions if item.end <= phrase.start and item.kind in _OWNERS]
    if before:
        nearest = max(before, key=lambda item: item.end)
        between = doc[nearest.end : phrase.start]
        if len(between) <= _REACH and all(token.tag_ in _BETWEEN for token in between) and _joins(nearest, between):
            return nearest
    after = phrase.end
    if after < len(doc) and doc[after].lower_ in ("of", "for", "in", "to"):
        after += 1
        while after < len(doc) and doc[after].lower_ in ("the", "of"):
            after += 1
        if doc[phrase.end].lower_ == "of":
            return next((item for item in mentions if item.start == after and item.kind in _OWNERS), None)
    return None


def _fellows(
    doc: Doc, phrase: Span, owner: Mention, joined: Mention, names: Dictionary, mentions: list[Mention]
) -> Iterator[Mention]:
    """Give the mentions of adjectives coordinated with the owner's ("Polish and Lithuanian presidents")."""
    start = owner.start
    for item in sorted(mentions, key=lambda other: -other.end):
        if item.end > start or item.kind not in _OWNERS or phrase.end <= owner.start:
            continue
        between = doc[item.end : start]
        if not between or any(token.lower_ not in _LISTING for token in between):
            return
        if start == owner.start and between[-1].lower_ == ",":
            return
        organ = _organ(item, names, names.suffix(phrase))
        yield Mention(
            item.start, item.end, organ, MentionKind.ORGAN, joined.head, f"{phrase.text.lower()} of {item.actor}"
        )
        start = item.start


def _joins(owner: Mention, between: Span) -> bool:
    """Tell whether words between owner and noun belong to one noun phrase; a list or a number after a name does not."""
    plain_name = owner.kind is not MentionKind.ADJECTIVE and not (between and between[0].tag_ == "POS")
    if plain_name and any(token.tag_ in ("CD", "VBN", "VBG", "RB") for token in between):
        return False
    return not any(token.tag_ == "CC" for token in between) or between[0].tag_ == "POS"


def _organ(owner: Mention, names: Dictionary, suffix: str) -> str:
    actors = names.gazetteer.actors
    actor = actors.get(owner.actor)
    if actor is None:
        return owner.actor
    home = actor.id if actor.kind is ActorKind.COUNTRY else None
    if home is None and owner.kind is not MentionKind.NAME:
        home = actor.country
    organ = f"{home}-{suffix}"
    return organ if home and organ in actors else owner.actor


def _joined(
    doc: Doc,
    phrase: Span,
    owner: Mention,
    organ: str,
    names: Dictionary,
    day: date | None,
    mentions: list[Mention],
    found: list[Actor],
) -> Mention:
    """Give the mention of owner, noun and, where one follows, the person's name."""
    start, end = min(owner.start, phrase.start), max(owner.end, phrase.end)
    former = any(token.lower_ in _FORMER for token in doc[max(0, start - 2) : phrase.end])
    why = f"{doc[start:end].text}: {phrase.text.lower()} of {owner.actor}"
    actors = names.gazetteer.actors
    following = next((item for item in mentions if item.start == end), None)
    if following is not None and following.kind in (MentionKind.PERSON, MentionKind.SURNAME):
        person = actors[following.actor]
        speaks = former or day is None or bool(person.roles_on(day))
        chosen = following.actor if speaks else organ
        return Mention(start, following.end, chosen, MentionKind.PERSON, _head(doc, start, following.end), why)
    run = end
    while run < len(doc) and _proper(doc[run]) and not any(item.covers(run) for item in mentions):
        run += 1
    if run > end and run - end <= 5:
        country = actors[organ].country if organ in actors else None
        role = None if former else Role(organ, phrase.text.lower())
        person = _found_actor(doc[end:run].text, ActorKind.PERSON, country, role)
        found.append(person)
        return Mention(start, run, person.id, MentionKind.FOUND, _head(doc, start, run), why)
    return Mention(start, end, organ, MentionKind.ORGAN, _head(doc, start, end), why)


def owners(mentions: Mentions) -> Iterator[Mention]:
    """Give the mentions that can own an organ or be the home of an agent."""
    return (mention for mention in mentions.all if mention.kind in _OWNERS)
