"""The rows of a plan read in a process of their own, while those before are being loaded."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

from communique.graph.imports.loaded_rows import LoadedRows
from communique.graph.imports.running import ImportPlan, ImportStep, Tell
from communique.graph.table.encoding import Encoded
from communique.ontology.actors import Actors

_DIED = "the process that reads the files has died: import again, what is in will be passed over"


class RowsOfProcess:
    """The rows of a plan, read in another process, as a context that ends it."""

    def __init__(self, actors: Actors, plan: ImportPlan, tell: Tell, before: Mapping[str, str]) -> None:
        """`before` is what was noted by earlier runs."""
        self._tell = tell
        self._notes: dict[str, str] = {}
        # What is forked would share threads and open files.
        context = get_context("spawn")
        self._connection, other = context.Pipe(duplex=False)
        given, giving = context.Pipe(duplex=False)
        self._process = context.Process(target=_read, args=(given, other), daemon=True)
        self._process.start()
        given.close()
        other.close()
        with giving, suppress(BrokenPipeError):
            # Who begins a process that dies meanwhile would wait for ever to be rid of so much.
            giving.send((actors, plan, dict(before)))

    def batches(self) -> Iterator[Encoded]:
        """Give the rows of all tables, encoded some at a time."""
        while True:
            try:
                what = self._connection.recv()
            except EOFError as error:
                raise RuntimeError(_DIED) from error
            if isinstance(what, ImportStep):
                self._tell(what)
                continue
            if isinstance(what, Exception):
                raise what
            batch, self._notes = what
            if batch is None:
                return
            yield batch

    def notes(self) -> Mapping[str, str]:
        """Give how far each table has been taken."""
        return self._notes

    def __enter__(self) -> "RowsOfProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.join()


def _read(given: Connection, connection: Connection) -> None:
    """Send steps, and batches with notes; none at the end."""
    # Who is interrupted is the other process, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        try:
            actors, plan, before = given.recv()
            source = LoadedRows(actors, plan, connection.send, before)
            for batch in source.batches():
                connection.send((batch, source.notes()))
            connection.send((None, source.notes()))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - raised where the rows are taken
            connection.send(error)
