"""The relation reader: a sentence's reports, from what its frames found and what the network makes of its mentions."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from spacy.tokens import Token

from communique.extract.actors.mention import MentionKind
from communique.extract.frames.home import is_place
from communique.extract.frames.scene import Filler, Scene
from communique.extract.purpose import Purpose
from communique.extract.readings.nouns import is_standing
from communique.extract.readings.parties import FORCE, distinct
from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import Passage, reports
from communique.extract.relation.beholders import HOSTILE, VERBAL, beholds, is_consoled, suffers
from communique.extract.relation.calibration import weight_of
from communique.extract.relation.choice import judgements, thresholds
from communique.extract.relation.codes import INTENTS, code_of, intent_code, is_mutual
from communique.extract.relation.judging import Evidence, FrameEvent, JudgedRelation, is_nobody
from communique.extract.relation.marking import Question, frame_event
from communique.extract.relation.network import MarkedMention, Scores, network
from communique.extract.relation.unnamed import UNIDENTIFIED, at_home, doer, passive_sides
from communique.extract.syntax.clauses import is_verb
from communique.extract.syntax.factuality import modality
from communique.ontology.lexicon import PartOfSpeech, converse
from communique.ontology.types import ActorKind, Modality, Report, Span

RULE = "relation reader"
_MODALITY = {"planned": Modality.PLANNED, "hypothetical": Modality.HYPOTHETICAL}
_PROTEST, _PEOPLE, _MEDIATION = "14", "cvl", "045"
_ASSERTED, _PLANNED = "asserted", "planned"
_ENDS_PHRASE = frozenset(("conj", "nsubj", "dobj"))
# Statements may be coded or left out, so that the network has learnt nothing about them.
_STATEMENT = "01"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is believed of a sentence: judgements, and the reports made of them."""

    judgements: tuple[JudgedRelation, ...]
    reports: tuple[Report, ...]


def scores_of(asked: Sequence[Question]) -> list[Scores | None]:
    """Give what the network, which reads them together, says of each sentence; None where nobody is marked."""
    found = iter(network().scores_of([item.asked for item in asked if item.actors_of]))
    return [next(found) if item.actors_of else None for item in asked]


def weighed(asked: Question, scores: Scores | None, purpose: Purpose) -> Weighed:
    """Give the reports of a sentence that are believed for a purpose, from its frames' readings and from the network.

    A report of the frames keeps its code, slots and rule; what only the network sees has the narrowest code that its
    trigger word allows. The confidence of either is the probability that both come to together.
    """
    if scores is None:
        return Weighed((), ())
    scene, passage, actors_of = asked.scene, asked.passage, asked.actors_of
    parties = {report: frame_event(report, scene) for report in asked.framed}
    said = evidence(asked.readings, parties, passage)
    # A sentence's few mentions are compared many times.
    syntax = cache(partial(in_one_phrase, scene)), cache(partial(in_one_list, scene))
    found = judgements(scores, said, thresholds()[purpose], *syntax)
    made = list(_believed(found, parties)) + [
        report for item in found if not item.by_frame for report in _made(item, found, actors_of, scene, passage)
    ]
    once = {(report.span, report.action, report.actor, report.target): report for report in reversed(made)}
    return Weighed(tuple(found), tuple(sorted(once.values(), key=lambda report: (report.span, -report.confidence))))


def evidence(
    readings: Iterable[Reading], parties: Mapping[Report, FrameEvent], passage: Passage
) -> dict[FrameEvent, Evidence]:
    """Give what speaks for each event of the frames: the readings' words in the sentence, the best rule's weight."""
    words: dict[int, list[Span]] = defaultdict(list)
    taken: dict[int, list[Span]] = defaultdict(list)
    mutual: set[int] = set()
    for reading in readings:
        start = passage.sentence.start + reading.trigger.idx
        mutual |= {start} if reading.reciprocal else set()
        words[start] += _spans((reading.carrier, *reading.words))
        taken[start] += _spans(word for word in {reading.trigger, *reading.words} - {reading.carrier})
    found: dict[FrameEvent, Evidence] = {}
    for report, event in parties.items():
        known, start = found.get(event, Evidence((), -math.inf)), report.span[0]
        weight = max(known.weight, weight_of(report.rule))
        both = known.mutual or start in mutual
        found[event] = Evidence((*known.words, *words[start]), weight, (*known.taken, *taken[start]), both)
    return found


def _spans(words: Iterable[Token]) -> list[Span]:
    return [(word.idx, word.idx + len(word)) for word in words]


def in_one_phrase(scene: Scene, one: MarkedMention, other: MarkedMention) -> bool:
    """Tell whether one mention modifies the other, or one is only a place ("bombed militants in Iraq")."""
    first, second = _head(scene, one), _head(scene, other)
    if first is None or second is None:
        return False
    place = _is_place(first, scene) != _is_place(second, scene)
    return place or second in _phrase_above(first) or first in _phrase_above(second)


def in_one_list(scene: Scene, one: MarkedMention, other: MarkedMention) -> bool:
    """Tell whether two mentions are coordinated ("Chad and Niger", "Chadian and Nigerien officials")."""
    first, second = _head(scene, one), _head(scene, other)
    return first is not None and second is not None and second in first.conjuncts


def _head(scene: Scene, mark: MarkedMention) -> Token | None:
    words = scene.doc.char_span(mark.start, mark.end, alignment_mode="expand")
    return words.root if words is not None else None


def _is_place(token: Token, scene: Scene) -> bool:
    mention = scene.mentions.at(token.i)
    return mention is not None and is_place(token, mention)


