"""Finding the gazetteer's names in a sentence, and choosing between those who share a name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.respelling import by_key
from communique.extract.actors.titles import is_title
from communique.extract.actors.trie import Trie, longest_spans
from communique.extract.syntax.dates import is_calendar_word
from communique.extract.syntax.words import words_of
from communique.ontology.actors import Ambiguity, Gazetteer, is_given_name, naming
from communique.ontology.types import Actor, ActorKind, Name, NameKind, Role

_ORDER = {kind: rank for rank, kind in enumerate(NameKind)}
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*\Z")
_LEADING = ("-head", "-pm")
_FOREIGN = "-mfa"
_ADJECTIVES = "*adjective"
_GOODS_LENGTH = 3
# Shorter words in capitals are abbreviations more often than names.
_ODD_LENGTH = 5
_PHRASES = "communique nouns for organs"
_IDLE = "communique words of sport, weather or cooking"
_REMEMBERED_YEARS = 10


@dataclass(frozen=True, slots=True)
class IdleWords:
    """Words by which a sentence means no actors: as they are written, in any case, and as patterns."""

    exact: Trie
    loose: Trie
    patterns: tuple[re.Pattern[str], ...]

    def longest(self, doc: Doc) -> str:
        """Give the longest of them that stands in a sentence, empty if none does."""
        words = words_of(doc)
        exact, loose = longest_spans(self.exact, words.written), longest_spans(self.loose, words.lowered)
        found = [doc[start:end].text for start, end in (*exact, *loose)]
        found += [match.group() for pattern in self.patterns if (match := pattern.search(words.text))]
        return max(found, key=len, default="")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The gazetteer made ready for matching with one pipeline's tokeniser."""

    gazetteer: Gazetteer
    spellings: Trie
    organs: Trie
    names: Mapping[str, tuple[Name, ...]]
    cues: Mapping[str, tuple[Ambiguity, ...]]
    given_names: frozenset[str]
    idle: IdleWords
    goods: Trie
    by_key: Mapping[str, str]

    def matches(self, doc: Doc) -> list[Span]:
        """Give the longest spans that are spelled like a name, leftmost first, without overlap."""
        words = [self._capitalised(word) for word in words_of(doc).written]
        return [doc[start:end] for start, end in longest_spans(self.spellings, words)]

    def _capitalised(self, word: str) -> str:
        """Give a word in odd capitals ("iSrael", "UKRAINE") as names are written, if a name begins like that."""
        if word.islower() or word.istitle() or len(word) < _ODD_LENGTH or word in self.spellings.following:
            return word
        usual = word.capitalize()
        return usual if usual in self.spellings.following else word

    def _name_of(self, span: Span) -> str:
        """Give the name that a span from `matches` is, in usual capitals."""
        return span.text if span.text in self.names else " ".join(self._capitalised(token.text) for token in span)

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
        return self.gazetteer.organs[phrase.text.lower()]

    def mention(self, span: Span, day: date | None, named: Mapping[str, str]) -> Mention | None:
        """Give the mention that a span from `matches` is, or None where it means no actor here.

        `named` maps surnames to the persons whom the document has already named in full.
        """
        names = self.names.get(self._name_of(span), ())
        verdict = self._verdict(span)
        if verdict == "none":
            return None
        if verdict is not None:
            return Mention(span.start, span.end, verdict, MentionKind.NAME, span.end - 1, "context")
        name = self._choose(names, span, day, named)
        if name is None or name.actor not in self.gazetteer.actors:
            return None
        kind = MentionKind(name.kind.value)
        return Mention(span.start, span.end, name.actor, kind, span.end - 1, f"{name.kind.value} {span.text}")

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
        found = [(len(cue), item.verdict) for item in items for cue in item.cues or ("",) if _near(cue, span, text)]
        if idle := self.idle_words(span.doc):
            found.append((len(idle), "none"))
        if goods := self._goods(span):
            found.append((len(goods), "none"))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _goods(self, span: Span) -> str:
        """Give the goods, dish or animal of which a nationality says the sort ("a Turkish rug"), empty if none."""
        if span.end == len(span.doc) or not any(
            name.kind is NameKind.ADJECTIVE for name in self.names.get(span.text, ())
        ):
            return ""
        words = words_of(span.doc).lowered[span.end : span.end + _GOODS_LENGTH]
        return span.doc[span.end : span.end + self.goods.longest(words, 0)].text

    def _choose(self, names: tuple[Name, ...], span: Span, day: date | None, named: Mapping[str, str]) -> Name | None:
        others = [name for name in names if name.kind is not NameKind.SURNAME]
        if others:
            return min(others, key=lambda name: self._rank(name, day))
        if not names or span.text.islower() or (_is_everyday(span) and not _is_person(span, named)):
            return None
        names = tuple(name for name in names if self._goes_with(span, self.gazetteer.actors[name.actor]))
        if names and span.text in named:
            return Name(span.text, named[span.text], NameKind.SURNAME)
        return self._best_known(names, span, day)

    def _best_known(self, names: tuple[Name, ...], span: Span, day: date | None) -> Name | None:
        """Give the bearer of a surname whom a newspaper need not introduce, None where that is not one person.

        That is the only one in office; else the one whose title stands before the name; else the holder of a
        prominent office; else the only leader or foreign minister among them; else the only one who was that in
        the years before.
        """
        actors = self.gazetteer.actors
        offices = {name: actors[name.actor].roles_on(day) for name in names}
        serving = [name for name in names if offices[name]]
        titled = [name for name in serving if any(_is_called(role, span) for role in offices[name])]
        prominent = [
            name for name in serving if any(f"{role.body} {role.title}" in naming().prominent for role in offices[name])
        ]
        leading = [name for name in serving if _leads(offices[name], *_LEADING)]
        speaking = [name for name in serving if _leads(offices[name], *_LEADING, _FOREIGN)]
        for chosen in (serving, titled, prominent, leading, speaking):
            if len({name.actor for name in chosen}) == 1:
                return chosen[0]
        if serving or day is None:
            return None
        remembered = [name for name in names if _led_before(actors[name.actor], day)]
        return remembered[0] if len({name.actor for name in remembered}) == 1 else None

    def _goes_with(self, span: Span, person: Actor) -> bool:
        """Tell whether the word before a surname is no given name, or the initial of this person's."""
        index = span.start - 1
        while index > 0 and len(span.doc[index].text) == 2 and span.doc[index].text[1] == ".":
            index -= 1
        before = span.doc[index].text if index >= 0 else ""
        given = is_given_name(before) or (before in self.given_names and before not in self.names)
        if not given or is_title(before):
            return True
        return any(alias[:1] == before[:1] and " " in alias for alias in (person.label, *person.aliases))

    def _rank(self, name: Name, day: date | None) -> tuple[int, int, str]:
        actor = self.gazetteer.actors.get(name.actor)
        home = (
            self.gazetteer.actors.get(actor.country)
            if actor and actor.kind is ActorKind.BODY and actor.country
            else None
        )
        outdated = (
            day is not None
            and actor is not None
            and not (_current(actor, day) and (home is None or _current(home, day)))
        )
        return (int(outdated), _ORDER[name.kind], name.actor)


