"""The surnames of a sentence: those of known persons, of strangers, and of whom the document named before."""

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Doc, Span

from communique.extract.actors.abbreviations import is_abbreviation
from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.proper_names import found_actor, is_dating, is_of_site, is_personal
from communique.extract.actors.respelling import leader_spelled_like
from communique.extract.actors.surnames import Context, has_forename
from communique.extract.actors.titles import is_title
from communique.extract.syntax.dates import is_calendar_word
from communique.extract.syntax.words import words_of
from communique.ontology.actors import naming
from communique.ontology.lexicon import cues
from communique.ontology.types import ActorKind, slug

_NUMERALS = frozenset("IVX")
_PARTICIPLE = "ed"


def surname_mentions(
    doc: Doc, spans: Collection[Span], taken: frozenset[int], names: Dictionary, context: Context, named: dict[str, str]
) -> list[Mention]:
    """Give the mentions that surnames make; `spans` are the known ones, `taken` the words that name somebody else.

    A surname whose forenames none of its known bearers has is a stranger's; `named` notes the stranger for later.
    """
    forenames = {span: names.forenames(span, taken) for span in spans}
    strangers = [] if names.idle_words(doc) else [_stranger(doc, span, forenames[span], taken, names) for span in spans]
    made = [item for item in strangers if item is not None]
    named.update({doc[index].text: item.actor for item in made for index in _surname_words(item, spans)})
    for span in spans:
        if _is_in_country(doc, span, taken):
            continue
        if not any(item.covers(span.start) for item in made):
            item = names.mention(span, context, forenames[span])
            made += [item] if item is not None else []
    known = taken.union(index for span in spans for index in range(span.start, span.end))
    made += _named_before(doc, known, names, context)
    made += _spelled_like(doc, known.union(item.start for item in made), names, context)
    return made


def _stranger(doc: Doc, span: Span, forenames: list[str], taken: frozenset[int], names: Dictionary) -> Mention | None:
    """Give the mention of a person with a known surname whose forenames are those of none of its known bearers."""
    if not names.is_strangers(span, forenames) or _NUMERALS.issuperset(span.text) or is_dating(doc[span.end - 1]):
        return None
    words = words_of(doc).written
    start, end = span.start - len(forenames), _surnames_end(words, span.end, taken)
    if end == span.end and _goes_on_small(doc, end, names):
        end += 2
    if not is_personal(words[start:end]) or _goes_on_from(words, start, taken) or _is_of_place(words, start, end):
        return None
    actor = found_actor(doc[start:end].text, ActorKind.PERSON, None)
    why = f"unknown person of the known surname {span.text}"
    return Mention(start, end, actor.id, MentionKind.FOUND, end - 1, why)


def _goes_on_small(doc: Doc, end: int, names: Dictionary) -> bool:
    """Tell whether a name goes on behind a hyphen in small letters ("Lee Sang-min"), not with a word ("Lee-led")."""
    if end + 1 >= len(doc) or doc[end].text != "-" or doc[end - 1].whitespace_ or doc[end].whitespace_:
        return False
    word = doc[end + 1].text
    return word.isalpha() and word.islower() and word not in names.everyday and not word.endswith(_PARTICIPLE)


def _is_of_place(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a word for a place or a process stands beside a name ("the village of My Lai")."""
    sites = cues().sites | cues().places
    if is_of_site(words[end : end + 2]):
        return True
    before = words[start - 2].lower() if start > 1 and words[start - 1].lower() == "of" else ""
    return before in sites or (end < len(words) and words[end] in sites | cues().topics)


def _is_in_country(doc: Doc, span: Span, taken: frozenset[int]) -> bool:
    """Tell whether a surname is that of a place whose country follows ("in Mahara, Sri Lanka")."""
    words = words_of(doc).lowered
    before = words[span.start - 1] if span.start else ""
    return before in cues().where and words[span.end : span.end + 1] == [","] and span.end + 1 in taken


def _surname_words(item: Mention, spans: Collection[Span]) -> Iterator[int]:
    """Give the words by which a stranger may be called again: the last one, and the known surnames in the name."""
    yield item.end - 1
    yield from (span.end - 1 for span in spans if item.start < span.start and span.end <= item.end)


def _surnames_end(words: Sequence[str], end: int, taken: frozenset[int]) -> int:
    """Give where the further surnames behind a surname end ("Jose Manuel Arce Robles", "Ana Lim-Robles")."""
    while end < len(words) and end not in taken:
        word = words[end]
        if word == "-" and end + 1 < len(words) and words[end + 1].istitle() and end + 1 not in taken:
            end += 2
        elif word.istitle() and word.isalpha() and not is_title(word) and not is_calendar_word(word):
            end += 1
        else:
            break
    return end


def _goes_on_from(words: Sequence[str], start: int, taken: frozenset[int]) -> bool:
    """Tell whether words are the further names of somebody whose name stands before ("Hamad bin Isa")."""
    index = start - 1
    while index >= 0 and words[index].lower() in naming().particles:
        index -= 1
    return index in taken and index < start - 1


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
