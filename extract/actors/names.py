"""Actor names of a sentence that the gazetteer alone recognises, before any parse."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from communique.extract.actors.abbreviations import defined, definitions, is_abbreviation
from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.homonyms import relocated
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import found_actor, names_nobody
from communique.extract.actors.respelling import respelled_persons
from communique.extract.actors.strangers import surname_mentions
from communique.extract.actors.surnames import Context
from communique.extract.syntax.words import words_of
from communique.ontology.actors import naming
from communique.ontology.lexicon import cues
from communique.ontology.types import ActorKind

REFUSED = "communique names that mean no actor"


def name_mentions(doc: Doc, names: Dictionary, day: date | None, named: dict[str, str]) -> tuple[Mention, ...]:
    """Give the mentions that the gazetteer alone recognises; needs no tags and no parse.

    `named` maps to actors the surnames and abbreviations that the document introduced; new abbreviations are added.
    """
    spans = names.matches(doc)
    found = _named_by(doc, spans, names, day, named)
    doc.user_data[REFUSED] = _refused(doc, spans, names)
    for definition in definitions(doc):
        known = defined(definition, found)
        if known is not None:
            named[definition.short] = known.actor
        elif definition.start < definition.end and not names_nobody(doc, definition.start, definition.end):
            found = [item for item in found if item.end <= definition.start or item.start >= definition.end]
            actor = found_actor(doc[definition.start : definition.end].text, ActorKind.BODY, None)
            named[definition.short] = actor.id
            why = f"unknown name, abbreviated {definition.short}"
            found.append(
                Mention(definition.start, definition.end, actor.id, MentionKind.FOUND, definition.end - 1, why)
            )
    return tuple(sorted(_with_abbreviations(doc, found, named), key=lambda item: item.start))


def _named_by(doc: Doc, spans: list[Span], names: Dictionary, day: date | None, named: dict[str, str]) -> list[Mention]:
    """Give the mentions of the gazetteer's names, and of strangers with a known surname; remember the persons."""
    spans = [span for span in spans if not _is_person_again(doc, span, names, named)]
    surnames = [span for span in spans if names.is_surname(span)]
    context = Context(day, named)
    found = [item for span in spans if span not in surnames and (item := names.mention(span, context)) is not None]
    found = relocated(doc, found, names.gazetteer.actors)
    respelled = [] if names.idle_words(doc) else list(respelled_persons(doc, found, names.by_key))
    found = [item for item in found if not any(other.covers(item.start) for other in respelled)] + respelled
    for item in found:
        if item.kind is MentionKind.PERSON:
            named.update(dict.fromkeys((*names.surnames.get(item.actor, ()), doc[item.end - 1].text), item.actor))
    found = [_with_surname(item, surnames) for item in found]
    actors = names.gazetteer.actors
    homes = frozenset(home for item in found if item.actor in actors and (home := actors[item.actor].country))
    taken = frozenset(index for item in found for index in range(item.start, item.end))
    surnames = [span for span in surnames if span.start not in taken]
    return found + surname_mentions(doc, surnames, taken, names, Context(day, named, homes), named)


def _with_surname(mention: Mention, surnames: list[Span]) -> Mention:
    """Give a person's mention with the second surname behind it, which is nobody else's ("Rodrigo Chaves Robles")."""
    end = next((span.end for span in surnames if span.start == mention.end), mention.end)
    return replace(mention, end=end, head=end - 1) if mention.kind is MentionKind.PERSON else mention


def _is_person_again(doc: Doc, span: Span, names: Dictionary, named: dict[str, str]) -> bool:
    """Tell whether a place's name is the surname of a stranger named before, and stands where no place does."""
    if span.text not in naming().surnames or span.text not in named or named[span.text] in names.gazetteer.actors:
        return False
    before = words_of(doc).lowered[span.start - 1] if span.start else ""
    return before not in cues().where | cues().whither


def _refused(doc: Doc, spans: list[Span], names: Dictionary) -> frozenset[tuple[int, int]]:
    """Give the names that mean no actor here: the whole sentence in sport and weather."""
    if len(doc) and names.idle_words(doc):
        return frozenset(((0, len(doc)),))
    return frozenset((span.start, span.end) for span in spans if names.is_refused(span))


def _with_abbreviations(doc: Doc, found: list[Mention], named: dict[str, str]) -> Iterator[Mention]:
    """Give mentions together with the short forms that the document has defined: its word counts before any list."""
    written = words_of(doc).written
    short = [index for index, word in enumerate(written) if word in named and is_abbreviation(word)]
    for item in found:
        if not (item.end - item.start == 1 and item.start in short):
            yield item
    for index in short:
        if not any(item.covers(index) for item in found if item.end - item.start > 1):
            word = written[index]
            yield Mention(index, index + 1, named[word], MentionKind.NAME, index, f"abbreviation {word}")
