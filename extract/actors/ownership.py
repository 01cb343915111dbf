"""To whom a common noun for an organ belongs: "the Iranian foreign ministry", "the ministers of Egypt and Sudan"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import is_proper
from communique.ontology.actors import naming
from communique.ontology.types import ActorKind

_BETWEEN = frozenset(("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBN", "VBG", "CD", "CC", "RB"))
_LISTING = frozenset((",", "and", "or", "&", "-", "/"))
_REACH = 4
OWNERS = frozenset((MentionKind.NAME, MentionKind.ADJECTIVE, MentionKind.CAPITAL, MentionKind.CITY, MentionKind.SEAT))


def owner_of(doc: Doc, phrase: Span, mentions: list[Mention]) -> Mention | None:
    """Give the mention whose organ the phrase is: before it, or after it with ``of``."""
    if phrase.text in naming().located and (there := _place_after(doc, phrase, mentions)) is not None:
        return there
    before = [item for item in mentions if item.end <= phrase.start and item.kind in OWNERS]
    if before:
        nearest = max(before, key=lambda item: item.end)
        between = doc[nearest.end : phrase.start]
        if len(between) <= _REACH and all(token.tag_ in _BETWEEN for token in between) and _joins(nearest, between):
            return nearest
    return _owner_after(doc, phrase, mentions)


def _owner_after(doc: Doc, phrase: Span, mentions: list[Mention]) -> Mention | None:
    """Give whom the phrase belongs to by ``of``, also behind a person's name; or by ``in`` its capital."""
    index = phrase.end
    while index < min(len(doc), phrase.end + _REACH) and is_proper(doc[index]) and not _covered(index, mentions):
        index += 1
    if index == len(doc) or doc[index].lower_ not in ("of", "in"):
        return None
    seated = doc[index].lower_ == "in"
    resident = seated and index == phrase.end and _is_apposed(doc, phrase)
    if (
        seated
        and not resident
        and (index > phrase.end or phrase.text.lower() not in naming().seated | _ministries(phrase))
    ):
        return None
    index += 1
    while index < len(doc) and doc[index].lower_ in ("the", "of"):
        index += 1
    kinds = frozenset((MentionKind.CAPITAL,)) if seated and not resident else OWNERS
    return next((item for item in mentions if item.start == index and item.kind in kinds), None)


def _place_after(doc: Doc, phrase: Span, mentions: list[Mention]) -> Mention | None:
    """Give where an institution stands by the words behind its name ("the American University in Cairo")."""
    if doc[phrase.end : phrase.end + 1].text not in ("of", "in"):
        return None
    return next((item for item in mentions if item.start == phrase.end + 1 and item.kind in OWNERS), None)


def _is_apposed(doc: Doc, phrase: Span) -> bool:
    """Tell whether a noun behind a comma says who somebody is ("Ana Ruiz, a judge in Lima")."""
    start = phrase.start - 1
    while start > 0 and doc[start].tag_[:2] in ("JJ", "NN"):
        start -= 1
    return (
        start > 1
        and doc[start].lower_ in ("a", "an", "the")
        and doc[start - 1].text == ","
        and is_proper(doc[start - 2])
    )


def _ministries(phrase: Span) -> frozenset[str]:
    """Give the phrase itself if it names a ministry."""
    words = phrase.text.lower()
    return frozenset((words,)) if naming().seated & frozenset((words.split()[0], words.split()[-1])) else frozenset()


def _covered(index: int, mentions: list[Mention]) -> bool:
    return any(item.covers(index) for item in mentions)


def fellows_of(
    doc: Doc, phrase: Span, owner: Mention, joined: Mention, names: Dictionary, mentions: list[Mention]
) -> Iterator[Mention]:
    """Give the mentions of adjectives coordinated with the owner's ("Polish and Lithuanian presidents")."""
    if phrase.end <= owner.start:
        yield from _fellows_after(doc, phrase, owner, joined, names, mentions)
        return
    start = owner.start
    for item in sorted(mentions, key=lambda other: -other.end):
        if item.end > start or item.kind not in OWNERS:
            continue
        between = doc[item.end : start]
        if not between or any(token.lower_ not in _LISTING for token in between):
            return
        if start == owner.start and between[-1].lower_ == ",":
            return
        organ = organ_of(item, names, names.suffix(phrase))
        yield Mention(
            item.start, item.end, organ, MentionKind.ORGAN, joined.head, f"{phrase.text.lower()} of {item.actor}"
        )
        start = item.start


def _fellows_after(
    doc: Doc, phrase: Span, owner: Mention, joined: Mention, names: Dictionary, mentions: list[Mention]
) -> Iterator[Mention]:
    """Give the mentions coordinated with the owner behind ``of`` ("the foreign ministers of Egypt and Sudan")."""
    end = owner.end
    for item in sorted(mentions, key=lambda other: other.start):
        if item.start < end or item.kind not in OWNERS or phrase[-1].tag_ != "NNS":
            continue
        between = doc[end : item.start]
        if not between or any(token.lower_ not in _LISTING and token.lower_ != "the" for token in between):
            return
        organ = organ_of(item, names, names.suffix(phrase))
        yield Mention(
            item.start, item.end, organ, MentionKind.ORGAN, joined.head, f"{phrase.text.lower()} of {item.actor}"
        )
        end = item.end


def _joins(owner: Mention, between: Span) -> bool:
    """Tell whether words between owner and noun belong to one noun phrase; a list or a number after a name does not."""
    plain_name = owner.kind is not MentionKind.ADJECTIVE and not (between and between[0].tag_ == "POS")
    if len(between) > 1 and between[0].text == "-" and between[1].lower_ in naming().dependence:
        return False
    if plain_name and any(token.tag_ in ("CD", "VBN", "VBG", "RB") for token in between):
        return False
    return not any(token.tag_ == "CC" for token in between) or between[0].tag_ == "POS"


def organ_of(owner: Mention, names: Dictionary, suffix: str) -> str:
    """Give the organ of an owner with a suffix ("Chinese" and ``mil``: ``chn-mil``), the owner where there is none."""
    actors = names.gazetteer.actors
    actor = actors.get(owner.actor)
    if actor is None:
        return owner.actor
    home = actor.id if actor.kind is ActorKind.COUNTRY else None
    if home is None and owner.kind is not MentionKind.NAME:
        home = actor.country
    organ = f"{home}-{suffix}"
    return organ if home and organ in actors else owner.actor
