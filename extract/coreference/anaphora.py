"""Coreference for news: pronouns, definite descriptions, "the two sides", *we* and *us* in a quotation.

Rules abstain where nothing named before fits, or two things fit as well; a wrong antecedent costs more than none.
"""

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from communique.extract.actors.discourse import PERSONS, Antecedent, Discourse
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.mentions import Mentions
from communique.extract.coreference.definite_descriptions import described, is_definite, pair, series
from communique.extract.syntax.clauses import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    children,
    clause_of,
    conjuncts,
    is_verb,
    subjects,
)
from communique.extract.syntax.lemmas import LemmaOf
from communique.extract.syntax.quotations import has_marks, in_quotation
from communique.extract.syntax.words import words_of
from communique.ontology.actors import Gender, gender
from communique.ontology.lexicon import anaphora, attitude_verbs, cues, together
from communique.ontology.types import ActorKind

_TWO = 2
_HUMAN = (ActorKind.PERSON, None)
_JOINED = frozenset(("advcl", "conj"))
_OWNING = ("poss", "amod", "compound")
_CITIES = frozenset((MentionKind.CAPITAL, MentionKind.CITY))


def resolve(doc: Doc, mentions: Mentions, discourse: Discourse, lemma_of: LemmaOf) -> Mapping[int, tuple[str, ...]]:
    """Give the actors that anaphoric tokens of a sentence stand for, by token, and remember the sentence's own.

    Tokens are pronouns or the head nouns of descriptions. Antecedents come from earlier sentences
    and from what precedes in this one.
    """
    resolved: dict[int, tuple[str, ...]] = {}
    by_end = {mention.end - 1: mention for mention in mentions.all}
    covered = {index for mention in mentions.all for index in range(mention.start, mention.end)}
    quotes = has_marks(doc)
    for index in sorted(by_end.keys() | (_candidates(doc) - covered)):
        if index in by_end:
            _remember(doc, by_end[index], discourse, quotes=quotes)
        else:
            own = _clause_subjects(doc[index], mentions, resolved, lemma_of)
            actors = _parallel(doc[index], mentions, lemma_of) or _antecedents(doc[index], discourse, lemma_of, own)
            if actors:
                resolved[index] = actors
    return resolved


def _candidates(doc: Doc) -> set[int]:
    """Give the tokens that can take up an actor: pronouns, and the nouns of words that say they are known."""
    words = anaphora()
    found = {index for index, word in enumerate(words_of(doc).written) if word in together()}
    for index, word in enumerate(words_of(doc).lowered):
        if word in words.pronouns:
            found.add(index)
        if word in words.marks:
            found.add(doc[index].head.i)
    return found


def _remember(doc: Doc, mention: Mention, discourse: Discourse, *, quotes: bool) -> None:
    head = doc[mention.head]
    before = head.head.lower_ if head.dep_ == "pobj" else ""
    place = before in cues().where | cues().whither and (mention.kind in _CITIES or before == "in")
    text = doc[mention.start : mention.end].text
    place = place or mention.kind is MentionKind.CITY
    series = conjuncts(head)[0].i if head.conjuncts else None
    quoted = quotes and in_quotation(head)
    discourse.remember(mention, text, rank=_rank(head), place=place, quoted=quoted, series=series)


def _rank(noun: Token) -> int:
    """Tell how prominent a noun is: 2 for a subject of the main clause, 1 for another subject, else 0.

    The main clause is also what stands before who says it ("Chad urged Sudan to withdraw, its spokesman said").
    """
    while noun.dep_ == "conj" and not is_verb(noun):
        noun = noun.head
    if noun.dep_ not in SUBJECTS | PASSIVE_SUBJECTS:
        return 0
    verb = noun.head
    while verb.dep_ == "conj":
        verb = verb.head
    before = verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT" and verb.i < verb.head.i
    return 2 if before or verb.dep_ == "ROOT" else 1


