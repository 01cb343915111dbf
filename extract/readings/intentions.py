"""Readings of promises, refusals and threats whose complement no frame knows ("offered to open a port to Cyprus")."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from communique.extract.frames.arguments import actors_of, fillers
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.parties import distinct
from communique.extract.readings.reading import Reading
from communique.extract.syntax.clauses import children, conjuncts, is_noun, verbs
from communique.extract.syntax.factuality import is_negated
from communique.ontology.lexicon import construction_code, operators

_INSIDE = ("dobj", "dative", "prep", "pobj", "xcomp", "ccomp", "pcomp", "conj", "agent", "nsubjpass")


def intentions(readings: Sequence[Reading], scene: Scene) -> Iterator[Reading]:
    """Give a reading for every such verb in whose complement somebody else is named and nothing else was read."""
    for token in verbs(scene.doc):
        code = _code(token, scene)
        if code is None or is_negated(token) or any(_covers(token, reading) for reading in readings):
            continue
        actors = actors_of(token, scene)
        home = next((scene.country(item.actor) for item in actors), None)
        targets = _others(_parties(token, scene, home), actors, scene)
        if actors and targets:
            rule = f"{scene.lemma_of(token)}+complement"
            yield Reading(token, code, actors, targets, rule, 0.6, token, words=(token,))


def _code(token: Token, scene: Scene) -> str | None:
    if not children(token, ("xcomp", "ccomp")):
        return None
    families = (item.family for item in operators().get(scene.lemma_of(token), ()) if not item.preposition)
    return next((code for family in families if (code := construction_code("complement", family))), None)


def _covers(verb: Token, reading: Reading) -> bool:
    places = (reading.trigger, reading.carrier)
    return any(place == verb or verb.is_ancestor(place) for place in places)


def _parties(verb: Token, scene: Scene, home: str | None) -> list[Filler]:
    """Give the first parties named in a verb's objects and complement, nearest to the verb first."""
    level = [child for child in verb.children if child.dep_ in _INSIDE and child.i > verb.i]
    while level:
        nouns = [token for token in level if is_noun(token)]
        found = [
            item
            for noun in nouns
            for one in conjuncts(noun)
            for item in fillers(one, scene, embedded=False, default=home)
        ]
        found = found or [item for noun in nouns for item in fillers(noun, scene, embedded=True)]
        if found:
            return found
        level = [child for token in level for child in token.children if child.dep_ in _INSIDE]
    return []


def _others(found: list[Filler], actors: list[Filler], scene: Scene) -> list[Filler]:
    return [item for item in found if all(distinct(actor, item, scene) for actor in actors)]
