"""Who acts in an action noun, and in a passive that tells no doer."""

from spacy.tokens import Token

from communique.extract.frames.arguments import fillers
from communique.extract.frames.home import hosts
from communique.extract.frames.matching import Match
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.parties import BLAME
from communique.extract.syntax.clauses import (
    agents,
    antecedent,
    children,
    conjuncts,
    is_passive,
    is_verb,
    objects,
    subjects,
)
from communique.ontology.lexicon import cues, harmful_nouns, operators

_ASKING = frozenset(("demand", "request"))
_BLAMING = frozenset(("accuse", BLAME))
# Complaints to diplomats, and what is done to them and the missions in which they are.
_HOSTED = frozenset(("114", "161"))


def noun_actors(noun: Token, scene: Scene, *, mutual: bool = True) -> list[Filler]:
    """Give who acts in an action noun: possessor, ``by``, modifier, or the subject of a verb that lends its own.

    The subject of a demand or request is an actor of what is requested only if it is `mutual` ("sought talks").
    """
    return own_actors(noun, scene) or _lent(noun, scene, mutual=mutual)


def own_actors(noun: Token, scene: Scene) -> list[Filler]:
    """Give who acts in an action noun by its own phrase: possessor, ``by`` or modifier."""
    for tokens in (children(noun, ("poss",)), after(noun, "by"), _made_by(noun)):
        found = [item for token in tokens for item in fillers(token, scene, embedded=True)]
        if found:
            return found
    return [item for child in children(noun, ("amod", "compound", "nmod")) for item in _modifier(child, scene)]


def after(noun: Token, preposition: str) -> list[Token]:
    """Give the nouns behind a preposition of a noun or verb."""
    found = [prep for prep in children(noun, ("prep", "agent")) if prep.lower_ == preposition]
    return [item for prep in found for item in children(prep, ("pobj",))]


def _made_by(noun: Token) -> list[Token]:
    """Give the agent of a participle on the noun ("the strike carried out by Israel")."""
    return [item for verb in children(noun, ("acl",)) if is_passive(verb) for item in agents(verb)]


def _modifier(child: Token, scene: Scene) -> list[Filler]:
    found = fillers(child, scene, embedded=True) if scene.mentions.at(child.i) else []
    if not found:
        found = [
            item for inner in children(child, ("npadvmod", "compound", "amod")) for item in _modifier(inner, scene)
        ]
    return found


def _lent(noun: Token, scene: Scene, *, mutual: bool) -> list[Filler]:
    head = conjuncts(noun)[0] if noun.dep_ == "conj" else noun
    if head.dep_ == "pobj" and head.head.lower_ in cues().circumstances:
        return []
    verb = head.head.head if head.dep_ == "pobj" and head.head.dep_ == "prep" else head.head
    if head.dep_ not in ("dobj", "nsubjpass", "attr", "pobj") or not is_verb(verb):
        return []
    around = {"", *(child.lower_ for child in children(verb, ("prt", "advmod")))}
    around |= {head.head.lower_} if head.dep_ == "pobj" else set()
    over = [item for item in operators().get(scene.lemma_of(verb), ()) if item.preposition in around]
    if not over and (scene.lemma_of(verb) not in cues().light_verbs or _is_cause(head, scene)):
        return []
    if not mutual and any(item.family in _ASKING and not item.preposition for item in over):
        return []
    blamed = any(item.family in _BLAMING for item in over)
    if not blamed and head.dep_ != "pobj" and is_beheld(head, verb, scene):
        return []
    owners = objects(verb) if blamed else [antecedent(token, verb) for token in subjects(verb)]
    return [item for token in owners for item in fillers(token, scene, embedded=True)]


def is_beheld(noun: Token, verb: Token, scene: Scene) -> bool:
    """Tell whether a verb only takes up a harm that somebody else does ("opposed an attack on Iran")."""
    return scene.lemma_of(verb) in cues().beholding and scene.lemma_of(noun) in harmful_nouns()


def is_standing(trigger: Token, scene: Scene) -> bool:
    """Tell whether a word is about what somebody only has and has not just made ("has a treaty with Peru")."""
    whole = trigger.head if trigger.dep_ in ("compound", "amod") else trigger
    for noun in (whole, *children(whole, ("dobj",))):
        if noun.dep_ == "dobj" and scene.lemma_of(noun) in cues().standing:
            return scene.lemma_of(noun.head) in cues().holding
    return False


def _is_cause(noun: Token, scene: Scene) -> bool:
    """Tell whether a noun is a harm at which somebody feels something ("expressed horror at the killing")."""
    return noun.dep_ == "pobj" and noun.head.lower_ in cues().causes and scene.lemma_of(noun) in harmful_nouns()


def passive_actors(match: Match, scene: Scene) -> list[Filler]:
    """Give who does what a passive tells without its doer.

    What is done with the envoys, troops, aid or sanctions of an actor is done by that actor ("US sanctions on Zimbabwe
    lifted"). Who is summoned or expelled by nobody named is so by the state where it happens ("summoned in Paris").
    """
    own = [noun for noun in match.words[1:] if noun in objects(match.trigger)]
    found = [item for noun in own for item in own_actors(noun, scene)]
    if found or own or match.frame.code not in _HOSTED:
        return found
    named = [token for token in hosts(match.trigger) if scene.mentions.at(token.i) is not None]
    return [item for token in named for item in fillers(token, scene, embedded=False)]
