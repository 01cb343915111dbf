"""Documents posted to the service, read by the real coder; the examples of OpenAPI are such real answers."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from command_world import Run
from http_world import TOKEN, WRITE, client, serving, small_graph
from pydantic import BaseModel

from communique.api.http import schemas
from communique.api.settings import Settings

ARTICLE = {
    "id": "a1",
    "title": "Moscow criticizes Washington",
    "text": "Russia on Monday criticized the United States over its policy on Syria.",
    "date": "2015-12-15",
    "source": "Third Wire",
}
EXAMPLES = Path(__file__).parents[3] / "api" / "http" / "answers" / "examples.json"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("reading") / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as address, client(address) as made:
        yield made


def answers(service: httpx.Client) -> dict[str, object]:
    """Give real answers of the service, to be the examples of OpenAPI."""
    found = {
        "events": service.get("/events", params={"actor": "rus", "target": "usa"}).json(),
        "disputed": service.get("/disputed").json(),
        "actors": service.get("/actors", params={"q": "russ", "limit": 2}).json(),
        "actor": service.get("/actors/sergei-lavrov").json(),
        "actor_relations": service.get("/actors/rus/relations", params={"limit": 1}).json(),
        "timeline": service.get("/actors/rus/timeline").json(),
        "dyad": service.get("/relations/rus/usa").json(),
        "compare": service.get("/compare", params={"first": "rus", "second": "usa"}).json(),
        "pairs": service.get("/relations", params={"limit": 2}).json(),
        "network": service.get("/network", params={"limit": 2}).json(),
        "moves": service.get("/moves", params={"limit": 1}).json(),
        "actions": {"items": service.get("/actions").json()["items"][:2]},
        "action": service.get("/actions/criticizes").json(),
        "action_timeline": service.get("/actions/criticizes/timeline").json(),
        "action_parties": service.get("/actions/criticizes/parties").json(),
        "publishers": service.get("/publishers").json(),
        "places": service.get("/places", params={"limit": 2}).json(),
        "path": service.get("/relations/rus/fra/path", params={"limit": 1}).json(),
        "documents": service.get("/documents", params={"limit": 2}).json(),
        "document": service.get("/documents/d1").json(),
        "queries": {"items": [query for query in service.get("/queries").json()["items"] if query["name"] == "whom"]},
        "healthz": service.get("/healthz").json(),
        "stats": service.get("/stats").json(),
        "changes": service.get("/changes", params={"limit": 2}).json(),
        "extract": service.post("/extract", json=ARTICLE).json(),
        "resolve": service.post(
            "/actors/resolve", json={"text": "Moscow and Washington are at odds.", "date": "2015-12-15"}
        ).json(),
    }
    key = found["events"]["items"][0]["key"]
    found["event"] = service.get(f"/events/{key}").json()
    lines = json.dumps(ARTICLE) + '\n{"title": "No text"}\n'
    headers = {**WRITE, "Content-Type": "application/x-ndjson"}
    found["ingest"] = service.post("/documents", content=lines, headers=headers).json()
    return dict(sorted(found.items()))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/csv", "headline,body,pubDate\n{0},{1},2015-12-15\nNo words,,2015-12-15\n"),
        ("application/rss+xml", "<rss version='2.0'><channel><title>Third Wire</title><item><title>{0}</title>"
         "<description>{1}</description><pubDate>Tue, 15 Dec 2015 08:00:00 GMT</pubDate></item></channel></rss>"),
    ],
)  # fmt: skip
def test_tables_and_feeds_come_in(kind: str, body: str, reading: httpx.Client) -> None:
    words = f"Russia on Monday criticized the United States over {kind.split('/')[1]}."
    content = body.format(ARTICLE["title"], words)
    found = reading.post("/documents", content=content, headers={**WRITE, "Content-Type": kind}).json()
    assert found["stored"] == 1, found
    assert found["items"][0]["published"] == "2015-12-15"
    assert [item["where"] for item in found["items"][1:]] == (["body:3"] if kind == "text/csv" else [])
    reading.delete(f"/documents/{found['items'][0]['document']}", headers=WRITE)


def test_documents_come_and_go(reading: httpx.Client) -> None:
    found = answers(reading)
    if os.environ.get("COMMUNIQUE_WRITE_EXAMPLES"):
        EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    ingested = found["ingest"]
    assert (ingested["stored"], ingested["skipped"]) == (1, 1), ingested
    assert ingested["items"][1]["where"] == "body:2" and "text" in ingested["items"][1]["what"]
    name = ingested["items"][0]["document"]
    stored = reading.get(f"/documents/{name}").json()
    assert stored["metadata"]["identifier"] == "a1"
    # The title says it too, and of the same day.
    said = {(r["actor"]["id"][:3], r["action"]["cameo"], r["target"]["id"][:3]) for r in stored["reports"]}
    assert (said, len(stored["reports"])) == ({("rus", "111", "usa")}, 2)
    (event,) = reading.get("/events", params={"actor": "rus", "target": "usa"}).json()["items"]
    assert event["reports"] == 4
    query = f"ASK {{ GRAPH doc:{name} {{ ?r dip:reading ?how }} }}"
    assert reading.get("/sparql", params={"query": query}).json()["boolean"] is True
    again = reading.post("/documents", json=ARTICLE, headers=WRITE).json()
    assert (again["stored"], again["unchanged"]) == (0, 1)
    assert reading.delete(f"/documents/{name}", headers=WRITE).status_code == 204
    assert reading.delete(f"/documents/{name}", headers=WRITE).status_code == 404
    assert reading.get("/sparql", params={"query": query}).json()["boolean"] is False
    (event,) = reading.get("/events", params={"actor": "rus", "target": "usa"}).json()["items"]
    assert event["reports"] == 2


def test_extraction_stores_nothing(reading: httpx.Client) -> None:
    before = reading.get("/stats").json()
    (item,) = reading.post("/extract", json=ARTICLE).json()["items"]
    said = {(report["actor"]["id"], report["target"]["id"], report["date"]) for report in item["reports"]}
    assert ("rus", "usa", "2015-12-14") in said
    assert reading.get("/stats").json() == before


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", "Moscow criticizes Washington\n\nRussia criticized the United States over its policy on Syria."),
        (
            "text/html",
            "<html><head><title>Moscow criticizes Washington</title></head><body><article><h1>Moscow criticizes "
            "Washington</h1><p>Russia criticized the United States over its policy on Syria, the foreign ministry said "
            "in a statement that was published in the capital.</p></article></body></html>",
        ),
    ],
)
def test_text_and_html_are_read(reading: httpx.Client, kind: str, content: str) -> None:
    answer = reading.post(
        "/extract", content=content, headers={"Content-Type": kind}, params={"published": "2015-12-15", "source": "X"}
    ).json()
    (item,) = answer["items"]
    assert (item["document"]["published"], item["document"]["source"]) == ("2015-12-15", "X")
    assert any((r["actor"]["id"], r["target"]["id"]) == ("rus", "usa") for r in item["reports"] if r["target"])


def test_what_cannot_be_read_is_told(reading: httpx.Client) -> None:
    answer = reading.post("/documents", content=b"\x00\x01\x02", headers={**WRITE, "Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["skipped"]) == (422, 1)
    assert reading.post("/documents", content=b"x", headers={**WRITE, "Content-Type": "image/png"}).status_code == 415
    large = reading.post("/extract", content=b"x" * 200_001, headers={"Content-Type": "text/plain"})
    assert large.status_code == 413
    assert reading.post("/actors/resolve", json={"text": ""}).status_code == 422


def test_no_text_is_more_than_can_be_read(reading: httpx.Client) -> None:
    # The tokeniser's time grows with the square of what has no blank: this would take an hour.
    article = f"France criticized Spain. {'(' * 150_000} Kenya thanked Chad."
    (item,) = reading.post("/extract", content=article, headers={"Content-Type": "text/plain"}).json()["items"]
    assert len(item["reports"]) == 2
    page = reading.post("/extract", content="<" * 150_000, headers={"Content-Type": "text/html"})
    assert (page.status_code, page.json()["unread"], page.json()["items"]) == (200, 1, [])
    # One sentence with thousands of readings, each with the whole sentence in it.
    endless = reading.post("/extract", json={"text": "France criticized Spain on 3 May 2015, " * 4000})
    assert (endless.status_code, endless.json()["items"][0]["reports"]) == (200, [])
    many = reading.post("/extract", json=[1] * 50_000)
    assert (many.status_code, many.json()["unread"], len(many.json()["problems"])) == (200, 50_000, 1000)


def test_bodies_that_are_compressed_are_refused(reading: httpx.Client) -> None:
    for path in ("/extract", "/documents", "/sparql"):
        answer = reading.post(
            path, content=b"x", headers={**WRITE, "Content-Type": "text/plain", "Content-Encoding": "br"}
        )
        assert (answer.status_code, "Content-Encoding br" in answer.json()["detail"]) == (415, True)


def test_what_has_no_day_is_told(reading: httpx.Client) -> None:
    record = {"text": "Kenya criticized Chad, as was reported.", "source": "Undated Wire"}
    (item,) = reading.post("/documents", json=record, headers=WRITE).json()["items"]
    assert (item["kind"], item["published"]) == ("stored", None)
    (item,) = reading.post("/documents", json={**record, "publishedAt": "2020-01-02T03:04Z"}, headers=WRITE).json()[
        "items"
    ]
    assert (item["kind"], item["published"]) == ("stored", "2020-01-02")
    assert reading.delete(f"/documents/{item['document']}", headers=WRITE).status_code == 204


def test_mentions_say_for_whom_they_act(reading: httpx.Client) -> None:
    asked = {"text": "John Kerry met Sergei Lavrov.", "date": "2015-12-15"}
    found = reading.post("/actors/resolve", json=asked).json()["items"]
    assert [(m["text"], m["actor"]["id"], m["side"]["id"]) for m in found] == [
        ("John Kerry", "john-kerry", "usa"),
        ("Sergei Lavrov", "sergei-lavrov", "rus"),
    ]
    asked["date"] = "2018-12-15"
    assert reading.post("/actors/resolve", json=asked).json()["items"][0]["side"]["id"] != "rus"


MODELS: dict[str, type[BaseModel]] = {
    "events": schemas.EventPage,
    "disputed": schemas.EventPage,
    "event": schemas.EventWithReports,
    "actors": schemas.ActorHits,
    "actor": schemas.ActorOut,
    "actor_relations": schemas.RelationsOut,
    "timeline": schemas.TimelineOut,
    "dyad": schemas.DyadOut,
    "pairs": schemas.PairsOut,
    "network": schemas.NetworkOut,
    "moves": schemas.MovesOut,
    "actions": schemas.ActionsOut,
    "action": schemas.ActionOut,
    "action_timeline": schemas.ActionTimelineOut,
    "action_parties": schemas.ActionPartiesOut,
    "publishers": schemas.PublishersOut,
    "path": schemas.PathsOut,
    "places": schemas.PlacesOut,
    "documents": schemas.DocumentPage,
    "document": schemas.DocumentWithReports,
    "queries": schemas.QueriesOut,
    "compare": schemas.ComparisonOut,
    "healthz": schemas.HealthOut,
    "stats": schemas.StatsOut,
    "changes": schemas.ChangesOut,
    "extract": schemas.ExtractionsOut,
    "resolve": schemas.MentionsOut,
    "ingest": schemas.IngestOut,
}


def test_examples_are_such_answers() -> None:
    """Where this fails after a change that is meant, run this file with COMMUNIQUE_WRITE_EXAMPLES=1 once."""
    saved = json.loads(EXAMPLES.read_text("utf-8"))
    assert saved.keys() == MODELS.keys()
    for name, value in saved.items():
        assert MODELS[name].model_validate(value).model_dump(mode="json") == value, name


def test_what_the_command_line_read_with_own_actors_counts_as_read(run: Run, tmp_path: Path) -> None:
    store, mine = tmp_path / "store", tmp_path / "mine.tsv"
    mine.write_text("id\tkind\tlabel\nazu\tcountry\tAzuria\n", encoding="utf-8")
    article = tmp_path / "article.jsonl"
    article.write_text(json.dumps(ARTICLE), encoding="utf-8")
    assert run("ingest", article, "--store", store, "--actors", mine).stdout.startswith("1 stored")
    with serving(Settings(store, token=TOKEN)) as address, client(address) as service:
        again = service.post("/documents", json=ARTICLE, headers=WRITE).json()
        # Without reports: it was not even read again.
        assert (again["unchanged"], again["items"][0]["reports"]) == (1, 0)
        plain = {**WRITE, "Content-Type": "text/plain"}
        new = service.post("/documents?published=2015-12-15", content="Azuria criticized France.", headers=plain)
        assert new.json()["items"][0]["reports"] == 1, new.text
    assert run("ingest", article, "--store", store).stdout == "0 stored, 1 unchanged, 0 skipped; 0 reports read\n"


def test_a_table_of_a_million_columns_is_refused(reading: httpx.Client) -> None:
    names = ",".join(["text", *(f"c{number}" for number in range(1_000_000))])
    body = f"{names}\nPeace.{',x' * 1_000_000}\n"
    answer = reading.post("/documents", content=body, headers={**WRITE, "Content-Type": "text/csv"})
    assert (answer.status_code, "1,000,001 columns" in answer.json()["items"][0]["what"]) == (422, True)
