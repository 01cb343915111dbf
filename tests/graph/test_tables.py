"""Tables are read by those they are meant for, with codes as text and every row whole."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EventGraph
from communique.graph.exports.tables.frames import write_parquet
from communique.graph.exports.tables.gdelt import gdelt_table
from communique.graph.exports.tables.icews import icews_table
from communique.graph.exports.tables.polecat import polecat_table
from communique.graph.exports.tables.reported_events import reported_events
from communique.graph.exports.tables.table import Table
from communique.graph.exports.tables.text_files import write_csv, write_tabs
from communique.ontology.types import Extraction, Modality, Report

SENTENCE = 'He said "no",\tand\nleft; 010.'
# Columns of GDELT as gdeltPyR counts them, without the one that it puts in.
SQLDATE, ACTOR1, COUNTRY1, TYPE1, ACTOR2, CODE, ROOT, QUAD, SCORE, MENTIONS = 1, 5, 7, 12, 15, 26, 28, 29, 30, 31


def _in_aleppo(made: Report) -> Report:
    return replace(made, place="syr.aleppo", sentence=SENTENCE, speaker="rus-mfa")


def _documents() -> list[Extraction]:
    reported_events = [
        _in_aleppo(report()),
        report("usa", "attacks", "syr", start=30),
        report("rus", "consults", "usa", start=50),
    ]
    denied = report("usa-gov", "attacks", "syr", document="d2", negated=True, start=80)
    again = [report("rus-mfa", document="d2"), report("fra", "consults", None, document="d2"), denied]
    undated = report("fra", "visits", "usa", document="d3")
    planned = report("rus", "visits", "usa", document="d3", start=20, modality=Modality.PLANNED)
    return [
        extraction(*reported_events),
        extraction(*again, document="d2"),
        extraction(undated, planned, document="d3", published=None),
    ]


@pytest.fixture
def another(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "another", actors=ACTORS, actions=ACTIONS) as opened:
        yield opened


@pytest.fixture
def filled(embedded: EventGraph) -> EventGraph:
    for each in _documents():
        embedded.store(each)
    return embedded


def _written(write: Callable[[Table, io.BytesIO], None], table: Table) -> bytes:
    output = io.BytesIO()
    write(table, output)
    return output.getvalue()


def _csv(source: EventGraph, rows: str = "events") -> str:
    return _written(write_csv, source.events().table(rows)).decode()


def test_a_row_for_each_event_says_who_did_what_to_whom_where_and_who_says_so(filled: EventGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(_csv(filled))))
    assert len(rows) == filled.count() == 5
    (row,) = [row for row in rows if row["action"] == "criticizes"]
    assert (row["date"], row["cameo"], row["cameo_root"], row["quad_class"]) == ("2015-12-15", "111", "11", "3")
    assert (row["actor_side"], row["actor_side_label"], row["actor_side_code"]) == ("rus", "Russia", "RUS")
    assert (row["actors"], row["actor_codes"]) == ("rus-gov;rus-mfa", "RUSGOV;RUSGOV")
    assert (row["targets"], row["target_sectors"]) == ("usa-gov", "GOV")
    assert (row["place"], row["place_label"], row["place_country"]) == ("syr.aleppo", "Aleppo", "SYR")
    assert round(float(row["latitude"])) == 36
    assert (row["reports"], row["disputed"], row["publishers"]) == ("2", "false", "Demo Wire")
    assert (row["sentence"], row["document"], row["url"]) == (SENTENCE, "d1", "https://example.org/d1")
    assert {row["action"] for row in rows if row["disputed"] == "true"} == {"attacks"}


def test_a_row_for_each_report_tells_who_denies(filled: EventGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(_csv(filled, "reports"))))
    assert len(rows) == 8
    assert {(row["status"], row["action"]) for row in rows if row["actor"] == "usa-gov"} == {("negated", "attacks")}
    (said,) = [row for row in rows if row["speaker"]]
    assert (said["sentence"], said["speaker_label"]) == (SENTENCE, "Russia foreign ministry")
    # What is only planned makes no event.
    (planned,) = [row for row in rows if not row["event"]]
    assert (planned["status"], planned["modality"], planned["action"]) == ("unrealised", "planned", "visits")
    assert {row["document"] for row in rows} == {"d1", "d2", "d3"}
    # A report that says no day has the one of its event.
    assert {row["date"] for row in rows} == {"2015-12-15", ""}


def test_pandas_keeps_codes_as_text(filled: EventGraph) -> None:
    frame = filled.events().to_pandas()
    assert set(frame["cameo"]) == {"04", "042", "111", "19"}
    assert frame["date"].min() == pd.Timestamp(2015, 12, 15)
    assert frame["disputed"].dtype == bool
    read = pd.read_csv(io.StringIO(_csv(filled)), dtype={"cameo": str, "cameo_root": str}, parse_dates=["date"])
    assert set(read["cameo"]) == set(frame["cameo"])
    assert list(read.columns) == list(frame.columns)


def test_polars_and_arrow_hold_the_same(filled: EventGraph) -> None:
    frame = filled.events().to_polars("reports")
    assert frame.schema["date"] == pl.Date
    assert frame.to_dicts() == filled.events().to_arrow("reports").to_pylist()
    read = pl.read_csv(_csv(filled, "reports").encode(), infer_schema=False)
    assert read["action"].to_list() == frame["action"].to_list()


def test_r_reads_it_with_character_columns(filled: EventGraph) -> None:
    # As read.csv(file, colClasses = "character") does: all is text, and only NA and nothing are missing.
    frame = pd.read_csv(io.StringIO(_csv(filled)), dtype=str, na_values=["NA"], keep_default_na=False)
    assert set(frame["cameo_root"]) == {"04", "11", "19"}
    assert SENTENCE in set(frame["sentence"])


def test_data_frames_hold_what_a_filter_lets_through(filled: EventGraph) -> None:
    frame = filled.events(limit=2).to_pandas()
    assert list(frame["event"]) == [event.key for event in filled.events(limit=2)]


def test_undated_events_are_in_no_layout(filled: EventGraph) -> None:
    found = reported_events(filled)
    rows = list(icews_table(filled.world, found, by_report=False).rows)
    assert len(rows) == filled.count() - 1


def _tabs(table: Table, *, header: bool = True) -> list[list[str]]:
    output = io.BytesIO()
    write_tabs(table, output, header=header)
    return [line.split("\t") for line in output.getvalue().decode().splitlines()]


def test_icews_has_its_twenty_columns(filled: EventGraph) -> None:
    header, *rows = _tabs(icews_table(filled.world, reported_events(filled), by_report=False))
    assert ("|".join(header[:4]), len(header)) == ("Event ID|Event Date|Source Name|Source Sectors", 20)
    assert {len(row) for row in rows} == {20}
    (row,) = [row for row in rows if row[6] == "111"]
    assert row[1:5] == ["2015-12-15", "Government of Russia", "Government", "Russian Federation"]
    assert row[7:11] == ["-2", "Government of United States", "Government", "United States"]
    assert row[14:18] == ["Aleppo", "", "", "Syria"]
    # A root stands for itself, not specified further.
    assert {row[6] for row in rows} == {"111", "190", "040"}


def test_ids_of_icews_rows_are_exact_in_a_double(filled: EventGraph) -> None:
    _, *rows = _tabs(icews_table(filled.world, reported_events(filled), by_report=True))
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids) == 5
    assert all(int(float(each)) == int(each) for each in ids)


@pytest.mark.parametrize(("version", "width"), [(1, 58), (2, 61)])
def test_gdelt_has_its_columns(filled: EventGraph, version: int, width: int) -> None:
    table = gdelt_table(filled.world, reported_events(filled), by_report=False, version=version)
    rows = _tabs(table, header=False)
    assert {len(row) for row in rows} == {width}
    (row,) = [row for row in rows if row[CODE] == "111"]
    assert row[SQLDATE : SQLDATE + 4] == ["20151215", "201512", "2015", "2015.9452"]
    assert [row[at] for at in (ACTOR1, COUNTRY1, TYPE1, ACTOR2)] == ["RUSGOV", "RUS", "GOV", "USAGOV"]
    assert [row[at] for at in (ROOT, QUAD, SCORE, MENTIONS)] == ["11", "3", "-2.0", "2"]
    where = row[-10:-2] if version == 2 else row[-9:-2]
    assert where[:4] == ["4", "Aleppo, Syria", "SY", "SY00"]
    assert row[-2:] == ["20151215" + ("000000" if version == 2 else ""), "https://example.org/d1"]
    (alone,) = [row for row in rows if row[ACTOR1] == "FRA"]
    assert set(alone[ACTOR2 : ACTOR2 + 10]) == {""}


def test_gdelt_is_read_by_position(filled: EventGraph) -> None:
    output = io.BytesIO()
    write_tabs(gdelt_table(filled.world, reported_events(filled), by_report=False), output, header=False)
    output.seek(0)
    frame = pd.read_csv(output, sep="\t", header=None, dtype={CODE: str, CODE + 1: str, ROOT: str})
    assert frame.shape[1] == 61
    assert frame[0].dtype == frame[SQLDATE].dtype == frame[MENTIONS].dtype == "int64"
    assert set(frame[CODE]) == {"111", "190", "040"}


def test_polecat_has_its_forty_columns(filled: EventGraph) -> None:
    header, *rows = _tabs(polecat_table(filled.world, reported_events(filled), by_report=False))
    assert (header[2], header[15], len(header)) == ("Event Type", "Recipient Name", 40)
    assert {len(row) for row in rows} == {40}
    (row,) = [dict(zip(header, row, strict=True)) for row in rows if row[2] == "ACCUSE"]
    assert (row["Quad Code"], row["Contexts"], row["Event Mode"]) == ("VERBAL CONFLICT", "diplomatic", "None")
    assert (row["Actor Name"], row["Actor COW"]) == ("Government of Russia;Russia foreign ministry", "365")
    assert (row["Recipient Country"], row["Primary Recipient Sector"]) == ("USA", "GOV")
    assert (row["City"], row["Country"], row["Feature Type"]) == ("Aleppo", "SYR", "PPL")
    assert (row["Source"], row["Publication Date"]) == ("Demo Wire", "2015-12-15")


def test_cells_without_quotation_hold_no_tab_line_end_or_quote(filled: EventGraph) -> None:
    lines = _tabs(filled.events().table("reports"))
    assert len({len(line) for line in lines}) == 1
    assert any("He said 'no', and left; 010." in line for line in lines)


def test_the_same_graph_gives_the_same_bytes(filled: EventGraph, another: EventGraph) -> None:
    for each in reversed(_documents()):
        another.store(each)
    for rows in ("events", "reports"):
        assert _csv(filled, rows) == _csv(another, rows)


def test_parquet_keeps_types_and_is_the_same_byte_for_byte(filled: EventGraph, another: EventGraph) -> None:
    for each in _documents():
        another.store(each)
    one, other = (_written(write_parquet, source.events().table()) for source in (filled, another))
    assert one == other
    read = pq.read_table(io.BytesIO(one))
    assert read.to_pylist() == filled.events().to_arrow().to_pylist()
    assert str(read.schema.field("date").type) == "date32[day]"
    assert str(read.schema.field("cameo").type) == "string"


def test_a_table_is_written_in_either_form_and_in_no_other(filled: EventGraph) -> None:
    found = list(filled.events())
    written = {form: io.BytesIO() for form in ("csv", "parquet")}
    for form, output in written.items():
        graph.write_table(filled.table_of(found), form, output)
        output.seek(0)
    rows = list(csv.DictReader(io.TextIOWrapper(written["csv"], "utf-8-sig")))
    assert [row["event"] for row in rows] == pq.read_table(written["parquet"])["event"].to_pylist()
    assert sorted(row["event"] for row in rows) == sorted(event.key for event in found)
    with pytest.raises(ValueError, match="'xlsx': choose from csv, parquet"):
        graph.write_table(filled.table_of(found), "xlsx", io.BytesIO())
