"""What a large request leaves behind: its memory goes back to the system, and graphs are added without their text."""

import asyncio
import gc
import platform
import sys
from collections.abc import Collection
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


def test_what_a_small_request_leaves_is_not_worth_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    for size in (memory.LARGE - 1, memory.LARGE):
        monkeypatch.setattr(memory, "give_back", lambda size=size: given.append(size))

        async def asked(size: int = size) -> None:
            memory.give_back_after(size)
            await asyncio.get_running_loop().shutdown_default_executor()

        asyncio.run(asked())
    assert given == [memory.LARGE]


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
        # What stands in the place of something else is one transaction, and blank nodes are new ones.
        assert not opened.put_graph("urn:notes", [blank], replace=True)
        assert not opened.put_graph("urn:notes", [blank], replace=False)
        found = list(opened.world.store.match(None, p, None, ox.NamedNode("urn:notes")))
        assert len({quad.subject for quad in found}) == len(found) == 2


def test_of_a_graph_that_is_replaced_only_what_differs_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, changes = small_graph(tmp_path / "store"), list[tuple[int, int]]()
    change = opened.world.store.change

    def noted(remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[ox.NamedNode] = ()) -> None:
        changes.append((len(remove), len(insert)))
        change(remove, insert, drop)

    monkeypatch.setattr(opened.world.store, "change", noted)
    monkeypatch.setattr(opened.world.store, "update", lambda *_: pytest.fail("an update was written"))
    lines = [f'<urn:n:{number}> <urn:p> "{number}" .' for number in range(10)]
    with serving(Settings(tmp_path / "store", token=TOKEN), opened) as address, client(address) as asked:
        for graph in ("graph=urn:notes", "default"):

            def put(*some: str, graph: str = graph) -> int:
                headers = {"Content-Type": "text/turtle", **WRITE}
                return asked.put(f"/gsp?{graph}", content="\n".join(some), headers=headers).status_code

            def there(graph: str = graph) -> set[str]:
                return set(asked.get(f"/gsp?{graph}", headers={"Accept": "application/n-triples"}).text.splitlines())

            # What is in the default graph already stays there.
            before = list(there()) if graph == "default" else []
            changes.clear()
            assert put(*before, *lines) in (201, 204) and changes == [(0, 10)]
            assert put(*before, *lines) == 204 and changes == [(0, 10)]
            assert put(*before, *lines[1:], "<urn:n:0> <urn:p> 0, 1 .") == 204 and changes[1:] == [(1, 2)]
            assert there() >= set(lines[1:]) and lines[0] not in there() and len(there()) == len(before) + 11


def test_of_a_graph_that_is_replaced_nothing_stays_that_was_not_sent(tmp_path: Path) -> None:
    with small_graph(tmp_path / "store") as opened:
        node, p = ox.NamedNode("urn:n"), ox.NamedNode("urn:p")
        some = [ox.Triple(node, p, ox.Literal(str(number))) for number in range(3)]
        more = [ox.Triple(node, p, ox.Literal(str(number))) for number in range(9)]
        # With a blank node, with nothing in common, with more than twice as many.
        for had in ([ox.Triple(ox.BlankNode("b"), p, node), *some], [ox.Triple(node, p, node)], more):
            opened.put_graph("urn:other", had, replace=True)
            opened.put_graph("urn:other", some, replace=True)
            found = opened.graph("urn:other", "application/n-triples")
            assert found is not None and set(found.decode().splitlines()) == {f"{each} ." for each in some}
