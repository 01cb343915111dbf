"""A process that answers SPARQL queries over read-only snapshots, one at a time, within hard limits.

It rehearses updates, writes whole graphs, and parses RDF, too. `api.http.pool` starts it as a script of its own: it
imports nothing of ours, so that it starts at once. It reads a line of JSON for each and writes frames: a letter, the
length, the content. H is the head (media type), D a part of the answer, E its end, X why there is none; a small e or x
says that the process ends with it.
"""

import base64
import ctypes
import json
import os
import re
import resource
import struct
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

import pyoxigraph as ox

CHUNK = 1 << 16
HAS_PROC = os.path.exists("/proc/self/statm")  # noqa: PTH110 - pathlib would take its share of the start
OUT_OF_MEMORY, ORPHANED = 3, 4
# The kinds of errors that are the system's or the engine's: who has asked tells by their words what they mean.
SYSTEM, ENGINE = "system", "engine"
# What rdflib's clients call the default graph of a store.
RDFLIB_DEFAULT = "urn:x-rdflib:default"
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_SLOW = 0.5
# So often a process looks whether the one that has started it is there.
_LOOK = 0.5
# Of a thread, a quarter of what the service's own have.
_STACK = 1 << 21
# Triples within triples, so deep: who writes them into an update, and reads that, needs some stack for each.
_MOST_NESTED = 50
_XML = ("application/rdf+xml", "application/xml")
_ENTITIES = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def end_with(parent: int) -> None:
    """See that this process ends when the one that has started it is gone, however that ended.

    What computes for nobody would go on until its own limit. Every Unix gives an orphan another parent.
    """

    def look() -> None:
        """Look whether it is still there."""
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(ORPHANED)

    threading.Thread(target=look, daemon=True).start()


class Watch:
    """Ends the process when it takes too much memory, and lets others go first when a query takes long."""

    def __init__(self, memory: int, patience: float = _SLOW) -> None:
        self._memory, self._patience = memory, patience
        self._running = threading.Event()
        self._since = 0.0
        self.slow = False
        threading.Thread(target=self._look, daemon=True).start()

    def start(self, seconds: float) -> None:
        """Begin with a query that may take so many seconds of computing."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = usage.ru_utime + usage.ru_stime
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(used + seconds) + 2
        # Who has started the service may have set a limit, too.
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
        self._since = time.monotonic()
        self._running.set()

    def stop(self) -> bool:
        """End with the query, and tell whether the process is spent: its priority lowered, its memory grown."""
        self._running.clear()
        return self.slow or resident() > self._memory // 2

    def _look(self) -> None:
        while self._running.wait():
            time.sleep(0.02)
            if resident() > self._memory:
                os._exit(OUT_OF_MEMORY)
            if not self.slow and self._running.is_set() and time.monotonic() - self._since > self._patience:
                self.slow = True
                # To Linux the number of the process is that of its first thread, which computes.
                os.setpriority(os.PRIO_PROCESS, os.getpid(), min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10))


class Output:
    """What the engine writes to: frames of the answer, up to its greatest size."""

    def __init__(self, frames: BinaryIO, media_type: str, most: int) -> None:
        self._frames, self._left, self._buffer = frames, most, bytearray()
        self._head: bytes | None = json.dumps({"media_type": media_type}).encode()
        self.overrun = False

    def write(self, data: bytes) -> int:
        """Take a part of the answer."""
        self._left -= len(data)
        if self._left < 0:
            self.overrun = True
            raise OSError("the answer is larger than allowed")
        self._buffer += data
        if len(self._buffer) >= CHUNK:
            self._send()
            self._frames.flush()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the end flushes."""

    def end(self) -> None:
        """Send what is left."""
        self._send()

    def _send(self) -> None:
        if self._head is not None:
            frame(self._frames, b"H", self._head)
            self._head = None
        if self._buffer:
            frame(self._frames, b"D", bytes(self._buffer))
            self._buffer.clear()


