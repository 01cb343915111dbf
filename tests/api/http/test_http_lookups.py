"""Look-ups over HTTP: actors, relations, events, documents, exports, and what goes around them."""

import json
import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, unquote_plus
from xml.etree import ElementTree

import httpx
import networkx as nx
import pytest
from http_world import WRITE
from rdflib import Graph, URIRef


def get(service: httpx.Client, path: str, **parameters: object) -> dict[str, object]:
    answer = service.get(path, params={name.rstrip("_"): str(value) for name, value in parameters.items()})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_events_by_conditions(service: httpx.Client) -> None:
    (event,) = get(service, "/events", actor="rus", target="usa")["items"]
    assert (event["date"], event["action"]["cameo"], event["reports"]) == ("2015-12-14", "111", 2)
    assert [actor["id"] for actor in event["actors"]] == ["rus-gov", "rus-mfa"]
    for conditions, number in (
        ({"root": "11"}, 2),
        ({"quad": 3}, 2),
        ({"quad": 1}, 2),
        ({"from_": "2016-01-01"}, 2),
        ({"to": "2015-11-30"}, 1),
        ({"min_reports": 2}, 1),
        ({"either": "tur"}, 2),
        ({"either": "tur", "other": "fra"}, 1),
        ({"action": "accuses"}, 1),
        ({"role": "GOV"}, 2),
        ({"disputed": "true"}, 1),
        ({"status": "asserted"}, 4),
        ({"status": "asserted", "disputed": "false"}, 3),
        ({"status": "disputed"}, 1),
        ({"status": "undisputed"}, 3),
        ({"status": "undisputed", "disputed": "false", "quad": 1}, 2),
        ({"plover": "CONSULT"}, 2),
        ({"actor": "fra-mfa"}, 1),
        ({"place": "syr"}, 1),
        ({"place": "syr.aleppo"}, 0),
        ({"region": "Western Asia"}, 2),
        ({"region": "western-asia", "quad": 3}, 1),
        ({"region": "Europe"}, 4),
        ({"region": "Oceania"}, 0),
        ({"publisher": "Second Wire"}, 1),
        ({"publisher": "Second Wire", "place": "syr"}, 0),
        ({"text": "accuse"}, 1),
        ({"text": "policy", "quad": 3}, 1),
        ({"text": "policy", "quad": 1}, 0),
        ({"text": "Monday", "publisher": "Demo Wire", "from_": "2015-12-14", "to": "2015-12-14"}, 1),
        ({"text": "consult"}, 2),
        ({"text": '"consulted with ankara"'}, 2),
        ({"text": '"ankara consulted"'}, 0),
        ({"text": 'NOT "'}, 1),
        ({"text": "policy OR consult"}, 0),
    ):
        found = get(service, "/events", **conditions)["items"]
        assert len(found) == number, conditions


def test_pages_follow_each_other(service: httpx.Client) -> None:
    every = [event["key"] for event in get(service, "/events")["items"]]
    paged: list[str] = []
    after: dict[str, object] = {}
    while True:
        page = get(service, "/events", limit=1, **after)
        paged += [event["key"] for event in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert paged == every and len(every) == 4


def test_a_page_of_found_words_follows_another(service: httpx.Client) -> None:
    first = get(service, "/events", text="consulted", limit=1)
    second = get(service, "/events", text="consulted", limit=1, after=first["next"])
    assert second["next"] is None
    assert [e["target_side"]["id"] for e in (*first["items"], *second["items"])] in (["tur", "usa"], ["usa", "tur"])


@pytest.mark.parametrize(
    "asked",
    [
        "/events?status=disputed&disputed=false",
        "/actors/rus/relations?status=undisputed&disputed=true",
        "/disputed?status=undisputed",
        "/events?status=denied",
    ],
)
def test_what_cannot_be_at_once_is_refused(service: httpx.Client, asked: str) -> None:
    found = service.get(asked)
    assert found.status_code == 422, found.text
    assert "disputed" in found.json()["detail"]


def test_status_holds_for_relations(service: httpx.Client) -> None:
    partners = [
        [item["partner"]["id"] for item in get(service, "/actors/rus/relations", status=status)["items"]]
        for status in ("asserted", "disputed", "undisputed")
    ]
    assert partners == [["tur", "usa"], ["tur"], ["usa"]]


def test_an_event_has_its_reports(service: httpx.Client) -> None:
    (event,) = get(service, "/disputed")["items"]
    found = get(service, f"/events/{event['key']}")
    assert [report["document"] for report in found["asserted_by"]] == ["d3"]
    assert [report["sentence"] for report in found["denied_by"]] == ["Russia did not accuse Turkey."]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Russ", "rus"),
        ("usa", "usa"),
        ("Rusia", "rus"),
        ("lavrov", "sergei-lavrov"),
        ("Lavrof", "sergei-lavrov"),
        ("Kremlin", "rus-head"),
        ("moscow", "rus-gov"),
        ("FRANCE", "fra"),
        ("Turk", "tur"),
    ],
)
def test_actors_are_found_by_what_one_types(service: httpx.Client, typed: str, first: str) -> None:
    found = get(service, "/actors", q=typed)["items"]
    assert found[0]["id"] == first, found


