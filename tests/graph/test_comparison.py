"""Data sets side by side: what each tells of a dyad, and how far they agree."""

import datetime as dt
from dataclasses import replace

import pytest

from communique.graph import Agreement, Granularity
from communique.graph.lookups.comparison import compared
from communique.graph.table.counting import Alike

ROW = Alike(dt.date(2018, 1, 1), "11", 3, -2.0, ("gdelt",))
DAYS = ("2018-01-01", "2018-02-01", "2018-03-01")
VISIT = replace(ROW, root="04", quad=1, goldstein=1.9)


def on(day: str | None, *datasets: str, row: Alike = ROW) -> Alike:
    return replace(row, date=None if day is None else dt.date.fromisoformat(day), datasets=datasets)


def test_each_data_set_has_its_numbers() -> None:
    there = [on("2018-01-01", "communique", "gdelt"), on("2018-01-02", "gdelt"), on(None, "gdelt", row=VISIT)]
    found = compared(there, [on("2018-03-01", "gdelt", row=VISIT)], Granularity.MONTH)
    own, gdelt = found.datasets
    assert (own.dataset, own.total.events, own.total.quads, own.total.goldstein_mean) == (
        "communique",
        1,
        (0, 0, 1, 0),
        -2,
    )
    assert (gdelt.total.events, gdelt.there.events, gdelt.back.events) == (4, 3, 1)
    assert (gdelt.total.quads, gdelt.total.goldstein_sum, gdelt.roots) == ((2, 0, 2, 0), -0.2, (("04", 2), ("11", 2)))
    assert [(period, counts.events) for period, counts in gdelt.periods] == [("2018-01", 2), ("2018-03", 1)]


def test_agreement_counts_the_periods_in_which_neither_tells_of_anything() -> None:
    one = [on(day, "icews") for day in ("2018-01-01", "2018-01-02", "2018-04-01")]
    other = [on(day, "gdelt") for day in ("2018-01-01", "2018-01-05", "2018-04-01", "2018-04-02")]
    (found,) = compared([*one, *other], [], Granularity.MONTH).agreements
    # By hand: the months 2, 0, 0, 1 and 2, 0, 0, 2 correlate by 3 / sqrt(11).
    assert found == Agreement("gdelt", "icews", 0.9045, 4, 2, 5)


@pytest.mark.parametrize("days", [DAYS[:1], DAYS[:2], DAYS])
def test_there_is_no_correlation_of_what_does_not_vary(days: tuple[str, ...]) -> None:
    (found,) = compared([on(day, "gdelt", "icews") for day in days], [], Granularity.MONTH).agreements
    assert (found.correlation, found.shared) == (None, len(days))


def test_the_direction_and_the_root_of_a_day_must_be_the_same() -> None:
    there = [on("2018-01-01", "gdelt"), on("2018-01-01", "icews", row=VISIT)]
    (found,) = compared(there, [on("2018-01-01", "icews")], Granularity.DAY).agreements
    assert (found.shared, found.either, found.periods) == (0, 3, 1)
