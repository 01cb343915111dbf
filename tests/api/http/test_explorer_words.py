"""What the explorer says of events reads as a sentence of a newspaper does, in lists, titles and suggestions."""

import html
import re

import httpx

AS_PAGE = {"Accept": "text/html"}


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


def test_names_stand_with_their_article(writable: httpx.Client) -> None:
    page = writable.get("/relation/rus/usa", headers=AS_PAGE).text
    assert "Russia criticized the United States" in words_of(page)
    assert 'the <a href="' in page and "the the" not in words_of(page).lower()
    (event,) = set(re.findall(r'href="([^"]*event/[^"]*)"', page))
    assert "<title>Russia criticized the United States" in writable.get(event, headers=AS_PAGE).text
    article = words_of(writable.get("/doc/d1", headers=AS_PAGE).text)
    assert "The Government of Russia criticized the Government of the United States" in article
    found = writable.get("/suggestions", params={"q": "russia criticizes usa"}).text
    assert "Russia criticized the United States" in found


def test_the_only_event_of_a_relation_is_told(writable: httpx.Client) -> None:
    said = "One event is known, of 14 December 2015: Russia criticized the United States."
    assert said in words_of(writable.get("/relation/rus/usa", headers=AS_PAGE).text)


def test_sentences_stand_without_marks_of_our_own(writable: httpx.Client) -> None:
    page = words_of(writable.get("/relation/rus/usa", headers=AS_PAGE).text)
    assert "Moscow criticized Washington over its policy. Demo Wire" in page
    for typed, shown in (("russia", "“russia”"), ('"over its"', '"over its"'), ("“over its", "“over its")):
        (words,) = (
            each for each in writable.get("/suggestions", params={"q": typed}).json() if "search?" in each["path"]
        )
        assert words["text"] == f"Sentences with {shown}"


def test_of_what_only_some_name_the_whole_is_a_click_away(writable: httpx.Client) -> None:
    page = writable.get("/relation/rus-mfa/usa?quad=3", headers=AS_PAGE).text
    assert "Only what names the Foreign Ministry of Russia and the United States" in words_of(page)
    assert 'relation/rus/usa?quad=3">All between Russia and the United States</a>' in page
    assert "Only what names" not in writable.get("/relation/rus/usa", headers=AS_PAGE).text


def test_reports_are_said_in_sentences(writable: httpx.Client) -> None:
    key = writable.get("/events", params={"actor": "rus", "target": "usa"}).json()["items"][0]["key"]
    page = words_of(writable.get(f"/event/{key}", headers=AS_PAGE).text)
    assert "The Government of Russia criticized the Government of the United States; asserted" in page
    assert "How Russia and the United States get on" in page
