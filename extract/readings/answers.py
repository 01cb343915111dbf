"""Speech acts that show in the answer to them ("rejected Chad's request", "sailed at the request of Chad")."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from communique.extract.frames.arguments import actors_of, fillers
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.nouns import after, own_actors
from communique.extract.readings.parties import distinct
from communique.extract.readings.reading import Reading
from communique.extract.syntax.clauses import is_noun, is_verb
from communique.extract.syntax.factuality import modality
from communique.ontology.lexicon import SlotName, SpeechAct, cues, speech_act
from communique.ontology.types import Modality

# Rejections, denials among them, and consent.
_ANSWERS = ("12", "03", "08", "016")
_REAL = (Modality.ACTUAL, Modality.PLANNED)


def answered(readings: Iterable[Reading], scene: Scene) -> Iterator[Reading]:
    """Give what they did whose requests, charges or threats a party rejects, accepts, or acts upon or against."""
    for reading in readings:
        if reading.code.startswith(_ANSWERS) and modality(reading.trigger) is Modality.ACTUAL:
            for noun in _nouns(reading):
                yield from _said_to(reading.actors, noun, scene)
    for token in scene.doc:
        verb = _done_upon(token)
        if verb is not None and modality(verb) in _REAL:
            yield from _said_to(actors_of(verb, scene), token, scene)


def _said_to(answering: list[Filler], noun: Token, scene: Scene) -> Iterator[Reading]:
    """Give a speech act as done by its owner to who answers it, if both are known and two."""
    lemma = scene.lemma_of(noun)
    act = speech_act(lemma)
    if act is None or not answering or any(child.lower_ in cues().unspecific for child in noun.children):
        return
    owners = [item for item in _owners(noun, act, scene) if all(distinct(item, each, scene) for each in answering)]
    if owners:
        yield Reading(noun, act.code, owners, answering, f"answer to {lemma}", 0.75, noun, negated=False, words=(noun,))


def _nouns(reading: Reading) -> list[Token]:
    """Give the nouns that a frame has beside or as its target, each of which may be a speech act of somebody."""
    slots = reading.match.slots.get(SlotName.TARGET, ()) if reading.match is not None else ()
    found = {word.i: word for word in (*slots, *reading.words) if is_noun(word) and word != reading.trigger}
    return list(found.values())


def _done_upon(noun: Token) -> Token | None:
    """Give the verb of what is done in answer to a noun, None where the noun stands elsewhere."""
    head = noun.head
    while noun.dep_ == "pobj" and head.dep_ == "prep" and is_noun(head.head) and head.head.lower_ in cues().answers:
        noun, head = head.head, head.head.head
    if noun.dep_ != "pobj" or head.lower_ not in cues().answering:
        return None
    return head.head if head.dep_ == "prep" and is_verb(head.head) else None


def _owners(noun: Token, act: SpeechAct, scene: Scene) -> list[Filler]:
    """Give whose speech act a noun is."""
    behind = ("from", "of") if act.has_owner_behind_of else ("from",)
    return own_actors(noun, scene) or [
        item for word in behind for token in after(noun, word) for item in fillers(token, scene, embedded=True)
    ]