def dictionary(gazetteer: Gazetteer, nlp: Language) -> Dictionary:
    """Give the gazetteer ready for matching; names are compared letter by letter, organ phrases without case."""
    by_text: dict[str, list[Name]] = defaultdict(list)
    for name in gazetteer.names:
        for text in _spellings(name.text):
            by_text[text].append(name)
    cues: dict[str, list[Ambiguity]] = defaultdict(list)
    for item in gazetteer.ambiguities:
        cues[item.name].append(item)
    return Dictionary(
        gazetteer,
        _trie(nlp, {*by_text, *cues} - {"*", _ADJECTIVES}),
        _trie(nlp, gazetteer.organs),
        {text: tuple(names) for text, names in by_text.items()},
        {text: tuple(items) for text, items in cues.items()},
        _given_names(gazetteer),
        _idle(nlp, cues.get("*", ())),
        _trie(nlp, (cue for item in cues.get(_ADJECTIVES, ()) for cue in item.cues)),
        by_key(gazetteer.names),
    )


def _trie(nlp: Language, texts: Iterable[str]) -> Trie:
    """Give the trie of texts, split as the pipeline splits them (plain words need no tokeniser for that)."""
    trie = Trie()
    for text in texts:
        trie.add(text.split() if _PLAIN.match(text) else [token.text for token in nlp.make_doc(text)])
    return trie


def _idle(nlp: Language, items: Iterable[Ambiguity]) -> IdleWords:
    every = [cue for item in items for cue in item.cues]
    return IdleWords(
        _trie(nlp, (cue for cue in every if not _is_pattern(cue) and not cue.islower())),
        _trie(nlp, (cue for cue in every if not _is_pattern(cue) and cue.islower())),
        tuple(re.compile(cue[1:-1], re.IGNORECASE) for cue in every if _is_pattern(cue)),
    )


def _is_pattern(cue: str) -> bool:
    return len(cue) > 2 and cue[0] == cue[-1] == "/"


def _given_names(gazetteer: Gazetteer) -> frozenset[str]:
    persons = (actor for actor in gazetteer.actors.values() if actor.kind is ActorKind.PERSON)
    return frozenset(first for person in persons if " " in person.label and len(first := person.label.split()[0]) > 2)


def _is_called(role: Role, span: Span) -> bool:
    """Tell whether the word before a name begins or ends the title of a role ("Secretary Clinton")."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return bool(before) and before in (role.title.split()[0], role.title.split()[-1])


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


def _leads(roles: Iterable[Role], *organs: str) -> bool:
    return any(role.body.endswith(organs) for role in roles)


def _led_before(person: Actor, day: date) -> bool:
    ended = [
        int(role.period.end[:4]) for role in person.roles if role.period.end and _leads([role], *_LEADING, _FOREIGN)
    ]
    return any(day.year - _REMEMBERED_YEARS <= year <= day.year for year in ended)


def _spellings(text: str) -> tuple[str, ...]:
    """Give a name as it is, with typographic apostrophe, and with its article at the head of a sentence."""
    if "'" in text:
        return (text, text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    return (text, f"T{text[1:]}") if text.startswith("the ") else (text,)


def _current(actor: Actor, day: date) -> bool:
    if actor.kind is ActorKind.PERSON:
        return bool(actor.roles_on(day))
    return actor.period.covers(day)


def _near(cue: str, span: Span, text: str) -> bool:
    """Tell whether a cue stands in the sentence, whose text is given; with ``_`` it must stand right at the name."""
    if not cue:
        return True
    before, name, after = cue.partition("_")
    if not name:
        return _stands(cue, text)
    start, end = span.start_char, span.end_char
    left, right = text[max(0, start - len(before)) : start], text[end : end + len(after)]
    open_ended = not after or not after[-1].isalpha()
    following = text[end + len(after) : end + len(after) + 1]
    return left == before and right == after and (open_ended or not following.isalpha())


def _stands(cue: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(cue)}\b", text, re.IGNORECASE if cue.islower() else 0) is not None
