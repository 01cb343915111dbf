"""What a browser gets at the addresses of look-ups: a page, the way to one, or what is for programs alone."""

from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import lxml.html
import pytest
from fastapi.exceptions import WebSocketRequestValidationError
from fastapi.routing import APIRoute

from communique.api.http.application import create_app
from communique.api.http.routes import lookup_pages
from communique.api.settings import Settings

PEOPLE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
# What stands for the parts of addresses, and the parameters without which there is no answer.
GIVEN = {"actor": "rus", "first": "rus", "second": "usa", "document": "d1", "query": "top-dyads"}
NEEDED = {"/compare": "first=rus&second=usa", "/actors": "q=rus", "/graph": "", "/gsp": "default"}
NAMES = {
    "action": "criticizes",
    "actor": "rus",
    "actions": "criticizes",
    "doc": "d1",
    "quad": "3",
    "queries": "top-dyads",
    "status": "asserted",
}
# For programs alone, and the page that tells people the same, where there is one.
FOR_PROGRAMS = {
    "/events/{key}": "/event/{key}",
    "/documents/{document}": "/doc/d1",
    "/actors/{actor}": "/actor/rus",
    "/actors/{actor}/relations": "/actor/rus",
    "/actors/{actor}/timeline": "/actor/rus",
    "/actions/{name}": "/action/criticizes",
    "/actions/{name}/timeline": "/action/criticizes",
    "/actions/{name}/parties": "/action/criticizes",
    "/relations/{first}/{second}": "/relation/rus/usa",
    "/stats": "/",
    "/gsp": "/sparql",
    "/changes": None,
    "/healthz": None,
}


@pytest.fixture(scope="module")
def key(service: httpx.Client) -> str:
    return str(service.get("/events").json()["items"][0]["key"])


@pytest.fixture(scope="module")
def looked_up(service: httpx.Client) -> list[str]:
    paths = service.get("/openapi.json").json()["paths"]
    return [path for path, methods in paths.items() if "get" in methods and not path.startswith("/export/")]


def address_of(path: str, key: str) -> str:
    kind = path.split("/")[1]
    given = GIVEN | {"key": key, "name": key if kind == "event" else NAMES.get(kind, "nothing")}
    given |= {"scheme": "cameo", "code": "11", "source": "rus", "target": "usa"}
    made = path.format_map(given)
    return f"{made}?{NEEDED[path]}" if path in NEEDED else made


def test_every_look_up_is_a_page_for_people_or_for_programs_alone(
    service: httpx.Client, key: str, looked_up: list[str]
) -> None:
    got = {path: service.get(address_of(path, key), headers=PEOPLE, follow_redirects=True) for path in looked_up}
    assert len(got) > 40
    raw = {path for path, answer in got.items() if not answer.headers["Content-Type"].startswith("text/html")}
    assert raw == FOR_PROGRAMS.keys()
    failed = {address_of(path, key) for path, answer in got.items() if answer.status_code != 200}
    # Of roles and the like no id is known here: that they are not found is a page, too.
    assert {address for address in failed if not address.endswith("/nothing")} == set()
    for page in filter(None, FOR_PROGRAMS.values()):
        assert "<h1" in service.get(page.format(key=key), headers=PEOPLE).text, page


def test_no_page_of_a_look_up_leads_programs_to_a_refusal(service: httpx.Client, key: str) -> None:
    paths = [route.path for route in lookup_pages.router.routes if isinstance(route, APIRoute)]
    assert "/relations/{first}/{second}/path" in paths
    for path in paths:
        page = service.get(address_of(path, key), headers=PEOPLE, follow_redirects=True)
        links = lxml.html.fromstring(page.text).xpath("//main//p[@class='links']//a/@href")
        # How long queries and exports take has tests of its own.
        for link in (each for each in links if not each.startswith(("/sparql", "/queries/", "/export/"))):
            answer = service.get(link, headers=PEOPLE, follow_redirects=True)
            assert answer.status_code == 200, (path, link, answer.text)


