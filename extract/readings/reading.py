"""Readings: matched frames with their slots filled by actors."""

from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from communique.extract.frames.arguments import fillers
from communique.extract.frames.home import home_of, people_there
from communique.extract.frames.matching import Match, actor_tokens
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.nouns import after, noun_actors, passive_actors
from communique.extract.readings.parties import (
    FORCE,
    acceptable,
    distinct,
    is_in_third_country,
    is_nameless,
    is_press,
)
from communique.extract.syntax.clauses import (
    children,
    is_noun,
    is_passive,
    is_verb,
    subjects,
)
from communique.ontology.lexicon import PartOfSpeech, Preposition, SlotName
from communique.ontology.types import ActorKind, Modality

# Who is arrested is of the place, as who is shot ("the army arrested 14 militants in the West Bank").
_CUSTODY = frozenset(("17",))


@dataclass(slots=True)
class Reading:
    """One action at one trigger with all its actors and targets, before it becomes reports.

    `carrier` is the word whose factuality counts: the trigger, or the operator over it.
    """

    trigger: Token
    code: str
    actors: list[Filler]
    targets: list[Filler]
    rule: str
    confidence: float
    carrier: Token
    reciprocal: bool = False
    modality: Modality | None = None
    negated: bool | None = None
    words: tuple[Token, ...] = ()
    about: list[Filler] = field(default_factory=list)
    match: Match | None = None


def fill(match: Match, scene: Scene) -> Reading | None:
    """Give the reading of a match, or None where an actor or a required target is none that we can name."""
    frame = match.frame
    parties: dict[SlotName, list[Filler]] = {name: [] for name in SlotName}
    parties[frame.subject] = _subject(match, scene)
    home = _home_of_others(match, parties[SlotName.ACTOR], scene)
    for name in match.slots:
        parties[name] = _slot(match, name, scene, home) or parties[name]
    actors, targets = parties[SlotName.ACTOR], parties[SlotName.TARGET]
    if SlotName.PLACE in match.slots and not is_in_third_country(match, actors, parties[SlotName.PARTNER], scene):
        return None
    if frame.has(SlotName.PARTNER):
        return _reciprocal(match, actors, parties[SlotName.PARTNER], scene)
    if frame.code[:2] in FORCE:
        targets = [_people_of(item, actors, scene) for item in targets or _struck(match, actors, scene)]
    others = [item for item in targets if any(distinct(actor, item, scene) for actor in actors)]
    if targets and not others:
        return None
    targets = others
    if not actors or not acceptable(match, actors, targets, scene):
        return None
    return Reading(
        match.trigger,
        frame.code,
        actors,
        targets,
        frame.pattern,
        _confidence(match, [*actors, *targets]),
        match.trigger,
        words=match.words,
        about=parties[SlotName.ABOUT],
        match=match,
    )


def _home_of_others(match: Match, actors: list[Filler], scene: Scene) -> str | None:
    """Give the country of who stands in a frame's slots and has none: the doer's; for force and arrests, the place's.

    In "US drones killed three militants in Yemen" the militants are no Americans.
    """
    own = next((scene.mandate(item.actor) for item in actors), None)
    if own is not None and match.frame.code[:2] not in FORCE | _CUSTODY:
        return own
    return home_of(match.trigger, scene) or own


def _struck(match: Match, actors: list[Filler], scene: Scene) -> list[Filler]:
    """Give whom force hits where its target names nobody but its clause a country ("shelled a school in Syria")."""
    found = [people_there(token, scene) for token in match.slots.get(SlotName.TARGET, ()) if is_noun(token)]
    return [item for item in found if item and all(distinct(actor, item, scene) for actor in actors)]


def _people_of(target: Filler, actors: list[Filler], scene: Scene) -> Filler:
    """Give the people of a country for its own place that its forces hit ("the Syrian army shelled Homs")."""
    actor = scene.discourse.actors.get(target.actor)
    people = f"{target.actor}-cvl"
    own = not any(distinct(item, target, scene) for item in actors)
    if actor is None or actor.kind is not ActorKind.COUNTRY or not own or people not in scene.discourse.actors:
        return target
    return replace(target, actor=people, why=f"people of {target.actor}")


