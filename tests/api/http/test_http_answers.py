"""Look-ups keep their answers until the next write, and those that count end in time."""

from collections.abc import Iterator
from unittest import mock

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.http.workers.answer_cache import AnswerCache, CachedAnswer, is_repeatable
from communique.api.http.workers.pool import QueryPool
from communique.api.http.workers.queries import Answer, Query, QueryError, Refusal
from communique.api.settings import Settings

LOOK_UPS = (
    "/actors/rus/relations",
    "/actors/rus/timeline",
    "/relations/rus/usa",
    "/events",
    "/actors/rus/relations?quad=3",
    "/actors/rus/relations?level=actor",
    "/actors/rus-mfa/timeline",
    "/relations/rus/usa?per=week",
    "/relations/rus/usa/path",
    "/events?actor=rus",
    "/disputed",
)


def saved(answers: AnswerCache, key: str, version: int) -> bytes | None:
    found = answers.get((key,), version)
    return None if found is None else found.body


def test_an_answer_is_kept_for_its_version_and_as_long_as_there_is_room() -> None:
    answers, first, second = (
        AnswerCache(most=2000),
        CachedAnswer("text/csv", b"12345"),
        CachedAnswer("text/csv", b"123456"),
    )
    answers.put(("a",), 1, first)
    assert saved(answers, "a", 1) == first.body
    assert answers.get(("a",), 2) is None
    assert answers.get(("b",), 1) is None
    answers.put(("b",), 1, second)
    assert answers.get(("a",), 1) is None
    assert saved(answers, "b", 1) == second.body


def test_keys_weigh_as_well() -> None:
    answers, answer = AnswerCache(most=1 << 20), CachedAnswer("text/csv", b"x")
    for number in range(20):
        answers.put((Query(f"ASK {{}} #{number:0100000}", "a", "b"),), 1, answer)
    assert len(answers) < 11
    answers.put((Query("ASK {}" + " " * (1 << 20), None, None, ("urn:x",)),), 1, answer)
    assert answers.get((Query("ASK {}" + " " * (1 << 20), None, None, ("urn:x",)),), 1) is None


@pytest.mark.parametrize(
    ("expression", "repeatable"),
    [
        ("COUNT(*)", True),
        ("1 < 2", True),
        ("rand()", False),
        ("NOW ( )", False),
        ("struuid()", False),
    ],
)
def test_what_differs_each_time_is_not_kept(service: httpx.Client, expression: str, repeatable: bool) -> None:
    query = f"SELECT ({expression} AS ?x) {{}}"
    assert is_repeatable(query) is repeatable
    one, other = (service.get("/sparql", params={"query": query}) for _ in range(2))
    assert (one.text == other.text) is repeatable


def test_whatever_may_differ_is_taken_to() -> None:
    assert not is_repeatable("SELECT ?r { BIND(0.5002<RAND()&&1>0 AS ?r) }")


def test_a_query_is_kept_with_its_form_and_its_graphs(service: httpx.Client) -> None:
    query, seen = "SELECT ?s { ?s a dip:Event } ORDER BY ?s LIMIT 1", set()
    for parameters in ({}, {"format": "csv"}, {"default-graph-uri": "https://example.org/none"}):
        one, other = (service.get("/sparql", params={"query": query, **parameters}) for _ in range(2))
        assert (one.text, one.headers["content-type"]) == (other.text, other.headers["content-type"])
        seen.add(one.text)
    assert len(seen) == 3


def test_a_kept_answer_takes_no_query_process(writable: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(query: str) -> httpx.Response:
        return writable.get("/sparql", params={"query": query})

    async def busy(_: QueryPool, __: Query) -> Answer:
        raise QueryError(Refusal.BUSY, "all query processes are busy")

    query = "SELECT (COUNT(*) AS ?n) { ?e a dip:Event }"
    long = "SELECT * { ?s ?p ?o } LIMIT 2500"
    too_long = "SELECT * { ?s ?p ?o . ?o ?q ?x } LIMIT 9000"
    before, whole, huge = ask(query), ask(long), ask(too_long)
    assert 1 << 18 < len(whole.content) < 1 << 20 < len(huge.content)
    with monkeypatch.context() as patched:
        patched.setattr(QueryPool, "answer", busy)
        assert ask(query).json() == before.json()
        assert ask(long).content == whole.content
        assert ask(too_long).status_code == 503
        assert ask(f"{query} LIMIT 1").status_code == 503
    update = {"update": "INSERT DATA { <https://example.org/e> a dip:Event }"}
    assert writable.post("/sparql", data=update, headers=WRITE).status_code == 204
    assert ask(query).json() != before.json()


def test_what_is_written_is_seen_by_who_asks_again(writable: httpx.Client) -> None:
    paths = ("/actors/fra/relations", "/actors/fra/timeline", "/relations/fra/syr", "/events")
    before = {path: writable.get(path) for path in paths}
    for path, answer in before.items():
        again = writable.get(path)
        assert (again.json(), again.headers["etag"]) == (answer.json(), answer.headers["etag"])
    article = {"text": "France accused Syria on Monday.", "date": "2015-12-15"}
    (stored,) = writable.post("/documents", json=article, headers=WRITE).json()["items"]
    assert stored["reports"] == 1
    for path, answer in before.items():
        assert writable.get(path).json() != answer.json()
    assert writable.delete(f"/documents/{stored['document']}", headers=WRITE).status_code == 204
    for path, answer in before.items():
        assert writable.get(path).json() == answer.json()


def test_a_look_up_that_was_answered_is_answered_again_as_it_was(
    service: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/actors/rus/relations?quad=3&limit=7"
    whole = {code: service.get(path, headers={"Accept-Encoding": code}) for code in ("gzip", "identity")}
    assert [answer.status_code for answer in whole.values()] == [200, 200]
    with monkeypatch.context() as patched:
        patched.setattr("communique.api.http.answers.answering.service_of", lambda _: pytest.fail("it is looked up"))
        for code, answer in whole.items():
            again = service.get(path, headers={"Accept-Encoding": code})
            assert (again.content, again.status_code) == (answer.content, 200)
            told = ("content-type", "content-encoding", "etag", "vary", "x-content-type-options")
            assert [again.headers.get(name) for name in told] == [answer.headers.get(name) for name in told]
    unchanged = service.get(path, headers={"If-None-Match": whole["gzip"].headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert service.get(path, headers={"Accept": "text/csv"}).text.startswith("actor,")
    assert service.get(f"{path}&quads=3").status_code == 400


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hasty") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=0.000001, most_time=0.000001)
    # A small table would be read before its engine looks at the clock.
    every_step = mock.patch("communique.graph.table.in_step._STEPS", 1)
    opened = small_graph(folder)
    opened.bring_in_step()
    with every_step, serving(settings, opened) as address, client(address) as made:
        yield made


@pytest.mark.parametrize("path", LOOK_UPS)
def test_a_look_up_ends_in_time(hasty: httpx.Client, path: str) -> None:
    answer = hasty.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["title"] == "Look-up refused: time"
    assert "longer than 1e-06 seconds" in answer.json()["detail"]
