"""Actions that lie in saying something: demands ("said Y should do Z") and accusations ("said Y had violated Z")."""

from collections.abc import Iterator

from spacy.tokens import Token

from extract.arguments import Filler, Scene, fillers
from extract.attribution import attribution, reported_clauses, speakers, speech_verbs
from extract.clauses import children, is_passive, subjects
from extract.factuality import is_negated, is_urged, modality
from extract.matching import FrameIndex, matches
from extract.reading import Reading
from ontology.report import Modality

DEMAND, ACCUSATION = "020", "112"


def demands(scene: Scene) -> Iterator[Reading]:
    """Give a request for every reported clause in which the speaker says what another should or must do."""
    for verb in speech_verbs(scene):
        speaking = speakers(verb, scene)
        for clause in reported_clauses(verb):
            if speaking and is_urged(clause):
                asked = _others(_doers(clause, scene), speaking)
                if asked:
                    yield Reading(clause, DEMAND, speaking, asked, "say+should", 0.75, verb, words=(clause,))


def accusations(scene: Scene, misdeeds: FrameIndex) -> Iterator[Reading]:
    """Give an accusation for every reported clause that says that another did wrong."""
    for group in matches(scene.doc, misdeeds, scene.lemma_of):
        trigger = group[0].trigger
        said = attribution(trigger, scene)
        if said is None or not said.speakers or is_negated(trigger) or modality(trigger) is not Modality.ACTUAL:
            continue
        accused = _others(_doers(trigger, scene), said.speakers)
        if accused:
            rule = f"say+{group[0].frame.pattern}"
            yield Reading(trigger, ACCUSATION, said.speakers, accused, rule, 0.75, trigger, words=group[0].words)


def _doers(verb: Token, scene: Scene) -> list[Filler]:
    tokens = subjects(verb) or (children(verb, ("nsubjpass",)) if is_passive(verb) else [])
    return [item for token in tokens for item in fillers(token, scene, embedded=True)]


def _others(accused: list[Filler], speaking: list[Filler]) -> list[Filler]:
    names = {item.actor for item in speaking}
    return [item for item in accused if item.actor not in names]
