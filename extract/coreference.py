"""Coreference for news: pronouns, definite descriptions, "the two sides", *we* and *us* in a quotation.

Rules abstain where nothing named before fits; a wrong antecedent costs more than none.
"""

from collections.abc import Callable, Mapping

from spacy.tokens import Doc, Token

from extract.clauses import SUBJECTS, clause_of, subjects
from extract.discourse import Antecedent, Discourse
from extract.lemmas import LemmaOf
from extract.mention import MentionKind
from extract.mentions import Mentions
from ontology.actor import ActorKind
from ontology.anaphora import anaphora

_Test = Callable[[Antecedent], bool]
_PERSONS = frozenset((MentionKind.PERSON, MentionKind.SURNAME, MentionKind.FOUND))


def resolve(doc: Doc, mentions: Mentions, discourse: Discourse, lemma_of: LemmaOf) -> Mapping[int, tuple[str, ...]]:
    """Give the actors that anaphoric tokens of a sentence stand for, by token, and remember the sentence's own.

    Tokens are pronouns or the head nouns of descriptions. Antecedents come from earlier sentences
    and from what precedes in this one.
    """
    resolved: dict[int, tuple[str, ...]] = {}
    by_head = {mention.end - 1: mention for mention in mentions.all}
    for token in doc:
        mention = by_head.get(token.i)
        if mention is not None:
            head = doc[mention.head]
            text = doc[mention.start : mention.end].text
            discourse.remember(mention, text, subject=head.dep_ in SUBJECTS or head.dep_ == "nsubjpass")
        elif mentions.at(token.i) is None:
            actors = _antecedents(token, discourse, lemma_of, _clause_subjects(token, mentions, resolved))
            if actors:
                resolved[token.i] = actors
    return resolved


def _antecedents(token: Token, discourse: Discourse, lemma_of: LemmaOf, own: frozenset[str]) -> tuple[str, ...]:
    """Give the actors of one token; `own` are the subjects of its clause, whom an object pronoun does not mean."""
    words = anaphora()
    if token.lower_ in words.pronouns:
        return _pronoun(token, discourse, own)
    if not token.tag_.startswith("NN"):
        return ()
    lemma = lemma_of(token)
    if lemma in words.neighbours:
        return _neighbour(token, discourse)
    if not _definite(token):
        return ()
    if lemma in words.pairs and _paired(token):
        return _pair(discourse, persons=lemma in words.persons, states=lemma in words.countries)
    return _described(token, lemma, discourse)


def _clause_subjects(token: Token, mentions: Mentions, resolved: Mapping[int, tuple[str, ...]]) -> frozenset[str]:
    """Give the actors that are subjects of the clause in which a pronoun is an object."""
    if token.dep_ not in ("dobj", "dative", "pobj") or token.lower_ not in anaphora().pronouns:
        return frozenset()
    found: set[str] = set()
    for noun in subjects(clause_of(token)):
        mention = mentions.at(noun.i)
        found |= {mention.actor} if mention is not None else set(resolved.get(noun.i, ()))
    return frozenset(found)


def _pronoun(token: Token, discourse: Discourse, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    words = anaphora()
    if token.lower_ in words.first_person:
        return discourse.speaker
    if token.lower_ in words.plural:
        return (_plural_subject(discourse) or _pair(discourse) if not own else ()) or _first(
            discourse, lambda item: item.kind not in _PERSONS and item.actor not in own
        )
    if token.lower_ in words.thing:
        if token.dep_ == "expl" or _pleonastic(token):
            return ()
        return _first(
            discourse,
            lambda item: discourse.kind(item.actor) in (ActorKind.COUNTRY, ActorKind.BODY) and item.actor not in own,
        )
    return _first(discourse, lambda item: (item.kind in _PERSONS or _personal(item)) and item.actor not in own)


def _described(token: Token, lemma: str, discourse: Discourse) -> tuple[str, ...]:
    words = anaphora()
    if any(child.dep_ in ("poss", "amod") and child.tag_ in ("NNP", "NNPS") for child in token.children):
        return ()
    if lemma in words.statements:
        return _first(discourse, lambda item: item.subject or item.kind is MentionKind.ORGAN)
    same = _first(
        discourse, lambda item: item.text.lower().endswith(token.lower_) and item.text.lower() != token.lower_
    )
    if same:
        return same
    if lemma in words.countries and not list(token.lefts)[1:]:
        return _first(discourse, lambda item: discourse.kind(item.actor) is ActorKind.COUNTRY)
    if lemma in words.groups | words.blocs and not list(token.lefts)[1:]:
        return _first(discourse, lambda item: _is_group(item, discourse))
    return ()


def _neighbour(token: Token, discourse: Discourse) -> tuple[str, ...]:
    """Give the one other country named lately that a country's neighbour or rival can be, if it is only one."""
    owner = next((child for child in token.children if child.lower_ in anaphora().thing), None)
    own = _pronoun(owner, discourse) if owner is not None else ()
    if not own:
        return ()
    recent = {item.actor: None for item in discourse.recent() if discourse.kind(item.actor) is ActorKind.COUNTRY}
    homes = {discourse.country(item.actor) for item in discourse.recent()} | set(recent)
    others = sorted(home for home in homes if home and home != discourse.country(own[0]))
    return (others[0],) if len(others) == 1 else ()


def _first(discourse: Discourse, fits: _Test) -> tuple[str, ...]:
    return next(((item.actor,) for item in discourse.acting() if fits(item)), ())


def _plural_subject(discourse: Discourse) -> tuple[str, ...]:
    """Give the subject of this sentence so far if it is a plural noun ("officials ... they")."""
    here = [item for item in discourse.acting(0) if item.subject and item.kind is MentionKind.ORGAN]
    return tuple(item.actor for item in here[:1] if item.text.endswith("s"))


def _pair(discourse: Discourse, *, persons: bool = False, states: bool = False) -> tuple[str, ...]:
    """Give the last two actors of different countries that one sentence named: persons or states where asked."""
    by_sentence: dict[int, list[str]] = {}
    for item in discourse.recent():
        if (persons and item.kind not in _PERSONS) or (states and not discourse.acts_for_state(item.actor)):
            continue
        seen = by_sentence.setdefault(item.sentence, [])
        homes = {discourse.country(actor) for actor in seen}
        if item.actor not in seen and discourse.country(item.actor) not in homes:
            seen.append(item.actor)
    pairs = [found for _, found in sorted(by_sentence.items(), reverse=True) if len(found) >= 2]
    return tuple(reversed(pairs[0][:2])) if pairs else ()


def _definite(token: Token) -> bool:
    return any(child.lower_ in anaphora().definite or child.lower_ in ("both", "two") for child in token.children)


def _paired(token: Token) -> bool:
    return token.tag_ == "NNS" and any(child.lower_ in anaphora().pair_words for child in token.children)


def _pleonastic(token: Token) -> bool:
    """Tell whether ``it`` stands for a clause (``it is likely that``)."""
    verb = token.head
    return verb.lower_ in ("is", "was", "seems", "appears") or verb.dep_ == "expl"


def _personal(item: Antecedent) -> bool:
    return item.text.lower().rsplit(" ", 1)[-1] in (
        "president",
        "minister",
        "chancellor",
        "king",
        "envoy",
        "ambassador",
    )


def _is_group(item: Antecedent, discourse: Discourse) -> bool:
    actor = discourse.actors.get(item.actor)
    return actor is not None and actor.kind is ActorKind.BODY and item.kind is MentionKind.NAME
