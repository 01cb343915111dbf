"""From a noun in a frame's slot to the actors that it means."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from communique.extract.actors.collectives import members_named
from communique.extract.actors.discourse import PERSONS
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.mentions import found_name
from communique.extract.actors.proper_names import is_personal
from communique.extract.actors.relatives import related_to
from communique.extract.frames.home import GEOGRAPHIC, only_home
from communique.extract.frames.scene import Filler, Scene
from communique.extract.syntax.clauses import (
    RELATIVE,
    above,
    agents,
    antecedent,
    children,
    conjuncts,
    is_noun,
    is_passive,
    subjects,
)
from communique.ontology.actors import UNNAMED, sectors_of_organs
from communique.ontology.lexicon import anaphora, cues, harmful_nouns
from communique.ontology.types import ActorKind

_MODIFIERS = ("poss", "amod", "compound", "nmod", "appos", "npadvmod")
_PERSON = "PERSON"
_GROUP = "NORP"
_PARTY_LABELS = frozenset((_PERSON, _GROUP, "ORG"))
# Organs whose bare noun before another noun still means them ("a rebel town").
_ATTRIBUTIVE = frozenset(("reb", "sep", "crm", "opp"))
_NON_ACTING = frozenset((MentionKind.ADJECTIVE,))


def actors_of(verb: Token, scene: Scene) -> list[Filler]:
    """Give who does what a verb says."""
    return [item for noun in subjects(verb) for item in fillers(noun, scene, embedded=True)]


def fillers(token: Token, scene: Scene, *, embedded: bool, default: str | None = None) -> list[Filler]:
    """Give the actors that a noun with all its coordinates means, each once.

    With `embedded` a noun that is no actor passes the question on to its modifiers ("23 Russian
    diplomats", "the assets of Iranian firms"). `default` is the country to which a common noun
    agent belongs that names none ("the police").
    """
    found: dict[str, Filler] = {}
    for item in _coordinated(token, scene):
        for filler in _one(item, scene, embedded=embedded, default=default):
            found.setdefault(filler.actor, filler)
    return list(found.values())


def _coordinated(token: Token, scene: Scene) -> list[Token]:
    found = conjuncts(_antecedent(token)) if token.tag_ in RELATIVE else conjuncts(token)
    found = [item for item in found if item.i >= token.i or item.head != token] or [token]
    found = [member for item in found for member in _members(item, scene) or [item]]
    joined = [
        child
        for item in found
        for child in children(item, ("appos", "nmod", "compound", "conj"))
        if _listed(child, item, scene)
    ]
    return sorted({*found, *joined}, key=lambda item: item.i)


def _members(token: Token, scene: Scene) -> list[Token]:
    """Give the states that a sentence names as those meant by a noun for states ("nations such as Chad and Niger")."""
    if token.tag_ != "NNS" or scene.lemma_of(token) not in anaphora().countries or scene.mentions.at(token.i):
        return []
    return [item for item in members_named(token) if scene.mentions.at(item.i) is not None]


def _antecedent(pronoun: Token) -> Token:
    """Give the noun of a relative pronoun, also behind a preposition ("to which it sent rice")."""
    plain = antecedent(pronoun, pronoun.head)
    if plain != pronoun:
        return plain
    clause = next((item for item in above(pronoun) if item.dep_ == "relcl"), None)
    return clause.head if clause is not None else pronoun


def _listed(child: Token, token: Token, scene: Scene) -> bool:
    """Tell whether a child is a further country of a headline's list ("US, China sign …")."""
    one, other = scene.mentions.at(child.i), scene.mentions.at(token.i)
    if one is None or other is None or one is other or abs(child.i - token.i) != 2:
        return False
    between = scene.doc[min(child.i, token.i) + 1].text
    return between in (",", "and", "-", "/") and one.kind in GEOGRAPHIC and other.kind in GEOGRAPHIC


def _one(token: Token, scene: Scene, *, embedded: bool, default: str | None) -> list[Filler]:
    mention = scene.mentions.at(token.i)
    titled = _titled(token, scene) if mention is None or mention.kind is MentionKind.FOUND else []
    if titled:
        return titled
    if mention is not None and not (mention.kind in _NON_ACTING and token.i != mention.end - 1):
        everyone = [mention, *[item for item in scene.mentions.all if item.head == mention.head and item != mention]]
        return [Filler(item.actor, item.start, item.end, True, item.why) for item in everyone]
    named = [item for child in children(token, ("appos",)) for item in conjuncts(child) if _is_named(item, scene)]
    if named:
        return [filler for item in named for filler in _one(item, scene, embedded=False, default=None)]
    if token.i in scene.anaphora:
        text = token.text.lower()
        return [
            Filler(actor, token.i, token.i + 1, True, f"{text} stands for {actor}") for actor in scene.anaphora[token.i]
        ]
    agents_ = _agents(token, scene, default or only_home(token, scene))
    if agents_:
        return agents_
    if not is_noun(token) and token.tag_ not in ("PRP", "CD", "JJ", "VBG", "DT"):
        return []
    if embedded and related_to(token, scene.mentions.all) is None:
        inner = list(_inside(token, scene, 0))
        if inner:
            return inner
    return _unknown(token, scene)


def _is_named(token: Token, scene: Scene) -> bool:
    mention = scene.mentions.at(token.i)
    return mention is not None and mention.kind is not MentionKind.ADJECTIVE


def _agents(token: Token, scene: Scene, default: str | None) -> list[Filler]:
    """Give the agents that a plural noun of several owners means ("officials from Serbia and Kosovo"), else its one."""
    first = _agent(token, scene, default)
    suffix = scene.phrases.get(token.i)
    if first is None or suffix is None or token.tag_ != "NNS":
        return [first] if first is not None else []
    homes = dict.fromkeys(scene.country(owner.actor) for owner in _owners(token, scene))
    organs = [f"{home}-{suffix}" for home in homes if home and f"{home}-{suffix}" in scene.names.gazetteer.actors]
    if len(organs) < 2:
        return [first]
    return [Filler(organ, token.i, token.i + 1, True, f"{token.lower_} of {organ[:3]}") for organ in organs]


def _titled(token: Token, scene: Scene) -> list[Filler]:
    """Give the organ in whose name somebody with a title acts at a place ("Judge Karim Aziz in Cairo")."""
    for title in children(token, ("compound",)):
        suffix = scene.phrases.get(title.i)
        homes = [home for owner in _owners(token, scene) if (home := scene.country(owner.actor))] if suffix else []
        if homes and f"{homes[0]}-{suffix}" in scene.names.gazetteer.actors:
            return [Filler(f"{homes[0]}-{suffix}", title.i, token.i + 1, True, f"{title.lower_} of {homes[0]}")]
    return []


def _agent(token: Token, scene: Scene, default: str | None) -> Filler | None:
    """Give the filler for a common noun agent ("officials", "the police"), by whom it belongs to."""
    suffix = scene.phrases.get(token.i)
    if suffix is None:
        return None
    owner = next(_owners(token, scene), None)
    home = scene.country(owner.actor) if owner else default
    if owner is not None and home is None:
        return replace(owner, start=min(owner.start, token.i), end=max(owner.end, token.i + 1), direct=True)
    organ = f"{home}-{suffix}"
    if home and organ in scene.names.gazetteer.actors:
        return Filler(organ, token.i, token.i + 1, True, f"{token.lower_} of {home}")
    unnamed = f"{UNNAMED}{sectors_of_organs()[suffix].lower()}"
    return Filler(unnamed, token.i, token.i + 1, True, f"{token.lower_} of no known country")


def _owners(token: Token, scene: Scene) -> Iterator[Filler]:
    """Give whom an agent noun belongs to by its own modifiers and by ``of``, ``from``, ``in``."""
    for child in token.children:
        if child.dep_ in ("poss", "amod", "compound", "nmod"):
            yield from _owner(child, scene)
        elif child.dep_ == "prep" and child.lower_ in cues().homes:
            for noun in children(child, ("pobj",)):
                for item in conjuncts(noun):
                    yield from _owner(item, scene)


def _owner(token: Token, scene: Scene) -> Iterator[Filler]:
    if token.tag_ == "WP$":
        clause = next((item for item in above(token) if item.dep_ == "relcl"), None)
        if clause is not None:
            yield from fillers(clause.head, scene, embedded=False)
    mention = scene.mentions.at(token.i)
    if mention is not None:
        yield Filler(mention.actor, mention.start, mention.end, False, mention.why)
    for actor in scene.anaphora.get(token.i, ()):
        yield Filler(actor, token.i, token.i + 1, False, f"{token.lower_} stands for {actor}")


def _inside(token: Token, scene: Scene, depth: int) -> Iterator[Filler]:
    """Give the first actor inside a noun phrase: possessors and modifiers before prepositional phrases."""
    if depth > 3:
        return
    topic = scene.lemma_of(token) in cues().topics
    for label in _MODIFIERS:
        for child in children(token, (label,)):
            mention = scene.mentions.at(child.i)
            if mention is not None and topic and mention.kind is MentionKind.NAME and label in ("compound", "nmod"):
                continue
            inner = list(_modifier(child, mention, scene, depth))
            if inner:
                yield from inner
                return
    for verb in children(token, ("acl",)):
        if is_passive(verb):
            inner = [item for noun in agents(verb) for item in _nested(noun, scene, depth)]
            if inner:
                yield from inner
                return
    yield from _prepositional(token, scene, depth, topic=topic) or _in_relative(token, scene, depth)


def _in_relative(token: Token, scene: Scene, depth: int) -> list[Filler]:
    """Give the subject of a relative clause on a noun that is its object ("the loan that China had offered")."""
    for verb in children(token, ("relcl",)):
        own = children(verb, ("nsubj",))
        if own and own[0].tag_ not in RELATIVE and own[0].lower_ != "that":
            return [item for noun in conjuncts(own[0]) for item in _nested(noun, scene, depth)]
    return []


def _prepositional(token: Token, scene: Scene, depth: int, *, topic: bool) -> list[Filler]:
    harmful = scene.lemma_of(token) in harmful_nouns()
    # "hailed the release of two sailors by Oman": who did it counts before whom it was done to.
    for child in sorted(children(token, ("prep",)), key=lambda prep: prep.lower_ != "by"):
        # "condemned the attack on Israel": who suffers an act is not whom the verb is about.
        if harmful and child.lower_ in cues().victims:
            continue
        if child.lower_ in cues().inside and not (topic and child.lower_ in ("in", "on", "with")):
            for noun in children(child, ("pobj", "pcomp")):
                inner = [item for other in conjuncts(noun) for item in _nested(other, scene, depth)]
                if inner:
                    return inner
    return []


def _modifier(child: Token, mention: Mention | None, scene: Scene, depth: int) -> Iterator[Filler]:
    if mention is not None:
        yield Filler(mention.actor, mention.start, mention.end, False, mention.why)
    elif child.i in scene.anaphora:
        for actor in scene.anaphora[child.i]:
            yield Filler(actor, child.i, child.i + 1, False, f"{child.lower_} stands for {actor}")
    elif child.dep_ in ("poss", "compound", "amod") and child.i in scene.phrases:
        agent = _agent(child, scene, None)
        if agent is not None and (scene.phrases[child.i] in _ATTRIBUTIVE or scene.country(agent.actor)):
            yield replace(agent, direct=False)
    elif child.dep_ in ("poss", "compound", "nmod", "amod", "appos"):
        yield from _inside(child, scene, depth + 1)


def _nested(noun: Token, scene: Scene, depth: int) -> Iterator[Filler]:
    mention = scene.mentions.at(noun.i)
    if mention is not None:
        yield Filler(mention.actor, mention.start, mention.end, False, mention.why)
        return
    if noun.i in scene.phrases and (agent := _agent(noun, scene, None)) is not None and scene.country(agent.actor):
        yield replace(agent, direct=False)
        return
    yield from _inside(noun, scene, depth + 1)


def _unknown(token: Token, scene: Scene) -> list[Filler]:
    named = scene.discourse.named
    found = found_name(scene.doc, token.i, None, named)
    if found is None or any(scene.mentions.at(index) for index in range(found[0].start, found[0].end)):
        return []
    mention, actor = found
    before = scene.mentions.at(mention.start - 1) if mention.start else None
    if before is not None and before.kind in PERSONS and before.end == mention.start:
        return [Filler(before.actor, before.start, mention.end, True, before.why)]
    introduced = actor.kind is ActorKind.PERSON
    label = _PERSON if introduced else scene.entity(mention.start, mention.end)
    if label not in _PARTY_LABELS:
        return []
    if label == _GROUP and scene.doc[mention.end - 1].tag_ != "NNPS":
        return []
    if label == _PERSON and is_personal(actor.label.split()):
        actor = replace(actor, kind=ActorKind.PERSON)
    if actor.kind is ActorKind.PERSON and (kin := related_to(token, scene.mentions.all)) is not None:
        actor = replace(actor, country=scene.country(kin.actor))
    # Only sentences with a mention are certain to be parsed.
    if label == _PERSON and scene.mentions.all:
        named.setdefault(scene.doc[mention.end - 1].text, actor.id)
    scene.found.setdefault(actor.id, actor)
    return [Filler(actor.id, mention.start, mention.end, True, mention.why)]
