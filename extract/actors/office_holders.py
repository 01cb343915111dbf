"""Persons with their offices: "Russian Foreign Minister Sergei Lavrov", "the former premier", unknown ones too."""

from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import found_actor, head_of, is_proper
from communique.ontology.actors import Actors, naming
from communique.ontology.types import Actor, ActorKind, Role

_LONGEST = 5
_POSTED = frozenset(("to", "at", "for", "in", "with"))


def holder(
    doc: Doc,
    phrase: Span,
    owner: Mention,
    organ: str,
    actors: Actors,
    day: date | None,
    mentions: list[Mention],
) -> tuple[Mention, Actor | None]:
    """Give the mention of owner, noun and, where one follows, the person's name; and who was found by it."""
    start, end = min(owner.start, phrase.start), max(owner.end, phrase.end)
    former = any(token.lower_ in naming().former for token in doc[max(0, start - 2) : phrase.end])
    why = f"{doc[start:end].text}: {phrase.text.lower()} of {owner.actor}"
    following = next((item for item in mentions if item.start == end), None)
    if following is not None and following.kind in (MentionKind.PERSON, MentionKind.SURNAME):
        serves = former or day is None or bool(actors[following.actor].roles_on(day))
        chosen = following.actor if serves else organ
        head = head_of(doc, start, following.end)
        return Mention(start, following.end, chosen, MentionKind.PERSON, head, why), None
    if following is not None and following.kind is MentionKind.FOUND:
        label = doc[following.start : following.end].text
        person = replace(_found(label, phrase, organ, actors, former=former), id=following.actor)
        head = head_of(doc, start, following.end)
        return Mention(start, following.end, person.id, MentionKind.FOUND, head, why), person
    inner = (phrase.end, owner.start - 1) if phrase.end < owner.start - 1 else None
    run = inner or (end, _run(doc, end, mentions))
    if 0 < run[1] - run[0] <= _LONGEST and is_proper(doc[run[0]]):
        end = max(end, run[1])
        person = _found(doc[run[0] : run[1]].text, phrase, organ, actors, former=former)
        return Mention(start, end, person.id, MentionKind.FOUND, head_of(doc, start, end), why), person
    if former and organ in actors:
        person = found_actor(f"former {phrase.text.lower()}", ActorKind.PERSON, actors[organ].country)
        return Mention(start, end, person.id, MentionKind.FOUND, head_of(doc, start, end), why), person
    return Mention(start, end, organ, MentionKind.ORGAN, head_of(doc, start, end), why), None


def introduced(
    doc: Doc, phrase: Span, joined: Mention, organ: str, actors: Actors, mentions: list[Mention]
) -> tuple[Mention, Actor] | None:
    """Give the unknown person whom commas set off after an office ("Norway's envoy to Kenya, Lise Brokkerud, …")."""
    if joined.kind is not MentionKind.ORGAN:
        return None
    index = joined.end
    if index < len(doc) and doc[index].lower_ in _POSTED:
        index = next((item.end for item in mentions if index < item.start <= index + 2), index)
    if index >= len(doc) or doc[index].text != ",":
        return None
    start, end = index + 1, _run(doc, index + 1, mentions)
    closed = end < len(doc) and doc[end].text in (",", ".")
    if not (closed and 2 <= end - start <= _LONGEST):
        return None
    person = _found(doc[start:end].text, phrase, organ, actors, former=False)
    why = f"{phrase.text.lower()} of {actors[organ].country if organ in actors else organ}, set off by commas"
    return Mention(start, end, person.id, MentionKind.FOUND, head_of(doc, start, end), why), person


def _run(doc: Doc, start: int, mentions: list[Mention]) -> int:
    """Give where the proper nouns that begin at a token, and belong to no mention, end."""
    end = start
    while end < len(doc) and is_proper(doc[end]) and not any(item.covers(end) for item in mentions):
        end += 1
    return end


def _found(label: str, phrase: Span, organ: str, actors: Actors, *, former: bool) -> Actor:
    country = actors[organ].country if organ in actors else None
    role = None if former else Role(organ, phrase.text.lower())
    return found_actor(label, ActorKind.PERSON, country, role)
