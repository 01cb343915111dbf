"""Actor mentions of a parsed sentence: names, and the organs and persons that names and nouns together mean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from extract.abbreviations import defined, definitions, is_abbreviation
from extract.dates import is_calendar_word
from extract.dictionary import Dictionary
from extract.mention import Mention, MentionKind
from extract.ownership import OWNERS, fellows_of, organ_of, owner_of
from extract.titles import is_title
from ontology.actor import Actor, ActorKind, Role
from ontology.name import slug

_FORMER = frozenset(("former", "ex", "late", "ousted", "deposed", "erstwhile", "onetime"))
_REFUSED = "communique names that mean no actor"
_ARTICLES = frozenset(("a", "an", "one", "another", "every", "each"))


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one sentence, by token, and the actors found that nobody has curated."""

    all: tuple[Mention, ...]
    found: tuple[Actor, ...] = ()

    def at(self, index: int) -> Mention | None:
        """Give the mention that covers a token, if any."""
        return next((mention for mention in self.all if mention.start <= index < mention.end), None)


def name_mentions(doc: Doc, names: Dictionary, day: date | None, named: dict[str, str]) -> tuple[Mention, ...]:
    """Give the mentions that the gazetteer alone recognises; needs no tags and no parse.

    `named` maps to actors the surnames and abbreviations that the document introduced; new abbreviations are added.
    """
    spans = names.matches(doc)
    found = [item for span in spans if (item := names.mention(span, day, named)) is not None]
    doc.user_data[_REFUSED] = _refused(doc, spans, names)
    for definition in definitions(doc):
        known = defined(definition, found)
        if known is not None:
            named[definition.short] = known.actor
        elif definition.start < definition.end:
            found = [item for item in found if item.end <= definition.start or item.start >= definition.end]
            actor = _found_actor(doc[definition.start : definition.end].text, ActorKind.BODY, None)
            named[definition.short] = actor.id
            why = f"unknown name, abbreviated {definition.short}"
            found.append(
                Mention(definition.start, definition.end, actor.id, MentionKind.FOUND, definition.end - 1, why)
            )
    return tuple(sorted(_with_abbreviations(doc, found, named), key=lambda item: item.start))


def _refused(doc: Doc, spans: list[Span], names: Dictionary) -> frozenset[tuple[int, int]]:
    """Give the names that mean no actor here: the whole sentence in sport and weather."""
    if len(doc) and names.idle_words(doc):
        return frozenset(((0, len(doc)),))
    return frozenset((span.start, span.end) for span in spans if names.is_refused(span))


def _with_abbreviations(doc: Doc, found: list[Mention], named: dict[str, str]) -> Iterator[Mention]:
    """Give mentions together with the short forms that the document has defined: its word counts before any list."""
    short = [token.i for token in doc if token.text in named and is_abbreviation(token.text)]
    for item in found:
        if not (item.end - item.start == 1 and item.start in short):
            yield item
    for index in short:
        if not any(item.covers(index) for item in found if item.end - item.start > 1):
            actor = named[doc[index].text]
            yield Mention(index, index + 1, actor, MentionKind.NAME, index, f"abbreviation {doc[index].text}")


def compose(doc: Doc, raw: tuple[Mention, ...], names: Dictionary, day: date | None) -> Mentions:
    """Give the mentions of a parsed sentence: `raw` ones joined with the nouns and names around them."""
    found: list[Actor] = []
    found += [_introduced(doc, mention) for mention in raw if mention.kind is MentionKind.FOUND]
    mentions = [_parsed(doc, mention, names) for mention in raw if not _is_part_of_name(doc, mention, raw)]
    for phrase in names.phrases(doc):
        if any(mention.start <= phrase.start and phrase.end <= mention.end for mention in mentions):
            continue
        owner = owner_of(doc, phrase, mentions)
        if owner is None:
            continue
        organ = organ_of(owner, names, names.suffix(phrase))
        joined = _joined(doc, phrase, owner, organ, names, day, mentions, found)
        fellows = list(fellows_of(doc, phrase, owner, joined, names, mentions))
        others = {item.start for item in fellows}
        mentions = [
            item
            for item in mentions
            if (item.end <= joined.start or item.start >= joined.end) and item.start not in others
        ]
        mentions += [joined, *fellows]
    return Mentions(tuple(sorted(mentions, key=lambda item: item.start)), tuple(found))


def found_name(doc: Doc, index: int, country: str | None) -> tuple[Mention, Actor] | None:
    """Give mention and actor for the proper name around a token that no gazetteer knows.

    The actor's id is its name and, where known, its country; None if the token is no proper noun.
    """
    if not _proper(doc[index]) or is_calendar_word(doc[index].text):
        return None
    start = end = index
    while start > 0 and _proper(doc[start - 1]) and not is_title(doc[start - 1].text):
        start -= 1
    while end + 1 < len(doc) and _proper(doc[end + 1]):
        end += 1
    if any(first <= start and end < last for first, last in doc.user_data.get(_REFUSED, ())):
        return None
    actor = _found_actor(doc[start : end + 1].text, ActorKind.BODY, country)
    return Mention(start, end + 1, actor.id, MentionKind.FOUND, index, "unknown proper name"), actor


