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


def test_the_commonest_actions_stand_in_the_past_tense(writable: httpx.Client) -> None:
    assert "Most often: criticized (1)." in words_of(writable.get("/relation/rus/usa", headers=AS_PAGE).text)
