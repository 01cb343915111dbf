"""Actor mentions of a parsed sentence: names, and the organs and persons that names and nouns together mean."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span

from communique.extract.actors.abbreviations import definitions
from communique.extract.actors.collectives import without_collectives
from communique.extract.actors.companies import company, with_descriptions
from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.names import REFUSED
from communique.extract.actors.office_holders import appointed, holder, introduced
from communique.extract.actors.ownership import fellows_of, organ_of, owner_of
from communique.extract.actors.proper_names import (
    found_actor,
    head_of,
    is_dating,
    is_personal,
    is_proper,
    name_around,
    names_nobody,
)
from communique.extract.actors.relatives import related_to
from communique.extract.actors.titles import are_titles, is_title
from communique.ontology.actors import Actors, is_given_name, naming
from communique.ontology.types import Actor, ActorKind, NameKind

_LEANINGS = frozenset(("pro", "anti"))
_LISTING = frozenset((",", "and", "or"))
_HALVES = frozenset(("North", "South", "East", "West"))
_NATIONAL = frozenset((MentionKind.ADJECTIVE, MentionKind.DEMONYM))
_PLACES = frozenset((MentionKind.CITY, MentionKind.CAPITAL, MentionKind.NAME))
_AT = frozenset(("of", "in"))
_ARTICLES = frozenset(("a", "an", "one", "another", "every", "each"))


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one sentence, by token, and the actors found that nobody has curated."""

    all: tuple[Mention, ...]
    found: tuple[Actor, ...] = ()

    def at(self, index: int) -> Mention | None:
        """Give the mention that covers a token, if any."""
        return next((mention for mention in self.all if mention.start <= index < mention.end), None)


def compose(
    doc: Doc, raw: tuple[Mention, ...], names: Dictionary, day: date | None, home: str | None = None
) -> Mentions:
    """Give the mentions of a parsed sentence: `raw` ones joined with the nouns and names around them.

    `home` is the country of an official of whom a report says only office and name.
    """
    found: list[Actor] = []
    found += [actor for mention in raw if (actor := _introduced_by_name(doc, mention)) is not None]
    phrases = names.phrases(doc)
    agents = {phrase.start for phrase in phrases}
    mentions = [
        _parsed(doc, mention, names)
        for mention in raw
        if not _is_part_of_name(doc, mention, raw, names) and not (mention.end in agents and _is_leaning(doc, mention))
    ]
    mentions = [company(doc, mention, mentions, names.gazetteer.actors) for mention in mentions]
    mentions += [half for mention in mentions if (half := _other_half(doc, mention, names)) is not None]
    for phrase in phrases:
        if any(mention.start <= phrase.start and phrase.end <= mention.end for mention in mentions):
            continue
        if _is_adjective(doc, phrase):
            continue
        if (sole := _sole(doc, phrase)) is not None:
            mentions.append(sole)
            continue
        owner = owner_of(doc, phrase, mentions) or _at_home(doc, phrase, home)
        if owner is None:
            mentions += _unowned(doc, phrase, mentions)
            continue
        organ = organ_of(owner, names, names.suffix(phrase))
        joined, person = holder(doc, phrase, owner, organ, names.gazetteer.actors, day, mentions)
        found += [person] if person is not None else []
        if (apposed_to := appointed(doc, joined, phrase, organ, names.gazetteer.actors, mentions)) is not None:
            found.append(apposed_to)
        apposed = introduced(doc, phrase, joined, organ, names.gazetteer.actors, mentions)
        fellows = list(fellows_of(doc, phrase, owner, joined, names, mentions))
        others = {item.start for item in fellows}
        mentions = [
            item
            for item in mentions
            if (item.end <= joined.start or item.start >= joined.end) and item.start not in others
        ]
        mentions += [joined, *fellows]
        if apposed is not None:
            mentions.append(apposed[0])
            found.append(apposed[1])
    mentions = with_descriptions(doc, mentions, names.gazetteer.actors)
    mentions = without_collectives(doc, mentions, names.gazetteer.actors)
    mentions = [_with_day(doc, item) for item in mentions]
    found = [_at_home_with_kin(doc, actor, mentions, found, names.gazetteer.actors) for actor in found]
    return Mentions(tuple(sorted(mentions, key=lambda item: item.start)), tuple(found))


def _at_home_with_kin(doc: Doc, actor: Actor, mentions: list[Mention], found: list[Actor], actors: Actors) -> Actor:
    """Give a person whose country nobody says that of whose relative the text says they are."""
    if actor.kind is not ActorKind.PERSON or actor.country is not None:
        return actor
    heads = (doc[item.head] for item in mentions if item.actor == actor.id)
    kin = next((kin for head in heads if (kin := related_to(head, mentions)) is not None), None)
    if kin is None:
        return actor
    other = actors.get(kin.actor) or next((item for item in reversed(found) if item.id == kin.actor), None)
    return actor if other is None else replace(actor, country=other.country)


