"""Look-ups keep their answers until the next write, and those that count end in time."""

from collections.abc import Iterator

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from api.http.kept_answers import KeptAnswers
from api.settings import Settings

KEPT = ("/actors/rus/relations", "/actors/rus/timeline", "/relations/rus/usa", "/events")
COUNTED = (
    "/actors/rus/relations?quad=3",
    "/actors/rus/relations?level=actor",
    "/actors/rus-mfa/timeline",
    "/relations/rus/usa?per=week",
    "/relations/rus/usa/path",
    "/events?actor=rus",
    "/disputed",
)


def test_an_answer_is_kept_for_its_version_and_as_long_as_there_is_room() -> None:
    answers = KeptAnswers(most=10)
    answers.keep(("a",), 1, b"12345")
    assert answers.get(("a",), 1) == b"12345"
    assert answers.get(("a",), 2) is None
    assert answers.get(("b",), 1) is None
    answers.keep(("b",), 1, b"123456")
    assert answers.get(("a",), 1) is None
    assert answers.get(("b",), 1) == b"123456"


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


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hasty") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=0.0001, most_time=0.0001)
    with serving(settings, small_graph(folder)) as address, client(address) as made:
        yield made


@pytest.mark.parametrize("path", KEPT)
def test_what_assembly_keeps_needs_no_query_process(hasty: httpx.Client, path: str) -> None:
    assert hasty.get(path).status_code == 200


@pytest.mark.parametrize("path", COUNTED)
def test_a_look_up_that_counts_ends_in_time(hasty: httpx.Client, path: str) -> None:
    answer = hasty.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["title"] == "Look-up refused: time"
    assert "longer than 0.0001 seconds" in answer.json()["detail"]
