"""The forms of export that are tables: CSV and Parquet, and the layouts of ICEWS, POLECAT and GDELT."""

from collections.abc import Callable
from typing import IO

from communique.graph.exports.form import TABLE, ExportedGraph, ExportForm, Rows, Selection, Writer
from communique.graph.exports.tables.frames import write_parquet
from communique.graph.exports.tables.gdelt import gdelt_table
from communique.graph.exports.tables.icews import icews_table
from communique.graph.exports.tables.own import event_table, report_table
from communique.graph.exports.tables.polecat import polecat_table
from communique.graph.exports.tables.reported_events import reported_events
from communique.graph.exports.tables.table import Table
from communique.graph.exports.tables.text_files import write_csv, write_tabs

_Made = Callable[[ExportedGraph, Selection], Table]
_TABS = "text/tab-separated-values; charset=utf-8"


def _own(graph: ExportedGraph, selection: Selection) -> Table:
    found = reported_events(graph, selection.wanted)
    return report_table(graph.world, found) if selection.rows is Rows.REPORTS else event_table(graph.world, found)


def _icews(graph: ExportedGraph, selection: Selection) -> Table:
    return icews_table(graph.world, reported_events(graph, selection.wanted), by_report=selection.rows is Rows.REPORTS)


def _polecat(graph: ExportedGraph, selection: Selection) -> Table:
    return polecat_table(
        graph.world, reported_events(graph, selection.wanted), by_report=selection.rows is Rows.REPORTS
    )


def _gdelt(version: int) -> _Made:
    def made(graph: ExportedGraph, selection: Selection) -> Table:
        """Give the table of a version."""
        found = reported_events(graph, selection.wanted)
        return gdelt_table(graph.world, found, by_report=selection.rows is Rows.REPORTS, version=version)

    return made


def _written(made: _Made, write: Callable[[Table, IO[bytes]], None]) -> Writer:
    def written(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
        """Write the table of a selection."""
        write(made(graph, selection), output)

    return written


def _without_header(table: Table, output: IO[bytes]) -> None:
    write_tabs(table, output, header=False)


TABLES = (
    ExportForm(
        name="csv",
        file="events.csv",
        media_type="text/csv; charset=utf-8",
        about="A row for each event, or report, with labels, codes, sentence, source, place.",
        write=_written(_own, write_csv),
        takes=TABLE,
        ending=".csv",
        starts="event,date,date_end,action,action_label,cameo,…",
    ),
    ExportForm(
        name="parquet",
        file="events.parquet",
        media_type="application/vnd.apache.parquet",
        about="The same as CSV, with types, for pandas, polars, R and DuckDB.",
        write=_written(_own, write_parquet),
        takes=TABLE,
        ending=".parquet",
        starts="PAR1…",
    ),
    ExportForm(
        name="icews",
        file="events.tab",
        media_type=_TABS,
        about="The twenty columns of ICEWS.",
        write=_written(_icews, write_tabs),
        takes=TABLE,
        ending=".tab",
        starts="Event ID\tEvent Date\tSource Name\t…",
    ),
    ExportForm(
        name="polecat",
        file="polecat.txt",
        media_type=_TABS,
        about="The forty columns of POLECAT, with PLOVER types and modes.",
        write=_written(_polecat, write_tabs),
        takes=TABLE,
        starts="Event ID\tEvent Date\tEvent Type\t…",
    ),
    ExportForm(
        name="gdelt",
        file="events.export.CSV",
        media_type=_TABS,
        about="The 61 columns of GDELT 2.0, without a header.",
        write=_written(_gdelt(2), _without_header),
        takes=TABLE,
        ending=".export.csv",
        starts="91230471234\t20151214\t201512\t2015\t…",
    ),
    ExportForm(
        name="gdelt1",
        file="events.gdelt1.tsv",
        media_type=_TABS,
        about="The 58 columns of GDELT 1.0, without a header.",
        write=_written(_gdelt(1), _without_header),
        takes=TABLE,
        starts="91230471234\t20151214\t201512\t2015\t…",
    ),
)