def test_every_list_leads_from_every_page(service: httpx.Client) -> None:
    page = lxml.html.fromstring(service.get("/actor/rus", headers=PEOPLE).text)
    lists = page.xpath("//footer//nav[@aria-label='Lists']//a/@href")
    assert {"/relations", "/moves", "/actions", "/places", "/documents", "/publishers", "/queries"} <= set(lists)
    for address in lists:
        (here,) = lxml.html.fromstring(service.get(address, headers=PEOPLE).text).xpath(
            "//footer//a[@aria-current='page']/@href"
        ) or [""]
        assert here == (address if address != "/admin" else "")


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/events", "/search"),
        ("/events?actor=rus&text=aggression&limit=5&rows=events", "/search?actor=rus&q=aggression"),
        ("/disputed?from=2015-01-01&after=x", "/search?from=2015-01-01&status=disputed"),
        ("/actors?q=Russia&limit=3", "/search?q=Russia"),
    ],
)
def test_lists_of_events_lead_people_to_their_page(service: httpx.Client, asked: str, led: str) -> None:
    answer = service.get(asked, headers=PEOPLE)
    assert (answer.status_code, "Accept" in answer.headers["Vary"].split(", ")) == (303, True)
    assert (urlsplit(answer.headers["Location"]).path, parse_qs(urlsplit(answer.headers["Location"]).query)) == (
        urlsplit(led).path,
        parse_qs(urlsplit(led).query),
    )
    assert service.get(led, headers=PEOPLE).status_code == 200
    assert service.get(asked.replace("&after=x", "")).headers["Content-Type"] == "application/json"


def test_what_makes_no_sense_is_refused_before_it_leads_on(service: httpx.Client) -> None:
    for query in ("actor=nobody-at-all", "from=2016-01-01&to=2015-01-01", "actr=rus"):
        answer = service.get(f"/events?{query}", headers=PEOPLE)
        assert answer.status_code == 400 and answer.headers["Content-Type"].startswith("text/html"), query


def test_every_refusal_is_a_page_for_people(tmp_path: Path) -> None:
    found = create_app(Settings(tmp_path / "store")).exception_handlers
    raw = {kind for kind, handler in found.items() if not hasattr(handler, "__wrapped__")}
    # There is nothing by web socket.
    assert raw == {WebSocketRequestValidationError} and len(found) > 8


def shown(page: httpx.Response) -> list[str]:
    rows = lxml.html.fromstring(page.text).xpath("//table/tbody/tr")
    return [row.xpath("string(th/a/@href)").removeprefix("/doc/") for row in rows]


@pytest.mark.parametrize("query", ["", "source=Demo+Wire", "from=2015-12-01&to=2015-12-31", "source=Nobody"])
def test_documents_are_the_same_as_a_look_up_a_table_a_page_and_as_sparql(service: httpx.Client, query: str) -> None:
    called = [each["id"] for each in service.get(f"/documents?{query}").json()["items"]]
    page = service.get(f"/documents?{query}", headers=PEOPLE)
    assert shown(page) == called
    assert called or query == "source=Nobody"
    table = service.get(f"/documents?{query}&format=csv").text.splitlines()
    assert table[0] == "document,title,published,publisher,url,language,reports"
    assert [line.split(",")[0] for line in table[1:]] == called
    (address,) = lxml.html.fromstring(page.text).xpath("//a[.='As SPARQL']/@href")
    rows = service.get(address.replace("format=html", "format=json")).json()["results"]["bindings"]
    assert [row["document"]["value"].rpartition("/")[2] for row in rows] == called


def test_documents_are_read_page_by_page(service: httpx.Client) -> None:
    every = [each["id"] for each in service.get("/documents").json()["items"]]
    page = service.get("/documents?limit=2", headers=PEOPLE)
    assert shown(page) == every[:2]
    (following,) = lxml.html.fromstring(page.text).xpath("//a[@rel='next']/@href")
    page = service.get(following, headers=PEOPLE)
    assert shown(page) == every[2:4]
    (first,) = lxml.html.fromstring(page.text).xpath("//a[@rel='first']/@href")
    assert shown(service.get(first, headers=PEOPLE)) == every[:2]
    table = service.get("/documents?limit=2&format=csv")
    assert len(table.text.splitlines()) == 3 and 'rel="next"' in table.headers["Link"]


@pytest.mark.parametrize("form", ["html", "json"])
def test_documents_of_days_that_end_before_they_begin_are_refused(service: httpx.Client, form: str) -> None:
    headers = PEOPLE if form == "html" else {}
    answer = service.get("/documents?from=2016-01-01&to=2015-01-01", headers=headers)
    assert answer.status_code == 400 and "lies before from" in answer.text