def test_an_actor(service: httpx.Client) -> None:
    lavrov = get(service, "/actors/sergei-lavrov")
    assert (lavrov["side"]["id"], lavrov["roles"][-1]["title"]) == ("rus", "foreign minister")
    assert get(service, "/actors/rus")["events"] == 2
    assert get(service, "/actors/rus-mfa")["events"] == 1


def test_relations_of_an_actor(service: httpx.Client) -> None:
    relations = get(service, "/actors/rus/relations")["items"]
    assert [(r["partner"]["id"], r["events"], r["commonest_action"]["id"]) for r in relations] == [
        ("tur", 1, "accuses"),
        ("usa", 1, "criticizes"),
    ]
    assert relations[1]["sent"]["verbal_conflict"] == 1 and relations[1]["received"]["events"] == 0
    assert [r["partner"]["id"] for r in get(service, "/actors/rus/relations", action="criticizes")["items"]] == ["usa"]
    at_actors = get(service, "/actors/rus/relations", level="actor")["items"]
    assert [r["partner"]["id"] for r in at_actors] == ["tur", "usa", "usa-gov"]
    first = get(service, "/actors/rus/relations", limit=1)
    second = get(service, "/actors/rus/relations", limit=1, after=first["next"])
    assert (second["items"][0]["partner"]["id"], second["next"]) == ("usa", None)


def test_a_timeline(service: httpx.Client) -> None:
    stored = get(service, "/actors/rus/timeline")["months"]
    assert [(m["month"], m["sent"]["events"]) for m in stored] == [("2015-11", 1), ("2015-12", 1)]
    counted = get(service, "/actors/rus/timeline", quad=3)["months"]
    assert [(m["month"], m["sent"]["events"], m["sent"]["goldstein_sum"]) for m in counted] == [
        (m["month"], m["sent"]["events"], m["sent"]["goldstein_sum"]) for m in stored
    ]


@pytest.mark.parametrize(
    ("per", "name"), [("month", "2015-12"), ("day", "2015-12-14"), ("week", "2015-W51"), ("year", "2015")]
)
def test_a_dyad(service: httpx.Client, per: str, name: str) -> None:
    found = get(service, "/relations/rus/usa", per=per)
    there, back = found["directions"]
    assert (there["numbers"]["events"], back["numbers"]["events"], found["events"]) == (1, 0, 1)
    assert [(p["period"], p["numbers"]["events"]) for p in there["periods"]] == [(name, 1)]
    assert there["actions"][0]["action"]["id"] == "criticizes"
    assert len(found["latest"][0]["sentences"]) == 2
    assert get(service, "/relations/rus/tur")["disputed"] == 1


def test_paths(service: httpx.Client) -> None:
    (chain,) = get(service, "/relations/rus/fra/path", limit=1)["items"]
    assert [actor["id"] for actor in chain["actors"]] == ["rus", "tur", "fra"]
    assert len(get(service, "/relations/rus/fra/path")["items"]) == 2
    assert get(service, "/relations/rus/syr/path")["items"] == []


