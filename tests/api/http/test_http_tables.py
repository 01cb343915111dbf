"""Look-ups as CSV and Parquet, by ``format`` or the Accept header, with codes as text."""

import csv
import io
import sys

import httpx
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
# What can be had as a table, with conditions that leave something of it.
TABLES = (
    "/events?actor=rus",
    "/actors/rus/relations",
    "/actors/rus/timeline",
    "/relations/rus/usa",
    "/relations?limit=2",
    "/moves",
    "/relations/rus/usa/path",
    "/places",
    "/compare?first=rus&second=usa",
)


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", TABLES)
def test_the_accept_header_and_format_ask_for_the_same_csv(service: httpx.Client, path: str) -> None:
    wished = service.get(path, headers={"Accept": CSV})
    named = service.get(path, params={"format": "csv", **dict(httpx.URL(path).params)})
    assert wished.headers["content-type"] == named.headers["content-type"] == "text/csv; charset=utf-8"
    assert wished.content == named.content
    assert "Accept" in wished.headers["vary"]
    assert rows(wished)


@pytest.mark.parametrize("path", TABLES)
def test_parquet_holds_what_csv_does(service: httpx.Client, path: str) -> None:
    answer = service.get(path, headers={"Accept": PARQUET})
    assert answer.headers["content-type"] == PARQUET
    read = pq.read_table(io.BytesIO(answer.content))
    assert read.column_names == list(rows(service.get(path, headers={"Accept": CSV}))[0])
    assert read.num_rows == len(rows(service.get(path, headers={"Accept": CSV})))
    assert service.get(path, headers={"Accept": PARQUET}).content == answer.content


@pytest.mark.parametrize("path", TABLES)
def test_json_stays_what_is_given_where_nothing_else_is_asked_for(service: httpx.Client, path: str) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": f"{CSV};q=0.5, application/json"}):
        assert service.get(path, headers=headers).headers["content-type"] == "application/json"
    separator = "&" if "?" in path else "?"
    named = service.get(f"{path}{separator}format=json", headers={"Accept": CSV})
    assert named.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", [*TABLES, "/actors/rus", "/stats", "/disputed"])
def test_what_cannot_be_given_is_refused_and_what_can_is_named(service: httpx.Client, path: str) -> None:
    answer = service.get(path, headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert "application/json" in answer.json()["known"]
    assert ("text/csv" in answer.json()["known"]) is (path in TABLES)


@pytest.mark.parametrize("path", ["/actors/rus", "/stats", "/disputed"])
def test_what_is_no_table_is_not_given_as_json_to_who_wants_csv(service: httpx.Client, path: str) -> None:
    assert service.get(path, headers={"Accept": CSV}).status_code == 406
    assert service.get(path, params={"format": "csv"}).status_code == 400


def test_pandas_and_polars_read_from_the_address(service: httpx.Client) -> None:
    address = f"{service.base_url}/events?format=csv&actor=rus".replace("//events", "/events")
    frame = pd.read_csv(address, dtype=str)
    assert set(frame["cameo"]) == {"111", "112"}
    assert frame["actors"].str.contains("rus-mfa").any()
    typed = pl.read_parquet(io.BytesIO(service.get("/events", params={"format": "parquet", "actor": "rus"}).content))
    assert typed["cameo"].to_list() == frame["cameo"].to_list()


def test_a_table_of_events_has_a_row_for_each_that_meets_the_conditions(service: httpx.Client) -> None:
    events = service.get("/events", params={"from": "2015-12-01"}).json()["items"]
    found = rows(service.get("/events", params={"from": "2015-12-01", "format": "csv"}))
    assert [row["event"] for row in found] == [event["key"] for event in events]
    assert [row["actor_side"] for row in found] == [event["actor_side"]["id"] for event in events]
    answered = rows(service.get("/events", params={"action": "criticizes", "format": "csv", "rows": "reports"}))
    assert {row["publisher"] for row in answered} == {"Demo Wire", "Second Wire"}


def test_a_large_table_is_written_as_a_stream(service: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"format": "csv", "rows": "reports", "publisher": "Second Wire"}
    at_once = service.get("/events", params=asked)
    monkeypatch.setattr("communique.api.http.routes.events._FEW", 0)
    streamed = service.get("/events", params=asked, timeout=300)
    assert rows(streamed) == rows(at_once)
    assert "content-length" not in streamed.headers
    assert "Accept" in streamed.headers["vary"]


def test_a_table_of_events_is_paged_where_a_limit_is_given(service: httpx.Client) -> None:
    whole = rows(service.get("/events", params={"format": "csv"}))
    asked, found = {"format": "csv", "limit": "1"}, []
    while True:
        answer = service.get("/events", params=asked)
        found += rows(answer)
        if "next" not in answer.links:
            break
        asked = dict(httpx.URL(answer.links["next"]["url"]).params)
    assert found == whole
    assert len(found) > 2


def test_a_table_of_a_search_has_the_events_of_which_the_words_tell(service: httpx.Client) -> None:
    found = rows(service.get("/events", params={"text": "rebuked", "format": "csv"}))
    assert [row["action"] for row in found] == ["criticizes"]


def test_numbers_of_a_relation_add_up_to_those_of_json(service: httpx.Client) -> None:
    as_json = service.get("/relations/rus/usa").json()["directions"]
    found = rows(service.get("/relations/rus/usa", params={"format": "csv", "per": "year"}))
    for way in as_json:
        events = sum(int(row["events"]) for row in found if row["source"] == way["source"]["id"])
        assert events == way["numbers"]["events"]
    partners = rows(service.get("/actors/rus/relations", params={"format": "csv"}))
    sent = {row["partner"]: row["events"] for row in partners if row["direction"] == "sent"}
    assert sent == {
        each["partner"]["id"]: str(each["sent"]["events"])
        for each in service.get("/actors/rus/relations").json()["items"]
    }


def test_rows_of_reports_are_for_tables_only(service: httpx.Client) -> None:
    assert "rows" in service.get("/events", params={"rows": "reports"}).json()["detail"]


def test_a_service_without_pyarrow_says_so(service: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = service.get("/actors/rus/timeline", params={"format": "parquet"})
    assert (answer.status_code, "communique[frames]" in answer.json()["detail"]) == (501, True)
