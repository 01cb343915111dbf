"""The surnames of a sentence: those of known persons, of strangers, and of whom the document named before."""

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span

from communique.extract.actors.abbreviations import is_abbreviation
from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import found_actor, is_personal
from communique.extract.actors.respelling import leader_spelled_like
from communique.extract.actors.surnames import Context, has_forename
from communique.extract.actors.titles import is_title
from communique.extract.syntax.dates import is_calendar_word
from communique.extract.syntax.words import words_of
from communique.ontology.types import ActorKind, slug


def surname_mentions(
    doc: Doc, spans: Collection[Span], taken: frozenset[int], names: Dictionary, context: Context, named: dict[str, str]
) -> list[Mention]:
    """Give the mentions that surnames make; `spans` are the known ones, `taken` the words that name somebody else.

    A surname whose forenames none of its known bearers has is a stranger's; `named` remembers him for later.
    """
    forenames = {span: names.forenames(span, taken) for span in spans}
    strangers = [] if names.idle_words(doc) else [_stranger(doc, span, forenames[span], names) for span in spans]
    made = [item for item in strangers if item is not None]
    named.update({doc[item.end - 1].text: item.actor for item in made})
    for span in spans:
        if not any(item.covers(span.start) for item in made):
            item = names.mention(span, context, forenames[span])
            made += [item] if item is not None else []
    known = taken.union(index for span in spans for index in range(span.start, span.end))
    made += _named_before(doc, known, names, context)
    made += _spelled_like(doc, known.union(item.start for item in made), names, context)
    return made


def _stranger(doc: Doc, span: Span, forenames: list[str], names: Dictionary) -> Mention | None:
    """Give the mention of a person with a known surname whose forenames are those of none of its known bearers."""
    if not names.is_strangers(span, forenames):
        return None
    start = span.start - len(forenames)
    if not is_personal(forenames):
        return None
    actor = found_actor(doc[start : span.end].text, ActorKind.PERSON, None)
    why = f"unknown person of the known surname {span.text}"
    return Mention(start, span.end, actor.id, MentionKind.FOUND, span.end - 1, why)


def _named_before(doc: Doc, known: frozenset[int], names: Dictionary, context: Context) -> Iterator[Mention]:
    """Give the surnames that no list has, of persons whom the document has named in full."""
    words = words_of(doc).written
    for index, word in enumerate(words):
        if word not in context.named or index in known or is_abbreviation(word) or not word[0].isupper():
            continue
        span = doc[index : index + 1]
        actor = context.named[word]
        if doc[index].is_stop or is_calendar_word(word) or not _is_called(actor, names.forenames(span, known), names):
            continue
        kind = MentionKind.SURNAME if actor in names.gazetteer.actors else MentionKind.FOUND
        yield Mention(index, index + 1, actor, kind, index, f"surname {word}, named in full before")


def _is_called(actor_id: str, forenames: list[str], names: Dictionary) -> bool:
    """Tell whether forenames, if any, are those of a person, curated or not."""
    if not forenames:
        return True
    person = names.gazetteer.actors.get(actor_id)
    return has_forename(person, forenames) if person is not None else actor_id.startswith(slug(forenames[0]))


def _spelled_like(doc: Doc, known: frozenset[int], names: Dictionary, context: Context) -> Iterator[Mention]:
    """Give the bare surnames of leaders in another romanisation than the gazetteer's ("Zelenskyi")."""
    if names.idle_words(doc):
        return
    for index, word in enumerate(words_of(doc).written):
        if index in known or not word.istitle() or word in names.given_names or word.lower() in names.everyday:
            continue
        if is_title(word) or names.forenames(doc[index : index + 1], known):
            continue
        actor = leader_spelled_like(word, names.leaders_by_key, names.gazetteer.actors, context.day)
        if actor is not None:
            why = f"surname, spelled like {word}"
            yield Mention(index, index + 1, actor, MentionKind.SURNAME, index, why)
