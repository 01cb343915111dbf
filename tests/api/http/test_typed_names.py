"""Whoever types a name or an ISO code for an actor is understood, or told which ids come near."""

import httpx
import pytest


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/relations/TUR/RUS", "/relations/tur/rus"),
        ("/relations/Turkey/Kremlin", "/relations/tur/rus-head"),
        ("/relations/Russia/TUR/path", "/relations/rus/tur/path"),
        ("/actors/RUS", "/actors/rus"),
        ("/actors/united states", "/actors/usa"),
        ("/actors/Russia/relations", "/actors/rus/relations"),
        ("/actors/Russia/timeline", "/actors/rus/timeline"),
        ("/events?actor=Russia&target=TUR", "/events?actor=rus&target=tur"),
        ("/events?either=Russia&other=Turkey", "/events?either=rus&other=tur"),
        ("/events?place=Syria", "/events?place=syr"),
        ("/export/graph.gexf?either=Russia", "/export/graph.gexf?either=rus"),
        ("/queries/partners?actor=Russia&format=csv", "/queries/partners?actor=rus&format=csv"),
    ],
)
def test_names_and_codes_are_as_good_as_ids(service: httpx.Client, typed: str, path: str) -> None:
    by_name, by_id = service.get(typed), service.get(path)
    assert (by_name.status_code, by_name.content) == (200, by_id.content)
    assert len(by_id.content) > 20


@pytest.mark.parametrize(
    ("typed", "iri"),
    [("/actor/RUS", "/actor/rus"), ("/actor/Russia", "/actor/rus"), ("/dyad/RUS/Turkey", "/dyad/rus/tur")],
)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_iris_of_names_lead_to_those_of_ids(service: httpx.Client, typed: str, iri: str, accept: str) -> None:
    answer = service.get(typed, headers={"Accept": accept})
    assert (answer.status_code, httpx.URL(answer.headers["location"]).path) == (303, iri)
    assert service.get(iri, headers={"Accept": "text/turtle"}).status_code == 200


@pytest.mark.parametrize("path", ["/actors/Rusia", "/actor/Rusia", "/relations/tur/Rusia", "/dyad/tur/Rusia"])
def test_who_is_not_known_is_told_who_comes_near(service: httpx.Client, path: str) -> None:
    answer = service.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "there is no actor 'Rusia' (near: Russia (rus)" in answer.json()["detail"]
    assert answer.json()["candidates"][0] == "rus"


@pytest.mark.parametrize(
    "path", ["/events?actor=Rusia", "/export/graph.gexf?either=Rusia", "/queries/partners?actor=Rusia"]
)
def test_filters_tell_who_comes_near(service: httpx.Client, path: str) -> None:
    answer = service.get(path)
    assert (answer.status_code, answer.json()["candidates"][0]) == (400, "rus")
    assert "there is no actor 'Rusia'" in answer.json()["detail"]


def test_who_is_ambiguous_is_told_the_ids(service: httpx.Client) -> None:
    answer = service.get("/actors/Ivanov")
    assert answer.status_code == 400 and len(answer.json()["candidates"]) > 1
    assert all(name in answer.json()["detail"] for name in answer.json()["candidates"])


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Turkye Rusia", "relation/tur/rus"),
        ("russia and turkei", "relation/rus/tur"),
        ("nuclear deal", None),
        ("Ukraine grain", None),
    ],
)
def test_two_names_are_understood_with_slips(service: httpx.Client, typed: str, path: str | None) -> None:
    suggested = service.get("/suggestions", params={"q": typed}).json()
    relations = [each["path"] for each in suggested if each["note"] == "relation"]
    assert relations == ([path] if path else [])


def test_numbers_of_suggestions_agree_with_their_nouns(service: httpx.Client) -> None:
    notes = [each["note"] for each in service.get("/suggestions", params={"q": "Russia"}).json()]
    assert any(note.endswith(" 1 event") for note in notes), notes
    assert not any(note.endswith(" 1 events") for note in notes)


def test_an_article_without_a_title_is_headed_by_its_source(service: httpx.Client) -> None:
    page = service.get("/doc/d1", headers={"Accept": "text/html"}).text
    assert "<h1>Article of " in page and "<h1>d1</h1>" not in page
