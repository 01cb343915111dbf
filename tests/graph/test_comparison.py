"""Data sets side by side: what each tells of a dyad, and how far they agree."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import Agreement, Granularity
from communique.graph.lookups.comparison import NOTHING, OneWay, compared
from communique.graph.table.sources import OfPeriod, OfRoot, OnDay


@dataclass(frozen=True)
class OneEvent:
    """An event, as one row of each count."""

    date: dt.date | None
    root: str
    quad: int
    goldstein: float
    datasets: tuple[str, ...]


ROW = OneEvent(dt.date(2018, 1, 1), "11", 3, -2.0, ("gdelt",))
DAYS = ("2018-01-01", "2018-02-01", "2018-03-01")
VISIT = replace(ROW, root="04", quad=1, goldstein=1.9)


def on(day: str | None, *datasets: str, row: OneEvent = ROW) -> OneEvent:
    return replace(row, date=None if day is None else dt.date.fromisoformat(day), datasets=datasets)


def one_way(rows: Iterable[OneEvent]) -> OneWay:
    found = list(rows)
    return OneWay(
        [OfPeriod(row.date, row.quad, round(row.goldstein * 1000), 1, row.datasets) for row in found],
        [OfRoot(row.root, 1, row.datasets) for row in found],
        [OnDay(row.date, row.root, row.datasets) for row in found if row.date is not None],
    )


def test_each_data_set_has_its_numbers() -> None:
    there = [on("2018-01-01", "communique", "gdelt"), on("2018-01-02", "gdelt"), on(None, "gdelt", row=VISIT)]
    found = compared(one_way(there), one_way([on("2018-03-01", "gdelt", row=VISIT)]), Granularity.MONTH)
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
    (found,) = compared(one_way([*one, *other]), NOTHING, Granularity.MONTH).agreements
    # By hand: the months 2, 0, 0, 1 and 2, 0, 0, 2 correlate by 3 / sqrt(11).
    assert found == Agreement("gdelt", "icews", 0.9045, 4, 2, 5)


@pytest.mark.parametrize("days", [DAYS[:1], DAYS[:2], DAYS])
def test_there_is_no_correlation_of_what_does_not_vary(days: tuple[str, ...]) -> None:
    (found,) = compared(one_way([on(day, "gdelt", "icews") for day in days]), NOTHING, Granularity.MONTH).agreements
    assert (found.correlation, found.shared) == (None, len(days))


def test_the_direction_and_the_root_of_a_day_must_be_the_same() -> None:
    there = [on("2018-01-01", "gdelt"), on("2018-01-01", "icews", row=VISIT)]
    (found,) = compared(one_way(there), one_way([on("2018-01-01", "icews")]), Granularity.DAY).agreements
    assert (found.shared, found.either, found.periods) == (0, 3, 1)


def test_days_are_compared_where_several_data_sets_are_stored(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as made:
        _store(made, "a", "rus", "accuses", "usa", dt.date(2018, 3, 5), "gdelt")
        _store(made, "b", "rus", "accuses", "usa", dt.date(2018, 3, 6), "gdelt")
        alone = made.compare("rus", "usa")
        assert [(each.dataset, each.periods[0][1].events) for each in alone.datasets] == [("gdelt", 2)]
        assert (alone.agreements, alone.datasets[0].roots) == ((), (("11", 2),))
        _store(made, "c", "usa", "accuses", "rus", dt.date(2018, 3, 5), "icews")
        # Each tells of one direction alone, so no day of one is one of the other.
        (none,) = made.compare("rus", "usa").agreements
        assert (none.one, none.other, none.shared, none.either) == ("gdelt", "icews", 0, 3)
        _store(made, "d", "rus", "accuses", "usa", dt.date(2018, 3, 6), "icews")
        (found,) = made.compare("rus", "usa", per=Granularity.YEAR).agreements
        assert (found.shared, found.either, found.periods) == (1, 3, 1)
        # On a day of both, but of another root.
        _store(made, "f", "rus", "visits", "usa", dt.date(2018, 3, 5), "icews")
        (found,) = made.compare("rus", "usa").agreements
        assert (found.shared, found.either) == (1, 4)
        # What goes on within one side is one direction.
        _store(made, "e", "rus", "accuses", "rus", dt.date(2018, 3, 6), "icews")
        assert made.compare("rus", "rus").datasets[0].total.events == 1


def _store(made: graph.EventGraph, name: str, actor: str, action: str, target: str, day: dt.date, dataset: str) -> None:
    found = extraction(report(actor, action, target, document=name, date=day), document=name)
    made.store(replace(found, document=replace(found.document, metadata=(("dataset", dataset),))))
