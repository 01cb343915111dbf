"""Persons with their offices: "Russian Foreign Minister Sergei Lavrov", "the former premier", unknown ones too."""

from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import found_actor, head_of, is_personal, is_proper, name_end, names_nobody
from communique.extract.actors.titles import is_title
from communique.ontology.actors import Actors, naming
from communique.ontology.types import Actor, ActorKind, Role

_LONGEST = 5
# The suffix of the organ that is a country's people, to whom those belong who hold an office no more.
_CITIZENS = "cvl"
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
        chosen = following.actor if former or _serves(following.actor, organ, actors, day) else organ
        head = head_of(doc, start, following.end)
        return Mention(start, following.end, chosen, MentionKind.PERSON, head, why), None
    if following is not None and following.kind is MentionKind.FOUND:
        label = doc[following.start : following.end].text
        person = replace(_found(label, phrase, organ, actors, former=former), id=following.actor)
        head = head_of(doc, start, following.end)
        return Mention(start, following.end, person.id, MentionKind.FOUND, head, why), person
    first = phrase.end if phrase.end < owner.start - 1 else end
    run = _untitled(doc, first, _run(doc, first, mentions))
    if 0 < run[1] - run[0] <= _LONGEST and is_proper(doc[run[0]]) and not names_nobody(doc, *run):
        end = max(end, run[1])
        if (named := _body(doc, phrase, run, organ, actors)) is not None:
            return replace(named[0], start=start, end=end, head=head_of(doc, start, end), why=why), named[1]
        person = _found(doc[run[0] : run[1]].text, phrase, organ, actors, former=former)
        return Mention(start, end, person.id, MentionKind.FOUND, head_of(doc, start, end), why), person
    citizens = f"{actors[organ].country}-{_CITIZENS}" if organ in actors else organ
    if former and citizens in actors:
        organ = citizens
    return Mention(start, end, organ, MentionKind.ORGAN, head_of(doc, start, end), why), None


def _serves(person: str, organ: str, actors: Actors, day: date | None) -> bool:
    """Tell whether a person holds an office on the day: of whatever state, or else of the body that the text names."""
    if not (day is None or actors[person].roles_on(day)):
        return False
    side = actors.side(person, day)
    return side not in actors or actors[side].kind is ActorKind.COUNTRY or side == actors.side(organ, day)


def appointed(
    doc: Doc, joined: Mention, phrase: Span, organ: str, actors: Actors, mentions: list[Mention]
) -> Actor | None:
    """Give the unknown person of whom a noun behind a comma says the office ("Ana Ruiz, a judge in Lima")."""
    if joined.kind is not MentionKind.ORGAN:
        return None
    comma = phrase.start - 1
    while comma > 0 and doc[comma].text != "," and (doc[comma].tag_[:2] in ("JJ", "NN") or doc[comma].tag_ == "DT"):
        comma -= 1
    person = next((item for item in mentions if item.end == comma and item.kind is MentionKind.FOUND), None)
    if person is None or doc[comma].text != ",":
        return None
    label = doc[person.start : person.end].text
    return replace(_found(label, phrase, organ, actors, former=False), id=person.actor)


def _untitled(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Give a run of proper nouns without the titles with which it begins."""
    while start < end and is_title(doc[start].text):
        start += 1
    return start, end


def _body(
    doc: Doc, phrase: Span, run: tuple[int, int], organ: str, actors: Actors
) -> tuple[Mention, Actor | None] | None:
    """Give whom a name after a noun means that is no person's, None if it is a person's.

    An institution has a name of its own ("the newspaper Aftenposten"), a ship has none that acts, and what goes on
    with a noun of institutions is a longer name of the same organ ("the Syrian Air Force Command").
    """
    noun = phrase[-1].lower_
    nouns = {noun, noun.removesuffix("s"), noun.removesuffix("ies") + "y", noun.removesuffix("es")}
    same = Mention(phrase.start, run[1], organ, MentionKind.ORGAN, phrase.start)
    if not nouns.isdisjoint(naming().carriers - naming().institutions):
        return same, None
    country = actors[organ].country if organ in actors else None
    impersonal = not is_personal(token.text for token in doc[run[0] : run[1]])
    if impersonal and (phrase[0].text.islower() or not organ.endswith(f"-{_CITIZENS}")):
        return same, None
    if not impersonal and nouns.isdisjoint(naming().institutions):
        return None
    if phrase[-1].text[0].isupper() and not impersonal:
        return same, None
    start = phrase.start if impersonal else run[0]
    body = found_actor(doc[start : run[1]].text, ActorKind.BODY, country)
    return replace(same, actor=body.id, kind=MentionKind.FOUND), body


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
    if not is_personal(token.text for token in doc[start:end]):
        return None
    closed = end < len(doc) and doc[end].text in (",", ".")
    if not (closed and 2 <= end - start <= _LONGEST):
        return None
    person = _found(doc[start:end].text, phrase, organ, actors, former=False)
    why = f"{phrase.text.lower()} of {actors[organ].country if organ in actors else organ}, set off by commas"
    return Mention(start, end, person.id, MentionKind.FOUND, head_of(doc, start, end), why), person


def _run(doc: Doc, start: int, mentions: list[Mention]) -> int:
    """Give where the proper nouns that begin at a token, and belong to no mention, end."""
    return name_end(doc, start, lambda index: any(item.covers(index) for item in mentions))


def _found(label: str, phrase: Span, organ: str, actors: Actors, *, former: bool) -> Actor:
    country = actors[organ].country if organ in actors else None
    role = None if former else Role(organ, phrase.text.lower())
    return found_actor(label, ActorKind.PERSON, country, role)
