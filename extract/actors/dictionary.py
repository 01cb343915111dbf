"""Finding the gazetteer's names in a sentence, and choosing between those who share a name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from communique.extract.actors.cues import IdleWords, idle_words, is_near
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.respelling import by_key, leaders_by_key
from communique.extract.actors.surnames import (
    Commonness,
    Context,
    bearer,
    forenames_start,
    has_forename,
    may_be_called,
    title_before,
)
from communique.extract.actors.titles import is_title
from communique.extract.actors.trie import Trie, longest_spans, trie_of
from communique.extract.syntax.dates import is_calendar_word
from communique.extract.syntax.lemmas import everyday_words, words_listed
from communique.extract.syntax.words import text_of, words_of
from communique.ontology.actors import Ambiguity, Gazetteer, folded, is_given_name, naming
from communique.ontology.types import Actor, ActorKind, Name, NameKind

_ORDER = {kind: rank for rank, kind in enumerate(NameKind)}
# Tokenisers take it together with the full stop of a sentence ("attacked the KLF/N.").
_INITIAL_LAST = re.compile(r"[-/][A-Z]\Z")
_ADJECTIVES = "*adjective"
_GOODS_LENGTH = 3
# Shorter words in capitals are abbreviations more often than names.
_ODD_LENGTH = 5
_CONSONANTS = re.compile(r"(?i)[^aeiouy\W\d_]{3}")
_PHRASES = "communique nouns for organs"
_IDLE = "communique words of sport, weather or cooking"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The gazetteer made ready for matching with one pipeline's tokeniser."""

    gazetteer: Gazetteer
    spellings: Trie
    accented: frozenset[str]
    organs: Trie
    names: Mapping[str, tuple[Name, ...]]
    cues: Mapping[str, tuple[Ambiguity, ...]]
    given_names: frozenset[str]
    everyday: frozenset[str]
    nouns: frozenset[str]
    idle: IdleWords
    goods: Trie
    by_key: Mapping[str, str]
    leaders_by_key: Mapping[str, tuple[Name, ...]]
    surnames: Mapping[str, tuple[str, ...]]

    def matches(self, doc: Doc) -> list[Span]:
        """Give the longest spans that are spelled like a name, leftmost first, without overlap."""
        words = [self._usual(word) for word in words_of(doc).written]
        return [doc[start:end] for start, end in longest_spans(self.spellings, words)]

    def _usual(self, word: str) -> str:
        """Give a word in odd capitals ("iSrael", "UKRAINE") or with accents as names are written, if one begins so."""
        if not word.isascii() and word not in self.accented:
            word = folded(word)
        if word in self.spellings.following or word.islower():
            return word
        if word.istitle():
            return word.upper() if self._is_short_form(word) else word
        if len(word) < _ODD_LENGTH:
            return word
        usual = word.capitalize()
        return usual if usual in self.spellings.following else word

    def _is_short_form(self, word: str) -> bool:
        """Tell whether a word that nobody can pronounce is a short form written as a word ("Fmln" for FMLN)."""
        return _CONSONANTS.search(word) is not None and word.upper() in self.spellings.following

    def _name_of(self, span: Span) -> str:
        """Give the name that a span from `matches` is, in usual capitals."""
        text = text_of(span)
        if text in self.names:
            return text
        return " ".join(self._usual(word) for word in words_of(span.doc).written[span.start : span.end])

    def phrases(self, doc: Doc) -> list[Span]:
        """Give the longest spans that are a common noun phrase for an organ (``foreign ministry``)."""
        known: list[tuple[int, int]] | None = doc.user_data.get(_PHRASES)
        if known is None:
            words = words_of(doc).lowered
            spans = longest_spans(self.organs, words)
            known = doc.user_data[_PHRASES] = [span for span in spans if span[1] == len(words) or words[span[1]] != "-"]
        return [doc[start:end] for start, end in known]

    def suffix(self, phrase: Span) -> str:
        """Give the organ suffix that a phrase from `phrases` means."""
        return self.gazetteer.organs[text_of(phrase).lower()]

    def mention(self, span: Span, context: Context, forenames: Sequence[str] = ()) -> Mention | None:
        """Give the mention that a span from `matches` is, or None where it means no actor here.

        `forenames` are the words before a surname that belong to the name.
        """
        names = self.names.get(self._name_of(span), ())
        verdict = self._verdict(span)
        if verdict == "none":
            return None
        if verdict is not None:
            return Mention(span.start, span.end, verdict, MentionKind.NAME, span.end - 1, "context")
        name = self._choose(names, span, context, forenames)
        if name is None:
            return None
        known = name.actor in self.gazetteer.actors
        if not known and name.kind is not NameKind.SURNAME:
            return None
        kind = MentionKind(name.kind.value) if known else MentionKind.FOUND
        start = span.start - len(forenames)
        return Mention(start, span.end, name.actor, kind, span.end - 1, f"{name.kind.value} {span.text}")

    def is_surname(self, span: Span) -> bool:
        """Tell whether a span from `matches` can only be a surname; some places are behind a given name."""
        name = self._name_of(span)
        if name in naming().surnames and span.start:
            before = words_of(span.doc).written[span.start - 1]
            return before in self.given_names or is_given_name(before)
        return all(item.kind is NameKind.SURNAME for item in self.names.get(name, ()))

    def forenames(self, span: Span, taken: frozenset[int]) -> list[str]:
        """Give the words before a surname that belong to the name; those that are `taken` name somebody else."""
        words = words_of(span.doc).written
        return words[forenames_start(words, span.start, taken, self.given_names, self.everyday) : span.start]

    def is_strangers(self, span: Span, forenames: Sequence[str]) -> bool:
        """Tell whether forenames contradict those of all known bearers of a surname."""
        actors = self.gazetteer.actors
        known = self.names.get(self._name_of(span), ())
        return bool(forenames) and not any(has_forename(actors[name.actor], forenames) for name in known)

    def idle_words(self, doc: Doc) -> str:
        """Give the words by which a whole sentence means no actors (sport, weather, cooking), empty if none."""
        known: str | None = doc.user_data.get(_IDLE)
        if known is None:
            known = doc.user_data[_IDLE] = self.idle.longest(doc)
        return known

    def is_refused(self, span: Span) -> bool:
        """Tell whether its context says that a span from `matches` is no actor."""
        return self._verdict(span) == "none"

    def _verdict(self, span: Span) -> str | None:
        name = self._name_of(span)
        items = self.cues.get(name) or self.cues.get(name.removeprefix("the ").removeprefix("The "), ())
        text = words_of(span.doc).text if items else ""
        found = [(len(cue), item.verdict) for item in items for cue in item.cues or ("",) if is_near(cue, span, text)]
        if idle := self.idle_words(span.doc):
            found.append((len(idle), "none"))
        if goods := self._goods(span):
            found.append((len(goods), "none"))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _goods(self, span: Span) -> str:
        """Give the goods, dish or animal of which a nationality says the sort ("a Turkish rug"), empty if none."""
        if span.end == len(span.doc) or not any(
            name.kind is NameKind.ADJECTIVE for name in self.names.get(text_of(span), ())
        ):
            return ""
        words = words_of(span.doc).lowered[span.end : span.end + _GOODS_LENGTH]
        return span.doc[span.end : span.end + self.goods.longest(words, 0)].text

    def _choose(self, names: tuple[Name, ...], span: Span, context: Context, forenames: Sequence[str]) -> Name | None:
        others = [name for name in names if name.kind is not NameKind.SURNAME]
        if others:
            return min(others, key=lambda name: self._rank(name, context.day))
        if not names or span.text.islower() or (_is_everyday(span) and not _is_person(span, context.named)):
            return None
        actors = self.gazetteer.actors
        title = title_before(span.doc, span.start - len(forenames))
        bearers = [name for name in names if not forenames or may_be_called(actors[name.actor], title, forenames)]
        person = bearer(bearers, span, context, actors, self._commonness(span.text, forenames))
        return Name(span.text, person, NameKind.SURNAME) if person is not None else None

    def _commonness(self, surname: str, forenames: Sequence[str]) -> Commonness:
        if not forenames and surname in self.given_names:
            return Commonness.GIVEN
        return Commonness.COMMON if surname.lower() in self.nouns else Commonness.RARE

    def _rank(self, name: Name, day: date | None) -> tuple[int, int, str]:
        actor = self.gazetteer.actors.get(name.actor)
        home = (
            self.gazetteer.actors.get(actor.country)
            if actor and actor.kind is ActorKind.BODY and actor.country
            else None
        )
        outdated = actor is not None and not (_current(actor, day) and (home is None or _current(home, day)))
        return (int(outdated), _ORDER[name.kind], name.actor)