def _antecedents(token: Token, discourse: Discourse, lemma_of: LemmaOf, own: frozenset[str]) -> tuple[str, ...]:
    """Give the actors of one token; `own` are the subjects of its clause, whom an object pronoun does not mean."""
    words = anaphora()
    if token.lower_ in words.pronouns:
        return _pronoun(token, discourse, lemma_of, own)
    if not token.tag_.startswith("NN"):
        return ()
    if token.text in together():
        return together()[token.text]
    lemma = lemma_of(token)
    if lemma in words.neighbours and not (token.tag_ == "NNS" and is_definite(token)):
        return _neighbour(token, discourse, lemma_of)
    return described(token, lemma, discourse, own) if is_definite(token) else ()


def _clause_subjects(
    token: Token, mentions: Mentions, resolved: Mapping[int, tuple[str, ...]], lemma_of: LemmaOf
) -> frozenset[str]:
    """Give the actors that are subjects of the clause in which a pronoun or "both sides" is an object.

    Behind a preposition one subject may be of the pair ("its dispute with the two countries"); two are not.
    """
    paired = lemma_of(token) in anaphora().pairs
    verb = _verb_over(token, paired=paired) if paired or token.lower_ in anaphora().pronouns else None
    nouns = [item for noun in (subjects(verb) if verb is not None else []) for item in conjuncts(noun)]
    if paired:
        nouns = [] if len(nouns) < _TWO and token.dep_ == "pobj" else nouns
    found: set[str] = set()
    for noun in nouns:
        mention = mentions.at(noun.i)
        found |= {mention.actor} if mention is not None else set(resolved.get(noun.i, ()))
    return frozenset(found)


def _parallel(token: Token, mentions: Mentions, lemma_of: LemmaOf) -> tuple[str, ...]:
    """Give whom ``it`` means where two think something of one ("Chad criticised France while Norway praised it").

    That is the object of the verb before, or whose thing it is.
    """
    verb = token.head
    before = verb.head
    if token.lower_ != "it" or token.dep_ != "dobj" or verb.dep_ not in _JOINED or not children(verb, ("nsubj",)):
        return ()
    if before.i > verb.i or not {lemma_of(before), lemma_of(verb)} <= attitude_verbs():
        return ()
    words = [word for noun in children(before, ("dobj",)) for word in (noun, *children(noun, _OWNING))]
    found = [mention.actor for word in words if (mention := mentions.at(word.i)) is not None]
    return tuple(found[:1])


def _verb_over(token: Token, *, paired: bool) -> Token | None:
    """Give the verb of which a noun is an object, or whose object and infinitive it is ("urged both sides to talk")."""
    verb = clause_of(token)
    if token.dep_ in ("dobj", "dative", "pobj"):
        return verb
    return clause_of(verb) if paired and token.dep_ == "nsubj" and verb.tag_ == "VB" else None


