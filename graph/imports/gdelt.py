"""GDELT: events of version 1 (57 or 58 columns), 2 (61), as packages have them (62), reduced (17); mentions (16)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.graph.imports.cells import action_of, day_of, number_of, text_of
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError, acting, shown

NAME, LABEL = "gdelt", "GDELT"
_EVENT_COLUMNS = (
    ("GLOBALEVENTID",),
    ("SQLDATE", "day"),
    ("Actor1Code",),
    ("Actor1Name",),
    ("Actor2Code",),
    ("Actor2Name",),
    ("EventCode",),
    ("ActionGeo_Type",),
    ("ActionGeo_FullName",),
    ("ActionGeo_CountryCode",),
    ("DATEADDED",),
    ("SOURCEURL",),
)
REDUCED = (
    "Date Source Target CAMEOCode NumEvents NumArts QuadClass Goldstein SourceGeoType SourceGeoLat SourceGeoLong "
    "TargetGeoType TargetGeoLat TargetGeoLong ActionGeoType ActionGeoLat ActionGeoLong"
).split()
MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
    "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
    "MentionDocTranslationInfo Extras"
).split()
# Of a mention on the web the identifier is an address.
_WEB = "1"
_NO_PLACE, _COUNTRY = "0", "1"


class _Places(NamedTuple):
    """Where the columns that are read stand; -1 for one that is not there."""

    identifier: int
    day: int
    actor: int
    actor_name: int
    target: int
    target_name: int
    code: int
    place_type: int
    place_name: int
    place_country: int
    added: int
    url: int


# By the number of fields: in version 2 each place has a field more; a package puts a description behind the code.
WIDTHS: Mapping[int, _Places] = {
    57: _Places(0, 1, 5, 6, 15, 16, 26, 49, 50, 51, 56, -1),
    58: _Places(0, 1, 5, 6, 15, 16, 26, 49, 50, 51, 56, 57),
    61: _Places(0, 1, 5, 6, 15, 16, 26, 51, 52, 53, 59, 60),
    62: _Places(0, 1, 5, 6, 15, 16, 26, 52, 53, 54, 60, 61),
}


@dataclass(frozen=True, slots=True)
class GdeltMention:
    """An article in which an event of GDELT was found: one more report of it."""

    identifier: str
    published: dt.date
    source: str
    url: str
    sentence: str
    confidence: float


def event_reader(lookup: Lookup, header: Columns | None = None) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row of events, None of one that names nobody; without a header by their number."""
    by_name = [header.cell(*names) for names in _EVENT_COLUMNS] if header else []
    in_order = _Places(*range(len(_EVENT_COLUMNS)))

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        if header is not None:
            header.check(cells)
            return _event([cell(cells) for cell in by_name], in_order, lookup)
        places = WIDTHS.get(len(cells))
        if places is None:
            raise FieldError("", f"{len(cells)} fields: GDELT's events have 57, 58 or 61")
        return _event(cells, places, lookup)

    return read


def _event(cells: Sequence[str], at: _Places, lookup: Lookup) -> CodedEvent | None:
    code, written = cells[at.actor], cells[at.actor_name]
    target = lookup.coded(cells[at.target], cells[at.target_name])
    actor = acting(lookup.coded(code, written), target)
    identifier = cells[at.identifier]
    if not identifier.isdecimal():
        raise FieldError("GLOBALEVENTID", f"{shown(identifier)} is no number")
    day = day_of(cells[at.day], "SQLDATE")
    action = action_of(cells[at.code], "EventCode")
    if actor is None:
        return None
    added = cells[at.added]
    url, source = _address(cells[at.url]) if at.url >= 0 else ("", "")
    return CodedEvent(
        identifier=identifier,
        key=identifier,
        day=day,
        day_end=None,
        published=day_of(added[:8], "DATEADDED") if added else None,
        actor=actor,
        target=target,
        action=action.id,
        place=_where(cells, at, lookup),
        actor_words=written or code,
        action_words=cells[at.code],
        target_words=cells[at.target_name] or cells[at.target],
        source=source,
        url=url,
    )


def _where(cells: Sequence[str], at: _Places, lookup: Lookup) -> str | None:
    kind = cells[at.place_type]
    # A row without a place can have 0 for its degrees.
    if not kind or kind == _NO_PLACE:
        return None
    country = lookup.country("fips", cells[at.place_country])
    name = "" if kind == _COUNTRY else cells[at.place_name].partition(",")[0]
    return lookup.place(country, name)


def reduced_reader(lookup: Lookup, header: Columns | None = None) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row of the reduced form, which has no ids: a row is known by all that it says."""
    columns = header or Columns(REDUCED)

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        columns.check(cells)
        written = columns.cell("CAMEOCode")(cells)
        return lookup.event(
            day_of(columns.cell("Date")(cells), "Date"),
            columns.cell("Source")(cells),
            columns.cell("Target")(cells),
            action_of(written, "CAMEOCode"),
            written,
            key="\t".join(cells),
        )

    return read


def mention_reader(header: Columns | None = None) -> Callable[[Cells], GdeltMention]:
    """Give what reads a row of mentions."""
    columns = header or Columns(MENTIONS)
    identifier, mentioned = columns.cell("GLOBALEVENTID"), columns.cell("MentionTimeDate")
    kind, source = columns.cell("MentionType"), columns.cell("MentionSourceName")
    address, sentence = columns.cell("MentionIdentifier"), columns.cell("SentenceID")
    confidence = columns.cell("Confidence")

    def read(cells: Cells) -> GdeltMention:
        """Read one row."""
        # The last two columns are empty in English, and some writers drop them.
        if len(cells) < len(MENTIONS) - 2:
            raise FieldError("", f"{len(cells)} fields: GDELT's mentions have {len(MENTIONS)}")
        return GdeltMention(
            identifier(cells),
            day_of(mentioned(cells), "MentionTimeDate"),
            source(cells),
            address(cells) if kind(cells) == _WEB else "",
            sentence(cells),
            number_of(confidence(cells) or "100", "Confidence") / 100,
        )

    return read


def _address(cell: str) -> tuple[str, str]:
    """Give the address and the publisher; some rows name only a publisher (``BBC Monitoring``)."""
    cell = text_of(cell)
    if not cell.startswith(("http://", "https://")):
        return "", cell
    return cell, cell.split("/", 3)[2].removeprefix("www.")
