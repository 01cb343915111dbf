"""Finding the gazetteer's names in a sentence, and choosing between those who share a name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.mention import Mention, MentionKind
from ontology.actor import Actor, ActorKind
from ontology.gazetteer import Ambiguity, Gazetteer
from ontology.name import Name, NameKind

_ORDER = {kind: rank for rank, kind in enumerate(NameKind)}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The gazetteer made ready for matching with one pipeline's tokeniser."""

    gazetteer: Gazetteer
    matcher: PhraseMatcher
    organs: PhraseMatcher
    names: Mapping[str, tuple[Name, ...]]
    cues: Mapping[str, tuple[Ambiguity, ...]]

    def matches(self, doc: Doc) -> list[Span]:
        """Give the longest spans that are spelled like a name, leftmost first, without overlap."""
        return filter_spans([doc[start:end] for _, start, end in self.matcher(doc)])

    def phrases(self, doc: Doc) -> list[Span]:
        """Give the longest spans that are a common noun phrase for an organ (``foreign ministry``)."""
        found = filter_spans([doc[start:end] for _, start, end in self.organs(doc)])
        return [phrase for phrase in found if phrase.end == len(doc) or doc[phrase.end].text != "-"]

    def suffix(self, phrase: Span) -> str:
        """Give the organ suffix that a phrase from `phrases` means."""
        return self.gazetteer.organs[phrase.text.lower()]

    def mention(self, span: Span, day: date | None, named: Mapping[str, str]) -> Mention | None:
        """Give the mention that a span from `matches` is, or None where it means no actor here.

        `named` maps surnames to the persons whom the document has already named in full.
        """
        names = self.names[span.text]
        verdict = self._verdict(span)
        if verdict == "none":
            return None
        if verdict is not None:
            return Mention(span.start, span.end, verdict, MentionKind.NAME, span.end - 1, "context")
        name = self._choose(names, day, named)
        if name is None:
            return None
        kind = MentionKind(name.kind.value)
        return Mention(span.start, span.end, name.actor, kind, span.end - 1, f"{name.kind.value} {span.text}")

    def _verdict(self, span: Span) -> str | None:
        ambiguities = (*self.cues.get(span.text, ()), *self.cues.get("*", ()))
        found = [(len(cue), item.verdict) for item in ambiguities for cue in item.cues or ("",) if _near(cue, span)]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _choose(self, names: tuple[Name, ...], day: date | None, named: Mapping[str, str]) -> Name | None:
        others = [name for name in names if name.kind is not NameKind.SURNAME]
        if others:
            return min(others, key=lambda name: self._rank(name, day))
        text = names[0].text
        if text in named:
            return Name(text, named[text], NameKind.SURNAME)
        in_office = [name for name in names if self._prominent(self.gazetteer.actors[name.actor], day)]
        persons = {name.actor for name in in_office}
        return in_office[0] if len(persons) == 1 and not text.islower() else None

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

    def _prominent(self, person: Actor, day: date | None) -> bool:
        """Tell whether a surname alone suffices: the person holds an office on the day."""
        return bool(person.roles_on(day))


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
        _matcher(nlp, by_text, "ORTH"),
        _matcher(nlp, gazetteer.organs, "LOWER"),
        {text: tuple(names) for text, names in by_text.items()},
        {text: tuple(items) for text, items in cues.items()},
    )


def _matcher(nlp: Language, texts: Iterable[str], attribute: str) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    matcher.add("NAME", [nlp.make_doc(text) for text in texts])
    return matcher


def _spellings(text: str) -> tuple[str, ...]:
    """Give a name as it is and with typographic apostrophe."""
    return (text, text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")) if "'" in text else (text,)


def _current(actor: Actor, day: date) -> bool:
    if actor.kind is ActorKind.PERSON:
        return bool(actor.roles_on(day))
    return actor.period.covers(day)


def _near(cue: str, span: Span) -> bool:
    """Tell whether a cue stands in the sentence; with ``_`` it must stand right at the name."""
    if not cue:
        return True
    before, name, after = cue.partition("_")
    if not name:
        return _stands(cue, span.doc.text)
    start, end = span.start_char, span.end_char
    text = span.doc.text
    left, right = text[max(0, start - len(before)) : start], text[end : end + len(after)]
    return left == before and right == after and not text[end + len(after) : end + len(after) + 1].isalpha()


def _stands(cue: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(cue)}\b", text, re.IGNORECASE if cue.islower() else 0) is not None
