"""What the numbers of a relation say, in a sentence or two of plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communique.api.http import schemas as s
from communique.api.http.pages.wording import count, day, grouped, percent, period_name, signed, within
from communique.ontology.actors import with_article

# A mean of fewer events says little of a period.
_FEW = 3
# What people read of an action with its target, by the id of the one and the label of the other.
Phrase = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class RelationPeriod:
    """A period of a relation: events of each quad class, and the sum of the Goldstein scores."""

    period: str
    quads: tuple[int, int, int, int]
    goldstein_sum: float

    @property
    def events(self) -> int:
        """Give the number of events."""
        return sum(self.quads)

    @property
    def goldstein_mean(self) -> float | None:
        """Give the mean Goldstein score."""
        return self.goldstein_sum / self.events if self.events else None


def summary(dyad: s.DyadOut, periods: Sequence[RelationPeriod], phrase: Phrase, *, filtered: bool = False) -> str:
    """Give how two have got on: how many events from when to when, how much conflict, the worst and the best period.

    `filtered` says that conditions leave out some of what is known.
    """
    met = " that meets the filters" if filtered else ""
    ways = _directions(dyad)
    if not dyad.events:
        return f"No event{met} is known between the two."
    if dyad.events == 1:
        return _only_one(ways, phrase, met)
    met = met.replace("meets", "meet")
    said = f"{_span(periods)}{count(dyad.events, 'event')}{met}{_share(ways)}{_extremes(periods)}."
    return f"{said[0].upper()}{said[1:]} {_commonest(ways, phrase)}".strip()


def _directions(dyad: s.DyadOut) -> list[s.DirectionOut]:
    """Give the directions in which there is something."""
    return [way for way in dyad.directions if way.numbers.events]


def _only_one(ways: Sequence[s.DirectionOut], phrase: Phrase, met: str) -> str:
    (way,) = ways
    when = "" if way.numbers.first is None else f", of {day(way.numbers.first)}"
    return f"One event{met} is known{when}: {_deed(way, way.actions[0], phrase)}."


def _span(periods: Sequence[RelationPeriod]) -> str:
    if not periods:
        return ""
    first, last = periods[0].period, periods[-1].period
    if first == last:
        return f"{within(first)}: "
    the = "the " if "W" in first else ""
    return f"from {the}{period_name(first)} to {the}{period_name(last)}: "


def _share(ways: Sequence[s.DirectionOut]) -> str:
    """Give who did it, where only one did, and how much of it was conflict."""
    found = []
    if len(ways) == 1 and ways[0].source.id != ways[0].target.id:
        found.append(f"all by {with_article(ways[0].source.label)}")
    conflict = sum(way.numbers.verbal_conflict + way.numbers.material_conflict for way in ways)
    friendly = sum(way.numbers.verbal_cooperation + way.numbers.material_cooperation for way in ways)
    if conflict and friendly:
        found.append(f"{percent(conflict, conflict + friendly)} conflict")
    elif conflict or friendly:
        found.append("all conflict" if conflict else "all cooperation")
    return "".join(f", {each}" for each in found)


def _extremes(periods: Sequence[RelationPeriod]) -> str:
    """Give the worst and the best period by mean Goldstein score, of those with enough events to tell."""
    telling = [period for period in periods if period.events >= _FEW] or list(periods)
    if len(telling) < 2:
        return ""
    ordered = sorted(telling, key=lambda period: (period.goldstein_mean or 0.0, period.period))
    worst, best = ordered[0], ordered[-1]
    if worst.goldstein_mean == best.goldstein_mean:
        return ""
    parts = [f"{word} {within(each.period)} ({_mean(each)})" for word, each in (("worst", worst), ("best", best))]
    return f"; {', '.join(parts)}"


def _mean(period: RelationPeriod) -> str:
    return f"Goldstein {signed(period.goldstein_mean)} over {count(period.events, 'event')}"


def _commonest(ways: Sequence[s.DirectionOut], phrase: Phrase) -> str:
    """Give what one did most often to the other, and what came next."""
    every = sorted(((way, each) for way in ways for each in way.actions), key=lambda pair: -pair[1].events)
    parts = [f"{_deed(way, each, phrase)}{_times(each.events)}" for way, each in every[:2]]
    # Where all stand alone none is the commonest.
    often = "Most often" if every and every[0][1].events > 1 else "Among them"
    return f"{often}, {' and '.join(parts)}." if every else ""


def _times(number: int) -> str:
    return f" ({grouped(number)})" if number > 1 else ""


def _deed(way: s.DirectionOut, counted: s.ActionCount, phrase: Phrase) -> str:
    return f"{with_article(way.source.label)} {phrase(counted.action.id, with_article(way.target.label))}"