def dictionary(gazetteer: Gazetteer, nlp: Language) -> Dictionary:
    """Give the gazetteer ready for matching; names are compared letter by letter, organ phrases without case."""
    by_text: dict[str, list[Name]] = defaultdict(list)
    for name in gazetteer.names:
        for text in (*_spellings(name.text), *_joined(name)):
            by_text[text].append(name)
    cues: dict[str, list[Ambiguity]] = defaultdict(list)
    for item in gazetteer.ambiguities:
        cues[item.name].append(item)
    return Dictionary(
        gazetteer,
        trie_of(nlp, {*by_text, *cues} - {"*", _ADJECTIVES}),
        frozenset(word for text in by_text if not text.isascii() for word in text.split() if not word.isascii()),
        trie_of(nlp, gazetteer.organs),
        {text: tuple(names) for text, names in by_text.items()},
        {text: tuple(items) for text, items in cues.items()},
        _given_names(gazetteer),
        everyday_words(nlp),
        words_listed(nlp, "noun"),
        idle_words(nlp, cues.get("*", ())),
        trie_of(nlp, (cue for item in cues.get(_ADJECTIVES, ()) for cue in item.cues)),
        by_key(gazetteer.names),
        leaders_by_key(gazetteer.names, gazetteer.actors),
        _surnames(gazetteer.names),
    )