def test_documents(service: httpx.Client) -> None:
    page = get(service, "/documents", limit=2)
    assert [item["id"] for item in page["items"]] == ["d3", "d4"]
    following = get(service, "/documents", limit=3, after=page["next"])
    assert [item["id"] for item in following["items"]] == ["d1", "d2", "d5"] and following["next"] is None
    of_one = get(service, "/documents", source="Second Wire")["items"]
    everything = [*page["items"], *following["items"]]
    assert of_one == [item for item in everything if item["source"] == "Second Wire"] != []
    found = get(service, "/documents/d1")
    start, end = found["reports"][0]["span"]
    assert found["text"][start:end] == "criticized"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/actors/nobody", 404),
        ("/actors/nobody/relations", 404),
        ("/relations/rus/nobody", 404),
        ("/documents/none", 404),
        ("/events/000000000000", 404),
        ("/actor/nobody", 404),
        ("/nothing", 404),
        ("/events?action=no-such", 400),
        ("/events?root=99", 400),
        ("/events?after=xyz", 400),
        ("/events?from=2016-01-01&to=2015-01-01", 400),
        ("/events?other=rus", 400),
        ("/actors/rus/relations?after=xyz", 400),
        ("/events?text=%21%3F", 400),
        ("/events?text=", 422),
        ("/events?text=policy&after=xyz", 400),
        ("/changes?since=-1", 422),
        ("/documents?after=xyz", 400),
        ("/events?quad=9", 422),
        ("/events?from=yesterday", 422),
        ("/events?limit=0", 422),
        ("/actors", 422),
        ("/events/XYZ", 422),
    ],
)
def test_what_is_wrong_is_told(service: httpx.Client, path: str, status: int) -> None:
    answer = service.get(path)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["detail"] and "Traceback" not in answer.text


def test_wrong_methods_are_told(service: httpx.Client) -> None:
    answer = service.put("/events")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    [
        "/actor/rus",
        "/action/criticizes",
        "/doc/d1",
        "/dyad/rus/usa",
        "/sent/rus",
        "/code/cameo/111",
        "/code/plover/ACCUSE",
        "/month/2015-12",
        "/quad/3",
        "/ontology",
        "/modality/actual",
    ],
)
@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"])
def test_iris_are_looked_up(service: httpx.Client, path: str, form: str) -> None:
    answer = service.get(path, headers={"Accept": form})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, form)
    parsed = Graph().parse(data=answer.text, format={"application/ld+json": "json-ld"}.get(form, form))
    assert any(str(subject).startswith(f"https://w3id.org/communique{path}") for subject in parsed.subjects())


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"])
def test_look_ups_are_there_as_rdf_too(service: httpx.Client, form: str) -> None:
    (event,) = get(service, "/events", actor="rus", target="usa")["items"]
    for path, iri in (
        ("/actors/rus", "actor/rus"),
        (f"/events/{event['key']}", f"event/{event['key']}"),
        ("/documents/d1", "doc/d1"),
        ("/relations/rus/usa", "dyad/rus/usa"),
    ):
        answer = service.get(path, headers={"Accept": f"{form}, application/json;q=0.5"})
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, form)
        assert "Accept" in answer.headers["vary"]
        parsed = Graph().parse(data=answer.text, format={"application/ld+json": "json-ld"}.get(form, form))
        assert (URIRef(f"https://w3id.org/communique/{iri}"), None, None) in parsed
        for accept in ("*/*", "application/json", "image/png, */*;q=0.1", f"{form};q=0.1, application/json"):
            plain = service.get(path, headers={"Accept": accept})
            assert plain.headers["content-type"] == "application/json", accept
            assert "Accept" in plain.headers["vary"]
        refused = service.get(path, headers={"Accept": "image/png"})
        assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")
        assert form in refused.json()["known"]


def test_every_iri_of_ours_that_the_graph_names_is_looked_up(service: httpx.Client) -> None:
    base = "https://w3id.org/communique/"
    iris = set(re.findall(rf"<{base}([^>#]+)", service.get("/export/graph.nq").text))
    kinds: dict[str, list[str]] = {}
    # The store's own notes on how it was made are no data.
    for iri in sorted(iris - {"graph"}):
        kinds.setdefault("/".join(iri.split("/")[: -1 if iri.count("/") < 3 else -2]), []).append(iri)
    assert len(kinds) > 12
    # A few of each kind, for there are thousands of actors.
    for found in kinds.values():
        for iri in found[:3] + found[-3:]:
            answer = service.get(f"/{iri}", headers={"Accept": "text/turtle"})
            assert answer.status_code == 200, (iri, answer.text)