def frame(output: BinaryIO, letter: bytes, content: bytes) -> None:
    """Write a frame."""
    output.write(struct.pack(">cI", letter, len(content)) + content)


class RefusedError(Exception):
    """There is no answer; the first argument says of what kind the reason is, the second what it is."""


def nodes(names: list[str] | None) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None:
    """Give the graphs of these names; ValueError for one that is no IRI."""
    if names is None:
        return None
    return [ox.DefaultGraph() if name == RDFLIB_DEFAULT else ox.NamedNode(name) for name in names]


def answer(store: ox.Store, request: dict[str, object], config: dict[str, object], output: BinaryIO) -> None:
    """Run a query and write its answer."""
    named = nodes(request["named_graphs"])  # type: ignore[arg-type]
    result = store.query(
        str(request["query"]),
        base_iri=str(config["base"]),
        prefixes=config["prefixes"],  # type: ignore[arg-type]
        default_graph=nodes(request["default_graphs"]),  # type: ignore[arg-type]
        named_graphs=named,  # type: ignore[arg-type]
    )
    triples = isinstance(result, ox.QueryTriples)
    media_type = request["graph_type" if triples else "rows_type"]
    if media_type is None:
        raise RefusedError("not-acceptable", "triples" if triples else "rows")
    target = Output(output, str(media_type), int(str(request["most"])))
    if isinstance(result, ox.QueryTriples):
        graph = form_of_graph(str(media_type))
        written(target, lambda: result.serialize(target, graph))  # type: ignore[arg-type]
    else:
        rows = form_of_rows(str(media_type))
        written(target, lambda: result.serialize(target, rows))  # type: ignore[arg-type]


def rehearse(request: dict[str, object], config: dict[str, object]) -> None:
    """Do an update on a copy of the store that is there for nothing else, or without one on an empty store.

    It has less of a stack than it will have in the service: what is nested too deeply for that ends here.
    """
    prefixes: dict[str, str] = config["prefixes"]  # type: ignore[assignment]
    raised: list[BaseException] = []

    def update() -> None:
        """Do the update, and keep what it raises."""
        try:
            store = ox.Store(str(request["store"])) if request["store"] else ox.Store()
            store.update(str(request["update"]), base_iri=str(config["base"]), prefixes=prefixes)
        except BaseException as error:  # noqa: BLE001 - raised where the thread is waited for
            raised.append(error)

    thread = threading.Thread(target=update)
    threading.stack_size(_STACK)
    thread.start()
    threading.stack_size(0)
    thread.join()
    # On an empty store an operation may fail for what it lacks.
    if raised and (request["store"] or isinstance(raised[0], SyntaxError)):
        raise raised[0]


def parse(request: dict[str, object], output: BinaryIO) -> None:
    """Write what a text in a form of RDF says as N-Triples."""
    media_type, data = str(request["media_type"]), base64.b64decode(str(request["rdf"]))
    if media_type in _XML and _ENTITIES.search(data.replace(b"\0", b"")):
        raise RefusedError("syntax", "it declares entities, which may stand for texts without end: write them out")
    form = form_of_graph(media_type)
    quads = ox.parse(
        data, format=form, base_iri=str(request["base"]), without_named_graphs=True, rename_blank_nodes=True
    )
    target = Output(output, "application/n-triples", int(str(request["most"])))
    triples = (checked_depth(quad.triple) for quad in quads)
    written(target, lambda: ox.serialize(triples, target, ox.RdfFormat.N_TRIPLES))  # type: ignore[arg-type]


def checked_depth(triple: ox.Triple) -> ox.Triple:
    """Give a triple back; RefusedError where it holds triples within triples without end."""
    found = triple.object
    for _ in range(_MOST_NESTED):
        if not isinstance(found, ox.Triple):
            return triple
        found = found.object
    raise RefusedError("depth", f"triples are nested in triples more than {_MOST_NESTED} times")


