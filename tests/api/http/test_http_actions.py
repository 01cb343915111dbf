"""Actions and publishers: to programs as JSON, tables and RDF, to people as pages."""

import html
import re

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


def test_the_page_of_an_action_says_what_it_is_and_who_did_it(service: httpx.Client) -> None:
    page = service.get("/action/disapproves-of", headers=AS_PAGE).text
    told = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert "From November 2015 to December 2015: 2 events. Most often: " in told
    assert "In a sentence A expressed disapproval of B" in told and "Goldstein score \u22122.0" in told
    assert "criticizes 111, 1 event" in told and "accuses 112, 1 event" in told and "sues 115" in told
    assert (
        'href="/search?actor=rus&amp;target=tur&amp;action=disapproves-of">Russia expressed disapproval of Turkey'
        in page
    )
    assert 'data-period="2015"' in page and 'href="/actions">all actions' in page
    below = service.get("/action/criticizes", headers=AS_PAGE).text
    assert re.search(r'href="/action/disapproves-of">[^<]*</a> <span class="quiet">11</span> \u203a', below)
    assert re.search("<li>\u201c[^<]+\u201d</li>", below), "sentences of the lexicon say so"


def test_all_actions_stand_in_their_tree_with_their_events(service: httpx.Client) -> None:
    items = {each["id"]: each for each in service.get("/actions").json()["items"]}
    assert (items["criticizes"]["broader"], items["criticizes"]["events"], items["disapproves-of"]["events"]) == (
        "disapproves-of",
        1,
        0,
    )
    late = service.get("/actions", params={"from": "2015-12-01"}).json()["items"]
    assert sum(each["events"] for each in late) < sum(each["events"] for each in items.values())
    page = service.get("/actions", headers=AS_PAGE).text
    rows = re.findall(r'class="deep-(\d)"><a href="/action/([^"]*)">.*?<td class="number">(?:<a [^>]*>)?(\d+)<?', page)
    counted = {name: (int(depth), int(events)) for depth, name, events in rows}
    assert len(counted) == len(items)
    # With those of narrower ones.
    assert (counted["disapproves-of"], counted["criticizes"]) == ((0, 2), (1, 1))
    table = service.get("/actions", params={"format": "csv"}).text
    assert table.startswith("action,label,cameo,broader,") and len(table.splitlines()) == len(items) + 1


def test_publishers_are_told_on_the_first_page(service: httpx.Client) -> None:
    items = service.get("/publishers").json()["items"]
    assert [(each["publisher"], each["documents"]) for each in items] == [("Demo Wire", 3), ("Second Wire", 2)]
    assert service.get("/publishers", params={"format": "csv", "limit": 1}).text.count("\n") == 2
    page = service.get("/publishers", headers=AS_PAGE).text
    assert 'search?publisher=Second+Wire">Second Wire</a></th><td>our reading</td><td class="number">2</td>' in page
    pairs = service.get("/relations", params={"limit": 1}, headers=AS_PAGE).text
    assert pairs.count('href="/relation/') == 1 and "limit=1&amp;format=csv" in pairs
    home = service.get("/", headers=AS_PAGE).text
    assert 'search?publisher=Demo+Wire">Demo Wire</a> <span class="quiet">3 documents' in home
