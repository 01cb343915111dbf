"""The tables of the event table, and the numbers by which their rows are in order.

The id of an event is its day and the beginning of its key, so rows by id are rows by date and key, whichever index
they come from. The ids of reports begin with the same bits, so those of an event lie together, in its order.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

# Raise it when the tables change, and say in LACKING how rows of the layout before become rows of this one.
VERSION = "2"
# Layouts whose rows can be read: the columns that each lacks, and what stands there for a row that was loaded.
LACKING: Mapping[str, Mapping[str, str]] = {VERSION: {}, "1": {"document.language": "0"}}
# An id is a day of 22 bits and the first 41 of a key's 48; a report's has 17 bits of its own after the first 24.
KEY_BITS: Final = 41
_CUT, _PLACE_BITS = 7, 17
# The day of what has none: after all others.
NO_DAY: Final = (1 << 22) - 1
PLACES: Final = 1 << _PLACE_BITS
# Goldstein scores are kept in thousandths, so that sums are exact.
SCALE: Final = 1000

TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Names are ids of actors, actions, places and rules, data sets, publishers; a bundle is several together, sorted.
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE bundle (id INTEGER PRIMARY KEY, members TEXT NOT NULL UNIQUE);
CREATE TABLE member (name INTEGER NOT NULL, bundle INTEGER NOT NULL, PRIMARY KEY (name, bundle)) WITHOUT ROWID;
CREATE TABLE action (id INTEGER PRIMARY KEY, quad INTEGER NOT NULL, score INTEGER NOT NULL);
CREATE TABLE document (
    id INTEGER PRIMARY KEY, name TEXT, published INTEGER NOT NULL, source INTEGER NOT NULL, title TEXT NOT NULL,
    url TEXT NOT NULL, dataset INTEGER NOT NULL, identifier TEXT NOT NULL, language INTEGER NOT NULL
);
CREATE TABLE event (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, month INTEGER, source INTEGER NOT NULL, target INTEGER NOT NULL,
    action INTEGER NOT NULL, reports INTEGER NOT NULL, disputed INTEGER NOT NULL, actors INTEGER NOT NULL,
    targets INTEGER NOT NULL, about INTEGER NOT NULL, places INTEGER NOT NULL, publishers INTEGER NOT NULL,
    datasets INTEGER NOT NULL, day_end INTEGER, loaded INTEGER NOT NULL
);
CREATE TABLE report (
    id INTEGER PRIMARY KEY, event INTEGER, document INTEGER NOT NULL, status INTEGER NOT NULL,
    modality INTEGER NOT NULL, action INTEGER NOT NULL, actor INTEGER NOT NULL, target INTEGER NOT NULL,
    speaker INTEGER NOT NULL, day INTEGER, start INTEGER NOT NULL, rule INTEGER NOT NULL,
    confidence INTEGER NOT NULL, word TEXT NOT NULL, sentence TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    sentence, content='report', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
-- Numbers that triggers keep in step with the events: of two sides by direction, action, month; of one by month.
CREATE TABLE dyad (
    source INTEGER, target INTEGER, events INTEGER NOT NULL, one INTEGER NOT NULL, two INTEGER NOT NULL,
    three INTEGER NOT NULL, four INTEGER NOT NULL, score INTEGER NOT NULL, first INTEGER, last INTEGER,
    PRIMARY KEY (source, target)
) WITHOUT ROWID;
CREATE TABLE dyad_action (
    source INTEGER, target INTEGER, action INTEGER, events INTEGER NOT NULL, PRIMARY KEY (source, target, action)
) WITHOUT ROWID;
CREATE TABLE dyad_month (
    source INTEGER, target INTEGER, month INTEGER, events INTEGER NOT NULL, one INTEGER NOT NULL, two INTEGER NOT NULL,
    three INTEGER NOT NULL, four INTEGER NOT NULL, score INTEGER NOT NULL, PRIMARY KEY (source, target, month)
) WITHOUT ROWID;
CREATE TABLE side_month (
    side INTEGER, way INTEGER, month INTEGER, events INTEGER NOT NULL, one INTEGER NOT NULL, two INTEGER NOT NULL,
    three INTEGER NOT NULL, four INTEGER NOT NULL, score INTEGER NOT NULL, PRIMARY KEY (side, way, month)
) WITHOUT ROWID;
CREATE TABLE total (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""
KEY_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS event_key ON event (key)"
DOCUMENT_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS document_name ON document (name) WHERE name IS NOT NULL"
_ASKED = "reports, disputed, actors, targets, places, publishers, datasets"


def _without(column: str) -> str:
    """Give what is asked of events but for a column, which stands in an index already."""
    return ", ".join(name for name in _ASKED.split(", ") if name != column)


INDEXES = {
    "event_source": f"event (source, id, target, action, month, {_ASKED})",
    "event_target": f"event (target, id, source, action, month, {_ASKED})",
    # By partner, who is named of it, and action, so that relations under conditions are summed up without sorting.
    "event_dyad": f"event (source, target, targets, action, id, month, {_without('targets')})",
    "event_dyad_back": f"event (target, source, actors, action, id, month, {_without('actors')})",
    "event_dyad_days": "event (source, target, id)",
    "event_actors": "event (actors, id)",
    "event_targets": "event (targets, id)",
    "event_action": "event (action, id)",
    "event_places": "event (places, id)",
    "event_disputed": "event (id) WHERE disputed",
    "member_bundle": "member (bundle)",
    "event_loaded": "event (id) WHERE loaded",
    "report_document": "report (document, id)",
    "report_event": "report (event)",
    "document_published": "document (published, name)",
    "document_source": "document (source, published, name)",
    "dyad_target": "dyad (target, source)",
    "dyad_events": "dyad (events)",
}


def index(name: str) -> str:
    """Give the statement that makes an index, where it is not there."""
    return f"CREATE INDEX IF NOT EXISTS {name} ON {INDEXES[name]}"


def index_as_stored(name: str) -> str:
    """Give what SQLite's schema says of an index that was made by that statement."""
    return f"CREATE INDEX {name} ON {INDEXES[name]}"


def event_id(day: dt.date | None, key: str) -> int:
    """Give the id of an event."""
    return id_of(NO_DAY if day is None else day.toordinal(), int(key, 16))


def id_of(day: int, key: int) -> int:
    """Give the id of an event by the ordinal of its day and its key as a number."""
    return day << KEY_BITS | key >> _CUT


def first_of_day(day: int) -> int:
    """Give the least id of a day, given by its ordinal."""
    return day << KEY_BITS


def day_of(number: int) -> dt.date | None:
    """Give the day of an event or report by its id."""
    day = number >> KEY_BITS
    return None if day == NO_DAY else dt.date.fromordinal(day)


def date_of(day: int | None) -> dt.date | None:
    """Give a day by its ordinal, None where there is none."""
    return None if day is None else dt.date.fromordinal(day)


def first_report(event: int) -> int:
    """Give the least id of the reports of an event, by its id; others whose keys begin alike share them."""
    return event >> _PLACE_BITS << _PLACE_BITS


def ordinal(day: str) -> int:
    """Give the ordinal of a day, 0 where the text is none, for it may come from a cursor."""
    try:
        return dt.date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def key_of(number: int) -> str:
    """Give a key as text."""
    return f"{number:012x}"


def month_of(day: dt.date) -> int:
    """Give the number of a month."""
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    """Give the name of a month by its number: ``2004-03``."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
