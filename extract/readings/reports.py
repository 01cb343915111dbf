"""The coder: a document's sentences to reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from communique.extract.frames.index import FrameIndex
from communique.extract.frames.matching import matches
from communique.extract.frames.scene import Filler, Scene
from communique.extract.readings.accusations import accusations, demands, denials, ordered
from communique.extract.readings.answers import answered
from communique.extract.readings.attribution import Attribution, attribution
from communique.extract.readings.complements import act_beside, transform
from communique.extract.readings.confidence import calibrated
from communique.extract.readings.context import agreements, alleged, crowded, taken_up
from communique.extract.readings.intentions import intentions
from communique.extract.readings.nouns import is_beheld, is_standing, own_actors
from communique.extract.readings.parties import distinct, is_blamed, is_nameless
from communique.extract.readings.places import at_dateline, place_of
from communique.extract.readings.reading import Reading, fill
from communique.extract.syntax.clauses import children
from communique.extract.syntax.dates import When, date_of, expressions_in
from communique.extract.syntax.factuality import is_negated, modality
from communique.extract.syntax.quotations import quotation
from communique.extract.syntax.segmentation import Sentence
from communique.ontology.lexicon import SlotName, operators
from communique.ontology.types import DateBasis, Modality, Report, Span

_HARM = frozenset(("14", "17", "18", "19", "20"))
_PARTIES = (SlotName.TARGET, SlotName.PARTNER)


@dataclass(frozen=True, slots=True)
class Lexica:
    """The frames by predicate: those of actions, and those of wrongs that make a statement an accusation."""

    actions: FrameIndex
    misdeeds: FrameIndex


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a sentence stands: the document's id, and CAMEO code to action id."""

    document: str
    sentence: Sentence
    action_of: Mapping[str, str]


def readings(scene: Scene, lexica: Lexica) -> list[Reading]:
    """Give what a sentence says that actors do to each other, each trigger's most specific frame first come."""
    accused = list(accusations(scene, lexica.misdeeds))
    taken = {reading.trigger.i for reading in accused}
    found = [reading for reading in _filled(scene, lexica.actions) if reading.trigger.i not in taken]
    changed = [(reading, transform(reading, scene)) for reading in found]
    both = [item for one, other in changed for item in (other, act_beside(one, other))]
    said = [it for it in both if it is not None and _counts(it) and not is_standing(it.trigger, scene)]
    denied = [reading for reading in denials(said, scene) if reading.trigger.i not in {item.trigger.i for item in said}]
    real = [reading for reading in (*said, *denied, *accused) if reality(reading) is not Modality.URGED]
    whole = [alleged(crowded(reading, scene), scene) for reading in real]
    whole += list(agreements(whole, scene))
    whole += intentions([*whole, *real], scene)
    # What the verb of an order made of an act is that order.
    taken = {token.i for reading in whole for token in (reading.trigger, reading.carrier)}
    others = (*ordered(scene), *demands(scene), *answered(real, scene))
    whole += [item for item in others if item.trigger.i not in taken]
    # What is made of a reading (an agreement, a demand) may itself only be urged.
    whole = [reading for reading in whole if reality(reading) is not Modality.URGED]
    return [reading for reading in whole if not _is_nameless(reading, scene)]


def _is_nameless(reading: Reading, scene: Scene) -> bool:
    """Tell whether nobody in a reading is known or at home in a known country."""
    return all(is_nameless(item, scene) for item in (*reading.actors, *reading.targets))


def reports(readings_: Iterable[Reading], scene: Scene, passage: Passage) -> list[Report]:
    """Give the reports of a sentence's readings, one for each actor and target, each once."""
    published = scene.discourse.published
    triggers = {reading.trigger.i for reading in readings_}
    found = expressions_in(scene.doc, published) if triggers else []
    once: dict[tuple[Span, str, str, str | None], Report] = {}
    for reading in readings_:
        real = reality(reading)
        timed, when = _in_time(reading.trigger, real, _dated(reading, found, triggers), published)
        real = timed if reading.modality is None else real
        said = attribution(reading.carrier, scene)
        for source, target in _pairs(reading, scene):
            report = _report(reading, real, source, target, when, said, passage, scene)
            once.setdefault((report.span, report.action, report.actor, report.target), report)
    return list(once.values())


def _in_time(trigger: Token, real: Modality, when: When | None, published: date | None) -> tuple[Modality, When | None]:
    """Give modality and date together: a present tense with a coming day is a plan ("visits Oslo on 20 May")."""
    if when is None:
        return real, None
    present = real is Modality.ACTUAL and trigger.tag_ in ("VBZ", "VBP") and not children(trigger, ("aux", "auxpass"))
    when = when.towards(published, future=real is not Modality.ACTUAL, present=present)
    if present and when is not None and published and when.first > published:
        return Modality.PLANNED, when
    return real, when


def _dated(reading: Reading, found: list[When], triggers: set[int]) -> When | None:
    """Give the date of a reading: of its trigger, or of the operator that made another action of it."""

    def is_trigger(token: Token) -> bool:
        """Tell whether a token is the trigger of a reading."""
        return token.i in triggers

    if reading.carrier != reading.trigger and reading.match is not None and reading.code != reading.match.frame.code:
        return date_of(reading.carrier, found, is_trigger)
    return date_of(reading.trigger, found, is_trigger) or date_of(reading.carrier, found, is_trigger)