def _is_adjective(doc: Doc, phrase: Span) -> bool:
    """Tell whether a noun for people only says of what sort the next one is ("national security", "National Mall")."""
    last = phrase[-1]
    if len(phrase) > 1 or phrase.end == len(doc):
        return False
    named = last.text in naming().attributes and is_proper(doc[phrase.end])
    return named or (last.tag_ == "JJ" and doc[phrase.end].tag_[:2] == "NN")


def _at_home(doc: Doc, phrase: Span, home: str | None) -> Mention | None:
    """Give the country that owns an office with a name behind it ("Foreign Minister Ana Ruiz said") in a report."""
    named = phrase[0].text[0].isupper() and phrase.end < len(doc) and is_proper(doc[phrase.end])
    if home is None or not named or is_title(doc[phrase.end].text):
        return None
    return Mention(phrase.start, phrase.start, home, MentionKind.NAME, phrase.start, "country of the dateline")


def _sole(doc: Doc, phrase: Span) -> Mention | None:
    """Give the holder of an office of which the world has one, unless a name or faith beside it tells another."""
    actor = naming().sole.get(phrase.text.lower())
    around = (*doc[max(0, phrase.start - 1) : phrase.start], *doc[phrase.end : phrase.end + 1])
    if actor is None or any(is_proper(word) or (word.tag_ == "JJ" and word.text[0].isupper()) for word in around):
        return None
    head = head_of(doc, phrase.start, phrase.end)
    return Mention(phrase.start, phrase.end, actor, MentionKind.ORGAN, head, f"the {phrase.text.lower()}")


def _unowned(doc: Doc, phrase: Span, mentions: list[Mention]) -> list[Mention]:
    """Give the body that a bare name means where no country is named beside it ("Congress")."""
    actor = naming().unowned.get(phrase.text)
    if actor is None or any(item.kind in _PLACES and doc[item.start - 1].lower_ == "in" for item in mentions):
        return []
    head = head_of(doc, phrase.start, phrase.end)
    return [Mention(phrase.start, phrase.end, actor, MentionKind.NAME, head, f"name {phrase.text}")]


def _with_day(doc: Doc, mention: Mention) -> Mention:
    """Give a mention with the weekday behind it, which parsers take for its head ("the ministry Monday summoned")."""
    end = mention.end
    if end == len(doc) or not is_dating(doc[end]) or doc[mention.head].head.i != end:
        return mention
    return replace(mention, end=end + 1, head=end)


def found_name(doc: Doc, index: int, country: str | None, named: Mapping[str, str]) -> tuple[Mention, Actor] | None:
    """Give mention and actor for the proper name around a token that no gazetteer knows.

    The actor's id is its name and, where known, its country; a single word is the person whom the document has
    `named` in full before, or stands behind a title. None where the words are no name, or that of a thing.
    """
    if not is_proper(doc[index]):
        return None
    start, end = name_around(doc, index)
    start, end = _without_occupation(doc, start, end), end + 1
    if start >= end or names_nobody(doc, start, end):
        return None
    if any(first <= start and end <= last for first, last in doc.user_data.get(REFUSED, ())):
        return None
    label = doc[start:end].text
    if is_title(doc[end - 1].text) or doc[start].lower_ in _ARTICLES:
        return None
    alone = end - start == 1
    if alone and not (label in named or (_is_titled(doc, start) and is_personal((label,)) and not is_title(label))):
        return None
    if _is_headline(doc) and not is_given_name(doc[start].text) and is_personal(label.split()):
        return None
    actor = found_actor(label, ActorKind.PERSON if alone else ActorKind.BODY, country)
    if alone and label in named:
        actor = replace(actor, id=named[label])
    return Mention(start, end, actor.id, MentionKind.FOUND, index, "unknown proper name"), actor


def _without_occupation(doc: Doc, start: int, end: int) -> int:
    """Give where a person's name begins behind the capitalised nouns of an occupation ("Social Worker Ana Ruiz").

    Before several names it stands in the plural ("Engineers Ana Ruiz and Eva Sol").
    """
    titles = [index for index in range(start, end) if is_title(doc[index].text)]
    titles = titles or ([start] if start < end and are_titles(doc[start].text) else [])
    if not titles or not is_personal(token.text for token in doc[titles[-1] + 1 : end + 1]):
        return start
    return titles[-1] + 1


def _is_titled(doc: Doc, start: int) -> bool:
    return start > 0 and is_title(doc[start - 1].text)


def _introduced_by_name(doc: Doc, mention: Mention) -> Actor | None:
    """Give the body (with its abbreviation) or the person that a raw mention of nobody curated introduces in full.

    None where it only takes up a name from before.
    """
    if mention.kind is not MentionKind.FOUND:
        return None
    defined_here = any(item.end == mention.end for item in definitions(doc))
    kind = ActorKind.BODY if defined_here else ActorKind.PERSON
    actor = found_actor(doc[mention.start : mention.end].text, kind, None)
    return actor if actor.id == mention.actor else None


