"""Following the service while it is written to: changes in order, pages that stay whole, words found at once."""

import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, extractions, report, serving, small_graph

import communique.graph.table.making as making
from communique.api.ingest import ingest
from communique.api.settings import Settings
from communique.graph.stores.changes import ChangeKind, DocumentChange
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.world import World
from communique.graph.table import listing
from communique.ontology.types.document import Document
from communique.ontology.types.report import Extraction


class OneSentenceCoder:
    """A coder that reads in every text that Russia accuses Turkey."""

    def extract_each(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            yield Extraction(document, (report(document.id, document.text, document.text, "rus", "accuses", "tur"),))


def changes(service: httpx.Client, since: int = 0, **parameters: object) -> list[tuple[str, str]]:
    answer = service.get("/changes", params={"since": since, **parameters})
    assert answer.status_code == 200, answer.text
    return [(item["kind"], item["document"]) for item in answer.json()["items"]]


def test_changes_come_in_order_each_document_once(writable: httpx.Client) -> None:
    # What was stored before there was a log is found.
    assert changes(writable) == [("entered", f"d{n}") for n in range(1, 6)]
    last = writable.get("/changes").json()["last"]
    assert writable.delete("/documents/d2", headers=WRITE).status_code == 204
    assert changes(writable, last) == [("left", "d2")]
    assert changes(writable) == [("entered", f"d{n}") for n in (1, 3, 4, 5)] + [("left", "d2")]
    page = writable.get("/changes", params={"limit": 2}).json()
    assert (len(page["items"]), page["more"]) == (2, True)
    rest = writable.get("/changes", params={"since": page["last"]}).json()
    assert [item["document"] for item in rest["items"]] == ["d4", "d5", "d2"] and rest["more"] is False


def test_what_came_over_other_ways_is_noted_too(writable: httpx.Client) -> None:
    last = writable.get("/changes").json()["last"]
    document = "https://w3id.org/communique/doc/d5"
    assert writable.delete("/gsp", params={"graph": document}, headers=WRITE).status_code == 204
    assert changes(writable, last) == [("left", "d5")]


def test_the_log_outlives_the_service_and_knows_what_was_ingested_without_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as address, client(address) as made:
        made.delete("/documents/d1", headers=WRITE)
        last = made.get("/changes").json()["last"]
    with small_graph(folder) as opened:
        # It stores d1 anew, and the others as they are.
        found = ingest([Document("d9", "Accused."), Document("d9", "Accused.")], opened, OneSentenceCoder())
        assert [outcome.kind for outcome in found] == ["stored", "unchanged"]
        noted = [DocumentChange(last + 1, ChangeKind.ENTERED, "d1"), DocumentChange(last + 2, ChangeKind.ENTERED, "d9")]
        assert opened.changes(last) == noted
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as address, client(address) as made:
        assert changes(made, last) == [("entered", "d1"), ("entered", "d9")]


def test_the_command_line_notes_what_it_ingests(tmp_path: Path) -> None:
    article = tmp_path / "one.jsonl"
    article.write_text('{"id": "x", "text": "Russia criticized Turkey.", "date": "2015-12-15"}\n', encoding="utf-8")
    command = [sys.executable, "-m", "communique.api.command", "ingest", article, "--store", tmp_path / "store"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    log = Journal(journal_file(tmp_path / "store"))
    assert [change.kind for change in log.since(0, 10)] == [ChangeKind.ENTERED]
    log.close()


def test_pages_stay_whole_while_documents_come_and_go(writable: httpx.Client) -> None:
    documents = writable.get("/documents", params={"limit": 2}).json()
    relations = writable.get("/actors/rus/relations", params={"limit": 1}).json()
    # The very document on which the first page ends goes, and the first partner goes with it or before.
    last = documents["items"][-1]["id"]
    assert writable.delete(f"/documents/{last}", headers=WRITE).status_code == 204
    following = writable.get("/documents", params={"after": documents["next"]}).json()
    assert [item["id"] for item in following["items"]] == ["d1", "d2", "d5"]
    assert writable.delete("/documents/d3", headers=WRITE).status_code == 204
    rest = writable.get("/actors/rus/relations", params={"after": relations["next"]}).json()
    assert relations["items"][0]["partner"]["id"] == "tur"
    assert [item["partner"]["id"] for item in rest["items"]] == ["usa"]


def test_words_are_found_as_soon_as_they_are_stored_and_no_longer(writable: httpx.Client) -> None:
    def found(words: str) -> int:
        return len(writable.get("/events", params={"text": words}).json()["items"])

    assert (found("aggression"), found("washington")) == (1, 1)
    assert writable.delete("/documents/d3", headers=WRITE).status_code == 204
    assert (found("aggression"), found("washington")) == (0, 1)
    move = "DELETE { GRAPH ?d { ?r dip:sentence ?s } } INSERT { GRAPH ?d { ?r dip:sentence 'Paris snubbed Rome.' } } "
    update = f"{move} WHERE {{ GRAPH ?d {{ ?r dip:sentence ?s }} }}"
    headers = {**WRITE, "Content-Type": "application/sparql-update"}
    assert writable.post("/sparql", content=update, headers=headers).status_code == 204
    assert (found("washington"), found("snub")) == (0, 3)


def test_look_ups_have_the_time_of_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, events_in, found = threading.Event(), making.events_in, listing.FOUND

    def waiting(world: World) -> object:
        assert go.wait(60)
        return events_in(world)

    folder = tmp_path / "store"
    opened = small_graph(folder)
    with serving(Settings(folder, time_limit=1), opened) as address, client(address) as made:
        monkeypatch.setattr(making, "events_in", waiting)
        assert opened.world.journal is not None
        opened.world.journal.invalidate()
        early = made.get("/events", params={"text": "accuse"})
        assert (early.status_code, early.headers["retry-after"]) == (503, "5")
        assert "still being read" in early.json()["detail"] and "ask again" in early.json()["detail"]
        # Meanwhile the others are answered.
        assert made.get("/healthz").status_code == 200
        go.set()
        assert len(made.get("/events", params={"text": "accuse"}).json()["items"]) == 1
        endless = "EXISTS (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 1 FROM n WHERE i < 0)"
        monkeypatch.setattr(listing, "FOUND", found.replace("WHERE ", f"WHERE {endless} AND "))
        late = made.get("/events", params={"text": "policy"})
        assert late.status_code == 422 and "longer than 1 seconds" in late.json()["detail"]
        monkeypatch.setattr(listing, "FOUND", found)
        assert len(made.get("/events", params={"text": "policy"}).json()["items"]) == 1


def test_a_denial_is_found_with_what_it_denies(tmp_path: Path) -> None:
    with small_graph(tmp_path / "store") as opened:
        (event,) = opened.search('"did not accuse"')
        assert (event.actor_side, event.target_side) == ("rus", "tur")
        opened.forget("d3")
        # Nobody asserts it any more.
        assert list(opened.search('"did not accuse"')) == []
        opened.forget("d4")
        for name in ("d4", "d3"):
            opened.store(next(each for each in extractions() if each.document.id == name))
            # Denied, and then asserted, it is one event.
            assert len(list(opened.search("accuse"))) == (name == "d3")
