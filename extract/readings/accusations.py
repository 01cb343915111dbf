"""Actions that lie in saying something: demands ("said Y should do Z") and accusations ("said Y had violated Z")."""

from collections.abc import Iterator

from spacy.tokens import Token

from communique.extract.frames.arguments import actors_of, fillers
from communique.extract.frames.index import FrameIndex
from communique.extract.frames.matching import matches
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.attribution import attribution, reported_clauses, speakers, speech_verbs
from communique.extract.readings.reading import Reading
from communique.extract.syntax.clauses import children, is_passive, subjects, verbs
from communique.extract.syntax.factuality import is_demanded, is_negated, is_urged, modality
from communique.ontology.lexicon import construction_code, cues, family_of
from communique.ontology.types import Modality

# Tags of a bare subjunctive ("that he apologise"), which taggers also take for a noun.
_BARE = frozenset(("VB", "VBP", "NN"))


def demands(scene: Scene) -> Iterator[Reading]:
    """Give a request for every reported clause in which the speaker says what another should or must do."""
    for verb in speech_verbs(scene):
        speaking = speakers(verb, scene)
        for clause in reported_clauses(verb):
            word = "must" if is_demanded(clause) else "should"
            code = construction_code(word)
            if code and speaking and is_urged(clause):
                asked = _others(_doers(clause, scene, speaking), speaking)
                if asked:
                    rule = f"say+{word}"
                    # Who demands that something be not done demands.
                    yield Reading(clause, code, speaking, asked, rule, 0.75, verb, negated=False, words=(clause,))


def ordered(scene: Scene) -> Iterator[Reading]:
    """Give a demand for every clause in which somebody demands that another do something, whatever it is."""
    for token in verbs(scene.doc):
        family = family_of(scene.lemma_of(token))
        code = construction_code("clause", family)
        if code is None or is_negated(token):
            continue
        asking = actors_of(token, scene)
        for clause in children(token, ("ccomp", "xcomp")):
            asked = _others(_doers(clause, scene, asking), asking)
            if asking and asked and (_is_bare(clause, family) or is_urged(clause)):
                yield Reading(token, code, asking, asked, f"{scene.lemma_of(token)}+clause", 0.8, token, words=(token,))


def _is_bare(clause: Token, family: str) -> bool:
    """Tell whether a clause is a subjunctive; after ``demand that`` it is one whatever its verb looks like."""
    if any(child.tag_ == "MD" for child in clause.children):
        return False
    return clause.tag_ in _BARE or (family == "demand" and any(child.lower_ == "that" for child in clause.children))


def denials(readings: list[Reading], scene: Scene) -> Iterator[Reading]:
    """Give a denial for every accusation in the sentence that its target is said to deny ("a charge Moscow denied")."""
    code = construction_code("denied")
    for token in verbs(scene.doc):
        if code is None or scene.lemma_of(token) not in cues().denial or is_negated(token):
            continue
        denying = actors_of(token, scene)
        for charge in readings:
            if charge.code.startswith("11") and _same_side(denying, charge.targets, scene):
                yield Reading(token, code, denying, charge.actors, "deny+charge", 0.75, token, words=(token,))


def _same_side(one: list[Filler], other: list[Filler], scene: Scene) -> bool:
    actors, day = scene.discourse.actors, scene.discourse.published
    sides = {actors.side(item.actor, day) for item in one}
    return bool(sides & {actors.side(item.actor, day) for item in other})


def accusations(scene: Scene, misdeeds: FrameIndex) -> Iterator[Reading]:
    """Give an accusation for every reported clause that says that another did wrong."""
    code = construction_code("wrong")
    for group in matches(scene.doc, misdeeds, scene.lemma_of):
        trigger = group[0].trigger
        said = attribution(trigger, scene)
        if said is None or not said.speakers or is_negated(trigger) or modality(trigger) is not Modality.ACTUAL:
            continue
        accused = _others(_doers(trigger, scene, []), said.speakers)
        if code and accused:
            rule = f"say+{group[0].frame.pattern}"
            yield Reading(trigger, code, said.speakers, accused, rule, 0.75, trigger, words=group[0].words)


def _doers(verb: Token, scene: Scene, speaking: list[Filler]) -> list[Filler]:
    """Give who does what a clause says; "the government" is that of who speaks."""
    home = next((scene.mandate(item.actor) for item in speaking), None)
    tokens = subjects(verb) or (children(verb, ("nsubjpass",)) if is_passive(verb) else [])
    return [item for token in tokens for item in fillers(token, scene, embedded=True, default=home)]


def _others(accused: list[Filler], speaking: list[Filler]) -> list[Filler]:
    names = {item.actor for item in speaking}
    return [item for item in accused if item.actor not in names]
