"""Events with what tells of them: the reports that assert or deny each, with their documents."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from communique.graph.exports.form import ExportedGraph
from communique.graph.filters import EVERY, EventFilter
from communique.graph.table.rows import EventRow, ReportRow
from communique.ontology.types import Event, Status


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event with its reports, by date of publication, document and place; or reports that make no event."""

    event: EventRow | None
    reports: tuple[ReportRow, ...]

    @property
    def asserting(self) -> tuple[ReportRow, ...]:
        """Give the reports that assert it."""
        return tuple(report for report in self.reports if report.status == Status.ASSERTED)


def reported_events(graph: ExportedGraph, wanted: EventFilter = EVERY) -> Iterator[ReportedEvent]:
    """Give the events that meet a filter, by date and key, with their reports; of all, then those that make none."""
    reports = _Together(graph.report_rows(wanted))
    with closing(reports):
        for event in graph.rows(wanted):
            yield ReportedEvent(event, reports.of(event.key))
        while (left := reports.next()) is not None:
            yield ReportedEvent(None, (left,))


def reported_events_of(graph: ExportedGraph, wanted: EventFilter, events: Sequence[Event]) -> Iterator[ReportedEvent]:
    """Give some of the events that meet a filter, such as a page of them, with their reports."""
    keys = {event.key for event in events}
    days = [event.date for event in events if event.date is not None]
    # What has no day is after all that has one, so then nothing is to be left out at the end.
    undated = len(days) < len(events)
    near = wanted if undated or not days else replace(wanted, start=min(days), end=max(days))
    return (each for each in reported_events(graph, near) if each.event is not None and each.event.key in keys)


class _Together:
    """Reports in order, taken together by event."""

    def __init__(self, reports: Iterable[ReportRow]) -> None:
        self._reports = _stream(reports)
        self._next = next(self._reports, None)

    def of(self, key: str) -> tuple[ReportRow, ...]:
        """Give the reports of the event that comes next."""
        found: list[ReportRow] = []
        while self._next is not None and self._next.event == key:
            found.append(self._next)
            self._next = next(self._reports, None)
        return tuple(sorted(found, key=_order))

    def next(self) -> ReportRow | None:
        """Give the report that comes next."""
        found, self._next = self._next, next(self._reports, None)
        return found

    def close(self) -> None:
        """Read no further."""
        self._reports.close()


def _stream(reports: Iterable[ReportRow]) -> Generator[ReportRow, None, None]:
    yield from reports


def _order(report: ReportRow) -> tuple[bool, str, str]:
    published = report.published
    return published is None, published.isoformat() if published else "", report.document