def _pronoun(
    token: Token, discourse: Discourse, lemma_of: LemmaOf, own: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    words = anaphora()
    near = token.dep_ == "poss" and not _is_of_speaker(token, lemma_of)
    if token.lower_ in words.first_person:
        return discourse.speaker
    if token.lower_ in words.plural:
        return _plural(discourse, own)
    if token.lower_ in words.thing:
        if token.dep_ == "expl" or _pleonastic(token):
            return ()
        return discourse.first(
            lambda item: (
                discourse.kind(item.actor) in (ActorKind.COUNTRY, ActorKind.BODY)
                and item.actor not in own
                and not _inside_own_speech(item, token, discourse, lemma_of)
            ),
            near=near,
        )
    other = Gender.MALE if token.lower_ in words.female else Gender.FEMALE
    return discourse.first(
        lambda item: item.actor not in own and _can_be(item, other, discourse),
        near=near,
    )


def _is_of_speaker(token: Token, lemma_of: LemmaOf) -> bool:
    """Tell whether a possessive stands at who says what is told before ("…, its spokesman said"): its subject's."""
    speaker = token.head
    return _speaks(speaker, lemma_of) and any(
        is_verb(child) and child.i < token.i for child in children(speaker.head, ("ccomp",))
    )


def _plural(discourse: Discourse, own: frozenset[str]) -> tuple[str, ...]:
    """Give whom *they* or *them* means: a plural subject before it, those of a list, the last two, the last one.

    A country is not *them* where another one was named beside it ("India warned Pakistan. China urged them …"), an
    armed group is.
    """
    several = () if own else _plural_subject(discourse)
    several = several or series(discourse, own) or (() if own else pair(discourse))
    if several:
        return several
    one = discourse.first(
        lambda item: item.kind not in PERSONS and item.actor not in own and not discourse.is_addressed(item)
    )
    several = pair(discourse, own=own) if not one or _is_single(one[0], discourse) else ()
    return several or one


def _is_single(actor: str, discourse: Discourse) -> bool:
    """Tell whether an actor is a country, or was last named by a noun for one ("the foreign minister")."""
    last = next(item for item in discourse.recent() if item.actor == actor)
    plural = last.kind is not MentionKind.ORGAN or last.text.endswith("s")
    return discourse.kind(actor) is ActorKind.COUNTRY or not plural


def _can_be(item: Antecedent, other: Gender, discourse: Discourse) -> bool:
    """Tell whether *he* or *she*, whichever is not of the `other` gender, can mean an antecedent."""
    if item.kind in PERSONS and discourse.kind(item.actor) in _HUMAN:
        return _gender(item, discourse) is not other
    return _personal(item)


def _gender(item: Antecedent, discourse: Discourse) -> Gender:
    """Give the gender that the first word of a person's name indicates."""
    actor = discourse.actors.get(item.actor)
    return gender((actor.label if actor else item.text).split()[0], listed=actor is not None)


def _inside_own_speech(item: Antecedent, token: Token, discourse: Discourse, lemma_of: LemmaOf) -> bool:
    """Tell whether an antecedent stands in the quotation whose speaker is asked for (``"…", it said``)."""
    return _speaks(token, lemma_of) and item.quoted and item.sentence == discourse.sentence


def _speaks(token: Token, lemma_of: LemmaOf) -> bool:
    """Tell whether a token is the subject of a speech verb."""
    return token.dep_ in SUBJECTS and lemma_of(token.head) in cues().speech


def _neighbour(token: Token, discourse: Discourse, lemma_of: LemmaOf) -> tuple[str, ...]:
    """Give the one other country named lately that a country's neighbour or rival can be, if it is only one."""
    owner = next((child for child in token.children if child.lower_ in anaphora().thing), None)
    own = _pronoun(owner, discourse, lemma_of) if owner is not None else ()
    if not own:
        return ()
    recent = {item.actor: None for item in discourse.recent() if discourse.kind(item.actor) is ActorKind.COUNTRY}
    homes = {discourse.country(item.actor) for item in discourse.recent()} | set(recent)
    others = sorted(home for home in homes if home and home != discourse.country(own[0]))
    return (others[0],) if len(others) == 1 else ()


def _plural_subject(discourse: Discourse) -> tuple[str, ...]:
    """Give the subject of this sentence so far if it is a plural noun ("officials ... they")."""
    here = [item for item in discourse.acting(0) if item.rank and item.kind is MentionKind.ORGAN]
    return tuple(item.actor for item in here[:1] if item.text.endswith("s"))


def _pleonastic(token: Token) -> bool:
    """Tell whether ``it`` stands for a clause (``it is likely that``)."""
    verb = token.head
    return verb.lower_ in ("is", "was", "seems", "appears") or verb.dep_ == "expl"


def _personal(item: Antecedent) -> bool:
    return item.kind is MentionKind.ORGAN and item.text.lower().rsplit(" ", 1)[-1] in anaphora().offices
