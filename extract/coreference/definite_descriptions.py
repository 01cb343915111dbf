"""Definite descriptions that take up an actor: "the ministry", "the president", "the bloc", "the two sides"."""

from spacy.tokens import Token

from communique.extract.actors.discourse import PERSONS, Antecedent, Discourse
from communique.extract.actors.mention import MentionKind
from communique.ontology.lexicon import anaphora
from communique.ontology.types import Actor, ActorKind

_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4}


def described(token: Token, lemma: str, discourse: Discourse, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Give the actors that a definite noun takes up, nobody if nothing named before fits it alone.

    None of a pair is among its `own` clause's subjects ("Oman and Qatar urged both sides").
    """
    words = anaphora()
    if lemma in words.pairs and (count := _count(token, lemma)):
        return pair(discourse, count, own, persons=lemma in words.persons, states=lemma in words.countries)
    if any(child.dep_ in ("poss", "amod") and child.tag_ in ("NNP", "NNPS") for child in token.children):
        return ()
    if lemma in words.statements:
        return next(((item.actor,) for item in discourse.acting() if item.rank or item.kind is MentionKind.ORGAN), ())
    modified = _is_narrowed(token)
    return _same_noun(token, modified, discourse) or _by_sort(token, lemma, modified, discourse)


def pair(
    discourse: Discourse,
    count: int = 2,
    own: frozenset[str] = frozenset(),
    *,
    persons: bool = False,
    states: bool = False,
) -> tuple[str, ...]:
    """Give the last two (or more) actors of different countries that one sentence named: persons or states if asked.

    Where no sentence names so many, they are the only ones of the last sentences.
    """
    by_sentence: dict[int, list[str]] = {}
    for item in discourse.recent():
        if (
            item.place
            or item.actor in own
            or discourse.is_addressed(item)
            or (persons and not _is_person(item))
            or (states and not discourse.acts_for_state(item.actor))
        ):
            continue
        actor = (discourse.country(item.actor) or item.actor) if states else item.actor
        seen = by_sentence.setdefault(item.sentence, [])
        if _home(actor, discourse) not in {_home(known, discourse) for known in seen}:
            seen.append(actor)
    found = [actors for _, actors in sorted(by_sentence.items(), reverse=True) if len(actors) >= count]
    if found:
        return tuple(reversed(found[0][:count]))
    several = {_home(actor, discourse): actor for _, actors in sorted(by_sentence.items()) for actor in actors}
    return tuple(several.values()) if len(several) == count else ()


def series(discourse: Discourse, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Give the actors of the last list of two or more, subjects before others, none of which is among `own`."""
    lists: dict[tuple[int, int, int], dict[str, None]] = {}
    for item in discourse.recent():
        if item.series is not None and not item.place:
            lists.setdefault((item.sentence, item.rank, item.series), {})[item.actor] = None
    found = [actors for _, actors in sorted(lists.items(), reverse=True) if len(actors) > 1 and own.isdisjoint(actors)]
    return tuple(reversed(found[0])) if found else ()


def is_definite(token: Token) -> bool:
    """Tell whether a noun has an article or another word that says it is known."""
    return any(child.lower_ in anaphora().definite or child.lower_ in _COUNTS for child in token.children)


def _count(token: Token, lemma: str) -> int:
    """Give how many actors a plural noun takes up: as many as it says, two if it says "neighbours"; else 0."""
    if token.tag_ != "NNS":
        return 0
    said = next((_COUNTS[child.lower_] for child in token.children if child.lower_ in _COUNTS), 0)
    return said or (2 if lemma in anaphora().neighbours else 0)


def _is_narrowed(token: Token) -> bool:
    """Tell whether a word beside the article may make the noun another one ("the other country")."""
    return any(
        child.dep_ in ("poss", "relcl", "acl") or child.lower_ in anaphora().others or child.lower_ in ("of", "for")
        for child in token.children
    )


def _same_noun(token: Token, modified: bool, discourse: Discourse) -> tuple[str, ...]:
    """Give the actor last named by words that end in the same noun, or whose own name has it as its head."""
    noun = token.lower_
    same = discourse.first(lambda item: item.text.lower().endswith(noun) and item.text.lower() != noun)
    if same or any(item.text.lower().endswith(noun) and item.text.lower() != noun for item in discourse.acting()):
        return same
    if modified:
        return ()
    return discourse.first(lambda item: discourse.is_body(item, lambda actor: _is_headed(actor, noun)))


def _by_sort(token: Token, lemma: str, modified: bool, discourse: Discourse) -> tuple[str, ...]:
    words = anaphora()
    if modified:
        return ()
    if lemma in words.offices and token.tag_ == "NN":
        return discourse.first(lambda item: item.kind in PERSONS and _holds(item, lemma, discourse))
    if lemma in words.countries and token.tag_ == "NN":
        return discourse.first(lambda item: discourse.kind(item.actor) is ActorKind.COUNTRY)
    if lemma in words.groups and token.tag_ == "NN":
        return discourse.first(
            lambda item: item.kind is MentionKind.NAME and discourse.is_body(item, lambda actor: actor.sector != "IGO")
        ) or discourse.first(lambda item: item.kind is MentionKind.NAME and discourse.is_body(item, bool))
    if lemma in words.blocs and token.tag_ == "NN":
        return discourse.first(lambda item: discourse.is_body(item, lambda actor: actor.sector == "IGO"))
    if lemma in words.fighters and token.tag_ == "NNS":
        return discourse.first(lambda item: discourse.is_body(item, lambda actor: actor.sector in ("REB", "SEP")))
    return ()


def _holds(item: Antecedent, lemma: str, discourse: Discourse) -> bool:
    """Tell whether a person holds an office whose title has this noun."""
    actor = discourse.actors.get(item.actor)
    return actor is not None and any(lemma in role.title.split() for role in actor.roles_on(discourse.published))


def _is_headed(actor: Actor, noun: str) -> bool:
    """Tell whether the name of a body ends in a noun, or has it before ``of`` or ``for``."""
    for name in (actor.label, *actor.aliases):
        head = name.lower().partition(" of ")[0].partition(" for ")[0]
        if " " in name and head.rsplit(" ", 1)[-1] == noun:
            return True
    return False


def _home(actor_id: str, discourse: Discourse) -> str:
    """Give whom two actors of a pair may not have in common: the country of those who act for one, else themselves."""
    country = discourse.country(actor_id)
    return country if country and discourse.acts_for_state(actor_id) else actor_id


def _is_person(item: Antecedent) -> bool:
    return item.kind in PERSONS or item.text.lower().rsplit(" ", 1)[-1] in anaphora().offices
