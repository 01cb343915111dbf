"""A process that reads texts, one task after another, within limits of time and memory.

The service starts it (`api.http.workers.readers`) and sends it the settings and then tasks, pickled, each behind its
length and the seconds that it may take. The process answers with frames as a query process does: E holds what a task
gave, pickled, X why it gave nothing; a small e or x says that the process ends with it.
"""

import gc
import json
import os
import pickle
import struct
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Protocol

from communique.api.http.workers.query_worker import Watch, cut_off_network, end_with, frame, resident

if TYPE_CHECKING:
    from communique.api.settings import Settings
    from communique.extract import Coder

HEAD = struct.Struct(">dI")
# What a task may give, in bytes.
MOST_GIVEN = 1 << 26
# The model keeps the words that it has seen: a process that has grown by so much makes room for a fresh one.
_GROWN = 1 << 28
# Who looks something up goes first.
_NICENESS = 5
_FIRST = b"On Monday the United States criticized Russia over its policy on Syria."


class ReadingTask(Protocol):
    """What is to be done with texts."""

    @property
    def size(self) -> int:
        """Give the bytes of text that are to be read, or as many as take as long."""
        ...

    def run(self, coder: "Coder", settings: "Settings") -> object:
        """Give what comes of it."""
        ...


def main() -> None:
    """Do tasks until there are none left, or the process is spent."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Before any thread is started: a process of many threads cannot leave its network.
    cut_off_network()
    end_with(int(sys.argv[1]))
    settings = pickle.loads(next(_received(sys.stdin.buffer))[1])
    coder = _loaded(settings, output)
    os.nice(_NICENESS)
    begun = resident()
    watch = Watch(begun + settings.memory, float("inf"))
    for seconds, pickled in _received(sys.stdin.buffer):
        # The service counts seconds by the clock; what computes in threads takes more of the processors.
        watch.start(2 * seconds)
        letter, content = _done(pickle.loads(pickled), coder, settings)
        watch.stop()
        spent = resident() - begun > _GROWN
        frame(output, letter.lower() if spent else letter, content)
        output.flush()
        if spent:
            return


def _loaded(settings: "Settings", output: BinaryIO) -> "Coder":
    """Give the coder, and tell that it is there, or why not."""
    from communique.api.opening import open_coder
    from communique.extract.documents import read_stream
    from communique.ontology.types import Document

    try:
        coder = open_coder(settings)
    except ValueError as error:
        frame(output, b"X", _problem("unable", str(error)))
        sys.exit(1)
    # What is loaded with the first text is loaded before.
    for document in read_stream(BytesIO(_FIRST), "first", kind="plain"):
        if isinstance(document, Document):
            coder.extract(document)
    gc.collect()
    # Millions of small objects for as long as it runs: none of them is garbage.
    gc.freeze()
    frame(output, b"E", b"")
    output.flush()
    return coder


def _received(stream: BinaryIO) -> Iterator[tuple[float, bytes]]:
    """Give what comes in, with the seconds that it may take."""
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        seconds, length = HEAD.unpack(head)
        yield seconds, stream.read(length)


def _done(task: ReadingTask, coder: "Coder", settings: "Settings") -> tuple[bytes, bytes]:
    try:
        given = pickle.dumps(task.run(coder, settings), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  (whatever a text raises is that text's problem)
        return b"X", _problem("failed", f"{type(error).__name__}: {error}"[:1000])
    if len(given) > MOST_GIVEN:
        return b"X", _problem("too-large", "more was read from it than is allowed")
    return b"E", given


def _problem(kind: str, message: str) -> bytes:
    return json.dumps({"kind": kind, "message": message}).encode()
