"""A page that is asked for again is given again until something is written, unless its making went wrong."""

import httpx
import pytest
from fastapi import Request, Response
from http_world import WRITE

from communique.api.http.explorer import search
from communique.api.http.explorer.home import home_page
from communique.api.http.routes import explorer
from communique.graph import SearchTimeError

PEOPLE = {"Accept": "text/html"}
ARTICLE = {"text": "Russia criticized France on Monday.", "date": "2016-02-02", "source": "Demo Wire"}


def test_a_page_is_made_once_until_something_is_written(
    writable: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(request: Request) -> Response:
        made.append(request.url.path)
        return home_page(request)

    monkeypatch.setattr(explorer, "home_page", counted)
    pages = [writable.get("/", headers=PEOPLE) for _ in range(3)]
    assert len({page.text for page in pages}) == 1 and len({page.headers["ETag"] for page in pages}) == 1
    assert made == ["/"]
    assert writable.post("/documents", json=ARTICLE, headers=WRITE).json()["stored"] == 1
    after = writable.get("/", headers=PEOPLE)
    assert made == ["/", "/"] and "criticized France" in after.text and after.text != pages[0].text


def test_a_page_says_to_each_what_he_asked_for(writable: httpx.Client) -> None:
    for _ in range(2):
        assert writable.get("/actor/rus", headers=PEOPLE).headers["Content-Type"].startswith("text/html")
        assert writable.get("/actor/rus", headers={"Accept": "text/turtle"}).text.startswith("@prefix")
        assert writable.get("/relations").headers["Content-Type"] == "application/json"
        assert "<table" in writable.get("/relations", headers=PEOPLE).text


def test_a_search_that_took_too_long_is_tried_again(writable: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object) -> None:
        raise SearchTimeError("it took too long")

    with monkeypatch.context() as patch:
        patch.setattr(search, "_matching", too_long)
        assert "it took too long" in writable.get("/search?q=aggression", headers=PEOPLE).text
    again = writable.get("/search?q=aggression", headers=PEOPLE).text
    assert "it took too long" not in again and "Russia accused Turkey" in again