def _given_names(gazetteer: Gazetteer) -> frozenset[str]:
    persons = (actor for actor in gazetteer.actors.values() if actor.kind is ActorKind.PERSON)
    return frozenset(first for person in persons if " " in person.label and len(first := person.label.split()[0]) > 2)


def _surnames(names: Iterable[Name]) -> dict[str, tuple[str, ...]]:
    """Give the surnames of every person."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.kind is NameKind.SURNAME:
            found[name.actor].append(name.text)
    return {actor: tuple(texts) for actor, texts in found.items()}


def _is_everyday(span: Span) -> bool:
    """Tell whether a surname is also an English function word (``He``) or a month."""
    return span.doc[span.start].is_stop or is_calendar_word(span.text)


def _is_person(span: Span, named: Mapping[str, str]) -> bool:
    """Tell whether an everyday word is a surname here: a title stands before it, or it was named and dates nothing."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if is_title(before):
        return True
    dating = before in naming().dating or (span.end < len(span.doc) and span.doc[span.end].is_digit)
    return span.text in named and not span.doc[span.start].is_stop and not dating


def _spellings(text: str) -> tuple[str, ...]:
    """Give a name as it is, with typographic apostrophe, with its article or its last initial where a sentence ends."""
    if "'" in text:
        return (text, text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    if _INITIAL_LAST.search(text):
        return (text, f"{text}.")
    return (text, f"T{text[1:]}") if text.startswith("the ") else (text,)


def _joined(name: Name) -> tuple[str, ...]:
    """Give an adjective of two words as it stands with a hyphen before a noun ("North-Korean", "Saudi-Arabian")."""
    joins = name.kind in (NameKind.ADJECTIVE, NameKind.DEMONYM) and name.text.count(" ") == 1
    return (name.text.replace(" ", "-"),) if joins else ()


def _current(actor: Actor, day: date | None) -> bool:
    """Tell whether an actor is there on a day; if that is unknown, whether it has come to no end."""
    if actor.kind is ActorKind.PERSON:
        return bool(actor.roles_on(day))
    return actor.period.end is None if day is None else actor.period.covers(day)
