"""The relation between two given spans: for gold sets and for users with an entity linker of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from communique.extract.actors.discourse import Discourse
from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.actors.mentions import Mentions
from communique.extract.frames.matching import Match, predicate_matches
from communique.extract.frames.scene import Scene
from communique.extract.pipeline import Coder
from communique.extract.readings.complements import transform
from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import readings, reality
from communique.extract.relation.plover import RULE, opinion, weigh, weights
from communique.extract.syntax.clauses import above
from communique.extract.syntax.factuality import is_negated
from communique.ontology.lexicon import by_cameo, merged_types, plover_types
from communique.ontology.types import Modality, Span

SOURCE, TARGET = "given-source", "given-target"
_COOPERATION, _MATERIAL_CONFLICT = frozenset((1, 2)), 4
# What a frame loses whose slots stand empty.
_BROKEN = 2.0
# How a frame's trigger stands to source and target, by the value of its place.
_NEAR = {2.0: "over-both", 1.5: "over-target", 1.0: "over-source", 0.5: "beside"}
_COMING = frozenset((Modality.PLANNED, Modality.POSSIBLE, Modality.HYPOTHETICAL))


@dataclass(frozen=True, slots=True)
class SpanRelation:
    """What a source does to a target in a sentence: CAMEO code, PLOVER type, by which rule, how surely."""

    code: str
    plover: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that a frame says, and how well its words stand to source and target."""

    kind: str
    relation: SpanRelation

    @property
    def type(self) -> str:
        """Give the relation's type as it is compared."""
        return plover_types()[self.relation.plover].merged


def relation_between(text: str, source: Sequence[Span], target: Sequence[Span], coder: Coder) -> SpanRelation | None:
    """Give the relation that a text expresses from the source's spans to the target's (character offsets), if any.

    Frames and network decide together; where no frame has the type that they decide on, the rule says so.
    """
    if not source or not target:
        return None
    found = candidates(text, source, target, coder)
    said = [(item.type, item.kind) for item in found]
    judged = weigh(opinion(text, source, target), said, weights())
    by_frame = next((item.relation for item in found if item.type == judged.plover), None)
    code = merged_types()[judged.plover].root
    chosen = by_frame or SpanRelation(code, by_cameo(code).plover_type, RULE, 0.0)
    return replace(chosen, confidence=round(judged.confidence, 2))


def candidates(text: str, source: Sequence[Span], target: Sequence[Span], coder: Coder) -> list[Candidate]:
    """Give what the frames say between source and target, best first."""
    scene = given_scene(text, source, target, coder)
    ranked = sorted([*_direct(scene, coder), *_loose(scene, coder)], key=lambda item: item[0], reverse=True)
    named = ((rank, kind, _relation_of(reading)) for rank, kind, reading in ranked)
    return [Candidate(kind, relation) for _, kind, relation in named if relation is not None]


def given_scene(text: str, source: Sequence[Span], target: Sequence[Span], coder: Coder) -> Scene:
    """Give the parsed text with the two given mentions in the place of all that overlap them."""
    doc = coder.parse(text)
    given = [*_mentions(doc, source, SOURCE), *_mentions(doc, target, TARGET)]
    plain = coder.scene(doc, (), Discourse(coder.names.gazetteer.actors, None))
    others = [item for item in plain.mentions.all if not any(item.start < g.end and g.start < item.end for g in given)]
    mentions = Mentions(tuple(sorted([*given, *others], key=lambda item: item.start)))
    phrases = {index: suffix for index, suffix in plain.phrases.items() if mentions.at(index) is None}
    return replace(plain, mentions=mentions, phrases=phrases, anaphora={})


def _mentions(doc: Doc, spans: Iterable[Span], actor: str) -> Iterable[Mention]:
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield Mention(span.start, span.end, actor, MentionKind.GIVEN, span.root.i, "given")


def _direct(scene: Scene, coder: Coder) -> Iterable[tuple[float, str, Reading]]:
    """Give the readings that the coder itself finds from source to target, and as second best the other way round."""
    for reading in readings(scene, coder.lexica):
        actors = {item.actor for item in reading.actors}
        targets = {item.actor for item in reading.targets}
        if SOURCE in actors and TARGET in targets:
            yield 10 + reading.confidence, "direct", reading
        elif TARGET in actors and SOURCE in targets:
            yield 3 + reading.confidence, "turned", reading
        elif SOURCE in actors:
            yield 4 + reading.confidence, "source", reading


def _loose(scene: Scene, coder: Coder) -> Iterable[tuple[float, str, Reading]]:
    """Give readings of frames whose words stand on the way from source to target, whatever fills their slots."""
    heads = {actor: _head(scene, actor) for actor in (SOURCE, TARGET)}
    if heads[SOURCE] is None or heads[TARGET] is None:
        return
    for match, whole in predicate_matches(scene.doc, coder.lexica.actions, scene.lemma_of):
        nearness = _nearness(match, heads[SOURCE], heads[TARGET], scene)
        if nearness is None:
            continue
        reading = Reading(match.trigger, match.frame.code, [], [], match.frame.pattern, 0.5, match.trigger, match=match)
        changed = transform(reading, scene)
        if changed is not None:
            rank = nearness + 0.1 * match.frame.specificity
            yield (rank, _NEAR[nearness], changed) if whole else (rank - _BROKEN, "broken", changed)


def _nearness(match: Match, source: Token | None, target: Token | None, scene: Scene) -> float | None:
    """Give how well a trigger's place fits: over both in the tree 2, over the target 1.5, over the source 1."""
    trigger = match.trigger
    if source is None or target is None or _inside(trigger, scene):
        return None
    over_source = trigger in above(source) or trigger == source
    over_target = trigger in above(target) or trigger == target
    if over_source and over_target:
        return 2.0
    if over_target:
        return 1.5
    return 1.0 if over_source else 0.5


def _inside(token: Token, scene: Scene) -> bool:
    mention = scene.mentions.at(token.i)
    return mention is not None and mention.kind is MentionKind.GIVEN


def _head(scene: Scene, actor: str) -> Token | None:
    return next((scene.doc[item.head] for item in scene.mentions.all if item.actor == actor), None)


def _relation_of(reading: Reading) -> SpanRelation | None:
    plover = by_cameo(reading.code).plover_type
    real = reality(reading)
    if not plover:
        return None
    negated = is_negated(reading.trigger) if reading.negated is None else reading.negated
    changed = plover
    quad = plover_types()[plover].quad
    if negated and quad in _COOPERATION:
        changed = "REJECT"
    elif real in _COMING and quad in _COOPERATION:
        changed = "AGREE"
    elif real in _COMING and quad == _MATERIAL_CONFLICT:
        changed = "THREATEN"
    code = reading.code if changed == plover else plover_types()[changed].root
    return SpanRelation(code, changed, reading.rule, reading.confidence)
