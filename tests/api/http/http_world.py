"""A small graph for the service: the shipped actors of five countries, five documents written by hand."""

import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from communique import graph
from communique.api.http.application import create_app
from communique.api.http.connections import Gate, GuardedConfig
from communique.api.http.outgoing.requests import Outgoing
from communique.api.settings import Settings
from communique.graph import EventGraph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.actors.register import Actors
from communique.ontology.lexicon.scheme import actions
from communique.ontology.types.actor import Actor
from communique.ontology.types.document import Document
from communique.ontology.types.report import DateBasis, Extraction, Report

TOKEN = "a-token-for-tests"
COUNTRIES = ("rus", "usa", "syr", "tur", "fra")
WRITE = {"Authorization": f"Bearer {TOKEN}"}


def some_actors() -> Actors:
    """Give the shipped actors of five countries, without those of the others."""
    known = gazetteer().actors
    return Actors(actor for actor in known.values() if actor.country in COUNTRIES and _self_contained(actor, known))


def _self_contained(actor: Actor, known: Actors) -> bool:
    bodies = (known.get(role.body) for role in actor.roles)
    return not actor.members and all(body is not None and body.country in COUNTRIES for body in bodies)


def report(
    document: str, text: str, trigger: str, actor: str, action: str, target: str | None, **more: object
) -> Report:
    """Give a report of a one-sentence text."""
    start = text.index(trigger)
    made = {
        "document": document,
        "action": action,
        "actor": actor,
        "target": target,
        "trigger": trigger,
        "span": (start, start + len(trigger)),
        "sentence": text,
        "sentence_span": (0, len(text)),
        "rule": "frame",
        "confidence": 0.9,
        **more,
    }
    if made.get("date") is not None:
        made["date_basis"] = DateBasis.STATED
    return Report(**made)  # type: ignore[arg-type]


def _one(name: str, day: str, source: str, text: str, *answered: tuple[object, ...], **more: object) -> Extraction:
    document = Document(name, text, "", dt.date.fromisoformat(day), source, f"https://example.org/{name}")
    reports = tuple(report(name, text, *part, **more) for part in answered)  # type: ignore[arg-type]
    return Extraction(document, reports)


def extractions() -> list[Extraction]:
    """Give five documents: the same criticism told twice, a strike and its denial, a visit, aid."""
    monday = dt.date(2015, 12, 14)
    return [
        _one(
            "d1",
            "2015-12-15",
            "Demo Wire",
            "Moscow criticized Washington over its policy.",
            ("criticized", "rus-gov", "criticizes", "usa-gov"),
            date=monday,
        ),
        _one(
            "d2",
            "2015-12-15",
            "Second Wire",
            "The Russian foreign ministry rebuked the United States on Monday.",
            ("rebuked", "rus-mfa", "criticizes", "usa"),
            date=monday,
        ),
        _one(
            "d3",
            "2015-11-24",
            "Demo Wire",
            "Russia accused Turkey of aggression in Syria.",
            ("accused", "rus", "accuses", "tur"),
            place="syr",
        ),
        _one(
            "d4",
            "2015-11-24",
            "Second Wire",
            "Russia did not accuse Turkey.",
            ("accuse", "rus", "accuses", "tur"),
            negated=True,
        ),
        _one(
            "d5",
            "2016-01-20",
            "Demo Wire",
            "France and the United States consulted; Paris consulted with Ankara.",
            ("consulted", "fra", "consults", "usa"),
            ("consulted with", "fra-mfa", "consults", "tur"),
        ),
    ]


@contextmanager
def serving(settings: Settings, opened: EventGraph | None = None, outgoing: Outgoing | None = None) -> Iterator[str]:
    """Run the service on a free port in a thread, and give its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    application = create_app(settings, opened, outgoing)
    gate = Gate(settings.connections, settings.connections_of_one)
    server = uvicorn.Server(
        GuardedConfig(application, gate, host="127.0.0.1", port=port, log_level="error", lifespan="on")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the service did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def small_graph(folder: Path) -> EventGraph:
    """Give the graph of the five documents, in a new store."""
    opened = graph.open(folder, actors=some_actors(), actions=actions())
    opened.store_all(extractions())
    return opened


def client(address: str, patience: float = 60) -> httpx.Client:
    """Give a client of the service, who waits so many seconds."""
    return httpx.Client(base_url=address, timeout=patience)
