"""Sentences under events on pages: of our own reading, and rows of data sets, in the graph or in the table alone."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import lxml.html
import pytest
from http_world import client, serving, small_graph

from communique.api.settings import Settings
from communique.graph import EventGraph, ImportStep, LoadedRow, import_tables, planned_import

PEOPLE = {"Accept": "text/html"}
ROWS = (
    "globaleventid,sqldate,actor1code,actor2code,eventcode,sourceurl\n1,20160112,RUSGOV,USA,111,https://one.example/a\n"
)
DAY = dt.date(2016, 2, 3)


def alone(identifier: str, day: dt.date, publisher: str, url: str) -> LoadedRow:
    return LoadedRow(
        "icews", identifier, "criticizes", "rus-gov", "rus", "usa-gov", "usa", day, publisher=publisher, url=url
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> EventGraph:
    folder: Path = tmp_path_factory.mktemp("sentences")
    (folder / "gdelt.csv").write_text(ROWS)
    graph = small_graph(folder / "store")
    steps: list[ImportStep] = []
    import_tables(graph, planned_import([folder / "gdelt.csv"], form=None, columns=None), steps.append)
    rows = [
        alone("7", DAY, "Elsewhere Wire", "https://two.example/b"),
        alone("8", DAY + dt.timedelta(1), "", "javascript:alert(1)"),
    ]
    assert graph.load(rows) == 2
    return graph


@pytest.fixture(scope="module")
def pages(graph: EventGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(Settings(tmp_path_factory.mktemp("served") / "store"), graph) as address, client(address) as made:
        yield made


def cited(pages: httpx.Client, day: str) -> lxml.html.HtmlElement:
    page = pages.get(f"/relation/rus/usa?from={day}&to={day}", headers=PEOPLE)
    (found,) = lxml.html.fromstring(page.text).xpath("//section[@aria-labelledby='said']//blockquote")
    return found


def test_every_report_of_an_event_is_a_row_of_the_table(graph: EventGraph) -> None:
    keys = [event.key for event in graph.events()]
    rows = graph.report_rows_of(keys)
    assert list(rows) == keys
    for key in keys:
        stored = [(each.document, each.sentence, each.status, each.speaker) for _, each in graph.reports_of(key)]
        told = [(each.document, each.sentence, each.status, each.speaker) for each in rows[key] if each.document]
        assert told == stored and all(each.event == key for each in rows[key]), key
    assert sum(len(each) for each in rows.values()) > len(keys)


def test_our_own_sentence_leads_to_its_article(pages: httpx.Client) -> None:
    page = lxml.html.fromstring(pages.get("/relation/rus/usa?dataset=communique", headers=PEOPLE).text)
    (quoted, *_) = page.xpath("//section[@aria-labelledby='said']//blockquote")
    assert quoted.xpath("cite/a[1]/@href")[0].startswith("/doc/") and not quoted.xpath("span[@class='tag']")


def test_a_row_of_the_graph_leads_to_its_document_and_its_original(pages: httpx.Client) -> None:
    quoted = cited(pages, "2016-01-12")
    assert quoted.xpath("string(span[@class='tag'])") == "row of GDELT"
    document, original = quoted.xpath("cite//a/@href")
    assert pages.get(document, headers=PEOPLE).status_code == 200 and original == "https://one.example/a"


def test_a_row_of_the_table_alone_leads_to_its_original_only(pages: httpx.Client) -> None:
    quoted = cited(pages, DAY.isoformat())
    assert quoted.xpath("string(span[@class='tag'])") == "row of ICEWS"
    assert quoted.xpath("cite//a/@href") == ["https://two.example/b"] and "Elsewhere Wire" in quoted.text_content()


def test_a_row_of_nobody_with_an_address_that_is_none_has_no_link(pages: httpx.Client) -> None:
    quoted = cited(pages, (DAY + dt.timedelta(1)).isoformat())
    assert quoted.xpath("cite//a") == [] and "no publisher told" in quoted.text_content()
