"""Parties beside an act: who speaks of it has not done it, and who suffers it is not whom the words are about."""

from spacy.tokens import Token

from communique.extract.frames.arguments import fillers
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.nouns import noun_actors
from communique.extract.readings.parties import FORCE, distinct
from communique.extract.syntax.clauses import above, children, is_noun, is_passive, is_verb
from communique.ontology.lexicon import cues, harmful_nouns, suffered_nouns

HOSTILE = FORCE | frozenset(("13", "15", "16", "17"))
# The roots of words against somebody.
VERBAL = frozenset(("11", "12"))
_SUBJECTS = ("nsubj", "nsubjpass")
_TAKEN = frozenset(("dobj", "nsubjpass", "attr"))
_SUFFERING = frozenset(("on", "against"))
_IN_PHRASE = frozenset(("amod", "compound", "nmod", "poss", "conj", "appos"))
_DEEPEST = 3


def beholds(party: Filler, other: Filler, trigger: Token, scene: Scene) -> bool:
    """Tell whether a party only takes up an act against another ("Russia regretted the strikes on Syria").

    Whom the noun itself names as its doer has done it ("Russia regretted its strikes").
    """
    if not (is_noun(trigger) and distinct(party, other, scene)):
        return False
    if trigger not in above(scene.doc[other.start : other.end].root):
        return False
    words = [trigger, *above(trigger)]
    place = next((index for index, token in enumerate(words) if is_verb(token)), None)
    if place is None or not _takes_up(words[place], words[place - 1], scene):
        return False
    verb = words[place]
    beholding = {item.actor for token in _subjects(verb) for item in fillers(token, scene, embedded=True)}
    return party.actor in beholding and party.actor not in {item.actor for item in noun_actors(trigger, scene)}


def _takes_up(verb: Token, below: Token, scene: Scene) -> bool:
    """Tell whether a verb takes up what stands in a phrase right below it; "condemned him to a fine" does not."""
    lemma = scene.lemma_of(verb)
    if lemma in cues().punishing and not is_passive(verb) and _is_reason(below, scene):
        return True
    if lemma not in cues().beholding:
        return False
    return below.dep_ in _TAKEN or below.dep_ == "agent" or below.lower_ in cues().causes | _SUFFERING


def _is_reason(preposition: Token, scene: Scene) -> bool:
    """Tell whether a phrase says for what somebody is punished ("over the attack", "in connection with the attack")."""
    nouns = {scene.lemma_of(noun) for noun in children(preposition, ("pobj",))}
    return preposition.lower_ in cues().reasons or not nouns.isdisjoint(cues().connections)


def is_consoled(party: Filler, trigger: Token, scene: Scene) -> bool:
    """Tell whether a party has sympathy for an act, which it suffers ("condolences to Egypt over the attack")."""
    noun = scene.doc[party.start : party.end].root
    if noun.dep_ != "pobj" or noun.head.lower_ not in cues().consoled:
        return False
    feeling = [word for word in scene.doc[: noun.i] if scene.lemma_of(word) in cues().consoling]
    return bool(feeling) and trigger.i > noun.i and noun.head.head in (feeling[-1], feeling[-1].head)


def suffers(party: Filler, trigger: Token, scene: Scene) -> bool:
    """Tell whether a party suffers the act that words are about ("rejected the sanctions against Venezuela")."""
    token = scene.doc[party.start : party.end].root
    for _ in range(_DEEPEST):
        while token.dep_ in _IN_PHRASE and not is_verb(token.head):
            token = token.head
        if token.dep_ != "pobj" or token.head.lower_ not in cues().victims:
            return False
        act, word = token.head.head, token.head.lower_
        if is_noun(act) and scene.lemma_of(act) in _suffered_behind(word):
            return act != trigger and trigger in above(act)
        token = act
    return False


def _suffered_behind(preposition: str) -> frozenset[str]:
    """Give the nouns for acts that are done to whom a preposition behind them leads to."""
    if preposition in _SUFFERING:
        return harmful_nouns()
    return suffered_nouns() if preposition == "of" else frozenset()


def _subjects(verb: Token) -> list[Token]:
    """Give the grammatical subjects of a verb, those of the verb it is joined to where it has none."""
    own = children(verb, _SUBJECTS)
    if not own and verb.dep_ in ("conj", "xcomp") and is_verb(verb.head):
        return children(verb.head, _SUBJECTS)
    return own
