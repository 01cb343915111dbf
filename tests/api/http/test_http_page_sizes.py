"""No page grows with what the graph holds: it shows so much, and says where all is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from http_world import client, report, serving, some_actors

from communique import graph
from communique.api.http.explorer import article, event, relation, thing
from communique.api.settings import Settings
from communique.ontology.lexicon.scheme import actions
from communique.ontology.types.document import Document
from communique.ontology.types.report import Extraction, Report

_DAY = dt.date(2015, 12, 14)
_TEXT = "Moscow criticized Washington over its policy. " + "It said more. " * 4000
_PAGE = {"Accept": "text/html"}
# Few enough that a small graph has more.
_FEW = 5


def _extraction(name: str, number: int) -> Extraction:
    """Give a document with reports of as many days, at one word of a sentence that has no end."""
    one = report(name, _TEXT, "criticized", "rus", "criticizes", "usa", date=_DAY)
    reports: list[Report] = [replace(one, date=_DAY + dt.timedelta(days=day)) for day in range(number)]
    return Extraction(Document(name, _TEXT, "", _DAY, "Wire", f"https://example.org/{name}"), tuple(reports))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("large") / "store"
    opened = graph.open(folder, actors=some_actors(), actions=actions())
    opened.store_all([_extraction("many", 12), *(_extraction(f"one{number}", 1) for number in range(12))])
    with serving(Settings(folder), opened) as address, client(address) as made:
        yield made


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((article, "MOST_REPORTS"), (event, "MOST"), (relation, "MOST_PERIODS"), (thing, "MOST")):
        monkeypatch.setattr(module, name, _FEW)


def test_the_page_of_an_article_shows_some_reports(large: httpx.Client) -> None:
    shown = large.get("/doc/many", headers=_PAGE).raise_for_status().text
    assert shown.count('id="report-') == _FEW and "12 reports" in shown and "the first 5" in shown
    # Each with no more of its sentence than anybody reads.
    assert len(shown) < len(_TEXT) + _FEW * 10_000


def test_the_page_of_an_event_shows_some_reports(large: httpx.Client) -> None:
    (item,) = large.get("/events", params={"actor": "rus", "from": "2015-12-14", "to": "2015-12-14"}).json()["items"]
    shown = large.get(f"/event/{item['key']}", headers=_PAGE).raise_for_status().text
    assert shown.count("<blockquote>") == _FEW and "the first 5" in shown
    assert len(shown) < _FEW * 10_000 + 20_000


def test_the_page_of_two_actors_shows_some_days(large: httpx.Client) -> None:
    shown = large.get("/relation/rus/usa?per=day", headers=_PAGE).raise_for_status().text
    assert shown.count("<tr data-period=") == _FEW and 'data-period="2015-12-25"' in shown and "the last 5" in shown


def test_a_page_of_statements_shows_some(large: httpx.Client) -> None:
    shown = large.get("/ontology", headers=_PAGE).raise_for_status().text
    assert shown.count("<dt>") + shown.count('<th scope="row">') <= _FEW and "the first 5 statements" in shown
