"""Bodies that stand behind a nation or a noun: "Kenya Airways" is no state, "the rebel group PKK" is one party."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import head_of, is_proper
from communique.ontology.actors import Actors, naming
from communique.ontology.types import ActorKind

_NATIONS = frozenset((MentionKind.NAME, MentionKind.ADJECTIVE))
_DESCRIBING = frozenset((MentionKind.ADJECTIVE, MentionKind.ORGAN, MentionKind.NAME))
_MODIFYING = ("JJ", "NN", "HY")
_COMPANIES = "bus"
_LONGEST = 4


def company(doc: Doc, mention: Mention, mentions: Sequence[Mention], actors: Actors) -> Mention:
    """Give the companies of a nation for a name that begins with it ("Korea Gas Corp.", "Air Canada")."""
    actor = actors.get(mention.actor)
    organ = f"{mention.actor}-{_COMPANIES}"
    if mention.kind not in _NATIONS or actor is None or actor.kind is not ActorKind.COUNTRY or organ not in actors:
        return mention
    start, end = mention.start, _end(doc, mention.end, mentions)
    behind = end > mention.end and doc[end - 1].text in naming().companies
    if not behind:
        end = mention.end
        alone = end == len(doc) or not is_proper(doc[end])
        if start and doc[start - 1].text in naming().companies_before and alone:
            start -= 1
    if start == mention.start and end == mention.end:
        return mention
    why = f"company {doc[start:end].text}"
    return Mention(start, end, organ, MentionKind.ORGAN, head_of(doc, start, end), why)


def _end(doc: Doc, start: int, mentions: Sequence[Mention]) -> int:
    """Give where the proper nouns that begin at a token, and belong to no mention, end."""
    end = start
    while end < min(len(doc), start + _LONGEST) and is_proper(doc[end]) and not any(it.covers(end) for it in mentions):
        end += 1
    return end


def with_descriptions(doc: Doc, mentions: Sequence[Mention], actors: Actors) -> list[Mention]:
    """Give mentions with each body one with the noun before its name ("the Kurdish rebel group PKK")."""
    starts = {item.start: _described_from(doc, item, actors) for item in mentions}
    wider = {start: found for start, found in starts.items() if found < start}
    swallowed = [(found, start) for start, found in wider.items()]
    return list(_merged(doc, mentions, wider, swallowed))


def _merged(
    doc: Doc, mentions: Iterable[Mention], wider: dict[int, int], swallowed: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    for item in mentions:
        if item.start in wider:
            start = wider[item.start]
            yield replace(item, start=start, head=head_of(doc, start, item.end))
        elif item.kind not in _DESCRIBING or not any(first <= item.start < last for first, last in swallowed):
            yield item


def _described_from(doc: Doc, mention: Mention, actors: Actors) -> int:
    """Give where the noun phrase begins that says what body a name is; the name itself where there is none."""
    actor, start = actors.get(mention.actor), mention.start
    if mention.kind is not MentionKind.NAME or actor is None or actor.kind is not ActorKind.BODY or not start:
        return mention.start
    if doc[start - 1].text not in naming().institutions:
        return mention.start
    while start and (doc[start - 1].tag_[:2] in _MODIFYING):
        start -= 1
    return start
