"""Texts of strangers are read in processes of their own: none holds up the service, and each is its own problem."""

import asyncio
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.http.workers.readers import Readers
from communique.api.settings import Settings

PLAIN, LINES = {"Content-Type": "text/plain"}, {**WRITE, "Content-Type": "application/x-ndjson"}
SENTENCE = "Russia criticized Turkey."
# A process that reads takes some seconds to start, on a busy machine many.
_PATIENCE = 300


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("freezes") / "store"
    # What a text of a few sentences takes beyond the model, and a long one does not.
    settings = Settings(folder, token=TOKEN, memory=48 << 20)
    with serving(settings, small_graph(folder)) as address, client(address, _PATIENCE) as made:
        yield made


def readers() -> set[str]:
    """Give the processes of ours that read."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = status.read_text().rpartition(")")[2].split()[1]
            command = status.with_name("cmdline").read_text()
        except OSError:
            continue
        if parent == str(os.getpid()) and "reading_worker" in command:
            found.add(status.parent.name)
    return found


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "hz", "x"])
def test_only_charsets_of_texts_are_decoded(reading: httpx.Client, charset: str) -> None:
    for path in ("/extract", "/documents"):
        headers = {**WRITE, "Content-Type": f"text/plain; charset={charset}"}
        answer = reading.post(path, content=b"a-" + b"b" * 1000, headers=headers)
        assert (answer.status_code, "send UTF-8" in answer.json()["detail"]) == (415, True)


@pytest.mark.parametrize("charset", ["windows-1252", "ISO-8859-15", "utf-16", "koi8-r", '"macintosh"', "shift_jis"])
def test_other_charsets_of_texts_are(reading: httpx.Client, charset: str) -> None:
    content = SENTENCE.encode(charset.strip('"'))
    answer = reading.post("/extract", content=content, headers={"Content-Type": f"text/plain; charset={charset}"})
    assert answer.json()["items"][0]["text"] == SENTENCE
    wrong = reading.post("/extract", content=b"\x81\xff\xd8", headers={"Content-Type": "text/plain; charset=utf-16"})
    assert wrong.status_code == 415


def test_a_body_is_read_no_further_than_is_allowed(reading: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * (1 << 16)

    for headers in (PLAIN, {"Content-Type": "text/plain; charset=utf-16"}):
        with pytest.raises((httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError)) as broken:
            answer = reading.post("/extract", content=endless(), headers=headers)
            assert answer.status_code == 413
            raise httpx.WriteError("an answer is as good as a closed connection")
        assert broken


def test_a_letter_with_thousands_of_marks_is_read(reading: httpx.Client) -> None:
    marks = "\u0345" * 47_000 + "\u0316" * 47_000
    answer = reading.post("/extract", content=f"{SENTENCE} a{marks}".encode(), headers=PLAIN)
    assert answer.status_code == 200
    assert len(answer.json()["items"][0]["text"]) < len(SENTENCE) + 40


def test_what_one_document_does_is_that_documents_problem(reading: httpx.Client) -> None:
    texts = [SENTENCE, f"{SENTENCE} " * 30_000, "France thanked Spain.", "It was built 4000 years ago.", "&#1; \x01"]
    lines = [json.dumps({"id": number, "text": text, "date": "2015-12-15"}) for number, text in enumerate(texts)]
    answer = reading.post("/documents", content="\n".join([*lines, "{"]), headers=LINES)
    found = answer.json()
    kinds = [item["kind"] for item in found["items"]]
    assert (answer.status_code, kinds[:4], kinds[5]) == (200, ["stored", "skipped", "stored", "stored"], "skipped")
    assert "more memory than allowed" in found["items"][1]["what"]
    assert reading.get(f"/documents/{found['items'][2]['document']}").json()["reports"]
    # The process that took too much is gone; the next one reads.
    assert reading.post("/extract", content=SENTENCE, headers=PLAIN).json()["items"][0]["reports"]
    large = reading.post("/extract", content=SENTENCE * 7_000, headers=PLAIN)
    assert large.status_code in (200, 422)


def test_a_body_of_too_many_articles_is_told(reading: httpx.Client) -> None:
    answer = reading.post("/documents", content='{"text":"Peace."}\n' * 10_001, headers=LINES)
    assert (answer.status_code, "10000 articles" in answer.json()["detail"]) == (413, True)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    before = readers()
    settings = Settings(tmp_path / "store", token=TOKEN, reading_time=1e-4)
    with serving(settings, small_graph(tmp_path / "store")) as address, client(address, _PATIENCE) as service:
        answer = service.post("/extract", content=SENTENCE, headers=PLAIN)
        assert (answer.status_code, answer.json()["title"]) == (422, "Reading refused: time")
        posted = service.post("/documents", content=SENTENCE, headers={**PLAIN, **WRITE})
        assert (posted.status_code, posted.json()["title"]) == (422, "Reading refused: time")
        assert service.get("/actors/rus").status_code == 200
    assert readers() <= before


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
def test_who_leaves_while_his_text_is_read_leaves_no_process(reading: httpx.Client) -> None:
    host, port = str(reading.base_url).removeprefix("http://").split(":")
    text = (f"{SENTENCE} " * 7_000).encode()
    for _ in range(3):
        with socket.create_connection((host, int(port))) as leaving:
            head = (
                f"POST /extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
            )
            leaving.sendall(head.encode() + text)
    assert reading.post("/extract", content=SENTENCE, headers=PLAIN).status_code == 200
    assert len(readers()) <= 4


def test_look_ups_go_on_while_the_longest_text_is_read(reading: httpx.Client) -> None:
    done: list[int] = []

    def read() -> None:
        with client(str(reading.base_url), _PATIENCE) as other:
            text = "The president of France said on Monday that it is so. " * 500
            done.append(other.post("/extract", content=text, headers=PLAIN).status_code)

    thread = threading.Thread(target=read)
    thread.start()
    answered = 0
    while thread.is_alive():
        assert reading.get("/actors/rus").status_code == 200
        answered += 1
    assert done[0] in (200, 422) and answered > 5


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/extract", "text/plain", b"Russia criticized Turkey."),
        ("/try", "application/x-www-form-urlencoded", b"text=Russia+criticized+Turkey."),
        ("/actors/resolve", "application/json", b'{"text": "Russia criticized Turkey."}'),
    ],
)
def test_who_leaves_gives_up_his_turn_and_his_place_among_those_who_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str, body: bytes
) -> None:
    begun, left = threading.Event(), threading.Event()

    async def endless(*_: object) -> bytes:
        begun.set()
        try:
            await asyncio.sleep(1000)
        finally:
            left.set()
        raise AssertionError

    monkeypatch.setattr(Readers, "_read", endless)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with serving(Settings(tmp_path / "store"), small_graph(tmp_path / "store")) as address:
        where = ("127.0.0.1", int(address.rpartition(":")[2]))
        for _ in range(3):
            # One has the turn, the others wait for it.
            clients = [socket.create_connection(where, 60) for _ in range(3)]
            for each in clients:
                each.sendall(head.encode() + body)
            assert begun.wait(60)
            for each in clients:
                each.close()
            assert left.wait(60)
            begun.clear()
            left.clear()
