"""A sentence for each event: the surest that asserts it."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby

from communique.graph.filters import EventFilter
from communique.graph.networks.elements import NO_EXAMPLE, Example
from communique.graph.networks.selection import ExportedGraph
from communique.graph.table.rows import EventRow, SentenceRow

_NEVER = dt.date.max


def with_examples(graph: ExportedGraph, wanted: EventFilter) -> Iterator[tuple[EventRow, Example]]:
    """Give the events that meet a filter, each with a sentence, by date and key.

    Events and sentences come in the same order of days, so that no more than the sentences of a day are held.
    """
    days = groupby(graph.sentence_rows(wanted), key=_day)
    day, found = None, dict[str, Example]()
    for row in graph.rows(wanted):
        date = row.date or _NEVER
        while day is None or day < date:
            day, sentences = next(days, (_NEVER, iter(())))
            found = {each.event: _example(each) for each in sentences} if day == date else {}
        yield row, found.get(row.key, NO_EXAMPLE)


def examples_of(graph: ExportedGraph, wanted: EventFilter, keys: Collection[str]) -> dict[str, Example]:
    """Give a sentence for each event of some keys among those that meet a filter."""
    return {each.event: _example(each) for each in graph.sentence_rows(wanted) if each.event in keys}


def _day(row: SentenceRow) -> dt.date:
    return row.date or _NEVER


def _example(row: SentenceRow) -> Example:
    return Example(row.sentence, row.publisher, row.url)
