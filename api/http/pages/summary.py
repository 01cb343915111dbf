"""What the numbers of a relation say, in a sentence or two of plain words."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communique.api.http import schemas as s
from communique.api.http.pages.wording import count, month, percent, signed

# A mean of fewer events says little of a period.
_FEW = 3


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


def summary(dyad: s.DyadOut, periods: Sequence[RelationPeriod], phrase: Callable[[str], str]) -> str:
    """Give how two have got on: how many events from when to when, how much conflict, the worst and the best period.

    `phrase` gives what people read of an action, by its id.
    """
    if not dyad.events:
        return "No event is known between the two."
    quads = [sum(period.quads[at] for period in periods) for at in range(4)]
    dated = sum(quads)
    said = f"{_span(periods)}{count(dyad.events, 'event')}"
    if dated:
        conflict = quads[2] + quads[3]
        said += f", {percent(conflict, dated)} conflict" if conflict else ", all cooperation"
    return " ".join([f"{said}{_extremes(periods)}.", _commonest(dyad, phrase)]).strip()


def _span(periods: Sequence[RelationPeriod]) -> str:
    if not periods:
        return ""
    first, last = periods[0].period, periods[-1].period
    if first == last:
        return f"In {month(first)}: "
    return f"From {month(first)} to {month(last)}: "


def _extremes(periods: Sequence[RelationPeriod]) -> str:
    """Give the worst and the best period by mean Goldstein score, of those with enough events to tell."""
    telling = [period for period in periods if period.events >= _FEW] or list(periods)
    if len(telling) < 2:
        return ""
    ordered = sorted(telling, key=lambda period: (period.goldstein_mean or 0.0, period.period))
    worst, best = ordered[0], ordered[-1]
    if worst.goldstein_mean == best.goldstein_mean:
        return ""
    parts = [f"{word} in {month(each.period)} ({_mean(each)})" for word, each in (("worst", worst), ("best", best))]
    return f"; {', '.join(parts)}"


def _mean(period: RelationPeriod) -> str:
    return f"Goldstein {signed(period.goldstein_mean)} over {count(period.events, 'event')}"


def _commonest(dyad: s.DyadOut, phrase: Callable[[str], str]) -> str:
    found = Counter[str]()
    for way in dyad.directions:
        for each in way.actions:
            found[phrase(each.action.id)] += each.events
    if not found:
        return ""
    parts = [f"{words} ({number})" for words, number in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:2]]
    return f"Most often: {', '.join(parts)}."
