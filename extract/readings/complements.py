"""Operators over actions: what becomes of an act that one agrees to, refuses, threatens, plans or denies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from communique.extract.frames.arguments import fillers
from communique.extract.frames.matching import adjective_subjects
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.attribution import attribution
from communique.extract.readings.nouns import noun_actors, own_actors
from communique.extract.readings.reading import Reading
from communique.extract.syntax.clauses import antecedent, children, is_noun, is_passive, is_verb, objects, subjects
from communique.extract.syntax.factuality import is_negated, modality
from communique.ontology.lexicon import (
    Implication,
    Operator,
    PartOfSpeech,
    by_cameo,
    cues,
    harmful_nouns,
    implication,
    operators,
)
from communique.ontology.types import Modality

# Quad classes of cooperation, in words and in deeds.
_COOPERATIVE = (1, 2)
# The roots of intents, and the code of a denial.
_INTENTS, _DENIAL = frozenset(("03", "13")), "016"
# Who is blamed for an act at home ("for jailing journalists") is blamed, and no more.
_BLAME = "blame"
_FUTURE = (Modality.PLANNED, Modality.HYPOTHETICAL)
_FINITE = frozenset(("VBD", "VBZ", "VBP"))


@dataclass(frozen=True, slots=True)
class _Governor:
    token: Token
    preposition: str
    infinitive: bool = False


def transform(reading: Reading, scene: Scene) -> Reading | None:
    """Give what a reading becomes under the operators that govern its trigger; None where it is no event at all.

    Nearest operator first; each sees the code that the one below it made.
    """
    current: Reading | None = refusal(reading, scene)
    for token, operator in _operators_over(reading.trigger, scene):
        if current is None:
            return None
        current = _apply(current, token, operator, scene)
    return current


def act_beside(reading: Reading, changed: Reading | None) -> Reading | None:
    """Give the act itself beside what an operator made of it: planned by who intends it, not done by who denies it.

    None where neither is so, or the intent is another's or itself denied.
    """
    if changed is None or changed.code == reading.code or changed.negated or is_negated(changed.carrier):
        return None
    if {item.actor for item in reading.actors} != {item.actor for item in changed.actors}:
        return None
    if changed.code[:2] in _INTENTS:
        # Whoever one means to meet has not agreed.
        mutual = reading.reciprocal and changed.reciprocal
        return replace(reading, modality=Modality.PLANNED, negated=False, reciprocal=mutual)
    return replace(reading, modality=Modality.ACTUAL, negated=True) if changed.code == _DENIAL else None


def refusal(reading: Reading, scene: Scene) -> Reading:
    """Give a rejection for a reading that says what its actor will not do for another ("will never accept")."""
    said = attribution(reading.trigger, scene)
    speakers = {item.actor for item in said.speakers} if said else set()
    sides = {_side(actor, scene) for actor in speakers}
    own = any(_side(item.actor, scene) in sides for item in reading.actors)
    own = own or not speakers
    if not (_denied_cooperation(reading) and own and modality(reading.trigger) in _FUTURE and reading.targets):
        return reading
    result = implication("refuse", negated=False, same_agent=True, code=reading.code)
    if result is None or result.code is None:
        return reading
    return replace(
        reading,
        code=result.code,
        modality=Modality.ACTUAL,
        negated=False,
        reciprocal=False,
        rule=f"will not+{reading.rule}",
    )


def _side(actor: str, scene: Scene) -> str:
    return scene.discourse.actors.side(actor, scene.discourse.published)


def _denied_cooperation(reading: Reading) -> bool:
    plain = reading.carrier == reading.trigger and is_verb(reading.trigger) and is_negated(reading.trigger)
    return plain and by_cameo(reading.code).quad in _COOPERATIVE


def _operators_over(token: Token, scene: Scene) -> Iterator[tuple[Token, Operator]]:
    while (governor := _governor(token)) is not None:
        operator = None if _reports(token, governor.token, scene) else _operator_at(governor, scene)
        if operator is not None:
            yield governor.token, operator
        elif not _transparent(token, governor, scene):
            return
        token = governor.token


def _governor(token: Token) -> _Governor | None:
    head = token.head
    if head == token:
        return None
    if token.dep_ == "conj":
        return (
            _governor(head) if is_verb(token) == is_verb(head) and not children(token, ("nsubj", "nsubjpass")) else None
        )
    if token.dep_ in ("xcomp", "ccomp", "acl") or (
        token.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "acomp") and not is_verb(token)
    ):
        return _Governor(head, "", token.dep_ == "xcomp" and any(child.tag_ == "TO" for child in token.children))
    if token.dep_ in ("pobj", "pcomp") and head.lower_ in cues().linking:
        return _Governor(head.head, head.lower_)
    if token.dep_ == "advcl" and any(child.tag_ == "TO" for child in token.children):
        return _Governor(head, "")
    return None


def _operator_at(governor: _Governor, scene: Scene) -> Operator | None:
    token = governor.token
    found = operators().get(scene.lemma_of(token)) or operators().get(token.lower_, ())
    if governor.infinitive and scene.lemma_of(token) == "be":
        return Operator("be", "to", PartOfSpeech.VERB, "plan")
    particles = {child.lower_ for child in token.children if child.dep_ in ("prt", "prep", "advmod")} | {
        governor.preposition
    }
    for operator in found:
        if operator.preposition and operator.preposition not in particles:
            continue
        if _has_part(token, operator.part):
            return operator
    return None


def _reports(token: Token, verb: Token, scene: Scene) -> bool:
    """Tell whether a verb only reports a finite clause ("insisted that it had not"), so that nothing changes."""
    if token.dep_ != "ccomp" or not is_verb(verb) or scene.lemma_of(verb) not in cues().speech - cues().denial:
        return False
    auxiliaries = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    return token.tag_ in _FINITE or any(item.tag_ in _FINITE for item in auxiliaries)


def _has_part(token: Token, part: PartOfSpeech) -> bool:
    match part:
        case PartOfSpeech.VERB:
            return is_verb(token)
        case PartOfSpeech.NOUN:
            return is_noun(token)
        case PartOfSpeech.ADJECTIVE:
            return token.tag_ in ("JJ", "VBN", "RB", "IN", "VBD", "VBP")


def _transparent(token: Token, governor: _Governor, scene: Scene) -> bool:
    """Tell whether to look further up: through light verbs, auxiliaries, ``be``, modified nouns and purposes.

    Whoever agrees to send troops to help has agreed to help.
    """
    head = governor.token
    if token.dep_ == "advcl":
        return True
    if token.dep_ == "ccomp":
        return False
    if is_verb(head):
        return scene.lemma_of(head) in cues().light_verbs | cues().copulas
    return governor.preposition in ("of", "to", "for")


def _apply(reading: Reading, token: Token, operator: Operator, scene: Scene) -> Reading | None:
    own = _agents_of(reading, token, scene)
    subject = _subjects_of(token, operator, scene)
    same = not own or bool({item.actor for item in own} & {item.actor for item in subject})
    negated = is_negated(token)
    family = operator.family
    if _denied_cooperation(reading) and family in cues().reversed_by_not:
        family, reading = "refuse", replace(reading, negated=False)
    if family == "request" and not is_verb(reading.trigger) and not children(token, ("dobj",)):
        same = True
    if family == _BLAME and _is_at_home(reading, scene):
        return None
    result = implication(family, negated=negated, same_agent=same, code=reading.code)
    if result is None:
        return reading
    if result.code is None:
        return _modal(reading, token, result.modality or "actual", negated)
    return _recoded(reading, token, result, own, subject, f"{operator.word}+{reading.rule}")


def _is_at_home(reading: Reading, scene: Scene) -> bool:
    homes = {scene.country(item.actor) for item in reading.actors}
    return all(scene.country(item.actor) in homes for item in reading.targets)


def _modal(reading: Reading, token: Token, name: str, negated: bool) -> Reading | None:
    match name:
        case "drop":
            return None
        case "urged":
            return None
        case "actual":
            return replace(reading, carrier=token, negated=False) if not negated else reading
        case "negated":
            return replace(reading, negated=True, modality=Modality.ACTUAL, carrier=token)
        case _:
            return replace(reading, modality=Modality(name))


def _recoded(
    reading: Reading, token: Token, result: Implication, own: list[Filler], subject: list[Filler], rule: str
) -> Reading | None:
    actors = subject or reading.actors
    names = {item.actor for item in actors}
    targets = own if result.addressee else [*reading.targets, *(reading.actors if reading.reciprocal else [])]
    targets = [item for item in targets if item.actor not in names]
    if not targets and not result.addressee:
        targets = [item for item in reading.actors if item.actor not in names]
    together = reading.reciprocal and not result.addressee and len(names) > 1 and not targets
    if together:
        targets = actors
    if not actors or (reading.targets and not targets):
        return None
    return replace(
        reading,
        code=result.code or reading.code,
        actors=actors,
        targets=targets,
        reciprocal=together,
        carrier=token,
        modality=None,
        negated=False,
        rule=rule,
        confidence=reading.confidence - 0.05,
    )


def _agents_of(reading: Reading, operator: Token, scene: Scene) -> list[Filler]:
    """Give the complement's own agents where it names them: another subject, the controller, a possessor."""
    trigger = reading.trigger
    if not is_verb(trigger):
        if scene.lemma_of(trigger) in harmful_nouns():
            return own_actors(trigger, scene)
        explicit = children(trigger, ("poss",))
        return [item for token in explicit for item in fillers(token, scene, embedded=True)] if explicit else []
    if is_passive(trigger):
        return []
    tokens = subjects(trigger)
    controlled = objects(operator) if is_verb(operator) and trigger.dep_ in ("xcomp", "ccomp") else []
    tokens = tokens or [token for token in controlled if token != trigger]
    return [item for token in tokens for item in fillers(token, scene, embedded=True)]


def _subjects_of(token: Token, operator: Operator, scene: Scene) -> list[Filler]:
    match operator.part:
        case PartOfSpeech.VERB:
            tokens = [antecedent(item, token) for item in subjects(token)]
            if not tokens and is_passive(token):
                tokens = children(token, ("nsubjpass",))
        case PartOfSpeech.NOUN:
            return noun_actors(token, scene)
        case PartOfSpeech.ADJECTIVE:
            tokens = adjective_subjects(token)
    return [item for noun in tokens for item in fillers(noun, scene, embedded=True)]
