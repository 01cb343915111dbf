"""What the rest of the sentence adds to its readings: crowds, allegations, agreements, acts taken up by a noun."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from communique.extract.frames.arguments import actors_of
from communique.extract.frames.matching import Match
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.attribution import attribution
from communique.extract.readings.nouns import own_actors
from communique.extract.readings.parties import FORCE, distinct
from communique.extract.readings.reading import Reading, fill
from communique.extract.syntax.clauses import children, is_noun, verbs
from communique.extract.syntax.factuality import is_negated
from communique.ontology.lexicon import (
    SlotName,
    anaphora,
    construction_code,
    cues,
    family_of,
    harmful_nouns,
    implication,
)

_ACCUSATION = "112"
_CIVIL = frozenset(("AGR", "CVL", "EDU", "ENV", "HLH", "LAB", "LAW", "NGO", "OPP", "REL", "PTY"))


def crowded(reading: Reading, scene: Scene) -> Reading:
    """Give a reading as protest where unarmed people do it: they block, occupy, smash (CAMEO 143 to 145)."""
    if not reading.actors or not all(_is_crowd(item, scene) for item in reading.actors):
        return reading
    found = implication("crowd", negated=False, same_agent=True, code=reading.code)
    return replace(reading, code=found.code) if found is not None and found.code else reading


def alleged(reading: Reading, scene: Scene) -> Reading:
    """Give the accusation that it is if a human-rights or aid body says that somebody used force (CAMEO 112)."""
    if reading.code[:2] not in FORCE or reading.reciprocal:
        return reading
    said = attribution(reading.carrier, scene)
    speakers = [item for item in said.speakers if _is_watchdog(item, scene)] if said is not None else []
    code = construction_code("wrong")
    if not speakers or said is None or said.verb is None or code is None:
        return reading
    return replace(
        reading,
        code=code,
        actors=speakers,
        targets=reading.actors,
        carrier=said.verb,
        rule=f"say+{reading.rule}",
    )


def _is_watchdog(filler: Filler, scene: Scene) -> bool:
    actor = scene.actor(filler.actor)
    return actor is not None and actor.sector in ("NGO", "HRI")


def agreements(readings: Sequence[Reading], scene: Scene) -> Iterator[Reading]:
    """Give an agreement of the parties that are said to agree on something, where no frame has them as a pair."""
    for token in verbs(scene.doc):
        code = construction_code("joint", family_of(scene.lemma_of(token)))
        if code is None or is_negated(token) or not _agrees(token, scene):
            continue
        actors = actors_of(token, scene)
        if not any(distinct(one, other, scene) for one in actors for other in actors) or len(actors) > 4:
            continue
        if not any(_is_under(reading.trigger, token) and reading.targets for reading in readings):
            rule = f"PARTNER {scene.lemma_of(token)}"
            yield Reading(token, code, actors, actors, rule, 0.75, token, reciprocal=True, words=(token,))


def taken_up(group: Sequence[Match], before: Sequence[Reading], scene: Scene) -> Reading | None:
    """Give the reading of a frame whose target is a noun for an act just reported ("a move that Oslo praised").

    The word stands for who acted: the actors of the nearest reading before it, else of the last sentence's.
    """
    for match in group:
        for token in match.slots.get(SlotName.TARGET, ()):
            actors = _who_acted(token, before, scene)
            if not actors:
                continue
            scene.anaphora = {**scene.anaphora, token.i: actors}
            reading = fill(match, scene)
            if reading is not None:
                return replace(reading, confidence=reading.confidence - 0.1)
            scene.anaphora = {index: names for index, names in scene.anaphora.items() if index != token.i}
    return None


def _who_acted(token: Token, before: Sequence[Reading], scene: Scene) -> tuple[str, ...]:
    if scene.mentions.at(token.i) is not None:
        return ()
    earlier = [reading for reading in before if reading.trigger.i < token.i]
    if token.lower_ == "it":
        return _whose_thing(earlier[-1], scene) if earlier else ()
    lemma = scene.lemma_of(token)
    if lemma not in anaphora().acts or children(token, ("poss", "amod", "compound", "prep")):
        return ()
    if not earlier:
        definite = any(child.lower_ in anaphora().definite for child in token.children)
        done = scene.discourse.doers(lemma) if lemma in harmful_nouns() else ()
        return (done or scene.discourse.acted) if definite else ()
    said = attribution(earlier[-1].trigger, scene) if lemma in anaphora().claims else None
    fillers_ = said.speakers if said is not None and said.speakers else earlier[-1].actors
    return tuple(item.actor for item in fillers_)


def deeds(read: Iterable[Reading], scene: Scene) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the harms that a sentence reports, each by its word with its doers; of an accusation, with the accused."""
    harms = [
        (token.i, scene.lemma_of(token), own_actors(token, scene)) for token in scene.doc if _is_harm(token, scene)
    ]
    for reading in read:
        accused = reading.code.startswith(_ACCUSATION)
        if accused or reading.code[:2] in FORCE:
            doers = reading.targets if accused else reading.actors
            harms += [(word.i, scene.lemma_of(word), doers) for word in {reading.trigger, *reading.words}]
    for _, word, doers in sorted(harms, key=lambda item: item[0]):
        if doers:
            yield word, tuple(item.actor for item in doers)


def _is_harm(token: Token, scene: Scene) -> bool:
    return is_noun(token) and scene.lemma_of(token) in harmful_nouns()


def _whose_thing(reading: Reading, scene: Scene) -> tuple[str, ...]:
    """Give whose thing the clause before was about ("rejected the American plan, while Oslo praised it")."""
    slots = reading.match.slots.get(SlotName.TARGET, ()) if reading.match is not None else ()
    if any(scene.mentions.at(token.i) is not None or token.i in scene.phrases for token in slots):
        return ()
    return tuple(item.actor for item in reading.targets)


def _is_crowd(filler: Filler, scene: Scene) -> bool:
    actor = scene.actor(filler.actor)
    if actor is None or actor.sector not in _CIVIL:
        return False
    words = scene.doc[filler.start : filler.end]
    return any(scene.lemma_of(word) in cues().crowds for word in words)


def _agrees(token: Token, scene: Scene) -> bool:
    return scene.lemma_of(token) in cues().agreeing and bool(children(token, ("xcomp", "ccomp", "prep")))


def _is_under(token: Token, verb: Token) -> bool:
    return token == verb or verb.is_ancestor(token)