def _reciprocal(match: Match, actors: list[Filler], partners: list[Filler], scene: Scene) -> Reading | None:
    if any(is_press(item, scene) for item in partners):
        return None
    everyone = {item.actor: item for item in [*actors, *partners]}
    if len(everyone) < 2:
        return None
    if not actors or not partners:
        actors = partners = list(everyone.values())
    rule, confidence = match.frame.pattern, _confidence(match, [*actors, *partners])
    return Reading(
        match.trigger,
        match.frame.code,
        actors,
        partners,
        rule,
        confidence,
        match.trigger,
        reciprocal=True,
        words=match.words,
        match=match,
    )


def _slot(match: Match, name: SlotName, scene: Scene, home: str | None) -> list[Filler]:
    return [item for token in match.slots[name] for item in fillers(token, scene, embedded=True, default=home)]


def _subject(match: Match, scene: Scene) -> list[Filler]:
    if match.frame.part is PartOfSpeech.NOUN:
        mutual = match.frame.has(SlotName.PARTNER)
        if SlotName.ACTOR in match.slots:
            return []
        return noun_actors(match.trigger, scene, mutual=mutual) or _senders(match, scene)
    default = home_of(match.trigger, scene)
    found = [item for token in actor_tokens(match) for item in fillers(token, scene, embedded=True, default=default)]
    if found and all(is_nameless(item, scene) for item in found):
        found = _governing(match.trigger, scene) or found
    if found:
        return [*_listed_before(found[0], match.trigger, scene), *found]
    if match.frame.part is PartOfSpeech.ADJECTIVE:
        return []
    if is_passive(match.trigger):
        return passive_actors(match, scene)
    return [] if subjects(match.trigger) else _headline_subject(match.trigger, scene)


def _senders(match: Match, scene: Scene) -> list[Filler]:
    """Give from whom an action noun comes ("praise from the IMF"), also where ``by`` hangs on a noun below it.

    A preposition behind which the frame has its target leads to no actor.
    """
    used = {form for item in match.frame.elements if isinstance(item, Preposition) for form in item.forms}
    below = [item for prep in children(match.trigger, ("prep",)) for item in children(prep, ("pobj",))]
    tokens = [] if "from" in used else after(match.trigger, "from")
    tokens += [] if "by" in used else [token for item in below for token in after(item, "by")]
    return [item for token in tokens for item in fillers(token, scene, embedded=True)]


def _governing(verb: Token, scene: Scene) -> list[Filler]:
    """Give who sends the nameless ones that do what an infinitive says ("NATO scrambled jets to intercept …")."""
    if verb.dep_ not in ("xcomp", "advcl", "acl") or not any(child.tag_ == "TO" for child in verb.children):
        return []
    head = verb.head if is_verb(verb.head) else verb.head.head
    tokens = subjects(head) if is_verb(head) else []
    return [item for token in tokens for item in fillers(token, scene, embedded=True) if not is_nameless(item, scene)]


def _headline_subject(verb: Token, scene: Scene) -> list[Filler]:
    """Give the actor that stands before a verb to which the parser gave no subject, as in headlines."""
    before = [mention for mention in scene.mentions.all if mention.end <= verb.i]
    if not before or verb.i - before[-1].end > 1 or verb.dep_ != "ROOT":
        return []
    chosen, joint = [before.pop()], ""
    while before:
        between = scene.doc[before[-1].end : chosen[-1].start].text
        if between not in ("and", "&", ",", "-") or (joint and between != joint):
            break
        joint = between
        chosen.append(before.pop())
    return [Filler(item.actor, item.start, item.end, True, item.why) for item in reversed(chosen)]


def _listed_before(first: Filler, verb: Token, scene: Scene) -> list[Filler]:
    """Give the actor that opens a headline's list before its subject ("US, China sign")."""
    opening = scene.mentions.all[0] if scene.mentions.all else None
    if opening is None or opening.start or opening.end + 1 != first.start or scene.doc[opening.end].text != ",":
        return []
    label = scene.doc[opening.head].dep_
    return (
        [Filler(opening.actor, 0, opening.end, True, opening.why)]
        if label == "npadvmod" and verb.dep_ == "ROOT"
        else []
    )


def _confidence(match: Match, used: list[Filler]) -> float:
    """Give a first confidence: less for nouns, for arguments inside a phrase or resolved by memory."""
    value = 0.9 if match.frame.part is PartOfSpeech.VERB else 0.8
    value += 0.03 * min(len(match.words) - 1, 2)
    if any(not item.direct for item in used):
        value -= 0.1
    if any("stands for" in item.why for item in used):
        value -= 0.1
    if any("unknown" in item.why for item in used):
        value -= 0.15
    return value
