"""Data sets side by side over HTTP."""

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
