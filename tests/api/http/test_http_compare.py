"""Data sets side by side over HTTP."""

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import client, serving, small_graph

from communique.api.settings import Settings
from communique.graph import ImportStep, import_tables, planned_import

ROW = "globaleventid,sqldate,actor1code,actor2code,eventcode\n1,20151214,RUSGOV,USA,111\n2,20160105,USAGOV,RUS,040\n"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("compared")
    (folder / "gdelt.csv").write_text(ROW)
    graph = small_graph(folder / "store")
    steps: list[ImportStep] = []
    import_tables(graph, planned_import([folder / "gdelt.csv"], form=None, columns=None), steps.append)
    assert [(step.stored, step.bad) for step in steps] == [(2, ())]
    with serving(Settings(folder / "store"), graph) as address, client(address) as made:
        yield made


def test_each_data_set_has_its_numbers_and_every_two_their_agreement(compared: httpx.Client) -> None:
    found = compared.get("/compare", params={"first": "Russia", "second": "usa", "per": "year"}).json()
    assert (found["first"]["id"], found["second"]["id"]) == ("rus", "usa")
    own, gdelt = found["datasets"]
    assert (own["dataset"], own["numbers"]["events"], own["roots"]) == ("communique", 1, {"11": 1})
    assert (gdelt["dataset"], gdelt["there"]["events"], gdelt["back"]["events"]) == ("gdelt", 1, 1)
    assert [(period["period"], period["numbers"]["events"]) for period in gdelt["periods"]] == [
        ("2015", 1),
        ("2016", 1),
    ]
    assert found["agreements"] == [
        {"datasets": ["communique", "gdelt"], "correlation": None, "periods": 2, "shared": 1, "either": 2}
    ]


def test_conditions_count(compared: httpx.Client) -> None:
    asked = {"first": "rus", "second": "usa"}
    found = compared.get("/compare", params={**asked, "from": "2016-01-01"}).json()
    assert [each["dataset"] for each in found["datasets"]] == ["gdelt"]
    found = compared.get("/compare", params={**asked, "dataset": "communique", "root": "11"}).json()
    assert "communique" in [each["dataset"] for each in found["datasets"]]


def test_the_numbers_are_a_table(compared: httpx.Client) -> None:
    asked = {"first": "rus", "second": "usa", "per": "year"}
    answer = compared.get("/compare", params={**asked, "format": "csv"})
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head[:6] == ["dataset", "first", "first_label", "second", "second_label", "period"]
    assert [(row[0], row[5], *row[6:11]) for row in rows] == [
        ("communique", "2015", "1", "0", "0", "1", "0"),
        ("gdelt", "2015", "1", "0", "0", "1", "0"),
        ("gdelt", "2016", "1", "1", "0", "0", "0"),
    ]
    assert compared.get("/compare", params=asked, headers={"Accept": "text/csv"}).text == answer.text


def test_people_get_a_page_and_programs_what_they_ask_for(compared: httpx.Client) -> None:
    asked, people = {"first": "Russia", "second": "usa"}, {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = compared.get("/compare", params=asked, headers=people)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "1 event by our reading, 2 events by GDELT." in page.text
    for headers, form in (({}, {}), ({"Accept": "*/*"}, {}), (people, {"format": "json"})):
        answer = compared.get("/compare", params=asked | form, headers=headers)
        assert answer.headers["Content-Type"] == "application/json"
        assert "Accept" in answer.headers["Vary"]
    assert "Accept" in page.headers["Vary"]
    assert "First actor" in compared.get("/compare", headers=people).text
    assert compared.get("/compare", params={"first": "rus", "secnd": "usa"}, headers=people).status_code == 400
    assert compared.post("/compare", headers=people).status_code == 405


def test_a_relation_leads_to_the_comparison_where_there_is_one(compared: httpx.Client) -> None:
    people = {"Accept": "text/html"}
    assert "compare?first=rus&amp;second=usa" in compared.get("/relation/rus/usa", headers=people).text
    assert "compare?first" not in compared.get("/relation/rus/tur", headers=people).text


@pytest.mark.parametrize(
    "wrong",
    [{"first": "rus"}, {"first": "rus", "second": "nobody"}, {"first": "rus", "second": "usa", "per": "decade"}],
)
def test_what_is_wrong_is_told(compared: httpx.Client, wrong: dict[str, str]) -> None:
    answer = compared.get("/compare", params=wrong)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_events_of_one_data_set(compared: httpx.Client) -> None:
    events = compared.get("/events", params={"dataset": "gdelt"}).json()["items"]
    assert sorted((event["actor_side"]["id"], event["date"]) for event in events) == [
        ("rus", "2015-12-14"), ("usa", "2016-01-05"),
    ]  # fmt: skip


PEOPLE = {"Accept": "text/html"}


def fields_of(page: str) -> tuple[str, ...]:
    return tuple(re.findall(r'name="(?:first|second)"[^>]* value="([^"]*)"', page))


def test_the_form_has_names_and_understands_them(compared: httpx.Client) -> None:
    for typed in (("rus", "usa"), ("Russia", "United States"), (" russia ", "united  states"), ("RUS", "America")):
        page = compared.get("/compare", params=dict(zip(("first", "second"), typed, strict=True)), headers=PEOPLE)
        assert fields_of(page.text) == ("Russia", "United States"), typed
        assert "Russia and United States, compared" in page.text


def test_a_name_that_is_nobodys_keeps_the_form_and_says_who_may_be_meant(compared: httpx.Client) -> None:
    asked = {"first": "Rusia", "second": "nobody/at all", "quad": "3"}
    page = compared.get("/compare", params=asked, headers=PEOPLE)
    assert page.status_code == 400 and fields_of(page.text) == ("Rusia", "nobody/at all")
    assert "“Rusia” is no name of an actor. Perhaps one of these is meant:" in page.text
    assert '<a href="/compare?first=rus&amp;second=nobody%2Fat+all&amp;quad=3">Russia</a>' in page.text
    assert "“nobody/at all” is no name of an actor." in page.text
    assert '<input type="hidden" name="quad" value="3">' in page.text


def test_one_name_asks_for_the_other(compared: httpx.Client) -> None:
    page = compared.get("/compare", params={"first": "Russia"}, headers=PEOPLE)
    assert page.status_code == 200 and fields_of(page.text) == ("Russia", "")


def test_rows_of_another_data_set_are_told_from_sentences_and_its_numbers_stay_its_own(compared: httpx.Client) -> None:
    page = compared.get("/relation/rus/usa?dataset=gdelt", headers=PEOPLE).text
    assert '<span class="tag">row of GDELT</span> ' in page
    assert "row of" not in compared.get("/relation/rus/tur", headers=PEOPLE).text
    assert ">The United States held talks with Russia</a>" in page
    (search,) = re.findall(r'href="([^"]*search[^"]*)">Russia criticized the United States</a></th>', page)
    assert "dataset=gdelt" in search
    assert "row of GDELT" in compared.get(html.unescape(search), headers=PEOPLE).text
