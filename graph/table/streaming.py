"""Rows of events, reports and pairs, one after the other, for who writes them all out."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator

import communique.graph.table.layout as layout
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.rdf.places import place_by_id
from communique.graph.stores.world import World
from communique.graph.table.conditions import any_way
from communique.graph.table.names import NameReader
from communique.graph.table.rows import EventRow, Pair, ReportRow, SentenceRow
from communique.graph.table.view import View
from communique.graph.table.writing import ASSERTED, MODALITIES, STATUSES
from communique.ontology.types import Place, PlaceKind, is_named_place

_EVENTS = """
SELECT e.id, e.key, e.action, e.source, e.target, e.actors, e.targets, e.about, e.places, e.publishers, e.datasets,
    e.day_end, e.reports, e.disputed FROM event e WHERE {where} ORDER BY e.id
"""
_REPORT = """
SELECT r.event, d.name, d.dataset, d.identifier, d.source, d.url, d.title, d.published, {day}, r.day, r.action, r.actor,
    r.target, r.speaker, r.status, r.modality, r.word, r.sentence, r.rule, r.confidence
"""
_OF_EVENTS = """
FROM event e CROSS JOIN report r ON r.event = e.key CROSS JOIN document d ON d.id = r.document
WHERE {where} ORDER BY e.id, d.name, r.start, ABS(r.id)
"""
# The surest report of an event comes first; of equals the first by document and place.
_SENTENCES = f"""
SELECT e.id, e.key, r.sentence, d.source, d.url
FROM event e CROSS JOIN report r ON r.event = e.key CROSS JOIN document d ON d.id = r.document
WHERE {{where}} AND r.status = {ASSERTED} ORDER BY e.id, r.confidence DESC, d.name, r.start, ABS(r.id)
"""
_OF_NONE = """
FROM report r CROSS JOIN document d ON d.id = r.document
WHERE r.event IS NULL OR NOT EXISTS (SELECT 1 FROM event WHERE key = r.event)
ORDER BY d.published, d.name, r.start, ABS(r.id)
"""
PAIR_COLUMNS = ("source", "target", "events", "one", "two", "three", "four", "score", "first", "last")
_SUMS = (
    "COUNT(*) AS events, SUM(quad = 1) AS one, SUM(quad = 2) AS two, SUM(quad = 3) AS three, SUM(quad = 4) AS four, "
    "SUM(score) AS score"
)


def event_rows(view: View, wanted: EventFilter) -> Iterator[EventRow]:
    """Give the events that meet a filter, by date and key, undated ones last."""
    with view.reading() as database:
        where = any_way(wanted, view, database)
        said = _ActionFields(view, database)
        for row in database.execute(_EVENTS.format(where=where)):
            yield _event_row(row, said, view, database)


def sentence_rows(view: View, wanted: EventFilter) -> Iterator[SentenceRow]:
    """Give the sentence of the surest report of each event that meets a filter, in the order of the events."""
    with view.reading() as database:
        name_of, before = view.names.of, None
        query = _SENTENCES.format(where=any_way(wanted, view, database))
        for number, key, sentence, publisher, url in database.execute(query):
            if key != before:
                before = key
                yield SentenceRow(
                    layout.key_of(key), layout.day_of(number), sentence, name_of(database, publisher), url
                )


def report_rows(view: View, wanted: EventFilter) -> Iterator[ReportRow]:
    """Give the reports that assert or deny the events of a filter, in their order.

    Who asks for all also gets the reports that make no event, after the others, by document.
    """
    with view.reading() as database:
        where = any_way(wanted, view, database)
        queries = [_REPORT.format(day="e.id") + _OF_EVENTS.format(where=where)]
        if wanted == EVERY:
            queries.append(_REPORT.format(day="NULL") + _OF_NONE)
        for query in queries:
            for row in database.execute(query):
                yield _report_row(row, view.names, database)


def report_rows_of(view: View, keys: Iterable[str]) -> dict[str, list[ReportRow]]:
    """Give by an event's key the reports that assert or deny it, by document and place."""
    query = _REPORT.format(day="e.id") + _OF_EVENTS.format(where="e.key = ?")
    with view.reading() as database:
        return {
            key: [_report_row(row, view.names, database) for row in database.execute(query, (int(key, 16),))]
            for key in keys
        }


def pairs(view: View, wanted: EventFilter, level: Level) -> Iterator[Pair]:
    """Give the events that meet a filter summed up by ordered pair, of sides or of the actors named, by id."""
    with view.reading() as database:
        found = _of_sides(view, wanted, database) if level is Level.SIDE else _of_named(view, wanted, database)
    yield from sorted(found, key=lambda pair: (pair.source, pair.target))


class _ActionFields(dict[int, tuple[str, str, str, str, int, str, float]]):
    """Id, label, code, root, quad class, PLOVER type and Goldstein score by an action's number, each looked up once."""

    def __init__(self, view: View, database: sqlite3.Connection) -> None:
        super().__init__()
        self._view, self._database = view, database

    def __missing__(self, number: int) -> tuple[str, str, str, str, int, str, float]:
        name = self._view.names.of(self._database, number)
        known = self._view.world.actions.get(name)
        found = (name, name, "", "", 0, "", 0.0)
        if known is not None:
            found = (name, known.label, known.cameo, known.root, known.quad, known.plover_type, known.goldstein)
        self[number] = found
        return found