def dump(store: ox.Store, request: dict[str, object], config: dict[str, object], output: BinaryIO) -> None:
    """Write a whole graph."""
    name, media_type = request["dump"], str(request["graph_type"])
    graph = ox.DefaultGraph() if name is None else ox.NamedNode(str(name))
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        raise RefusedError("missing", "there is no such graph")
    prefixes: dict[str, str] = config["prefixes"]  # type: ignore[assignment]
    target = Output(output, media_type, int(str(request["most"])))
    form = form_of_graph(media_type)
    written(target, lambda: store.dump(target, form, from_graph=graph, prefixes=prefixes))  # type: ignore[arg-type]


def written(target: Output, write: Callable[[], object]) -> None:
    """Write an answer to its end."""
    try:
        write()
    except (OSError, RuntimeError) as error:
        if not target.overrun:
            raise
        raise RefusedError("too-large", "the answer is larger than allowed") from error
    target.end()


def form_of_rows(media_type: str) -> ox.QueryResultsFormat:
    """Give the form of a table's media type."""
    plain = {"application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml"}
    found = ox.QueryResultsFormat.from_media_type(plain.get(media_type, media_type))
    if found is None:
        raise ValueError(f"{media_type} is no form of a table")
    return found


def form_of_graph(media_type: str) -> ox.RdfFormat:
    """Give the form of a graph's media type."""
    plain = {"application/json": "application/ld+json", "application/xml": "application/rdf+xml"}
    found = ox.RdfFormat.from_media_type(plain.get(media_type, media_type))
    if found is None:
        raise ValueError(f"{media_type} is no form of a graph")
    return found


def cut_off_network() -> bool:
    """Leave the network, where the system lets an unprivileged process do so."""
    try:
        return bool(ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK) == 0)
    except (OSError, AttributeError):
        return False


def resident() -> int:
    """Give the bytes of memory that the process takes (where there is no /proc, the most that it took)."""
    if not HAS_PROC:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/statm", "rb") as status:  # noqa: PTH123 - it is read fifty times a second
        return int(status.read().split()[1]) * resource.getpagesize()


def store_of(request: dict[str, object], opened: dict[str, ox.Store]) -> ox.Store:
    """Give the store that a request is for, which stays opened until one asks for another."""
    if "query" not in request and "dump" not in request:
        return ox.Store()
    name = str(request["store"])
    if name not in opened:
        opened.clear()
        opened[name] = ox.Store.read_only(name)
    return opened[name]


def ending(
    opened: dict[str, ox.Store], request: dict[str, object], config: dict[str, object], output: BinaryIO
) -> tuple[bytes, bytes]:
    """Do what a request asks for and write the answer; give the frame that ends it."""
    try:
        store = store_of(request, opened)
        if "update" in request:
            rehearse(request, config)
        elif "rdf" in request:
            parse(request, output)
        elif "dump" in request:
            dump(store, request, config, output)
        else:
            answer(store, request, config, output)
    except SyntaxError as error:
        kind, message = "syntax", str(error)
    except RefusedError as error:
        kind, message = error.args
    except OSError as error:
        kind, message = SYSTEM, str(error)
    except RuntimeError as error:
        kind, message = ENGINE, str(error)
    except ValueError as error:
        kind, message = "failed", str(error)
    else:
        return b"E", b""
    return b"X", json.dumps({"kind": kind, "message": message}).encode()


def main() -> None:
    """Answer until there is nothing left to read, or the process is spent."""
    config = json.loads(sys.argv[1])
    output = os.fdopen(os.dup(1), "wb", buffering=1 << 17)
    os.dup2(2, 1)
    # Before any thread is started: a process of many threads cannot leave its network.
    cut_off_network()
    end_with(int(config["parent"]))
    watch = Watch(int(config["memory"]))
    opened: dict[str, ox.Store] = {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        watch.start(float(request["seconds"]))
        letter, content = ending(opened, request, config, output)
        spent = watch.stop()
        frame(output, letter.lower() if spent else letter, content)
        output.flush()
        if spent:
            return


if __name__ == "__main__":
    main()
