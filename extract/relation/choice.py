"""Which relations are believed: those probable enough beside what else is said by the same words."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from communique.extract.purpose import Purpose
from communique.extract.relation.calibration import calibration
from communique.extract.relation.judging import Evidence, FrameEvent, JudgedRelation, candidates, is_nobody
from communique.extract.relation.network import NOBODY, MarkedMention, Scores
from communique.ontology.lexicon import by_cameo
from communique.ontology.types import Span

# What is less probable is no rival of anything, whatever the purpose; and what is likelier right than wrong.
_CONSIDERED, _FIRM = 0.1, 0.5
# The roots that only undo cooperation.
_UNDOING = frozenset(("16",))
# Quad classes of cooperation.
_FRIENDLY = (1, 2)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities.

    Attributes
    ----------
    frame
        Of what a frame says too.
    network
        Of what the network alone says of two parties.
    home
        Of what it alone says of one party, as of acts at home: it is right less often there.
    beside
        Of what the network says beside a firm frame: a plain sentence whose act is read seldom tells a second one.
    """

    frame: float
    network: float
    home: float
    beside: float

    def least(self, item: JudgedRelation, *, beside_frame: bool) -> float:
        """Give how probable a relation must be, by who says it."""
        if item.by_frame:
            return self.frame
        if beside_frame:
            return self.beside
        return self.network if len(_named(item)) > 1 else self.home


# Whether two mentions stand so to each other: one in the noun phrase of the other, or both in one list.
Related = Callable[[MarkedMention, MarkedMention], bool]


def _never(_: MarkedMention, __: MarkedMention) -> bool:
    """Tell of no mentions that they are in one phrase or list, where there is no parse."""
    return False


@cache
def thresholds() -> Mapping[Purpose, Thresholds]:
    """Give the shipped thresholds."""
    table = tomllib.loads((files("communique.extract") / "data" / "relation.toml").read_text(encoding="utf-8"))
    return {purpose: Thresholds(**table[purpose]) for purpose in Purpose}


def judgements(
    scores: Scores,
    frames: Mapping[FrameEvent, Evidence],
    least: Thresholds,
    in_one_phrase: Related = _never,
    in_one_list: Related = _never,
) -> list[JudgedRelation]:
    """Give the relations that are believed, the most probable first.

    Parameters
    ----------
    scores
        What the network says of a sentence.
    frames
        What frames say of it.
    least
        How probable a relation must be.
    in_one_phrase
        Whether one of two mentions stands in the noun phrase of the other.
    in_one_list
        Whether two mentions are coordinated.

    Returns
    -------
    list of JudgedRelation
        Where a frame says pair and root, its status counts. Of two roots that one pair has by the same word in the same
        status the more probable is kept, as of two parties that one phrase names for one side of a frame's event;
        nobody is a party only where the same word names none. What a frame's verb makes of its object counts, not what
        the object would be without it.
    """
    found = candidates(scores, frames, min(_CONSIDERED, least.frame, least.network, least.home, least.beside))
    found = [_beside(item, found, frames, in_one_list) for item in found]
    found = [_turning(item, found, frames) for item in found]
    found = [_together(item, found, frames) for item in found]
    firm = any(item.by_frame and item.probability >= _FIRM for item in found)
    found = [item for item in found if item.probability >= least.least(item, beside_frame=firm)]
    found = [item for item in found if not any(_turns(other, item, frames) for other in found)]
    found.sort(key=lambda item: (-item.probability, item.event))
    found = list(_one_root_a_word(found, frames))
    return list(_with_parties(list(_one_party_a_phrase(found, frames, in_one_phrase))))


def rival(
    item: JudgedRelation,
    found: Iterable[JudgedRelation],
    frames: Mapping[FrameEvent, Evidence],
    in_one_list: Related = _never,
) -> float:
    """Give how probable the likeliest relation of other parties is that is said by the same word in the same status.

    Frames are no rivals of each other, and coordinated parties are none ("sanctions on Chad and Niger"): they share
    their word.
    """
    named, highest = _named(item), 0.0
    for other in found:
        # What is cheap to tell, and tells most apart, comes first: every pair of relations is looked at.
        if (
            other.probability > highest
            and other.status == item.status
            and not (item.by_frame and other.by_frame)
            and _named(other) != named
            and _same_word(item, other, frames)
            and not _coordinated(item, other, in_one_list)
        ):
            highest = other.probability
    return highest


def _coordinated(one: JudgedRelation, other: JudgedRelation, in_one_list: Related) -> bool:
    """Tell whether two relations differ only by parties that are coordinated."""
    first, second = _apart(one, other), _apart(other, one)
    return bool(first and second) and all(in_one_list(left, right) for left in first for right in second)


def _apart(one: JudgedRelation, other: JudgedRelation) -> list[MarkedMention]:
    return [mention for mention in (one.source, one.target) if mention.party in _named(one) - _named(other)]


def _is_said_by(word: Span, item: JudgedRelation, frames: Mapping[FrameEvent, Evidence]) -> bool:
    """Tell whether a word is the trigger of a relation or one of the words by which frames say it."""
    words = (item.trigger, *(frames[item.event].words if item.by_frame else ()))
    return any(_overlap(word, other) for other in words)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _named(item: JudgedRelation) -> frozenset[str]:
    return frozenset((item.source.party, item.target.party)) - {NOBODY}


