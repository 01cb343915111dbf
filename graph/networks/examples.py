"""A sentence for each event: the surest that asserts it."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby

from communique.graph.filters import EventFilter
from communique.graph.networks.elements import NO_EXAMPLE, Example
from communique.graph.networks.selection import Source
from communique.graph.table.rows import EventRow, ReportRow
from communique.ontology.types import Status

_NEVER = dt.date.max


def with_examples(source: Source, wanted: EventFilter) -> Iterator[tuple[EventRow, Example]]:
    """Give the events that meet a filter, each with a sentence, by date and key.

    Events and reports come in the same order of days, so that no more than the sentences of a day are held.
    """
    days = groupby(source.report_rows(wanted), key=_day)
    day, told = None, dict[str, Example]()
    for row in source.rows(wanted):
        date = row.date or _NEVER
        while day is None or day < date:
            day, reports = next(days, (_NEVER, iter(())))
            told = _best(reports) if day == date else {}
        yield row, told.get(row.key, NO_EXAMPLE)


def examples_of(source: Source, wanted: EventFilter, keys: Collection[str]) -> dict[str, Example]:
    """Give a sentence for each event of some keys among those that meet a filter."""
    return _best(report for report in source.report_rows(wanted) if report.event in keys)


def _day(report: ReportRow) -> dt.date:
    return report.date or _NEVER


def _best(reports: Iterator[ReportRow]) -> dict[str, Example]:
    """Give the sentence of the surest report that asserts an event, the first of equals."""
    found: dict[str, tuple[float, Example]] = {}
    for report in reports:
        if report.event is None or report.status != Status.ASSERTED:
            continue
        before = found.get(report.event)
        if before is None or report.confidence > before[0]:
            found[report.event] = (report.confidence, Example(report.sentence, report.source, report.url))
    return {key: example for key, (_, example) in found.items()}
