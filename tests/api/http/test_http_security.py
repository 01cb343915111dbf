"""Who may do what, how often, and what every answer says to browsers; nothing inside shows outside."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, client, report, serving, small_graph

from communique.api.settings import Settings, settings_from
from communique.api.tokens import Scope, Token, tokens_from
from communique.ontology.types.document import Document
from communique.ontology.types.report import Extraction

SECRETS = {scope: f"secret-of-{scope.name.lower()}-tokens" for scope in Scope}
TOKENS = tuple(Token(scope, secret) for scope, secret in SECRETS.items())
UPDATE = "INSERT DATA { GRAPH <urn:notes> { actor:rus rdfs:comment 'mine' } }"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("guarded") / "store"
    settings = Settings(folder, tokens=TOKENS, open_reads=False)
    with serving(settings, small_graph(folder)) as address, client(address) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/events", Scope.READ),
        ("/sparql?query=ASK{}", Scope.READ),
        ("/actor/rus", Scope.READ),
        ("/gsp?default", Scope.READ),
    ],
)
def test_reading_may_need_a_token(guarded: httpx.Client, path: str, wanted: Scope) -> None:
    assert guarded.get(path).status_code == 401
    assert guarded.get(path, headers=bearer("wrong")).status_code == 401
    assert guarded.get(path, headers={"Authorization": f"Basic {SECRETS[wanted]}"}).status_code == 401
    assert all(guarded.get(path, headers=bearer(SECRETS[scope])).status_code == 200 for scope in Scope)


def test_a_token_is_never_taken_from_the_address(guarded: httpx.Client) -> None:
    for name in ("token", "access_token", "authorization"):
        assert guarded.get("/events", params={name: SECRETS[Scope.ADMIN]}).status_code == 401


def test_health_needs_no_token(guarded: httpx.Client) -> None:
    assert guarded.get("/healthz").json() == {"status": "ok", "writing": True}


def test_scopes(guarded: httpx.Client) -> None:
    def forget(scope: Scope) -> int:
        return guarded.delete("/documents/none", headers=bearer(SECRETS[scope])).status_code

    def update(scope: Scope) -> int:
        headers = {**bearer(SECRETS[scope]), "Content-Type": "application/sparql-update"}
        return guarded.post("/sparql", content=UPDATE, headers=headers).status_code

    def drop(scope: Scope) -> int:
        return guarded.delete("/gsp?graph=urn:none", headers=bearer(SECRETS[scope])).status_code

    assert [forget(scope) for scope in Scope] == [403, 404, 404]
    assert [update(scope) for scope in Scope] == [403, 403, 204]
    assert [drop(scope) for scope in Scope] == [403, 403, 404]


def test_the_document_says_what_wants_a_token(guarded: httpx.Client) -> None:
    paths = guarded.get("/openapi.json").json()["paths"]
    open_to_all = {path for path, methods in paths.items() for each in methods.values() if "security" not in each}
    assert open_to_all == {"/healthz"}


def test_tokens_come_from_environment_and_file(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("# who reads\nread: first\n\nADMIN:two:with-colon\n", encoding="utf-8")
    found = settings_from(
        {"COMMUNIQUE_TOKENS": "write:three, read:four", "COMMUNIQUE_TOKENS_FILE": str(file), "COMMUNIQUE_TOKEN": "five"}
    )
    assert [(token.scope.name, token.secret) for token in found.all_tokens] == [
        ("READ", "first"),
        ("ADMIN", "two:with-colon"),
        ("WRITE", "three"),
        ("READ", "four"),
        ("ADMIN", "five"),
    ]
    assert not any(secret in repr(found) for secret in ("first", "two:", "three", "four", "five"))


@pytest.mark.parametrize(
    ("environment", "answered"),
    [
        ({"COMMUNIQUE_TOKENS": "root:secret-word"}, "COMMUNIQUE_TOKENS:1"),
        ({"COMMUNIQUE_TOKENS": "write:"}, "COMMUNIQUE_TOKENS:1"),
        ({"COMMUNIQUE_TOKENS_FILE": "no-such-file"}, "no-such-file"),
        ({"COMMUNIQUE_READ": "token"}, "COMMUNIQUE_READ"),
        ({"COMMUNIQUE_READ": "closed"}, "closed"),
        ({"COMMUNIQUE_RATE": "many"}, "COMMUNIQUE_RATE"),
        ({"COMMUNIQUE_MEMORY": "-1"}, "COMMUNIQUE_MEMORY"),
    ],
)
def test_settings_that_make_no_sense_are_told(environment: dict[str, str], answered: str) -> None:
    with pytest.raises(ValueError, match=re.escape(answered)) as raised:
        settings_from(environment)
    assert "secret-word" not in str(raised.value)


def test_a_token_file_names_the_line() -> None:
    with pytest.raises(ValueError, match="here:2"):
        tokens_from("read:a\nnonsense\n", "here")


def test_a_client_may_ask_so_often_and_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with serving(Settings(folder, rate=5), small_graph(folder)) as address, client(address) as made:
        answers = [made.get("/healthz") for _ in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert answers[-1].headers["content-type"] == "application/problem+json"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        # Who comes by way of a proxy of this machine is another client.
        assert made.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 200
        # Of IPv6 he has all addresses that begin alike.
        far = [made.get("/healthz", headers={"X-Forwarded-For": f"2001:db8::{at}"}).status_code for at in range(1, 8)]
        assert far == [200] * 5 + [429] * 2
        assert made.get("/healthz", headers={"X-Forwarded-For": "2001:db8:0:1::1"}).status_code == 200


class LinkedPage(HTMLParser):
    """The inline scripts and styles of a page, and whatever would run outside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.handlers: list[str] = []
        self.links: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag if tag in self.inline and "src" not in given else ""
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        self.links += [value for name, value in attrs if name in ("href", "src", "action") and value]

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline[self._inside].append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser gives it
        self._inside = ""