def test_queries_are_asked_with_what_is_typed(service: httpx.Client) -> None:
    page = lxml.html.fromstring(service.get("/queries", headers=PEOPLE).text)
    called = service.get("/queries").json()["items"]
    assert [each.get("action") for each in page.xpath("//main//form")] == [f"/queries/{one['name']}" for one in called]
    (form,) = page.xpath("//form[@action='/queries/whom']")
    (button,) = form.xpath("button")
    fields = {each.get("name"): each.get("value") for each in (*form.xpath(".//input"), button)}
    assert fields["format"] == "html" and "rus" in fields.values()
    typed = {name: "Russia" if value == "rus" else value for name, value in fields.items()}
    answers = [service.get("/queries/whom", params=given, headers=PEOPLE) for given in (fields, typed)]
    assert all(answer.status_code == 200 and "<td>" in answer.text for answer in answers)
    for links in page.xpath("//main//section/p[@class='links']"):
        for address in links.xpath("a/@href"):
            answer = service.get(address, headers=PEOPLE)
            assert answer.status_code == 200, (address, answer.text)


def test_queries_are_a_table(service: httpx.Client) -> None:
    assert service.get("/queries?format=csv").text.startswith("query,title,parameters,sparql\n")


@pytest.mark.parametrize("query", ["", "either=rus&other=tur", "quad=3&from=2015-01-01"])
def test_the_list_of_places_is_the_look_up(service: httpx.Client, query: str) -> None:
    called = service.get(f"/places?{query}").json()["items"]
    rows = lxml.html.fromstring(service.get(f"/places?{query}", headers=PEOPLE).text).xpath("//table/tbody/tr")
    told = [(row.xpath("string(th)"), int(row.xpath("string(td[3])"))) for row in rows]
    assert told == [(each["place"]["label"], each["events"]) for each in called] and told


def test_the_list_of_moves_is_the_look_up(service: httpx.Client) -> None:
    called = service.get("/moves").json()["items"]
    rows = lxml.html.fromstring(service.get("/moves", headers=PEOPLE).text).xpath("//table/tbody/tr")
    told = [(row.xpath("string(th/a/@href)"), row.xpath("string(td[1])"), row.xpath("string(td[2])")) for row in rows]
    assert told == [
        (f"/relation/{each['first']['id']}/{each['second']['id']}", each["kind"], str(each["events"]))
        for each in called
    ]
    assert told


@pytest.mark.parametrize("query", ["", "?limit=1", "?longest=1"])
@pytest.mark.parametrize("pair", ["rus/usa", "Turkey/France", "fra/tur"])
def test_chains_are_the_look_up(service: httpx.Client, pair: str, query: str) -> None:
    called = service.get(f"/relations/{pair}/path{query}").json()["items"]
    page = lxml.html.fromstring(service.get(f"/relations/{pair}/path{query}", headers=PEOPLE).text)
    told = [
        (each.xpath("a/@href"), [int(text.split()[0]) for text in each.xpath("span/text()")])
        for each in page.xpath("//main//ol/li")
    ]
    assert told == [
        ([f"/relation/{one['id']}/{other['id']}" for one, other in pairwise(each["actors"])], each["events"])
        for each in called
    ]
    assert bool(told) is ("Nothing connects the two" not in page.text_content())


def test_one_side_needs_no_chain(service: httpx.Client) -> None:
    page = service.get("/relations/rus/rus/path", headers=PEOPLE)
    assert page.status_code == 200 and "Both are of one side" in page.text


def test_who_have_no_relation_lead_to_what_connects_them(service: httpx.Client) -> None:
    related = [{each["first"]["id"], each["second"]["id"]} for each in service.get("/relations").json()["items"]]
    strangers = next(pair for pair in combinations(sorted(set.union(*related)), 2) if set(pair) not in related)
    lead = f"/relations/{'/'.join(strangers)}/path"
    led = "//a[.='See what connects them']/@href"
    page = lxml.html.fromstring(service.get(f"/relation/{'/'.join(strangers)}", headers=PEOPLE).text)
    assert page.xpath(led) == [lead] and service.get(lead, headers=PEOPLE).status_code == 200
    page = lxml.html.fromstring(service.get(f"/relation/{'/'.join(sorted(related[0]))}", headers=PEOPLE).text)
    assert page.xpath(led) == []
    assert page.xpath("//a[.='What connects them']/@href") == [f"/relations/{'/'.join(sorted(related[0]))}/path"]
