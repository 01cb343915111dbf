"""Attribution: who says so, in reported speech, in quotations and with "according to"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from communique.extract.frames.arguments import fillers
from communique.extract.frames.home import home_of_speaker
from communique.extract.frames.scene import Filler, Scene
from communique.extract.syntax.clauses import above, agents, children, is_passive, is_verb, subjects, verbs
from communique.extract.syntax.quotations import in_quotation
from communique.ontology.lexicon import cues


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what a token is part of: the speech verb's token if there is one, and the speakers."""

    verb: Token | None
    speakers: list[Filler]


def attribution(token: Token, scene: Scene) -> Attribution | None:
    """Give the nearest attribution over a token, or None where the text itself asserts it."""
    for verb in _speech_over(token, scene):
        return Attribution(verb, speakers(verb, scene))
    named = _according_to(token, scene)
    if named:
        return Attribution(None, named)
    if in_quotation(token) and scene.discourse.speaker:
        return Attribution(
            None, [Filler(actor, token.i, token.i + 1, True, "quotation goes on") for actor in scene.discourse.speaker]
        )
    return None


def speakers(verb: Token, scene: Scene) -> list[Filler]:
    """Give the actors who are the subject of a speech verb."""
    tokens = agents(verb) if is_passive(verb) else subjects(verb)
    return [
        item for token in tokens for item in fillers(token, scene, embedded=True, default=home_of_speaker(token, scene))
    ]


def speech_verbs(scene: Scene) -> Iterator[Token]:
    """Give the speech verbs of a sentence that report a clause."""
    for token in verbs(scene.doc):
        if scene.lemma_of(token) in cues().speech and reported_clauses(token):
            yield token


def reported_clauses(verb: Token) -> list[Token]:
    """Give the predicates of the clauses that a speech verb reports, with those coordinated to them."""
    found = children(verb, ("ccomp",))
    if is_aside(verb):
        found.append(verb.head)
    return [
        item
        for clause in found
        for item in [clause, *[other for other in clause.conjuncts if is_verb(other)]]
        if item != verb
    ]


def _speech_over(token: Token, scene: Scene) -> Iterator[Token]:
    word = token
    for head in above(token):
        if word.dep_ == "ccomp" and is_verb(head) and scene.lemma_of(head) in cues().speech:
            yield head
        word = head
    for child in children(word, ("parataxis", "ccomp")):
        if is_aside(child) and scene.lemma_of(child) in cues().speech and not _inside(token, child):
            yield child


def is_aside(verb: Token) -> bool:
    """Tell whether a verb stands behind the whole clause that it reports (", the minister told reporters").

    Parsers also take it for a clause of that clause.
    """
    head = verb.head
    if not is_verb(head) or head == verb:
        return False
    if verb.dep_ == "parataxis":
        return True
    finite = verb.tag_ in ("VBD", "VBZ") and bool(children(verb, ("nsubj",))) and not children(verb, ("mark",))
    between = [token.text for token in verb.doc[head.i : verb.i]]
    return verb.dep_ == "ccomp" and head.dep_ == "ROOT" and finite and "," in between


def _according_to(token: Token, scene: Scene) -> list[Filler]:
    for head in [token, *above(token)]:
        for child in children(head, ("prep",)):
            if child.lower_ in cues().according:
                nouns = [noun for to in children(child, ("prep",)) for noun in children(to, ("pobj",))]
                return [item for noun in nouns for item in fillers(noun, scene, embedded=True)]
    return []


def _inside(token: Token, other: Token) -> bool:
    return token == other or other.is_ancestor(token)
