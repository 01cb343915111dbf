"""Who can be the parties of a reading: whether it stands without some of them, and which are two and not one."""

from collections.abc import Sequence

from spacy.tokens import Token

from communique.extract.frames.home import GEOGRAPHIC
from communique.extract.frames.matching import Match
from communique.extract.frames.scene import Filler, Scene
from communique.extract.syntax.clauses import is_noun, is_order
from communique.ontology.actors import UNNAMED
from communique.ontology.lexicon import PartOfSpeech, SlotName, harmful_nouns, operators
from communique.ontology.types import ActorKind

FORCE = frozenset(("18", "19", "20"))
_PROTEST, _CRITICISM, _STATEMENT = "14", "111", "01"
_TALK = ("010", "04")
# The family of operators whose object did what follows ("condemned Chad for the raid").
BLAME = "blame"


def acceptable(match: Match, actors: Sequence[Filler], targets: Sequence[Filler], scene: Scene) -> bool:
    """Tell whether a reading can stand without target, or with an actor who is only described.

    Force is an event whomever it hits, criticism of an act whoever did it ("condemned the attack on Israel"); a
    protest without target is one only of people, since that of a state is a disapproval (CAMEO codebook, chapters
    11 and 14). Whom one tells to do something is ordered, and not only spoken to.
    """
    frame = match.frame
    nameless = all(is_nameless(item, scene) for item in actors)
    if nameless and (frame.part is PartOfSpeech.NOUN or all(is_nameless(item, scene) for item in targets)):
        return False
    if frame.code.startswith(_STATEMENT) and is_order(match.trigger):
        return False
    if targets:
        return not frame.code.startswith(_TALK) or not all(_is_audience(item, scene) for item in targets)
    if frame.has(SlotName.TARGET):
        force = frame.code[:2] in FORCE and actors[0].direct and _hits_something(match)
        verbal = frame.part is PartOfSpeech.VERB and frame.code == _CRITICISM
        return force or (verbal and _is_of_an_act(match, scene))
    by_state = frame.part is PartOfSpeech.VERB and all(_official(item, scene) for item in actors)
    return not (frame.code.startswith(_PROTEST) and by_state)


def is_nameless(filler: Filler, scene: Scene) -> bool:
    """Tell whether an actor is only described or unknown, and of no known country."""
    return filler.actor.startswith(UNNAMED) or (filler.actor in scene.found and scene.country(filler.actor) is None)


def is_in_third_country(match: Match, actors: Sequence[Filler], partners: Sequence[Filler], scene: Scene) -> bool:
    """Tell whether the PLACE slot names a place in a country of none of the parties."""
    mentions = [scene.mentions.at(token.i) for token in match.slots[SlotName.PLACE]]
    places = {scene.country(item.actor) for item in mentions if item is not None and item.kind in GEOGRAPHIC}
    return bool(places - {None}) and not places & {scene.country(item.actor) for item in (*actors, *partners)}


def _hits_something(match: Match) -> bool:
    return any(is_noun(token) for token in match.slots.get(SlotName.TARGET, ()))


def is_blamed(noun: Token, scene: Scene) -> bool:
    """Tell whether a noun is the act for which the object of a verb is blamed ("condemned Chad for the raid")."""
    if noun.dep_ != "pobj" or noun.head.dep_ != "prep":
        return False
    over = operators().get(scene.lemma_of(noun.head.head), ())
    return any(item.family == BLAME and item.preposition == noun.head.lower_ for item in over)


def _is_of_an_act(match: Match, scene: Scene) -> bool:
    return any(scene.lemma_of(token) in harmful_nouns() for token in match.slots.get(SlotName.TARGET, ()))


def is_press(filler: Filler, scene: Scene) -> bool:
    """Tell whether an actor is a news medium: what one tells reporters is no event between the two."""
    actor = scene.actor(filler.actor)
    return actor is not None and actor.sector == "MED"


def _is_audience(filler: Filler, scene: Scene) -> bool:
    """Tell whether an actor is a public to whom one speaks: reporters, bankers, pilgrims."""
    actor = scene.actor(filler.actor)
    return actor is not None and actor.sector in ("MED", "CVL", "EDU", "BUS")


def _official(filler: Filler, scene: Scene) -> bool:
    """Tell whether an actor is a state, its government or an organisation of states."""
    actor = scene.discourse.actors.get(filler.actor)
    return actor is not None and (actor.kind is ActorKind.COUNTRY or actor.sector in ("GOV", "IGO"))


def distinct(actor: Filler, target: Filler, scene: Scene) -> bool:
    """Tell whether actor and target are two parties: not the same actor, not two organs of one side."""
    if actor.actor == target.actor:
        return False
    actors, day = scene.discourse.actors, scene.discourse.published
    known = actor.actor in actors and target.actor in actors
    return not known or actors.side(actor.actor, day) != actors.side(target.actor, day)