@pytest.mark.parametrize(
    ("path", "answered"),
    [
        ("/events?actr=rus", "there is no parameter 'actr' here: did you mean 'actor'?"),
        ("/events?actor=rus&actor=usa", "actor is given 2 times: give it once"),
        ("/actors?q=rus&zzz=1", "there is no parameter 'zzz' here: there are q, limit"),
        ("/relations/rus/usa?start=2015-01-01", "there is no parameter 'start' here"),
        ("/events/7b0c6d1f92a4?actor=rus", "there is no parameter 'actor' here: there are none"),
        ("/stats?format=csv", "there is no parameter 'format' here: there are none"),
        ("/export/graph.gexf?quads=3", "did you mean 'quad'?"),
        ("/documents?publisher=Demo%20Wire", "there is no parameter 'publisher' here"),
        ("/actor/rus?format=json", "there is no parameter 'format' here: did you mean 'from'?"),
    ],
)
def test_parameters_that_are_not_there_are_refused(service: httpx.Client, path: str, answered: str) -> None:
    answer = service.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answered in answer.json()["detail"]


def test_a_refusal_is_short_however_long_the_address_is(service: httpx.Client) -> None:
    unknown = service.get("/events?" + "&".join(f"act{number:04}{'x' * 90}=" for number in range(100)))
    doubled = service.get("/events?" + "&".join(f"act{number:04}=1&act{number:04}=2" for number in range(100)))
    assert [(each.status_code, len(each.content) < 1500) for each in (unknown, doubled)] == [(400, True)] * 2


@pytest.mark.parametrize("day", ["1577836800", "2020", "20200101", "2020-1-1", "2020-02-30"])
def test_days_are_written_in_one_way(service: httpx.Client, day: str) -> None:
    answer = service.get("/events", params={"from": day})
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "query.from")
    assert "YYYY-MM-DD" in answer.text or day == "2020-02-30"


@pytest.mark.parametrize("path", ["/events", "/disputed", "/actors/rus/relations", "/actors/rus/timeline"])
@pytest.mark.parametrize(
    ("conditions", "answered"),
    [
        ({"place": "nowhere"}, "place: there is no actor 'nowhere'"),
        ({"action": "dances"}, "action: there is no action 'dances'"),
        ({"root": "21"}, "root: '21' is no CAMEO root code"),
        ({"plover": "DANCE"}, "plover: there is no PLOVER type 'DANCE': use one of ACCUSE, AGREE"),
        ({"role": "CHEF"}, "role: there is no sector 'CHEF': use one of"),
        ({"target_role": "gov", "place": "syr"}, "target_role: there is no sector 'gov'"),
        ({"region": "Mordor"}, "region: there is no region 'Mordor': use one of Africa, Northern Africa"),
    ],
)
def test_conditions_for_what_is_not_known_are_refused(
    service: httpx.Client, path: str, conditions: dict[str, str], answered: str
) -> None:
    answer = service.get(path, params=conditions)
    assert answer.status_code == 400
    assert answered in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/events?actor=x", "/events?target=x", "/events?either=x", "/events?either=rus&other=x"]
)
def test_nobody_does_nothing(service: httpx.Client, path: str) -> None:
    answer = service.get(path)
    assert (answer.status_code, "there is no actor 'x'" in answer.json()["detail"]) == (400, True)


def test_exports_are_refused_for_what_is_not_known(service: httpx.Client) -> None:
    answer = service.get("/export/graph.gexf", params={"either": "nobody"})
    assert (answer.status_code, "there is no actor 'nobody'" in answer.text) == (400, True)


def test_iris_of_things_without_a_page_are_shown_to_people(service: httpx.Client) -> None:
    for path in ("/code/cameo/112", "/quad/3", "/ontology"):
        answer = service.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
        # They lead on to what this very service tells.
        assert 'href="/' in answer.text
        assert "<script>" not in answer.text
    shown = service.get("/quad/3", headers={"Accept": "text/html"}).text
    assert "<h1>verbal conflict</h1>" in shown and 'href="/search?quad=3"' in shown
    # A code leads to its action, and a scheme to its codes.
    for path, there in (("/code/cameo/112", "/action/accuses"), ("/code/cameo", "/code/cameo/112")):
        assert f'href="{there}">' in service.get(path, headers={"Accept": "text/html"}).text
    assert service.get("/action/dances", headers={"Accept": "text/html"}).status_code == 404


