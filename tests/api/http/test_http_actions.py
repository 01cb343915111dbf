"""Actions and publishers: to programs as JSON, tables and RDF, to people as pages."""

import httpx
import pytest

AS_PAGE = {"Accept": "text/html"}


def test_an_action_has_its_place_and_its_events(service: httpx.Client) -> None:
    found = service.get("/actions/criticizes").json()
    assert (found["cameo"], found["phrase"], [each["id"] for each in found["broader"]]) == (
        "111",
        "criticized",
        ["disapproves-of"],
    )
    assert found["numbers"]["events"] == 1
    above = service.get("/actions/disapproves-of").json()
    assert "criticizes" in [each["id"] for each in above["narrower"]]
    assert {each["action"]["id"]: each["events"] for each in above["actions"]} == {"accuses": 1, "criticizes": 1}


def test_who_did_it_to_whom_is_a_table_too(service: httpx.Client) -> None:
    items = service.get("/actions/disapproves-of/parties").json()["items"]
    ends = [(each["source"]["id"], each["target"]["id"], each["events"]) for each in items]
    assert ends == [("rus", "tur", 1), ("rus", "usa", 1)]
    lines = service.get("/actions/disapproves-of/parties", params={"format": "csv"}).text.splitlines()
    assert len(lines) == 3 and lines[1].startswith("rus,Russia,tur,Turkey,1,")
    timeline = service.get("/actions/disapproves-of/timeline", params={"per": "month"}).json()["periods"]
    assert [each["period"] for each in timeline] == ["2015-11", "2015-12"]


def test_conditions_count_and_none_is_passed_over(service: httpx.Client) -> None:
    late = service.get("/actions/disapproves-of", params={"from": "2015-12-01"}).json()
    assert late["numbers"]["events"] == 1
    assert service.get("/actions/disapproves-of", params={"action": "accuses"}).status_code == 400
    assert service.get("/action/disapproves-of", params={"action": "accuses"}, headers=AS_PAGE).status_code == 400
    assert service.get("/actions/disaproves").status_code == 404


@pytest.mark.parametrize("path", ["/action/111", "/action/111?from=2015-01-01"])
def test_a_code_leads_to_its_action(service: httpx.Client, path: str) -> None:
    answer = service.get(path, headers=AS_PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, path.replace("111", "criticizes"))


def test_programs_get_rdf_or_the_look_up(service: httpx.Client) -> None:
    assert "skos:broader" in service.get("/action/criticizes", headers={"Accept": "text/turtle"}).text
    asked = service.get("/action/criticizes", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/actions/criticizes")


def test_publishers_are_told_on_the_first_page(service: httpx.Client) -> None:
    items = service.get("/publishers").json()["items"]
    assert [(each["publisher"], each["documents"]) for each in items] == [("Demo Wire", 3), ("Second Wire", 2)]
    assert service.get("/publishers", params={"format": "csv", "limit": 1}).text.count("\n") == 2
    home = service.get("/", headers=AS_PAGE).text
    assert 'search?publisher=Demo+Wire">Demo Wire</a> <span class="quiet">3 articles' in home
