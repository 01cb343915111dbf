"""The graph opened for reading, whoever else may be writing to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.api.settings import Settings

if TYPE_CHECKING:
    from communique.graph import EventGraph

_PATIENCE = 20
# A process that writes may end, and another begin, between two looks.
_TRIES = 5


@contextmanager
def opened_to_read(settings: Settings, tell: Callable[[str], None], *, whole: bool = False) -> Iterator["EventGraph"]:
    """Give the graph of a store opened for reading.

    Where another process writes to the store, the service that it is answers; `whole` tells that more is to be read
    than a service gives. Else a snapshot is read that the process makes. `tell` is given a line that says which.

    Raises FileNotFoundError where there is no store, StoreInUseError where the process that writes to it makes no
    snapshot, StoreUnreachableError where its server does not answer.
    """
    from communique.api.opening import open_graph
    from communique.graph import exists

    if settings.remote is not None:
        with open_graph(settings, read_only=True) as opened:
            yield opened
        return
    if not exists(settings.store):
        raise FileNotFoundError(
            f"there is no store in {settings.store}: run `communique ingest` or `communique demo` first"
        )
    with ExitStack() as held:
        yield _opened(settings, tell, held, whole)


def _opened(settings: Settings, tell: Callable[[str], None], held: ExitStack, whole: bool) -> "EventGraph":
    from communique.api.opening import open_graph
    from communique.graph import StoreInUseError, sharing

    for _ in range(_TRIES):
        with suppress(StoreInUseError):
            held.enter_context(sharing(settings.store))
            return held.enter_context(open_graph(settings, read_only=True))
        found = (None if whole else _of_service(settings, tell, held)) or _of_snapshot(settings, tell, held)
        if found is not None:
            return found
    raise StoreInUseError(f"the store in {settings.store} is in use by other processes: wait for their end")


def _of_service(settings: Settings, tell: Callable[[str], None], held: ExitStack) -> "EventGraph | None":
    from communique.api.opening import open_graph
    from communique.api.running import read_headers, running_service
    from communique.graph import Endpoint

    address = running_service(settings)
    if address is None:
        return None
    tell(f"the store in {settings.store} is being served: the answer is that of {address}")
    endpoint = Endpoint(f"{address}/sparql", authorization=read_headers(settings).get("Authorization"))
    return held.enter_context(open_graph(replace(settings, remote=endpoint), read_only=True, beside=settings.store))


def _of_snapshot(settings: Settings, tell: Callable[[str], None], held: ExitStack) -> "EventGraph | None":
    from communique.api.opening import known_actors, open_graph
    from communique.graph import StoreInUseError, StoreUnfinishedError, is_held, requested_snapshot

    snapshot = held.enter_context(requested_snapshot(settings.store, lambda: is_held(settings.store), _PATIENCE))
    if snapshot is None:
        return None
    copied = replace(settings, store=snapshot)
    try:
        graph = held.enter_context(
            open_graph(copied, read_only=True, known=known_actors(settings), beside=settings.store)
        )
    except StoreUnfinishedError as error:
        raise StoreInUseError(
            f"the store in {settings.store} is being filled or assembled: ask when that is done"
        ) from error
    tell(f"the store in {settings.store} is being written to: the answer is from a snapshot made just now")
    return graph
