"""Exports are written by processes of their own, which end with whoever asked for them, and at their limits."""

import html
import io
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import networkx as nx
import pytest
from http_world import TOKEN, client, serving, small_graph

from communique.api.settings import Settings

_PROC = Path("/proc/self/stat")
_IDLE = (sys.executable, "-c", "import time; time.sleep(600)  # an export")
_ENDLESS = (sys.executable, "-c", "while True: print('x' * 10_000)  # an export")


@pytest.fixture
def exporting(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "store"
    with serving(Settings(folder, token=TOKEN, memory=1 << 20), small_graph(folder)) as found, client(found) as made:
        yield made


def test_what_is_opened_in_gephi_is_what_the_page_shows(writable: httpx.Client) -> None:
    for query in ("around=Turkey", "around=usa&quad=3", "around=usa&level=actor", ""):
        page = writable.get(f"/network?{query}", headers={"Accept": "text/html"}).text
        shown = set(re.findall(r'data-source="([^"]*)" data-target="([^"]*)"', page))
        (link,) = re.findall(r'href="[^"]*?(export/graph\.gexf\?[^"]*)"', page)
        network = nx.read_gexf(io.BytesIO(writable.get(f"/{html.unescape(link)}").content))
        assert shown and {edge[:2] for edge in network.edges if edge[0] != edge[1]} == shown
    assert writable.get("/export/graph.gexf", params={"around": "Nobodyland"}).status_code == 400


def writers() -> list[str]:
    """Give the processes that write an export of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = path.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(os.getpid()) and "export" in path.joinpath("cmdline").read_text():
                found.append(path.name)
        except OSError:
            continue
    return found


def gone() -> bool:
    deadline = time.monotonic() + 30
    while writers() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not writers()


def test_an_export_beyond_the_limits_is_a_problem(exporting: httpx.Client) -> None:
    answer = exporting.get("/export/graph.nq")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "more memory than allowed" in answer.json()["detail"]


@pytest.mark.skipif(not _PROC.is_file(), reason="there is no /proc to look into")
def test_who_leaves_before_the_first_part_ends_the_export(
    exporting: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.api.http.answers.exporting.COMMAND", _IDLE)
    # Two at once: were their turns not given back, the last would wait for ever.
    for _ in range(3):
        with pytest.raises(httpx.ReadTimeout):
            exporting.get("/export/graph.gexf", timeout=1)
        assert gone()


@pytest.mark.skipif(not _PROC.is_file(), reason="there is no /proc to look into")
def test_who_leaves_later_or_does_not_read_on_ends_the_export(
    exporting: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.api.http.answers.exporting.COMMAND", _ENDLESS)
    with exporting.stream("GET", "/export/graph.nq") as answer:
        # Whoever lets the iterator go closes the connection.
        parts = answer.iter_bytes()
        assert next(parts).startswith(b"xxx")
        assert writers()
    assert gone()
    monkeypatch.setattr("communique.api.http.answers.exporting.PATIENCE", 0.3)
    place = urlsplit(str(exporting.base_url))
    with socket.create_connection((place.hostname, place.port)) as lazy:
        lazy.sendall(b"GET /export/graph.nq HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert lazy.recv(1)
        assert gone()


def test_a_failed_export_tells_nothing_of_the_inside(exporting: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.api.http.answers.exporting.COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    answer = exporting.get("/export/graph.ttl")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "Traceback" not in answer.text and "process" not in answer.text
    # The server closes it; who is not told would ask by it again, and be cut off.
    assert answer.headers["connection"] == "close"
