"""What `kills.py` kills: all that writes to a store, each the same on every run, and run in a process of its own.

A writer takes the folder of a store, and says by lines of two words what it has done: ``stored NAME`` when a document
is stored, ``gone NAME`` when it is forgotten, ``inserted NUMBER`` when an update is acknowledged.
"""

import asyncio
import itertools
import json
import logging
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import httpx
from forked import Say
from imports import rows
from synthetic import stories

from communique import graph
from communique.api import opening
from communique.api.commands.serve import _by_one
from communique.api.http import service
from communique.api.http.answers import ingesting
from communique.api.http.answers.reading import CodingTask, Parsed, ParsingTask
from communique.api.http.workers.readers import Readers
from communique.api.ingest import ingest
from communique.api.settings import Settings
from communique.graph import EventGraph, ImportStep, back_up, import_tables, load_tables, planned_import, restore
from communique.graph.assembly import storing
from communique.graph.table import encoding, loads
from communique.ontology.actors import Actors, Gazetteer, gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import ActorKind, Document, Extraction

TOKEN = "kills"
Writer = Callable[[Path, Say], None]
# What the store holds before, and what is written: the first stories tell otherwise of documents that are there.
_BASE, _WRITTEN, _EVENTS = 1, 2, 220
_UPDATES = 40
# Rows that are loaded by a writer, and those that the event table alone holds before.
ROWS, BEFORE = 60, 20
_MANY = 600
_ARTICLES_AT_ONCE = 5


@cache
def known() -> Gazetteer:
    """Give the few actors that there are here: with all of them each look at a store would take seconds."""
    every = gazetteer()
    met = {name for seed in (_BASE, _WRITTEN) for each in read(seed).values() for name in _named(each)}
    met |= {actor.id for actor in every.actors.values() if actor.kind is ActorKind.COUNTRY}
    met |= {side for name in met if (side := every.actors.side(name, None)) in every.actors}
    return replace(every, actors=Actors(every.actors[name] for name in sorted(met)))


def _named(extraction: Extraction) -> Iterator[str]:
    for report in extraction.reports:
        yield report.actor
        yield from [report.target] if report.target else []


def opened(folder: Path, *, read_only: bool = False) -> EventGraph:
    """Open a store as all commands do."""
    return graph.open(folder, actors=known().actors, actions=actions(), read_only=read_only)


@cache
def read(seed: int) -> Mapping[str, Extraction]:
    """Give what is read from some documents, by their ids."""
    return {each.document.id: each for each in stories(_EVENTS, seed)}


def base(store: Path, say: Say) -> None:
    """Make the store that all others write to."""
    with opened(store) as g:
        g.store_all(read(_BASE).values())
        for number in range(3):
            g.update(f"INSERT DATA {{ GRAPH <urn:before> {{ <urn:n:{number}> <urn:p> {number} }} }}")
        load_tables(g, planned_import([_table(store, BEFORE)], form=None, columns=None), _unheard)
    say("made", "base")


def one_by_one(store: Path, say: Say) -> None:
    """Ingest documents, of which half are there and say something else."""

    class KnownReader:
        """Reads nothing: what these documents say is known."""

        def extract_each(self, documents: Iterable[Document]) -> Iterator[Extraction]:
            """Give what each document says."""
            return (found[document.id] for document in documents)

    found = read(_WRITTEN)
    with opened(store) as g:
        for outcome in ingest([each.document for each in found.values()], g, KnownReader(), version="kills"):
            say("stored", outcome.document)


def in_bulk(store: Path, say: Say) -> None:
    """Store as many in several batches, with new ones among them."""
    storing.FEW_REPORTS, storing.MOST_REPORTS = 60, 120
    new = {f"new-{name}": _renamed(each, f"new-{name}") for name, each in read(_WRITTEN).items()}
    with opened(store) as g:
        g.store_all([*new.values(), *itertools.islice(read(_WRITTEN).values(), 20)])
        for name in new:
            say("stored", name)


def forgetting(store: Path, say: Say) -> None:
    """Forget every other document."""
    with opened(store) as g:
        for name in _every_other():
            g.forget(name)
            say("gone", name)


def assembling(store: Path, say: Say) -> None:
    """Assemble all events anew."""
    with opened(store) as g:
        g.assemble()
    say("assembled", "all")


def importing(store: Path, say: Say) -> None:
    """Import a table in the form of GDELT."""
    with opened(store) as g:
        import_tables(g, planned_import([_table(store, ROWS)], form=None, columns=None), _unheard)
    say("imported", "all")


def rows_into_the_table(store: Path) -> None:
    """Import the same into the event table alone."""
    with opened(store) as g:
        load_tables(g, planned_import([_table(store, ROWS)], form=None, columns=None), _unheard)


def loading(store: Path, say: Say) -> None:
    """Do so, and say it."""
    rows_into_the_table(store)
    say("imported", "all")


def loading_many(store: Path, say: Say) -> None:
    """Import more of them, in parts beside the table, as is done with millions."""
    encoding.BATCH, loads.MANY, loads.TOGETHER = 20, 40, 2
    with opened(store) as g:
        load_tables(g, planned_import([_table(store, _MANY)], form=None, columns=None), _unheard)
    say("imported", "all")


