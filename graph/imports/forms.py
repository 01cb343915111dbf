"""The forms of event data: which one a table has, and what reads its rows."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import communique.graph.imports.gdelt as gdelt
import communique.graph.imports.icews as icews
import communique.graph.imports.mapped as mapped
import communique.graph.imports.phoenix as phoenix
import communique.graph.imports.polecat as polecat
import communique.graph.imports.ucdp as ucdp
from communique.graph.imports.cells import day_of, text_of
from communique.graph.imports.column_map import ColumnMap
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.day_order import with_plain_days
from communique.graph.imports.delimited import Separation, separation_of, split_line
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError, shown

Reader = Callable[[Cells], "CodedEvent | gdelt.GdeltMention | None"]
FORMS = ("gdelt", "icews", "polecat", "phoenix", "petrarch", "ucdp", "csv")
_FIRST_LINES = 5
# Columns by which a header tells its form, in plain spelling.
_HEADERS = {
    "gdelt-mentions": {"globaleventid", "mentionidentifier"},
    "gdelt": {"globaleventid", "actor1code", "eventcode"},
    "gdelt-reduced": {"source", "target", "cameocode", "numevents"},
    "icews": {"eventid", "eventdate", "sourcename", "targetname", "eventtext"},
    "polecat": {"eventid", "eventdate", "eventtype", "actorname", "recipientname"},
    "cline": {"eid", "storydate", "source", "target", "code"},
    "phoenix": {"eventid", "sourceactorfull", "targetactorfull", "eventcode"},
    "ucdp": {"typeofviolence", "sidea", "sideb", "datestart"},
}
_LABELS = {"cline": "Cline Center", "petrarch": "PETRARCH", "phoenix": "Phoenix"}


@dataclass(frozen=True, slots=True)
class ImportForm:
    """How the rows of one table are read.

    Attributes
    ----------
    dataset, label
        The data set, as an id and as people call it.
    separation
        How its lines are divided.
    header
        Whether the first line holds names.
    read
        What reads the cells of a row: FieldError where one is wrong, None where the row names nobody.
    """

    dataset: str
    label: str
    separation: Separation
    header: bool
    read: Reader


def form_of(
    first: Sequence[str], lookup: Lookup, wanted: str | None = None, columns: ColumnMap | None = None
) -> ImportForm:
    """Give the form of a table by its first lines.

    Parameters
    ----------
    first
        The first lines.
    lookup
        The actors and places that are known.
    wanted
        One of `FORMS`, where the table does not tell by itself.
    columns
        The map of a table of one's own.

    Raises
    ------
    ValueError
        Where no form fits; says what to do.
    """
    if columns is not None:
        return _mapped(first, lookup, columns)
    if wanted == "csv":
        raise ValueError("a table of one's own needs a map of its columns: give it with --columns MAP.toml")
    separation = separation_of(first)
    cells = split_line(first[0], separation)
    header = Columns(cells)
    found = _by_header(header)
    if found is not None:
        _check_wanted(found, wanted)
        return _with_header(found, separation, header, lookup)
    found = wanted if wanted in {"phoenix", "petrarch"} else _by_rows(first, separation)
    if found is None:
        raise ValueError(
            f"{len(cells)} columns, beginning with {shown(', '.join(cells[:4]))}: of no form that is known "
            f"({', '.join(FORMS)}): give a map of its columns with --columns MAP.toml"
        )
    _check_wanted(found, wanted)
    return _without_header(found, separation, lookup)


def is_tags(cells: Cells) -> bool:
    """Tell whether a row holds the tags that HDX puts below its headers."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def first_lines(lines: Sequence[str]) -> list[str]:
    """Give the first lines that are not empty."""
    return list(islice((line for line in lines if line.strip()), _FIRST_LINES))


def _mapped(first: Sequence[str], lookup: Lookup, columns: ColumnMap) -> ImportForm:
    separation = Separation(columns.delimiter, quoted=columns.delimiter != "\t")
    header = Columns(columns.header or split_line(first[0], separation))
    read = mapped.event_reader(lookup, columns, header)
    return ImportForm(columns.dataset, columns.label or columns.dataset, separation, not columns.header, read)


