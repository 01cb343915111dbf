"""What a large request leaves behind: its memory goes back to the system, and graphs are added without their text."""

import gc
import platform
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.http.protocol import memory, middleware
from communique.api.settings import Settings


def resident() -> int:
    """Give how many bytes of memory this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(
    sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="only glibc has to be asked for its memory"
)
def test_what_is_free_between_what_is_not_goes_back() -> None:
    held = [bytes(1000) for _ in range(200_000)]
    # One in a hundred stays, so that no arena is free as a whole.
    held[:] = held[::100]
    gc.collect()
    before = resident()
    memory.give_back()
    assert before - resident() > 50 << 20


def test_after_a_large_body_memory_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = list[int]()
    monkeypatch.setattr(middleware, "give_back_after", sizes.append)
    body = "\n".join(f'<urn:n:{number}> <urn:p> "{"x" * 1000}" .' for number in range(1100))
    with (
        serving(Settings(tmp_path / "store", token=TOKEN), small_graph(tmp_path / "store")) as address,
        client(address) as asked,
    ):
        headers = {"Content-Type": "text/turtle", **WRITE}
        assert asked.put("/gsp?graph=urn:notes", content=body, headers=headers).status_code == 201
    assert max(sizes) == len(body) > memory.LARGE


def test_a_graph_is_added_to_without_writing_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    p = ox.NamedNode("urn:p")
    one, two = (ox.Triple(ox.NamedNode(f"urn:n:{number}"), p, ox.Literal(str(number))) for number in (1, 2))
    blank = ox.Triple(ox.BlankNode("b"), p, ox.Literal("3"))
    with small_graph(tmp_path / "store") as opened:
        with monkeypatch.context() as patch:
            patch.setattr(opened.world.store, "update", lambda *_: pytest.fail("an update was written"))
            assert opened.put_graph("urn:notes", [one], replace=True)
            assert not opened.put_graph("urn:notes", [one, two], replace=False)
        there = opened.graph("urn:notes", "application/n-triples")
        assert there is not None and set(there.decode().splitlines()) == {f"{one} .", f"{two} ."}
        # What stands in the place of another is one transaction, and blank nodes are new ones.
        assert not opened.put_graph("urn:notes", [blank], replace=True)
        assert not opened.put_graph("urn:notes", [blank], replace=False)
        found = list(opened.world.store.match(None, p, None, ox.NamedNode("urn:notes")))
        assert len({quad.subject for quad in found}) == len(found) == 2