def _phrase_above(token: Token) -> Iterator[Token]:
    """Give the words over a token up to the head of its noun phrase; coordination ends it."""
    while token.dep_ not in _ENDS_PHRASE and token.head != token and not is_verb(token.head):
        token = token.head
        yield token


def _believed(found: Iterable[JudgedRelation], parties: Mapping[Report, FrameEvent]) -> Iterator[Report]:
    probable = {item.event: item.probability for item in found}
    for report, event in parties.items():
        if event.root == _STATEMENT:
            yield report
        elif event in probable:
            yield replace(report, confidence=_hundredths(probable[event]))


def _made(
    item: JudgedRelation,
    beside: Sequence[JudgedRelation],
    actors_of: Mapping[MarkedMention, Filler],
    scene: Scene,
    passage: Passage,
) -> Iterator[Report]:
    """Give the report of a judgement that no frame shares; none where its source is nobody and cannot be told."""
    trigger = _token(item, scene)
    source = actors_of.get(item.source) or _unnamed(item, actors_of)
    if trigger is None or source is None or is_standing(trigger, scene):
        return
    target = None if is_nobody(item.target) else actors_of[item.target]
    if target is not None and item.root in VERBAL and suffers(target, trigger, scene):
        target = None
    if item.root in HOSTILE and target is not None and beholds(source, target, trigger, scene):
        return
    if item.root in FORCE and is_consoled(source, trigger, scene):
        source, target = at_home(item.root, trigger, source, scene)
    elif target is not None and distinct(source, target, scene):
        source, target = passive_sides(item.root, trigger, source, target, scene)
        source = doer(item.root, source, scene)
    else:
        known = target is not None and target.actor != source.actor
        source, target = at_home(item.root, trigger, source, scene, target_known=known)
    if item.root == _PROTEST:
        source = _people(source, scene)
    reading = Reading(
        trigger,
        _code(item, beside, scene),
        [source],
        [target] if target else [],
        RULE,
        item.probability,
        trigger,
        modality=_modality(item, trigger),
        negated=item.status == "negated",
        words=(trigger,),
        reciprocal=target is not None and _is_mutual(item, trigger, scene),
    )
    if reading.code == _MEDIATION and in_one_list(scene, item.source, item.target):
        # Who mediate together mediate between others.
        return
    for report in reports([reading], scene, passage):
        yield replace(report, confidence=_hundredths(item.probability))


def _is_mutual(item: JudgedRelation, trigger: Token, scene: Scene) -> bool:
    part = PartOfSpeech.VERB if is_verb(trigger) else PartOfSpeech.NOUN
    return is_mutual(scene.lemma_of(trigger), item.root, part)


def _modality(item: JudgedRelation, trigger: Token) -> Modality:
    """Give the modality of a judgement; what its words plan is not done, though the network asserts it.

    An intent is real, though its words speak of what is to come.
    """
    said = _MODALITY.get(item.status, Modality.ACTUAL)
    if item.status != _ASSERTED or item.root in INTENTS:
        return said
    return Modality.PLANNED if modality(trigger) is Modality.PLANNED else said


def _code(item: JudgedRelation, beside: Iterable[JudgedRelation], scene: Scene) -> str:
    """Give the code of a judgement: by its word, and for an intent by the act that is planned beside it."""
    if item.root in INTENTS:
        planned = (other for other in beside if other.status == _PLANNED and _same_pair(item, other))
        act = next(planned, None)
        return f"{item.root}0" if act is None else intent_code(item.root, _code(act, (), scene))
    word = _token(item, scene)
    code = code_of([] if word is None else [scene.lemma_of(word), word.lower_], item.root)
    # The word has its code for the side of whom it is surer said.
    return (converse(code) or code) if any(_is_turned(item, other) for other in beside) else code


def _is_turned(item: JudgedRelation, other: JudgedRelation) -> bool:
    """Tell whether another judgement, a surer one, has the same word say the same of its parties turned round."""
    said = (item.source.party, item.target.party, item.root, item.status, item.trigger)
    turned = (other.target.party, other.source.party, other.root, other.status, other.trigger)
    return said == turned and (other.by_frame, other.probability) > (item.by_frame, item.probability)


def _same_pair(one: JudgedRelation, other: JudgedRelation) -> bool:
    return (one.source.party, one.target.party) == (other.source.party, other.target.party)


def _token(item: JudgedRelation, scene: Scene) -> Token | None:
    words = scene.doc.char_span(*item.trigger, alignment_mode="expand")
    return words.root if words is not None else None


def _unnamed(item: JudgedRelation, actors_of: Mapping[MarkedMention, Filler]) -> Filler | None:
    """Give the unnamed source of an act whose text names none; it stands where its trigger does."""
    target = actors_of.get(item.target)
    if target is None:
        return None
    return replace(target, actor=UNIDENTIFIED, direct=False, why="nobody is named")


def _people(source: Filler, scene: Scene) -> Filler:
    """Give the people of a country for the country itself or its capital: who protests is not the state."""
    actor, mention = scene.actor(source.actor), scene.mentions.at(source.start)
    capital = mention is not None and mention.kind is MentionKind.CAPITAL
    people = f"{scene.country(source.actor)}-{_PEOPLE}"
    if actor is None or not (capital or actor.kind is ActorKind.COUNTRY) or scene.actor(people) is None:
        return source
    return replace(source, actor=people, why=f"people of {source.actor}")


def _hundredths(probability: float) -> float:
    return round(min(max(probability, 0.01), 0.99), 2)