def described(label: str, sector: str, country: str | None) -> Actor:
    """Give the actor for a common noun agent that belongs to no known country (``rebels``)."""
    name = f"{slug(label)}-{country}" if country else slug(label)
    return Actor(name, ActorKind.BODY, label, code=sector, sector=sector, country=country, found=True)


def _found_actor(label: str, kind: ActorKind, country: str | None, role: Role | None = None) -> Actor:
    name = slug(label) + (f"-{country}" if country else "")
    roles = (role,) if role else ()
    return Actor(name or "unnamed", kind, label, country=country, roles=roles, found=True)


def _proper(token: Token) -> bool:
    return token.tag_ in ("NNP", "NNPS") and token.text[0].isupper()


def _head(doc: Doc, start: int, end: int) -> int:
    return doc[start:end].root.i if doc.has_annotation("DEP") else end - 1


def _introduced(doc: Doc, mention: Mention) -> Actor:
    return _found_actor(doc[mention.start : mention.end].text, ActorKind.BODY, None)


def _parsed(doc: Doc, mention: Mention, names: Dictionary) -> Mention:
    """Give a mention with its head in the parse; an adjective used as a noun ("a Pakistani") means a citizen."""
    mention = replace(mention, head=_head(doc, mention.start, mention.end))
    if mention.kind is not MentionKind.ADJECTIVE or mention.start == 0:
        return mention
    alone = mention.end == len(doc) or not (
        doc[mention.end].tag_[:2] in ("NN", "JJ", "VB", "CC") or doc[mention.end].text == "-"
    )
    citizen = f"{mention.actor}-cvl"
    verb = mention.end < len(doc) and doc[mention.end].tag_ in ("VBD", "VBZ", "VBP", "MD")
    if (alone or verb) and doc[mention.start - 1].lower_ in _ARTICLES and citizen in names.gazetteer.actors:
        return replace(mention, actor=citizen, kind=MentionKind.DEMONYM, why=f"citizen: {mention.why}")
    return mention


def _is_part_of_name(doc: Doc, mention: Mention, raw: tuple[Mention, ...]) -> bool:
    """Tell whether a surname is but a word of a longer unknown name ("Jane Kerry", "Lake Victoria")."""
    if mention.kind is not MentionKind.SURNAME or _is_headline(doc):
        return False
    if mention.end < len(doc):
        after = doc[mention.end]
        if _proper(after) and after.text.isalpha():
            return not any(item.covers(mention.end) and item.kind is not MentionKind.NAME for item in raw)
    if mention.start == 0:
        return False
    before = doc[mention.start - 1]
    covered = any(item.covers(before.i) for item in raw)
    return _proper(before) and before.text.isalpha() and not covered and not is_title(before.text)


def _is_headline(doc: Doc) -> bool:
    words = [token for token in doc if token.is_alpha and len(token) > 3]
    return bool(words) and sum(token.text[0].isupper() for token in words) > len(words) / 2 and doc[-1].text != "."


def _joined(
    doc: Doc,
    phrase: Span,
    owner: Mention,
    organ: str,
    names: Dictionary,
    day: date | None,
    mentions: list[Mention],
    found: list[Actor],
) -> Mention:
    """Give the mention of owner, noun and, where one follows, the person's name."""
    start, end = min(owner.start, phrase.start), max(owner.end, phrase.end)
    former = any(token.lower_ in _FORMER for token in doc[max(0, start - 2) : phrase.end])
    why = f"{doc[start:end].text}: {phrase.text.lower()} of {owner.actor}"
    actors = names.gazetteer.actors
    following = next((item for item in mentions if item.start == end), None)
    if following is not None and following.kind in (MentionKind.PERSON, MentionKind.SURNAME):
        person = actors[following.actor]
        speaks = former or day is None or bool(person.roles_on(day))
        chosen = following.actor if speaks else organ
        return Mention(start, following.end, chosen, MentionKind.PERSON, _head(doc, start, following.end), why)
    run = end
    while run < len(doc) and _proper(doc[run]) and not any(item.covers(run) for item in mentions):
        run += 1
    if run > end and run - end <= 5:
        country = actors[organ].country if organ in actors else None
        role = None if former else Role(organ, phrase.text.lower())
        person = _found_actor(doc[end:run].text, ActorKind.PERSON, country, role)
        found.append(person)
        return Mention(start, run, person.id, MentionKind.FOUND, _head(doc, start, run), why)
    if former and organ in actors:
        person = _found_actor(f"former {phrase.text.lower()}", ActorKind.PERSON, actors[organ].country)
        found.append(person)
        return Mention(start, end, person.id, MentionKind.FOUND, _head(doc, start, end), why)
    return Mention(start, end, organ, MentionKind.ORGAN, _head(doc, start, end), why)


def owners(mentions: Mentions) -> Iterator[Mention]:
    """Give the mentions that can own an organ or be the home of an agent."""
    return (mention for mention in mentions.all if mention.kind in OWNERS)