def backing_up(store: Path, say: Say) -> None:
    """Make a backup."""
    target = store.with_name("backup")
    if not target.exists():
        back_up(store, target, partial(opened, read_only=True))
    say("backed-up", "all")


def restoring(store: Path, say: Say) -> None:
    """Put the store of the beginning in the place of the one that is there."""
    restore(store.with_name("base"), store, replace=True)
    say("restored", "all")


def posting(client: httpx.Client, say: Say) -> None:
    """Post articles."""
    found = list(read(_WRITTEN).values())
    for first in range(0, len(found), _ARTICLES_AT_ONCE):
        lines = "\n".join(json.dumps({"id": each.document.id}) for each in found[first : first + _ARTICLES_AT_ONCE])
        answer = client.post("/documents", content=lines, headers={"Content-Type": "application/jsonl"})
        for item in answer.raise_for_status().json()["items"]:
            say("stored", item["document"])


def deleting(client: httpx.Client, say: Say) -> None:
    """Delete every other document."""
    for name in _every_other():
        if client.delete(f"/documents/{name}").status_code not in (204, 404):
            raise ValueError("not deleted")
        say("gone", name)


def updating(client: httpx.Client, say: Say) -> None:
    """Put updates, of which some ask for what is there."""
    for number in range(_UPDATES):
        data = f"<urn:n:{number}> <urn:p> {number}"
        update = f"INSERT DATA {{ GRAPH <urn:n> {{ {data} }} }}"
        if number % 8 == 0:
            update = f"INSERT {{ GRAPH <urn:n> {{ {data} }} }} WHERE {{ GRAPH <urn:before> {{ <urn:n:1> ?p ?o }} }}"
        client.post("/sparql", data={"update": update}).raise_for_status()
        say("inserted", str(number))


def putting(client: httpx.Client, say: Say) -> None:
    """Put graphs, the same graph again and again."""
    for number in range(_UPDATES):
        note = f"<urn:n:{number}> <urn:p> {number} ."
        headers = {"Content-Type": "text/turtle"}
        client.put("/gsp?graph=urn:notes", content=note, headers=headers).raise_for_status()
        say("put", str(number))


def reassembling(client: httpx.Client, say: Say) -> None:
    """Write documents as RDF, and forget them as graphs."""
    for name in _every_other()[:20]:
        answer = client.get(f"/documents/{name}", headers={"Accept": "application/json"})
        iri = "https://communique.example/none" if answer.status_code == 404 else answer.json()["iri"]
        if client.delete("/gsp", params={"graph": iri}).status_code not in (200, 204, 404):
            raise ValueError("not dropped")
        say("gone", name)


COMMANDS: Mapping[str, Writer] = {
    "ingest": one_by_one,
    "bulk": in_bulk,
    "forget": forgetting,
    "assemble": assembling,
    "import": importing,
    "import into the table": loading,
    "import of much into the table": loading_many,
    "backup": backing_up,
    "restore": restoring,
}
REQUESTS: Mapping[str, Callable[[httpx.Client, Say], None]] = {
    "POST": posting,
    "DELETE": deleting,
    "update": updating,
    "PUT": putting,
    "DELETE of a graph": reassembling,
}


def serving(store: Path, say: Say) -> None:
    """Run the service as `communique serve` does; articles are read by what knows what they say."""
    # What articles say is known here, whatever reads them.
    ingesting.coder_version = lambda *_: "kills"  # type: ignore[assignment]
    opening.known_actors = service.known_actors = lambda settings: known()  # noqa: ARG005
    Readers.read = Readers.patiently = _read  # type: ignore[method-assign,assignment]
    logging.disable()

    def listening(host: str, port: int) -> None:
        """Say where."""
        say(f"listening-{host}", str(port))

    _by_one(Settings(store, token=TOKEN), ("127.0.0.1", 0), listening, {"version": 1})


def asking(request: str, port: str, store: Path, say: Say) -> None:
    """Ask the service for what one kind of request writes, or make a backup of what it serves."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    if request not in REQUESTS:
        backing_up(store, say)
        return
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=600, trust_env=False) as client:
        REQUESTS[request](client, say)


async def _read(self: Readers, task: object, *_: object) -> bytes:  # noqa: ARG001 - in the place of a method
    await asyncio.sleep(0)
    if isinstance(task, ParsingTask):
        names = [json.loads(line)["id"] for line in task.articles.body.decode().splitlines()]
        return pickle.dumps(Parsed(tuple(read(_WRITTEN)[name].document for name in names), 0, is_whole=True))
    assert isinstance(task, CodingTask)
    return pickle.dumps(read(_WRITTEN)[task.document.id])


def _every_other() -> list[str]:
    return sorted(read(_BASE))[::2]


def _renamed(extraction: Extraction, name: str) -> Extraction:
    reports = tuple(replace(report, document=name) for report in extraction.reports)
    return Extraction(replace(extraction.document, id=name), reports)


def _table(store: Path, number: int) -> Path:
    table = store.with_name(f"{number}.export.CSV")
    if not table.exists():
        part = table.with_suffix(".part")
        part.write_text("".join(rows(number, number)), encoding="utf-8")
        # Whole or not at all: who is killed here is no writer to the store.
        part.replace(table)
    return table


def _unheard(step: ImportStep) -> None:
    """Hear how far an import has come."""
