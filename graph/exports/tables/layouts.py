"""What the layouts of other data sets share: which rows they have, and numbers for ids.

They have a date in every row, so events without one are left out, and so are reports that deny.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from communique.graph.exports.tables.reported_events import ReportedEvent
from communique.graph.table.rows import EventRow, ReportRow
from communique.ontology.types import Action

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a row of a layout is about: an event as it is reported first, or as one report has it.

    `id` is twelve hexadecimal digits; `actors` and `targets` are the ids of those named; `documents` and `publishers`
    are how many tell of it.
    """

    id: str
    event: EventRow
    day: dt.date
    report: ReportRow | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    reports: int
    publishers: int
    documents: int

    @property
    def number(self) -> int:
        """Give the id as a number that a double holds exactly."""
        return int(self.id, 16)


def occurrences(found: Iterable[ReportedEvent], *, by_report: bool) -> Iterator[Occurrence]:
    """Give what the rows of a layout are about: each dated event, or each report that asserts one."""
    for each in found:
        event, asserting = each.event, each.asserting
        if event is None or event.date is None:
            continue
        if by_report:
            yield from (_of_report(event, event.date, number, report) for number, report in enumerate(asserting))
            continue
        yield Occurrence(
            event.key,
            event,
            event.date,
            next(iter(asserting), None),
            event.actors,
            event.targets,
            event.reports,
            max(1, len(event.publishers)),
            max(1, len({report.document or report.identifier for report in asserting})),
        )


def number_of(name: str) -> int:
    """Give a number that identifies what has a name, and that a double holds exactly."""
    return int(sha256(name.encode()).hexdigest()[:_DIGITS], 16)


def three_digits(action: Action) -> str:
    """Give the CAMEO code of an action as data sets write it: a root is its first subcode, not specified further."""
    return action.cameo if len(action.cameo) > len(action.root) else f"{action.root}0"


def short(number: float) -> str:
    """Give a number as data sets write it: ``1``, ``-0.4``."""
    return f"{number:g}"


def _of_report(event: EventRow, day: dt.date, number: int, report: ReportRow) -> Occurrence:
    name = "/".join((event.key, report.dataset, report.document or report.identifier, str(number)))
    targets = () if report.target is None else (report.target,)
    return Occurrence(f"{number_of(name):012x}", event, day, report, (report.actor,), targets, 1, 1, 1)