def _filled(scene: Scene, index: FrameIndex) -> list[Reading]:
    first: list[Reading | None] = []
    for group in matches(scene.doc, index, scene.lemma_of):
        if _names_party(group[0].trigger, scene):
            continue
        found = next((item for match in group if (item := fill(match, scene)) is not None), None)
        if found is None or not found.targets:
            found = taken_up(group, [item for item in first if item is not None], scene) or found
        first.append(found)
    filled = {reading.trigger.i: reading for reading in first if reading is not None}
    chosen = [reading for reading in filled.values() if not _yields(reading, filled, scene)]
    chosen = [reading for reading in chosen if not _is_result(reading, chosen)]
    words = {word.i for reading in chosen for word in reading.words if word != reading.trigger}
    return [item for item in chosen if item.trigger.i not in words or (item.targets and is_blamed(item.trigger, scene))]


def _names_party(token: Token, scene: Scene) -> bool:
    """Tell whether a noun only modifies the head of a mention ("riot police")."""
    mention = scene.mentions.at(token.i)
    return mention is not None and token.dep_ == "compound" and mention.start <= token.head.i < mention.end


def _yields(reading: Reading, filled: Mapping[int, Reading], scene: Scene) -> bool:
    """Tell whether a verb leaves the event to its object: an operator over an action noun ("rejected talks")."""
    match = reading.match
    if match is None or all(item.preposition for item in operators().get(scene.lemma_of(reading.trigger), ())):
        return False
    found = [token for name in _PARTIES for token in match.slots.get(name, ())]
    found += [token for token in children(reading.trigger, ("dobj",)) if token not in match.words]
    return any(
        token.i in filled and filled[token.i].targets and not _is_by_another(token, reading, scene) for token in found
    )


def _is_by_another(noun: Token, reading: Reading, scene: Scene) -> bool:
    """Tell whether a noun is a harm that another did and the verb only takes up ("opposed the American attack")."""
    if not is_beheld(noun, reading.trigger, scene):
        return False
    own = {item.actor for item in own_actors(noun, scene)}
    return bool(own) and own.isdisjoint(item.actor for item in reading.actors)


def _counts(reading: Reading) -> bool:
    """Tell whether a reading that needs a target has one, or reports force that was actually used."""
    needs = reading.match is not None and reading.match.frame.has(SlotName.TARGET)
    return bool(reading.targets) or not needs or reality(reading) is Modality.ACTUAL


def _is_result(reading: Reading, others: list[Reading]) -> bool:
    """Tell whether a reading is the result of force that another one reports ("shelled the town, killing five")."""
    trigger = reading.trigger
    if trigger.tag_ != "VBG" or trigger.dep_ != "advcl" or reading.code[:2] not in _HARM:
        return False
    above = (other for other in others if other.trigger == trigger.head and other.code[:2] in _HARM)
    # Where only the result says whom force hits, it is told ("stormed a post, killing nine Chadian officers").
    return any(other.targets or not reading.targets for other in above)


def reality(reading: Reading) -> Modality:
    """Give the modality of a reading: what operators made of it, else what its carrier's words say."""
    if reading.modality is not None:
        return reading.modality
    return modality(reading.carrier)


def _pairs(reading: Reading, scene: Scene) -> Iterator[tuple[Filler, Filler | None]]:
    if not reading.targets:
        yield from ((actor, None) for actor in reading.actors)
        return
    for actor in reading.actors:
        for target in reading.targets:
            if distinct(actor, target, scene):
                yield actor, target
                if reading.reciprocal:
                    yield target, actor


def _report(
    reading: Reading,
    real: Modality,
    source: Filler,
    target: Filler | None,
    when: When | None,
    said: Attribution | None,
    passage: Passage,
    scene: Scene,
) -> Report:
    sentence = passage.sentence
    trigger = reading.trigger
    negated = is_negated(trigger) if reading.negated is None else reading.negated
    speaker = next((item for item in said.speakers if item.actor != source.actor), None) if said else None
    return Report(
        document=passage.document,
        action=passage.action_of[reading.code],
        actor=source.actor,
        target=target.actor if target else None,
        trigger=sentence.words(trigger.idx, trigger.idx + len(trigger)),
        span=(sentence.start + trigger.idx, sentence.start + trigger.idx + len(trigger)),
        sentence=sentence.text,
        sentence_span=(sentence.start, sentence.end),
        rule=reading.rule,
        confidence=calibrated(reading.confidence),
        modality=real,
        negated=negated,
        date=when.first if when else None,
        date_end=when.last if when and when.last != when.first else None,
        date_basis=when.basis if when else DateBasis.PUBLISHED,
        speaker=speaker.actor if speaker else None,
        quote=_quote(trigger, sentence) if said is not None and said.speakers else None,
        about=tuple(item.actor for item in reading.about),
        place=_place(reading, real, source, target, when, scene),
        actor_span=_span(source, passage, scene),
        target_span=_span(target, passage, scene) if target else None,
        speaker_span=_span(speaker, passage, scene) if speaker else None,
    )


def _place(
    reading: Reading, real: Modality, source: Filler, target: Filler | None, when: When | None, scene: Scene
) -> str | None:
    """Give where it happened; the dateline tells that only of what is not planned and not of another day."""
    place = place_of(reading.trigger, reading.code, scene)
    if place is not None or real is not Modality.ACTUAL or when is not None:
        return place
    return at_dateline(reading.code, [item.actor for item in (source, target) if item is not None], scene)


def _quote(trigger: Token, sentence: Sentence) -> str | None:
    """Give the speaker's own words where the trigger is one of them, without the comma before the closing mark."""
    words = quotation(trigger)
    if words is None:
        return None
    return sentence.words(words.start_char, words.end_char).strip(" ,") or None


def _span(filler: Filler, passage: Passage, scene: Scene) -> Span:
    last = scene.doc[filler.end - 1]
    return passage.sentence.start + scene.doc[filler.start].idx, passage.sentence.start + last.idx + len(last)
