"""Who posts many documents and leaves has no more of them read; what was read by then is stored."""

import asyncio
import json
import pickle
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest
import uvicorn
from http_world import TOKEN, WRITE, client, serving, small_graph
from starlette.types import Message, Receive, Scope, Send

from communique.api.http.answers.reading import CodingTask
from communique.api.http.outgoing.forwarding import WriterClient
from communique.api.http.workers.readers import Readers
from communique.api.http.workers.reading_worker import ReadingTask
from communique.api.settings import Settings
from communique.ontology.types import Extraction

_BOUNDARY = "part"


def _lines() -> bytes:
    articles = [{"id": f"a{number}", "text": f"Nothing happened on day {number}."} for number in range(5)]
    return "\n".join(map(json.dumps, articles)).encode()


def _form(fields: dict[str, str], file: bytes) -> bytes:
    heads = [f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"' for name in fields]
    parts = [f"{head}\r\n\r\n{text}\r\n".encode() for head, text in zip(heads, fields.values(), strict=True)]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
    return b"".join(parts) + head.encode() + file + f"\r\n--{_BOUNDARY}--\r\n".encode()


@pytest.fixture(params=["/documents", "/admin/documents"])
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_who_leaves_has_no_more_documents_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    read, second, left = list[str](), threading.Event(), threading.Event()

    async def reading(_: Readers, task: ReadingTask, __: float) -> bytes:
        if not isinstance(task, CodingTask):
            return pickle.dumps(task.run(None, None))  # type: ignore[arg-type]
        read.append(task.document.id)
        if len(read) > 1:
            second.set()
            try:
                await asyncio.sleep(1000)
            finally:
                left.set()
        return pickle.dumps(Extraction(task.document, ()))

    monkeypatch.setattr(Readers, "_read", reading)
    settings = Settings(tmp_path / "store", token=TOKEN)
    with serving(settings, small_graph(tmp_path / "store")) as address, client(address) as service:
        head, body = _request(service, path)
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 60) as leaving:
            leaving.sendall(head.encode() + body)
            assert second.wait(60)
        assert left.wait(60)
        # Its turn is another's, and what was read before is stored.
        deadline = time.monotonic() + 60
        while service.get(f"/documents/{read[0]}").status_code == 404:
            assert time.monotonic() < deadline
        assert len(read) == 2 and service.get(f"/documents/{read[1]}").status_code == 404


def _request(service: httpx.Client, path: str) -> tuple[str, bytes]:
    """Give the head and the body of a request with five articles."""
    if path == "/documents":
        body, more = _lines(), f"Content-Type: application/x-ndjson\r\nAuthorization: {WRITE['Authorization']}\r\n"
    else:
        origin = {"Origin": str(service.base_url).rstrip("/")}
        signing = service.get("/admin").text
        sent = {"form_token": _token(signing), "token": TOKEN}
        assert service.post("/admin/sign-in", data=sent, headers=origin).status_code == 303
        cookies = "; ".join(f"{name}={value}" for name, value in service.cookies.items())
        body = _form({"form_token": _token(service.get("/admin").text)}, _lines())
        more = f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\nCookie: {cookies}\r\n"
        more += f"Origin: {origin['Origin']}\r\n"
    host = service.base_url.netloc.decode()
    return f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n{more}\r\n", body


def _token(page: str) -> str:
    return page.partition('name="form_token" value="')[2].partition('"')[0]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_who_leaves_a_replica_leaves_the_process_that_writes(tmp_path: Path, method: str) -> None:
    begun, left = threading.Event(), threading.Event()

    async def writer(_: Scope, receive: Receive, __: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        begun.set()
        assert (await receive())["type"] == "http.disconnect"
        left.set()

    async def receive() -> Message:
        """Give the body, and that the client leaves when the writer works."""
        if sent:
            return sent.pop(0)
        await asyncio.to_thread(begun.wait, 60)
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        raise AssertionError("there is nobody to send anything to")

    sent: list[Message] = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.request", "body": b"b"},
    ]
    place = tmp_path / "socket"
    server = uvicorn.Server(uvicorn.Config(writer, uds=str(place), lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.02)
    headers = [(b"content-length", b"2")] if method == "POST" else []
    scope = {"method": method, "raw_path": b"/documents", "query_string": b"", "scheme": "http", "headers": headers}

    async def forwarded() -> None:
        asking = WriterClient(place)
        await asyncio.wait_for(asking.forward({"type": "http", **scope}, receive, send), 60)
        await asking.close()

    asyncio.run(forwarded())
    assert left.wait(60)
    server.should_exit = True
    thread.join(timeout=30)
