"""A sentence for each event: the surest that asserts it."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby

from communique.graph.filters import EventFilter
from communique.graph.networks.elements import NO_EXAMPLE, Example
from communique.graph.networks.selection import ExportedGraph
from communique.graph.table.rows import EventRow, ReportRow
from communique.ontology.types import Status

_NEVER = dt.date.max
_ASSERTED = Status.ASSERTED.value


def with_examples(source: ExportedGraph, wanted: EventFilter) -> Iterator[tuple[EventRow, Example]]:
    """Give the events that meet a filter, each with a sentence, by date and key.

    Events and reports come in the same order of days, so that no more than the sentences of a day are held.
    """
    days = groupby(source.report_rows(wanted), key=_day)
    day, best = None, dict[str, ReportRow]()
    for row in source.rows(wanted):
        date = row.date or _NEVER
        while day is None or day < date:
            day, reports = next(days, (_NEVER, iter(())))
            best = _best(reports) if day == date else {}
        report = best.get(row.key)
        yield row, NO_EXAMPLE if report is None else _example(report)


def examples_of(source: ExportedGraph, wanted: EventFilter, keys: Collection[str]) -> dict[str, Example]:
    """Give a sentence for each event of some keys among those that meet a filter."""
    found = _best(report for report in source.report_rows(wanted) if report.event in keys)
    return {key: _example(report) for key, report in found.items()}


def _day(report: ReportRow) -> dt.date:
    return report.date or _NEVER


def _example(report: ReportRow) -> Example:
    return Example(report.sentence, report.source, report.url)


def _best(reports: Iterator[ReportRow]) -> dict[str, ReportRow]:
    """Give the surest report that asserts each event, the first of equals."""
    found: dict[str, ReportRow] = {}
    for report in reports:
        key = report.event
        if key is None or report.status != _ASSERTED:
            continue
        before = found.get(key)
        if before is None or report.confidence > before.confidence:
            found[key] = report
    return found
