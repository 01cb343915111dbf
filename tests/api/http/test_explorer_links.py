"""Every table, chart and list of events on a page is to be had by programs: as CSV, as a call of the API, as SPARQL."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import lxml.html
import pytest
from http_world import client, serving, small_graph

from communique.api.settings import Settings
from communique.graph import import_tables, planned_import

PEOPLE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORMS = ("CSV", "As an API call", "As SPARQL")
ROW = "globaleventid,sqldate,actor1code,actor2code,eventcode\n1,20151214,RUSGOV,USA,111\n2,20160105,USAGOV,RUS,040\n"
VIEWS = (
    "/",
    "/search?actor=rus",
    "/search?q=aggression",
    "/relation/rus/tur",
    "/relation/rus/tur?per=year&quad=3&place=syr",
    "/relation/rus-gov/usa",
    "/actor/rus",
    "/actor/sergei-lavrov",
    "/network",
    "/network?around=fra&level=actor",
    "/actions",
    "/publishers",
    "/relations",
    "/moves",
    "/places",
    "/places?either=rus&quad=3",
    "/documents",
    "/documents?source=Demo+Wire&from=2015-12-01",
    "/action/disapproves-of",
    "/map",
    "/map?either=rus&other=tur",
    "/compare?first=rus&second=usa&per=year",
    "/doc/d1",
)
# What tells numbers or events, and the head of the part that follows.
SHOWN = "self::table or self::ol[@class='events'] or @data-chart or @data-map or @data-network or @data-places"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("links")
    (folder / "gdelt.csv").write_text(ROW)
    graph = small_graph(folder / "store")
    import_tables(graph, planned_import([folder / "gdelt.csv"], form=None, columns=None), lambda _: None)
    with serving(Settings(folder / "store"), graph) as address, client(address) as made:
        yield made


def without_links(page: str) -> tuple[list[str], list[dict[str, str]]]:
    """Give what is shown without the links that belong below it, and these links, by what they say."""
    (main,) = lxml.html.fromstring(page).xpath("//main")
    waiting: list[str] = []
    missing: list[str] = []
    found: list[dict[str, str]] = []
    for part in main.xpath(f".//*[{SHOWN} or self::h2 or (self::p and @class='links')]"):
        if part.tag == "h2":
            missing, waiting = missing + waiting, []
        elif part.tag == "p":
            links = {link.text_content(): link.get("href") for link in part.iter("a")}
            if waiting and links.keys() >= set(FORMS):
                found.append(links)
                waiting = []
        else:
            waiting.append(lxml.html.tostring(part, encoding="unicode")[:120])
    return missing + waiting, found


@pytest.mark.parametrize("path", VIEWS)
def test_a_table_that_is_wider_than_a_phone_scrolls_in_its_own_place(opened: httpx.Client, path: str) -> None:
    page = lxml.html.fromstring(opened.get(path, headers=PEOPLE).text)
    bare = page.xpath("//main//table[not(ancestor::*[contains(@class, 'scroll')])]")
    assert [lxml.html.tostring(each, encoding="unicode")[:120] for each in bare] == []


@pytest.mark.parametrize("path", VIEWS)
def test_what_is_shown_is_there_for_programs(opened: httpx.Client, path: str) -> None:
    page = opened.get(path, headers=PEOPLE)
    missing, found = without_links(page.text)
    assert (page.status_code, missing) == (200, []) and found
    for links in found:
        for name, address in links.items():
            answer = opened.get(address, headers=PEOPLE, follow_redirects=True)
            assert answer.status_code == 200, (name, address, answer.text)
        table, call, sparql = (opened.get(links[name], headers=PEOPLE) for name in FORMS)
        assert table.headers["Content-Type"].startswith("text/csv") and len(table.text.splitlines()) > 1, links["CSV"]
        assert call.headers["Content-Type"] == "application/json" and str(call.json().get("items")) != "[]"
        assert sparql.text.count("<td>") > 0, links["As SPARQL"]


def test_pages_of_an_event_are_for_programs_too(opened: httpx.Client) -> None:
    (event, *_) = opened.get("/events", params={"actor": "rus"}).json()["items"]
    test_what_is_shown_is_there_for_programs(opened, f"/event/{event['key']}")


def test_a_table_without_links_is_found() -> None:
    assert without_links("<main><h2>a</h2><table></table><h2>b</h2><p class=links><a href=x>CSV</a></p></main>")[0]


@pytest.mark.parametrize("query", ["", "either=rus&other=tur", "place=syr", "quad=3&from=2015-01-01"])
def test_places_are_the_same_as_a_look_up_as_a_page_and_as_sparql(opened: httpx.Client, query: str) -> None:
    called = opened.get(f"/places?{query}").json()["items"]
    page = lxml.html.fromstring(opened.get(f"/map?{query}", headers=PEOPLE).text)
    shown = [(row.xpath("string(th)"), int(row.xpath("string(td[1])"))) for row in page.xpath("//table/tbody/tr")]
    assert shown == [(each["place"]["label"], each["events"]) for each in called] and shown
    (address,) = page.xpath("//a[.='As SPARQL']/@href")
    rows = opened.get(address.replace("format=html", "format=json")).json()["results"]["bindings"]
    assert shown == [(row["label"]["value"], int(row["events"]["value"])) for row in rows]


@pytest.mark.parametrize(
    "query",
    ["", "quad=3", "level=actor", "around=tur", "around=usa", "around=usa&level=actor", "around=fra&from=2016-01-01"],
)
def test_pairs_are_the_same_as_a_look_up_as_a_page_and_as_sparql(opened: httpx.Client, query: str) -> None:
    called = [
        (each["source"]["id"], each["target"]["id"], each["numbers"]["events"])
        for each in opened.get(f"/network?{query}").json()["items"]
    ]
    page = lxml.html.fromstring(opened.get(f"/network?{query}", headers=PEOPLE).text)
    rows = page.xpath("//table[@data-of='network']/tbody/tr")
    shown = [(row.get("data-source"), row.get("data-target"), int(row.xpath("string(td[3])"))) for row in rows]
    assert shown == called and shown
    table = opened.get(f"/network?{query}&format=csv").text.splitlines()
    assert [(line.split(",")[0], line.split(",")[2]) for line in table[1:]] == [pair[:2] for pair in shown]
    (address,) = page.xpath("//a[.='As SPARQL']/@href")
    found = opened.get(address.replace("format=html", "format=json")).json()["results"]["bindings"]
    asked = sorted(
        (*(row[end]["value"].rpartition("/")[2] for end in ("from", "to")), int(row["events"]["value"]))
        for row in found
    )
    assert asked == sorted(called)


def test_moves_are_the_same_as_a_look_up_and_as_sparql(opened: httpx.Client) -> None:
    called = opened.get("/moves").json()["items"]
    rows = opened.get("/queries/moves?format=json").json()["results"]["bindings"]
    last = [row["one"]["value"].rpartition("/")[2] for row in rows]
    assert called and sorted(last) == sorted(each["first"]["id"] for each in called)
    told = sorted((each["kind"], each["events"], each["before"]) for each in called)
    assert told == sorted((r["kind"]["value"], int(r["events"]["value"]), float(r["before"]["value"])) for r in rows)


def test_strongest_relations_are_the_same_as_a_look_up_and_as_sparql(opened: httpx.Client) -> None:
    called = opened.get("/relations", params={"limit": 20}).json()["items"]
    page = lxml.html.fromstring(opened.get("/", headers=PEOPLE).text)
    (address,) = page.xpath("//a[@aria-label='As SPARQL: strongest relations']/@href")
    rows = opened.get(address.replace("format=html", "format=json")).json()["results"]["bindings"]
    found = [
        (*(row[end]["value"].rpartition("/")[2] for end in ("one", "other")), int(row["total"]["value"]))
        for row in rows
    ]
    assert found == [(each["first"]["id"], each["second"]["id"], each["numbers"]["events"]) for each in called]


@pytest.mark.parametrize(
    "query", ["", "quad=3", "from=2015-01-01&to=2016-06-30", "role=GOV&min_reports=1", "actor=tur"]
)
@pytest.mark.parametrize("actor", ["rus", "tur", "vladimir-putin"])
def test_partners_are_the_same_as_a_look_up_and_as_sparql(opened: httpx.Client, actor: str, query: str) -> None:
    answer = opened.get(f"/actors/{actor}/relations?{query}")
    page = lxml.html.fromstring(opened.get(f"/actor/{actor}?{query}", headers=PEOPLE).text)
    links = page.xpath("//a[@aria-label='As SPARQL: partners']/@href")
    if answer.status_code != 200 or not links:
        assert not answer.json().get("items")
        return
    rows = opened.get(links[0].replace("format=html", "format=json")).json()["results"]["bindings"]
    found = sorted((row["partner"]["value"].rpartition("/")[2], int(row["events"]["value"])) for row in rows)
    assert found == sorted((each["partner"]["id"], each["events"]) for each in answer.json()["items"])