def _beside(
    item: JudgedRelation,
    found: Iterable[JudgedRelation],
    frames: Mapping[FrameEvent, Evidence],
    in_one_list: Related,
) -> JudgedRelation:
    """Give a judgement as probable as it is beside what else is found."""
    by, other = calibration(), rival(item, found, frames, in_one_list)
    if not other:
        return item
    if item.by_frame:
        return replace(item, probability=by.frame.probability(item.logit, frames[item.event].weight, other))
    return replace(item, probability=by.network.probability(item.logit, other))


def _turning(
    item: JudgedRelation, found: Iterable[JudgedRelation], frames: Mapping[FrameEvent, Evidence]
) -> JudgedRelation:
    """Give a frame's event at least as probable as its object, which its verb turns round, is by the network."""
    turned = [other.logit for other in found if _turns(item, other, frames)]
    if not turned:
        return item
    likely = calibration().frame.probability(max(turned), frames[item.event].weight)
    return replace(item, probability=max(item.probability, likely))


def _together(
    item: JudgedRelation, found: Iterable[JudgedRelation], frames: Mapping[FrameEvent, Evidence]
) -> JudgedRelation:
    """Give a frame's event as probable as it is the other way round where its words say the same of both sides."""
    if not (item.by_frame and frames[item.event].mutual):
        return item
    turned = FrameEvent(item.target.party, item.source.party, item.root, item.status)
    likely = [other.probability for other in found if other.by_frame and other.event == turned]
    return replace(item, probability=(item.probability + max(likely)) / 2) if likely else item


def _turns(one: JudgedRelation, other: JudgedRelation, frames: Mapping[FrameEvent, Evidence]) -> bool:
    """Tell whether a frame's verb makes the opposite of what the network says by its object ("is holding up aid")."""
    return (
        one.by_frame
        and not other.by_frame
        and (one.status == other.status or one.root in _UNDOING)
        and _pair(one) == _pair(other)
        and _is_friendly(one.root) != _is_friendly(other.root)
        and any(_overlap(other.trigger, word) for word in _turned_by(frames[one.event], one.root))
    )


def _turned_by(evidence: Evidence, root: str) -> Sequence[Span]:
    """Give the words of which the network may see but what they are without the frame; of a cut, its verb, too."""
    return (*evidence.taken, *evidence.words) if root in _UNDOING and evidence.taken else evidence.taken


def _is_friendly(root: str) -> bool:
    return by_cameo(f"{root}0").quad in _FRIENDLY


def _one_party_a_phrase(
    found: Iterable[JudgedRelation], frames: Mapping[FrameEvent, Evidence], in_one_phrase: Related
) -> Iterator[JudgedRelation]:
    """Give of what differs from a frame's event only by another party of the same phrase the first.

    In "bombed the militants in Iraq" the militants are hit, or Iraq, but not both.
    """
    chosen: list[JudgedRelation] = []
    for item in found:
        if not any(_by_part(item, other, frames, in_one_phrase) for other in chosen):
            chosen.append(item)
            yield item


def _by_part(
    one: JudgedRelation, other: JudgedRelation, frames: Mapping[FrameEvent, Evidence], in_one_phrase: Related
) -> bool:
    if (one.root, one.status) != (other.root, other.status) or one.by_frame == other.by_frame:
        return False
    sources, targets = (one.source, other.source), (one.target, other.target)
    apart = [side for side in (sources, targets) if side[0].party != side[1].party]
    if len(apart) != 1 or any(is_nobody(mention) for mention in apart[0]) or not _same_word(one, other, frames):
        return False
    return in_one_phrase(*apart[0])


def _with_parties(found: Sequence[JudgedRelation]) -> Iterator[JudgedRelation]:
    """Leave out what has nobody as a party where the same word gives that act a party."""
    named = {(item.trigger, item.root, item.status, item.source.party) for item in found if not is_nobody(item.target)}
    named |= {(item.trigger, item.root, item.status, item.target.party) for item in found if not is_nobody(item.source)}
    for item in found:
        known = item.source if is_nobody(item.target) else item.target
        open_ended = is_nobody(item.target) or is_nobody(item.source)
        if not (open_ended and (item.trigger, item.root, item.status, known.party) in named):
            yield item


def _one_root_a_word(
    found: Iterable[JudgedRelation], frames: Mapping[FrameEvent, Evidence]
) -> Iterator[JudgedRelation]:
    """Give the first of each pair's roots by one word; an act at home is reported once, with all its parties or not."""
    seen: dict[tuple[str, str, str], list[JudgedRelation]] = defaultdict(list)
    for item in found:
        before = seen[*_pair(item), item.status]
        if not any(item.root == other.root or _same_word(item, other, frames) for other in before):
            before.append(item)
            yield item


def _pair(item: JudgedRelation) -> tuple[str, str]:
    """Give source and target; an act at home is the same with one of them left out."""
    source, target = item.source.party, item.target.party
    return (target if is_nobody(item.source) else source, source if is_nobody(item.target) else target)


def _same_word(one: JudgedRelation, other: JudgedRelation, frames: Mapping[FrameEvent, Evidence]) -> bool:
    if one.by_frame and other.by_frame:
        return one.trigger == other.trigger
    return _is_said_by(one.trigger, other, frames) or _is_said_by(other.trigger, one, frames)