def test_the_iri_of_the_graph_leads_to_its_description(service: httpx.Client) -> None:
    answer = service.get("/graph", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert (answer.status_code, str(answer.url)) == (200, f"{service.base_url}/sparql")
    assert "void:Dataset" in answer.text or "void#Dataset" in answer.text


def test_iris_of_things_with_a_page_lead_people_there(service: httpx.Client) -> None:
    for path in ("/actor/rus", "/event/{key}", "/doc/d3", "/dyad/rus/usa"):
        key = service.get("/events").json()["items"][0]["key"]
        answer = service.get(path.format(key=key), headers={"Accept": "text/html"}, follow_redirects=True)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    assert answer.url.path == "/relation/rus/usa"
    answer = service.get("/dyad/rus/usa", headers={"Accept": "application/json"}, follow_redirects=True)
    assert answer.json()["events"] == 1


def test_exports(service: httpx.Client) -> None:
    gexf = service.get("/export/graph.gexf")
    ElementTree.fromstring(gexf.content)
    assert nx.read_gexf(BytesIO(gexf.content)).number_of_edges() == 4
    only = service.get("/export/graph.gexf", params={"quad": 3}).content
    assert nx.read_gexf(BytesIO(only)).number_of_edges() == 2
    assert len(service.get("/export/reports.jsonl").text.splitlines()) == 5
    assert "act:criticizes actor:usa" in service.get("/export/graph.ttl").text
    assert b"/doc/d1>" in service.get("/export/graph.nq").content


def test_the_network_hands_region_and_level_to_its_files_and_its_query(service: httpx.Client) -> None:
    asked = {"region": "Western Asia", "level": "actor", "quad": "1", "colour": "goldstein"}
    page = service.get("/network", params=asked, headers={"Accept": "text/html"}).text
    (query,) = {unescape(found) for found in re.findall(r"/export/graph\.(?:gexf|graphml|svg)\?([^\"]*)", page)}
    assert parse_qs(query) == {"region": ["Western Asia"], "level": ["actor"], "quad": ["1"]}
    exported = nx.read_gexf(BytesIO(service.get(f"/export/graph.gexf?{query}").content))
    assert "tur" in exported and "usa" not in exported
    assert "dip:country" in unquote_plus(page) and "<option selected>Western Asia</option>" in page


def test_nodes_of_the_network_are_coloured_by_choice(service: httpx.Client) -> None:
    def groups(by: str) -> tuple[dict[str, str], dict[str, str]]:
        asked = {"colour": by} if by else {}
        page = service.get("/network", params=asked, headers={"Accept": "text/html"}).text
        pairs = re.findall(r'data-source="([^"]*)" data-target="([^"]*)" data-classes="([^"]*)"', page)
        classes = {
            end: name for *ends, given in pairs for end, name in zip(ends, given.split() or ("", ""), strict=True)
        }
        legend = dict(re.findall(r'<circle class="([^"]*)"[^>]*/></svg>([^<]*)</li>', page))
        assert set(classes.values()) <= {*legend, ""} and f'<option value="{by}" selected>' in page
        return classes, legend

    classes, legend = groups("region")
    assert [legend[classes[name]] for name in ("rus", "usa", "tur")] == ["Europe", "Americas", "Asia"]
    classes, legend = groups("community")
    assert classes["rus"] == classes["tur"] and re.search(r"^\w.* and \d+ more$", legend[classes["rus"]])
    classes, legend = groups("goldstein")
    assert set(classes.values()) == {""} and "above 1" in legend.values()
    classes, _ = groups("")
    assert classes["rus"] == "kind-country"


def test_the_years_of_the_network_are_those_of_its_events(service: httpx.Client) -> None:
    for query, years in (("", "2015 2016"), ("to=2015-12-31", "2015 2016"), ("region=Oceania", "")):
        page = service.get(f"/network?{query}", headers={"Accept": "text/html"}).text
        assert re.findall('data-years="([^"]*)"', page) == [years], query


def test_a_search_for_words_leads_to_the_same_events_in_sparql(service: httpx.Client) -> None:
    page = service.get("/search", params={"q": "Moscow", "actor": "rus"}, headers={"Accept": "text/html"}).text
    (link,) = re.findall(r'href="/(sparql\?[^"]+)"[^>]*>As SPARQL', page)
    (query,) = parse_qs(unescape(link).partition("?")[2])["query"]
    found = service.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    reported = get(service, "/events", text="Moscow", actor="rus")["items"]
    assert reported and {row["event"]["value"] for row in found} == {event["iri"] for event in reported}


@pytest.mark.parametrize("path", ["/search", "/map", "/actor/tur", "/relation/rus/tur"])
def test_a_region_is_chosen_on_every_page_of_events(service: httpx.Client, path: str) -> None:
    asked = {"region": "western asia", "from": "2015-01-01"}
    answer = service.get(path, params=asked, headers={"Accept": "text/html"})
    assert answer.status_code == 200 and "<option selected>Western Asia</option>" in answer.text
    unknown = service.get(path, params={"region": "Mordor"}, headers={"Accept": "text/html"})
    # A search tells it on its own page.
    assert unknown.status_code == (200 if path == "/search" else 400) and "there is no region" in unknown.text


def test_entity_tags(service: httpx.Client) -> None:
    first = service.get("/actors/rus")
    again = service.get("/actors/rus", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert service.get("/actors/usa", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/actors/rus", "/actor/rus", "/sparql?query=ASK{}"])
def test_head_is_get_without_a_body(service: httpx.Client, path: str) -> None:
    head, whole = service.head(path), service.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_answers_are_compressed_and_safe(service: httpx.Client) -> None:
    answer = service.get("/actors", params={"q": "russia"}, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_cors(service: httpx.Client) -> None:
    allowed = service.get("/healthz", headers={"Origin": "https://explorer.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://explorer.example"
    other = service.get("/healthz", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers


def test_bodies_are_bounded(service: httpx.Client) -> None:
    large = b"x" * 2_000_001
    answer = service.post("/documents", content=large, headers=WRITE)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    chunks = (b"x" * 100_000 for _ in range(25))
    headers = {**WRITE, "Content-Type": "text/plain"}
    assert service.post("/documents", content=chunks, headers=headers).status_code == 413


def test_stats_and_health(service: httpx.Client) -> None:
    stats = get(service, "/stats")
    assert (stats["documents"], stats["reports"], stats["events"], stats["disputed"]) == (5, 6, 4, 1)
    assert get(service, "/healthz") == {"status": "ok", "writing": True}


def test_openapi_has_an_example_for_each_operation(service: httpx.Client) -> None:
    document = get(service, "/openapi.json")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            good = answers.get("200") or answers.get("204")
            assert operation["summary"] and operation["description"] and good, (method, path)
            contents = good.get("content", {})
            assert not contents or any(content.get("example") for content in contents.values()), (method, path)


def test_docs_need_no_other_server(service: httpx.Client) -> None:
    page = service.get("/docs")
    assert page.status_code == 200 and "cdn" not in page.text


def test_writing_needs_the_token(service: httpx.Client) -> None:
    article = json.dumps({"text": "Russia criticized Turkey."})
    headers = {"Content-Type": "application/json"}
    assert service.post("/documents", content=article, headers=headers).status_code == 401
    assert service.delete("/documents/d1").status_code == 401


def test_with_the_graph_of_a_document_its_events_go(writable: httpx.Client) -> None:
    def answered() -> list[object]:
        numbers = writable.get("/stats").json()
        rows = writable.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?e a dip:Event }", "format": "csv"})
        return [numbers["documents"], numbers["reports"], rows.text, writable.get("/relations/rus/usa").json()]

    before = answered()
    document = "https://w3id.org/communique/doc/d1"
    stored = writable.get("/documents/d1").json()
    assert writable.delete("/gsp", params={"graph": document}, headers=WRITE).status_code == 204
    assert writable.get("/documents/d1").status_code == 404
    after = answered()
    assert after[0] == before[0] - 1 and after[1] == before[1] - len(stored["reports"])
    assert after[3] != before[3]
    assert writable.delete("/gsp", params={"graph": document}, headers=WRITE).status_code == 404
