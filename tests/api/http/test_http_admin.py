"""What people may do who sign in with a token that may write, and what nobody else may do in their name."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import client, serving, small_graph

from communique.api.settings import Settings
from communique.api.tokens import Scope, Token

WRITER, READER = "a-secret-that-may-write", "a-secret-that-may-read"
PEOPLE, PROGRAMS = {"Accept": "text/html"}, {"Accept": "application/json"}
ARTICLE = "Moscow criticises Washington\n\nRussia on Monday criticized the United States over its policy on Syria."
FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("admin") / "store"
    tokens = (Token(Scope.WRITE, WRITER), Token(Scope.READ, READER))
    with serving(Settings(folder, tokens=tokens), small_graph(folder)) as served:
        yield served


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    """Give a client that sends what browsers send with forms of a page, and keeps cookies as they do."""
    with client(address) as made:
        made.headers.update({**PEOPLE, "Origin": address, "Sec-Fetch-Site": "same-origin"})
        yield made


def form_token(page: httpx.Response) -> str:
    found = FORM_TOKEN.search(page.text)
    assert found, page.text
    return found[1]


def sign_in(browser: httpx.Client, token: str = WRITER) -> httpx.Response:
    fields = {"token": token, "form_token": form_token(browser.get("/admin"))}
    return browser.post("/admin/sign-in", data=fields)


def test_who_signs_in_gets_a_cookie_for_these_pages_alone_that_no_script_reads(browser: httpx.Client) -> None:
    answer = sign_in(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin")
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/admin", "Max-Age=3600"):
        assert part in cookie
    assert WRITER not in cookie
    page = browser.get("/admin")
    assert "Forget a document" in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    signed_out = browser.post("/admin/sign-out", data={"form_token": form_token(page)})
    assert signed_out.status_code == 303
    assert "Forget a document" not in browser.get("/admin").text


def test_nothing_that_a_stranger_gets_is_made_of_a_token(browser: httpx.Client, address: str) -> None:
    page = browser.get("/admin")
    (cookie,) = browser.cookies.values()
    # With anything signed by a token one could try out tokens in peace.
    assert (form_token(page), len(cookie)) == (cookie, 22)
    assert "Max-Age" not in page.headers["Set-Cookie"]
    with client(address) as other:
        assert form_token(other.get("/admin", headers=PEOPLE)) != cookie
    fields = {"token": WRITER, "form_token": "A" * 22}
    answer = browser.post("/admin/sign-in", data=fields)
    assert (answer.status_code, "this form has ended" in answer.text) == (403, True)


@pytest.mark.parametrize("token", [READER, "a-guess", ""])
def test_a_token_that_may_not_write_begins_no_session(browser: httpx.Client, token: str) -> None:
    answer = sign_in(browser, token)
    assert answer.status_code == 403
    assert "may not store and forget" in answer.text
    assert "Forget a document" not in browser.get("/admin").text


@pytest.mark.parametrize("path", ["documents", "forget", "sign-out"])
def test_without_a_session_nothing_is_done(browser: httpx.Client, path: str) -> None:
    answer = browser.post(f"/admin/{path}", data={"document": "d1"})
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "you are not signed in" in answer.text
    visiting = form_token(browser.get("/admin"))
    assert browser.post(f"/admin/{path}", data={"document": "d1", "form_token": visiting}).status_code == 403
    assert browser.get("/documents/d1", headers=PROGRAMS).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"form_token": ""}, {"form_token": "of-no-session"}])
def test_a_form_without_the_token_of_its_session_is_refused(browser: httpx.Client, sent: dict[str, str]) -> None:
    sign_in(browser)
    answer = browser.post("/admin/forget", data={"document": "d1", **sent})
    assert (answer.status_code, "this form has ended" in answer.text) == (403, True)
    assert browser.get("/documents/d1", headers=PROGRAMS).status_code == 200


def test_the_form_of_another_session_is_refused(browser: httpx.Client, address: str) -> None:
    with client(address) as other:
        other.headers.update(browser.headers)
        sign_in(other)
        theirs = form_token(other.get("/admin"))
    sign_in(browser)
    assert browser.post("/admin/forget", data={"document": "d1", "form_token": theirs}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(browser: httpx.Client, headers: dict[str, str]) -> None:
    sign_in(browser)
    mine = form_token(browser.get("/admin"))
    answer = browser.post("/admin/forget", data={"document": "d1", "form_token": mine}, headers=headers)
    assert (answer.status_code, "not from a page of this service" in answer.text) == (403, True)


def test_a_session_is_worth_nothing_at_the_api(browser: httpx.Client) -> None:
    sign_in(browser)
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
    assert browser.delete("/documents/d1", headers=cookie).status_code == 401
    sent = {"Content-Type": "text/plain", **cookie}
    assert browser.post("/documents", content=ARTICLE, headers=sent).status_code == 401


def test_a_changed_cookie_is_none(browser: httpx.Client) -> None:
    sign_in(browser)
    name, value = next(iter(browser.cookies.items()))
    browser.cookies.clear()
    assert "Forget a document" in browser.get("/admin", headers={"Cookie": f"{name}={value}"}).text
    browser.cookies.clear()
    other = value[:5] + ("A" if value[5] != "A" else "B") + value[6:]
    assert "Forget a document" not in browser.get("/admin", headers={"Cookie": f"{name}={other}"}).text


def test_articles_are_stored_and_forgotten(browser: httpx.Client) -> None:
    sign_in(browser)
    mine = form_token(browser.get("/admin"))
    nothing = browser.post("/admin/documents", data={"form_token": mine, "text": " "})
    assert (nothing.status_code, "There is nothing to store" in nothing.text) == (422, True)
    answered = {"form_token": mine, "published": "2015-12-15", "source": "Pasted Wire"}
    pasted = browser.post("/admin/documents", data={**answered, "text": ARTICLE.replace("\n", "\r\n")}, timeout=120)
    assert pasted.status_code == 200, pasted.text
    name = re.findall(r'href="/doc/([^"]+)"', pasted.text)[0]
    stored = browser.get(f"/documents/{name}", headers=PROGRAMS).json()
    assert (stored["title"], stored["source"]) == ("Moscow criticises Washington", "Pasted Wire")
    assert stored["published"] == "2015-12-15"
    assert {report["action"]["id"] for report in stored["reports"]} == {"criticizes"}
    found = browser.get("/admin", params={"document": name})
    assert "2 reports." in found.text
    gone = browser.post("/admin/forget", data={"form_token": form_token(found), "document": name})
    assert (gone.status_code, "Forgotten: Moscow criticises Washington" in gone.text) == (200, True)
    assert browser.get(f"/documents/{name}", headers=PROGRAMS).status_code == 404
    assert browser.post("/admin/forget", data={"form_token": mine, "document": name}).status_code == 404


def test_a_file_is_read_by_its_ending_and_what_cannot_be_read_is_told(browser: httpx.Client) -> None:
    sign_in(browser)
    table = "title,text,date\nOne,Turkey on Monday accused Russia of aggression.,2016-01-05\nTwo,,2016-01-05\n"
    files = {"file": ("articles.csv", table.encode(), "application/octet-stream")}
    fields = {"form_token": form_token(browser.get("/admin"))}
    answer = browser.post("/admin/documents", data=fields, files=files, timeout=120)
    assert (answer.status_code, "1 article could not be read" in answer.text) == (200, True), answer.text
    (name,) = re.findall(r'href="/doc/([^"]+)"', answer.text)
    assert browser.get(f"/documents/{name}", headers=PROGRAMS).json()["published"] == "2016-01-05"


def test_a_day_that_is_none_is_told(browser: httpx.Client) -> None:
    sign_in(browser)
    fields = {"form_token": form_token(browser.get("/admin")), "text": ARTICLE, "published": "yesterday"}
    answer = browser.post("/admin/documents", data=fields)
    assert (answer.status_code, "is no day" in answer.text) == (400, True)


def test_where_nobody_may_write_there_is_no_such_page(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "store", tokens=(Token(Scope.READ, READER),))
    with serving(settings, small_graph(tmp_path / "store")) as closed, client(closed) as browser:
        for answer in (browser.get("/admin", headers=PEOPLE), browser.post("/admin/sign-in", headers=PEOPLE)):
            assert (answer.status_code, "writing is off" in answer.text) == (403, True)
        assert "/admin" not in browser.get("/", headers=PEOPLE).text
