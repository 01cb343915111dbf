"""What the pages for people show of what the look-ups behind them tell: passages, periods, small bars, ways on."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import lxml.html
import pytest
from http_world import client, report, serving, small_graph
from lxml.html import HtmlElement

from communique.api.http.explorer import search
from communique.api.http.explorer.multiples import Bar, Multiple, multiples
from communique.api.settings import Settings
from communique.ontology.types import Document, Extraction

PEOPLE = {"Accept": "text/html"}
TEXT = "Russia accused France, said Ankara."
SPANS = {"actor_span": (0, 6), "target_span": (15, 21), "speaker": "tur", "speaker_span": (28, 34)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("views") / "store"
    told = report("d6", TEXT, "accused", "rus", "accuses", "fra", date=dt.date(2016, 2, 3), **SPANS)
    read = report("d6", TEXT, "said", "tur", "criticizes", "rus", rule="relation 0.9")
    graph = small_graph(folder)
    graph.store_all([Extraction(Document("d6", TEXT, "Talk", None, "Demo Wire", ""), (told, read))])
    met = "Lavrov met nobody but criticized Damascus."
    person = report("d7? #1%", met, "criticized", "sergei-lavrov", "criticizes", "syr", date=dt.date(2015, 10, 1))
    graph.store_all([Extraction(Document("d7? #1%", met, "Odd name", None, "Demo Wire", ""), (person,))])
    with serving(Settings(folder), graph) as address, client(address) as made:
        yield made


def page(pages: httpx.Client, path: str) -> HtmlElement:
    answer = pages.get(path, headers=PEOPLE)
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def event_of(pages: httpx.Client, query: str) -> str:
    (event,) = pages.get(f"/events?{query}").json()["items"]
    return str(event["key"])


def test_the_words_that_an_article_was_read_by_are_marked_and_lead_to_their_reports(pages: httpx.Client) -> None:
    (text,) = page(pages, "/doc/d6").xpath("//div[@class='text']")
    assert text.text_content() == TEXT
    marks = [(mark.text_content(), mark.get("title"), mark.xpath("string(a/@href)")) for mark in text.xpath(".//mark")]
    assert marks == [
        ("accused", "Russia accused France, 3 February 2016 (asserted)", "#report-1"),
        ("said", "Turkey criticized Russia (asserted)", "#report-2"),
    ]


def test_a_sentence_under_an_event_shows_who_did_it_to_whom_according_to_whom(pages: httpx.Client) -> None:
    event = page(pages, f"/event/{event_of(pages, 'actor=rus&target=fra')}")
    (sentence,) = event.xpath("//ol[@class='events']//blockquote")
    assert sentence.text_content() == TEXT
    marks = {mark.get("class"): mark.text_content() for mark in sentence.xpath("mark")}
    assert marks == {"actor": "Russia", "trigger": "accused", "target": "France", "speaker": "Ankara"}


@pytest.mark.parametrize(
    ("query", "reader"), [("actor=rus&target=fra", "the rule frame"), ("actor=tur&target=rus", "the relation reader")]
)
def test_an_event_tells_what_has_read_it(pages: httpx.Client, query: str, reader: str) -> None:
    assert f"read by {reader}," in page(pages, f"/event/{event_of(pages, query)}").text_content()


def test_the_periods_of_a_relation_are_those_of_both_directions(pages: httpx.Client) -> None:
    rows = page(pages, "/relation/rus/usa?per=year").xpath("//table[@data-of='timeline']/tbody/tr")
    shown = {row.get("data-period"): [cell.text_content() for cell in row.xpath("td")][:4] for row in rows}
    due: dict[str, list[int]] = {}
    for way in pages.get("/relations/rus/usa?per=year").json()["directions"]:
        for period in way["periods"]:
            numbers = period["numbers"]
            quads = [
                numbers[f"{kind}_{mood}"] for mood in ("cooperation", "conflict") for kind in ("verbal", "material")
            ]
            due[period["period"]] = [a + b for a, b in zip(due.get(period["period"], [0] * 4), quads, strict=True)]
    assert due and shown == {name: list(map(str, quads)) for name, quads in due.items()}


def test_the_years_of_each_relation_stand_on_the_same_years_for_all() -> None:
    courses = {"tur": ((2015, (1, 2, 3, 0)), (2017, (0, 0, 0, 4))), "fra": ((2016, (2, 0, 0, 0)),), "usa": ()}
    made = multiples(courses)
    assert made["tur"] == Multiple(
        3,
        4,
        (Bar(1, 0, 3, 1), Bar(2, 0, 1, 2), Bar(3, 0, 4, 3), Bar(4, 2, 4, 4)),
        "most cooperation in 2015, 3; most conflict in 2017, 4",
    )
    assert made["fra"] == Multiple(3, 2, (Bar(1, 1, 0, 2),), "most cooperation in 2016, 2")
    assert made["usa"] == Multiple(3, 1, (), "")
    assert multiples({"usa": ()}) == {}


def test_the_relations_of_an_actor_are_drawn_year_by_year(pages: httpx.Client) -> None:
    drawn = page(pages, "/actor/fra").xpath("//svg[@class='multiple']/@aria-label")
    assert "most conflict in 2016, 1" in drawn and "most cooperation in 2016, 1" in drawn


@pytest.mark.parametrize(("actor", "level"), [("rus", []), ("rus-gov", ["actor"])])
def test_the_network_around_an_actor_is_of_the_level_that_has_it(
    pages: httpx.Client, actor: str, level: list[str]
) -> None:
    (link,) = page(pages, f"/actor/{actor}").xpath("//a[starts-with(., 'The network around')]/@href")
    query = httpx.URL(link).params
    assert (query["around"], query.get_list("level")) == (actor, level)
    assert pages.get("/network", params=dict(query)).json()["items"]


def test_older_events_follow_where_there_may_be_more(pages: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def older(path: str) -> list[str]:
        return page(pages, path).xpath("//a[@rel='next']/@href")

    # Each from another address: a page that was made is given again.
    assert older("/search?to=2015-12-31") == []
    monkeypatch.setattr(search, "_EVENTS", 2)
    (link,) = older("/search?from=2015-01-01")
    # Of the last day there may be more.
    assert httpx.URL(link).params == httpx.QueryParams({"from": "2015-01-01", "to": "2016-01-20"})
    assert older("/search?q=accused&from=2015-01-01") == []
    monkeypatch.setattr(search, "_EVENTS", 1)
    # All that are shown are of one day.
    (link,) = older("/search?from=2015-01-02")
    assert httpx.URL(link).params["to"] == "2016-02-02"


def test_whatever_a_document_is_called_links_lead_to_it(pages: httpx.Client) -> None:
    links = page(pages, "/documents").xpath("//a[. = 'Odd name']/@href")
    assert links and all("Lavrov met nobody" in page(pages, link).text_content() for link in links)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Lavrow", True), ("Lavish", False), ("Kerri", False)],
    ids=["a slip", "another word", "a person without events"],
)
def test_a_slip_of_a_person_s_name_is_understood_where_he_has_events(
    pages: httpx.Client, typed: str, meant: bool
) -> None:
    assert ("met nobody but" in page(pages, f"/search?q={typed}").text_content()) is meant