def _event_row(row: tuple[int, ...], said: _ActionFields, view: View, database: sqlite3.Connection) -> EventRow:
    (number, key, action, source, target, actors, targets, about, places, publishers, datasets, end, reports,
     disputed) = row  # fmt: skip
    # By position, and without looking for what most events lack: there may be millions.
    name_of, bundle = view.names.of, view.names.bundle
    name, label, cameo, root, quad, plover, goldstein = said[action]
    where = bundle(database, places) if places else ()
    return EventRow(
        layout.key_of(key),
        layout.day_of(number),
        None if end is None else dt.date.fromordinal(end),
        name,
        label,
        cameo,
        root,
        quad,
        plover,
        goldstein,
        name_of(database, source),
        name_of(database, target) if target else None,
        bundle(database, actors),
        bundle(database, targets),
        bundle(database, about) if about else (),
        _narrowest(where, view.world) if where else None,
        where,
        reports,
        bundle(database, publishers),
        bundle(database, datasets),
        bool(disputed),
    )


def _narrowest(places: tuple[str, ...], world: World) -> Place | None:
    """Give the first named place among some, else the first country."""
    named = next((each for each in places if is_named_place(each)), None)
    if named is not None:
        return place_by_id(named)
    country = next(iter(places), None)
    if country is None:
        return None
    actor = world.actors.get(country)
    return Place(country, actor.label if actor else country, country, PlaceKind.COUNTRY)


def _report_row(row: tuple[object, ...], names: NameReader, database: sqlite3.Connection) -> ReportRow:
    (event, document, dataset, identifier, source, url, title, published, place, day, action, actor, target, speaker,
     status, modality, word, sentence, rule, confidence) = row  # fmt: skip

    def name(number: object) -> str:
        return names.of(database, _number(number))

    of_event = None if place is None else layout.day_of(_number(place))
    own = None if day is None else dt.date.fromordinal(_number(day))
    return ReportRow(
        event=None if event is None else layout.key_of(_number(event)),
        document=str(document or ""),
        dataset=name(dataset),
        identifier=str(identifier),
        source=name(source),
        url=str(url),
        title=str(title),
        published=None if published == layout.NO_DAY else dt.date.fromordinal(_number(published)),
        date=of_event or own,
        action=name(action),
        actor=name(actor),
        target=name(target) or None,
        speaker=name(speaker) or None,
        status=STATUSES[_number(status)].value,
        modality=MODALITIES[_number(modality)].value,
        trigger=str(word),
        sentence=str(sentence),
        rule=name(rule),
        confidence=_number(confidence) / 100,
    )


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def summed_by_side(view: View, wanted: EventFilter, database: sqlite3.Connection) -> str:
    """Give the query for the events that meet a filter summed up by ordered pair of sides."""
    if wanted == EVERY:
        return f"SELECT {', '.join(PAIR_COLUMNS)} FROM dyad"
    where = any_way(wanted, view, database)
    days = f"MIN(e.id) AS first, MAX(CASE WHEN e.id < {layout.first_of_day(layout.NO_DAY)} THEN e.id END) AS last"
    return (
        f"SELECT source, target, {_SUMS}, {days} FROM event e CROSS JOIN action a ON a.id = e.action "
        f"WHERE e.target AND {where} GROUP BY source, target"
    )


def _of_sides(view: View, wanted: EventFilter, database: sqlite3.Connection) -> list[Pair]:
    found = database.execute(summed_by_side(view, wanted, database))
    return [pair_of(row, view.names, database, days=wanted == EVERY) for row in found]


def pair_of(row: tuple[int, ...], names: NameReader, database: sqlite3.Connection, *, days: bool) -> Pair:
    """Give the pair of a row that a query gave; `days` tells that its first and last are ordinals of days."""
    source, target, events, one, two, three, four, score, first, last = row
    return Pair(
        names.of(database, source),
        names.of(database, target),
        events,
        (one, two, three, four),
        score / layout.SCALE,
        day_of_pair(first, days=days),
        day_of_pair(last, days=days),
    )


def day_of_pair(number: int | None, *, days: bool) -> dt.date | None:
    """Give the day that a row of a pair has, by its ordinal where there are `days`, else in the id of an event."""
    if number is None:
        return None
    return dt.date.fromordinal(number) if days else layout.day_of(number)


def _of_named(view: View, wanted: EventFilter, database: sqlite3.Connection) -> list[Pair]:
    """Give the pairs of the actors named: of each event one for every actor with every target."""
    where = any_way(wanted, view, database)
    query = (
        f"SELECT actors, targets, {_SUMS}, MIN(e.id), "
        f"MAX(CASE WHEN e.id < {layout.first_of_day(layout.NO_DAY)} THEN e.id END) "
        f"FROM event e CROSS JOIN action a ON a.id = e.action WHERE e.targets AND {where} GROUP BY actors, targets"
    )
    found: dict[tuple[str, str], Pair] = {}
    for actors, targets, *numbers in database.execute(query):
        for source in view.names.bundle(database, actors):
            for target in view.names.bundle(database, targets):
                pair = pair_of((0, 0, *numbers), view.names, database, days=False)
                found[source, target] = _plus(found.get((source, target)), source, target, pair)
    return list(found.values())


def _plus(old: Pair | None, source: str, target: str, more: Pair) -> Pair:
    if old is None:
        return Pair(source, target, more.events, more.quads, more.goldstein_sum, more.first, more.last)
    one, two, three, four = (a + b for a, b in zip(old.quads, more.quads, strict=True))
    return Pair(
        source,
        target,
        old.events + more.events,
        (one, two, three, four),
        round(old.goldstein_sum + more.goldstein_sum, 3),
        min((day for day in (old.first, more.first) if day), default=None),
        max((day for day in (old.last, more.last) if day), default=None),
    )