@pytest.mark.parametrize(
    "path", ["/docs", "/sparql", "/sparql?query=SELECT*{?s ?p ?o}LIMIT 3", "/sparql?query=SELECT{"]
)
def test_pages_keep_to_a_strict_policy(service: httpx.Client, path: str) -> None:
    answer = service.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; base-uri 'none'") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy
    if answer.headers["content-type"].startswith("text/html"):
        page = LinkedPage(answer.text)
        assert page.handlers == []
        for text in page.inline["script"] + page.inline["style"]:
            assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy, text
        assert [link for link in page.links if "://" in link and "w3id.org" not in link and "w3.org" not in link] == []


def test_the_page_of_the_endpoint_has_prefixes_and_examples_that_run(service: httpx.Client) -> None:
    page = service.get("/sparql", headers={"Accept": "text/html"}).text
    assert "PREFIX act: &lt;https://w3id.org/communique/action/&gt;" in page
    examples = [link for link in LinkedPage(page).links if link.startswith("sparql?query=")]
    assert len(examples) == len(service.get("/queries").json()["items"])
    for link in examples:
        answer = service.get(f"/{link}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "<table " in answer.text


def test_links_of_a_page_lead_to_this_service_or_show_where_to(service: httpx.Client) -> None:
    base = "https://w3id.org/communique/"
    for iri, place in ((f"{base}actor/rus", "/actor/rus"), (f"{base}/evil.example/x", "/evil.example/x")):
        query = {"query": f"SELECT (<{iri}> AS ?x) {{}}", "format": "html"}
        links = LinkedPage(service.get("/sparql", params=query).text).links
        assert all(link.startswith(("/", "#", "data:")) and not link.startswith("//") for link in links), links
        # Below the row are the forms in which the answer can be saved, and then the foot of the page.
        editor, row, *saved = links[: links.index("/relations")][-6:]
        assert (row, {link.partition("?")[0] for link in saved}) == (place, {"/sparql"})
        assert editor.startswith("/sparql#query=")
    shown = service.get("/queries/partners?actor=rus", headers={"Accept": "text/html"}).text
    assert any(link.startswith("/sparql#query=") for link in LinkedPage(shown).links)


def test_where_an_answer_leads_does_not_depend_on_what_the_client_calls_us(service: httpx.Client) -> None:
    headers = {"Host": "evil.example", "Accept": "text/html"}
    paths = ("/graph", "/actor/Russia", "/relation/Russia/USA", "/search?from=&to=2016-01-01")
    places = [service.get(path, headers=headers).headers["location"] for path in paths]
    assert places == ["/sparql", "/actor/rus", "/relation/rus/usa", "/search?to=2016-01-01"]


def test_a_document_is_a_page_with_its_words_marked(service: httpx.Client) -> None:
    answer = service.get("/doc/d3", headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    words = 'id="words-1" title="Russia accused Turkey (asserted)" data-reports="1"'
    mark = f'<mark {words}><a href="#report-1">accused</a></mark>'
    assert f"Russia {mark} Turkey" in answer.text
    assert LinkedPage(answer.text).handlers == [] and "unsafe" not in answer.headers["content-security-policy"]


def test_markup_in_a_document_stays_text(tmp_path: Path) -> None:
    text = '<script>alert(1)</script> Russia "accused" <img src=x onerror=alert(1)> Turkey.'
    answered = report("x", text, '"accused"', "rus", "accuses", "tur")
    folder = tmp_path / "store"
    opened = small_graph(folder)
    opened.store(Extraction(Document("x", text, "<b>", source="</pre><script>"), (answered,)))
    with serving(Settings(folder), opened) as address, client(address) as made:
        page = made.get("/doc/x", headers={"Accept": "text/html"}).text
    found = LinkedPage(page)
    assert found.handlers == [] and found.inline["script"] == []
    assert "<img" not in page and "<b>" not in page and "<mark" in page and "&#34;accused&#34;</a></mark>" in page


def test_text_is_never_rendered_as_html(service: httpx.Client) -> None:
    query = """SELECT ("<script>alert(1)</script>\\t'\\"" AS ?x) (<http://e/'onclick=1> AS ?y) {}"""
    answer = service.get("/sparql", params={"query": query, "format": "html"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\t&#39;&#34;" in answer.text
    assert LinkedPage(answer.text).handlers == [] and LinkedPage(answer.text).inline["script"] == []
    rows = service.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "format": "html"}).text
    assert rows.count("<tr>") == 2001 and "first 2000 rows" in rows


def test_every_answer_has_the_headers_for_safety(service: httpx.Client) -> None:
    for path in ("/events", "/nothing", "/events?limit=0", "/sparql?query=ASK{}", "/export/graph.nq"):
        headers = service.get(path).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("failing", ["/stats", "/events", "/sparql"])
def test_a_failure_inside_shows_nothing_of_it(tmp_path: Path, failing: str) -> None:
    folder = tmp_path / "store"
    opened = small_graph(folder)
    with serving(Settings(folder, token=TOKEN), opened) as address, client(address) as made:
        opened.close()
        answer = made.get(failing)
        assert answer.status_code in (400, 500) and answer.headers["content-type"] == "application/problem+json"
        assert "Traceback" not in answer.text and str(tmp_path) not in answer.text and ".py" not in answer.text