def _by_header(header: Columns) -> str | None:
    return next((form for form, names in _HEADERS.items() if names <= header.names), None)


def _by_rows(first: Sequence[str], separation: Separation) -> str | None:
    """Give the form of a table without a header by the first of its first rows that tells it; one may be a bad row."""
    return next(filter(None, (_by_cells(split_line(line, separation)) for line in first)), None)


def _by_cells(cells: Cells) -> str | None:
    """Give the form of a table without a header by the number of its columns and what the first of them hold."""
    own = [text_of(cell) for cell in cells]
    if len(own) in gdelt.WIDTHS and own[0].isdecimal() and _is_day(own[1]):
        return "gdelt"
    if len(own) in {len(gdelt.MENTIONS), len(gdelt.MENTIONS) - 2} and own[0].isdecimal() and _is_day(own[1]):
        return "gdelt-mentions"
    if len(own) == len(gdelt.REDUCED) and _is_day(own[0]):
        return "gdelt-reduced"
    if len(own) in {len(ucdp.COLUMNS)} and own[0].isdecimal() and own[5] in {"1", "2", "3"}:
        return "ucdp"
    if len(own) == len(phoenix.PHOENIX) and _is_day(own[1]):
        return "phoenix"
    if len(own) == icews.REDUCED_WIDTH and _is_day(own[0]) and own[7].isdecimal() and own[9] in set("1234"):
        return "icews-reduced"
    if len(own) >= phoenix.SHORTEST_PETRARCH and _is_day(own[0]) and own[3].isdecimal():
        return "petrarch"
    return None


def _is_day(cell: str) -> bool:
    """Tell whether a cell holds a day, with the month first or the day."""
    for each in (cell, *with_plain_days([cell])):
        with suppress(FieldError):
            day_of(each, "")
            return True
    return False


def _check_wanted(found: str, wanted: str | None) -> None:
    family = {"cline": "phoenix"}.get(found, found.partition("-")[0])
    if wanted is not None and wanted not in {found, family}:
        raise ValueError(f"the table is {family}, not {wanted}: leave out --as")


def _with_header(found: str, separation: Separation, header: Columns, lookup: Lookup) -> ImportForm:
    readers: dict[str, Callable[[], Reader]] = {
        "gdelt": lambda: gdelt.event_reader(lookup, header),
        "gdelt-reduced": lambda: gdelt.reduced_reader(lookup, header),
        "gdelt-mentions": lambda: gdelt.mention_reader(header),
        "icews": lambda: icews.event_reader(lookup, header),
        "polecat": lambda: polecat.event_reader(lookup, header),
        "phoenix": lambda: phoenix.event_reader(lookup, header),
        "cline": lambda: phoenix.event_reader(lookup, header),
        "ucdp": lambda: ucdp.event_reader(lookup, header),
    }
    return ImportForm(*_named(found), separation, header=True, read=readers[found]())


def _without_header(found: str, separation: Separation, lookup: Lookup) -> ImportForm:
    readers: dict[str, Callable[[], Reader]] = {
        "gdelt": lambda: gdelt.event_reader(lookup),
        "gdelt-reduced": lambda: gdelt.reduced_reader(lookup),
        "gdelt-mentions": gdelt.mention_reader,
        "icews-reduced": lambda: icews.reduced_reader(lookup),
        "phoenix": lambda: phoenix.event_reader(lookup),
        "petrarch": lambda: phoenix.petrarch_reader(lookup),
        "ucdp": lambda: ucdp.event_reader(lookup),
    }
    return ImportForm(*_named(found), separation, header=False, read=readers[found]())


def dataset_label(dataset: str) -> str:
    """Give what people call a data set; one that we do not know is called what its importer called it."""
    labels = {gdelt.NAME: gdelt.LABEL, icews.NAME: icews.LABEL, polecat.NAME: polecat.LABEL, ucdp.NAME: ucdp.LABEL}
    return (labels | _LABELS).get(dataset, dataset)


def _named(found: str) -> tuple[str, str]:
    dataset = found.partition("-")[0]
    return dataset, dataset_label(dataset)