def _parsed(doc: Doc, mention: Mention, names: Dictionary) -> Mention:
    """Give a mention with its head in the parse; an adjective used as a noun ("a Pakistani") means a citizen.

    The other way round, "the French" before a noun is an adjective.
    """
    if mention.kind is MentionKind.DEMONYM and doc[mention.start].lower_ == "the" and _qualifies(doc, mention):
        country = names.gazetteer.actors[mention.actor].country or mention.actor
        why = f"adjective {doc[mention.end - 1].text}"
        mention = replace(mention, start=mention.start + 1, actor=country, kind=MentionKind.ADJECTIVE, why=why)
    mention = replace(mention, head=head_of(doc, mention.start, mention.end))
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


def _is_leaning(doc: Doc, mention: Mention) -> bool:
    """Tell whether a nationality says only whom somebody is for or against ("pro-Russian separatists")."""
    before = doc[max(0, mention.start - 2) : mention.start]
    return len(before) == 2 and before[1].text == "-" and before[0].lower_ in _LEANINGS


def _other_half(doc: Doc, mention: Mention, names: Dictionary) -> Mention | None:
    """Give the first country of "North and South Korea", which shares the second one's noun."""
    start = mention.start - 2
    if start < 0 or mention.end - mention.start != 2 or doc[mention.start - 1].lower_ != "and":
        return None
    text = f"{doc[start].text} {doc[mention.end - 1].text}"
    name = next((name for name in names.names.get(text, ()) if name.kind is NameKind.NAME), None)
    if name is None or doc[mention.start].text not in _HALVES or doc[start].text not in _HALVES:
        return None
    return Mention(start, start + 1, name.actor, mention.kind, mention.head, f"name {text}")


def _qualifies(doc: Doc, mention: Mention) -> bool:
    """Tell whether a noun, or an adjective of one, follows a mention, also behind further adjectives of a list."""
    index = mention.end
    while index + 1 < len(doc) and doc[index].lower_ in _LISTING and doc[index + 1].tag_[:2] in ("JJ", "NN"):
        index += 2
    return index < len(doc) and doc[index].tag_[:2] in ("NN", "JJ")


def _is_part_of_name(doc: Doc, mention: Mention, raw: tuple[Mention, ...], names: Dictionary) -> bool:
    """Tell whether a surname or place is but a word of a longer unknown name ("Jane Kerry", "Virginia Raggi")."""
    if mention.kind is MentionKind.SURNAME:
        return _runs_on(doc, mention, raw) and not _is_headline(doc)
    if mention.kind in _NATIONAL and (_is_nisba(doc, mention) or _is_of_institution(doc, mention)):
        return True
    if mention.kind not in _PLACES or mention.end - mention.start > 1:
        return False
    if is_given_name(doc[mention.start].text) and _runs_on(doc, mention, raw) and not is_title(doc[mention.end].text):
        return doc[mention.end].text not in naming().places_after | naming().organisations
    given = doc[mention.start - 1].text if mention.start else ""
    if mention.kind is MentionKind.NAME:
        # "Judge Adalberto Jordan"; in other sentences a country may stand behind a name.
        title = doc[mention.start - 2].text if mention.start > 1 else ""
        return is_title(title) and not is_title(given) and not _is_headline(doc) and _runs_back(doc, mention, raw)
    return mention.kind is MentionKind.CITY and given in names.given_names and _runs_back(doc, mention, raw)


def _is_nisba(doc: Doc, mention: Mention) -> bool:
    """Tell whether a nationality is the last of an Arabic name ("Abu Moaz al-Iraqi")."""
    before = [token.lower_ for token in doc[max(0, mention.start - 2) : mention.start]]
    return len(before) == 2 and before[1] == "-" and before[0] in naming().arabic_articles


def _is_of_institution(doc: Doc, mention: Mention) -> bool:
    """Tell whether a nationality begins the name of an institution elsewhere ("the American University in Cairo")."""
    behind = [token.text for token in doc[mention.end : mention.end + 2]]
    return len(behind) == 2 and behind[0] in naming().located and behind[1] in _AT


def _runs_on(doc: Doc, mention: Mention, raw: tuple[Mention, ...]) -> bool:
    """Tell whether a proper noun that is no mention of another kind than a name follows."""
    if mention.end == len(doc) or not (is_proper(doc[mention.end]) and doc[mention.end].text.isalpha()):
        return False
    return not any(item.covers(mention.end) and item.kind is not MentionKind.NAME for item in raw)


def _runs_back(doc: Doc, mention: Mention, raw: tuple[Mention, ...]) -> bool:
    """Tell whether the word before, which there must be, is a proper noun that is no title and no mention."""
    before = doc[mention.start - 1]
    covered = any(item.covers(before.i) for item in raw)
    return is_proper(before) and before.text.isalpha() and not covered and not is_title(before.text)


def _is_headline(doc: Doc) -> bool:
    words = [token for token in doc if token.is_alpha and len(token) > 3]
    return bool(words) and sum(token.text[0].isupper() for token in words) > len(words) / 2 and doc[-1].text != "."
