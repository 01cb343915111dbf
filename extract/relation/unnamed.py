"""Acts of which the network marks one party only: at home, or of violence that a text tells without its doer."""

from dataclasses import replace

from spacy.tokens import Token

from communique.extract.actors.mention import MentionKind
from communique.extract.frames.home import GEOGRAPHIC, is_place
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.nouns import noun_actors
from communique.extract.readings.parties import FORCE
from communique.extract.relation.codes import takes_target
from communique.extract.syntax.clauses import PASSIVE_SUBJECTS, children, is_passive, is_verb, subjects
from communique.ontology.actors import UNNAMED
from communique.ontology.lexicon import cues
from communique.ontology.types import ActorKind

# The roots of which an act at home hits people whoever does it, and with them those of violence.
_AGAINST_PEOPLE = frozenset(("17", "18", "20"))
FORCEFUL = FORCE | _AGAINST_PEOPLE
# The roots of what a state does to those who are in it.
_OF_STATES = frozenset(("16", "17"))
_UNIDENTIFIED, _GOVERNMENT, _PEOPLE = "uaf", "gov", "cvl"
# Who does what a text tells without a doer, of no known country.
UNIDENTIFIED = f"{UNNAMED}{_UNIDENTIFIED}"


def at_home(
    root: str, trigger: Token, party: Filler, scene: Scene, *, target_known: bool = False
) -> tuple[Filler, Filler | None]:
    """Give source and target of an act of which one party is marked, or two of one side, by which words it is reported.

    Who suffers force, or where it happens, is no source: that is an unidentified armed force of the country ("a car
    bomb killed six people in Baghdad"), or its government if the force is the law's ("two were arrested in Uganda").
    Whom force of a country hits that names nobody are its people.
    """
    home = scene.country(party.actor)
    people = None if home is None else _organ(home, _PEOPLE, party, scene)
    if people is None or root not in FORCEFUL:
        return party, None
    if not _acts(party, trigger, scene) and (root in FORCE or not _is_state(party, home, scene)):
        doer = _UNIDENTIFIED if root in FORCE else _GOVERNMENT
        return _organ(str(home), doer, party, scene) or party, _victim(party, people, scene)
    hits = root in _AGAINST_PEOPLE and people.actor != party.actor and not target_known
    return party, people if hits else None


def passive_sides(root: str, trigger: Token, source: Filler, target: Filler, scene: Scene) -> tuple[Filler, Filler]:
    """Give source and target of an act; the subject of a passive does nothing to the country in which it suffers.

    "UN convoy attacked in Mali" is an unidentified force's act there, "envoy expelled from Estonia" is Estonia's.
    """
    done = root in FORCE | _OF_STATES and is_verb(trigger) and is_passive(trigger)
    if not (done and takes_target(scene.lemma_of(trigger), root) and _is_behind(target, scene)):
        return source, target
    if not any(_within(noun, source) for noun in _sufferers(trigger)):
        return source, target
    if root in _OF_STATES:
        return target, source
    home = scene.country(target.actor)
    unidentified = None if home is None else _organ(home, _UNIDENTIFIED, target, scene)
    return (source, target) if unidentified is None else (unidentified, source)


def _sufferers(verb: Token) -> list[Token]:
    own = children(verb, tuple(PASSIVE_SUBJECTS))
    return own or ([verb.head] if verb.dep_ == "acl" else [])


def _is_behind(party: Filler, scene: Scene) -> bool:
    """Tell whether a party is a country or city behind a preposition that says where or where from."""
    mention = scene.mentions.at(party.start)
    if mention is None or mention.kind not in GEOGRAPHIC:
        return False
    head = scene.doc[mention.head]
    return head.dep_ == "pobj" and head.head.lower_ in cues().homes


def doer(root: str, source: Filler, scene: Scene) -> Filler:
    """Give who uses force on another: where a source only says where, that is an unidentified force of the country."""
    mention = scene.mentions.at(source.start)
    home = scene.country(source.actor)
    if root not in FORCE or mention is None or home is None or not is_place(scene.doc[mention.head], mention):
        return source
    return _organ(home, _UNIDENTIFIED, source, scene) or source


def _organ(home: str, suffix: str, party: Filler, scene: Scene) -> Filler | None:
    organ = f"{home}-{suffix}"
    if organ not in scene.discourse.actors:
        return None
    return replace(party, actor=organ, direct=False, why=f"nobody else of {home} is named")


def _is_state(party: Filler, home: str | None, scene: Scene) -> bool:
    return scene.discourse.actors.side(party.actor, scene.discourse.published) == home


def _acts(party: Filler, trigger: Token, scene: Scene) -> bool:
    """Tell whether the words of a party stand where a doer stands: as subject, agent, owner or modifier of the act."""
    mention = scene.mentions.at(party.start)
    place = mention is not None and mention.kind is MentionKind.CITY
    if is_verb(trigger):
        return any(_within(token, party) for token in subjects(trigger))
    return not place and any(item.start < party.end and party.start < item.end for item in noun_actors(trigger, scene))


def _within(token: Token, party: Filler) -> bool:
    """Tell whether a party is a noun or modifies it, its place left out ("soldiers in Mali")."""
    words = token.doc[party.start : party.end].root
    while words != token and words.dep_ in ("amod", "compound", "nmod", "poss", "conj", "appos"):
        words = words.head
    return words == token


def _victim(party: Filler, people: Filler, scene: Scene) -> Filler:
    actor, mention = scene.actor(party.actor), scene.mentions.at(party.start)
    placed = mention is not None and (mention.kind in GEOGRAPHIC or is_place(scene.doc[mention.head], mention))
    return people if placed or actor is None or actor.kind is ActorKind.COUNTRY else party
