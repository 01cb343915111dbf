"""Spreading shards over the processes of a Dask cluster: of one's own on this machine, or one that is there already.

A worker that dies takes nothing with it: its shards are read again by others, and written to the same files.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from communique.extract.corpus.outcomes import CoderOptions, ShardOutcome
from communique.extract.corpus.shard_files import clear
from communique.extract.corpus.shards import Shard

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

# So many shards wait for each worker, so that none is idle and no memory fills up.
_WAITING = 3
# So many workers may die over one shard before it is given up: most die of something else.
_DEATHS = 20
# So often workers are started where one dies meanwhile.
_STARTS = 3
# A worker is one thread.
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
# Dask's own workers give memory back after every large array, and take it anew for the next: a twentieth of the time of
# a parse. And all processes look up to a hundred times a second at what they are doing and how much memory they have.
_WORKERS = {
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(_THREADS, "1"),
    "distributed.worker.preload": ["communique.extract.corpus.uninterrupted"],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "2s",
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "10s",
}


class ShardError(ValueError):
    """A shard could not be read, however often it was tried."""


def spread(
    shards: Iterable[Shard], coding: CoderOptions, folder: str, *, workers: int = 1, cluster: str = ""
) -> Iterator[ShardOutcome]:
    """Give the outcomes of shards as they are read and written, in no particular order.

    Parameters
    ----------
    shards
        Taken as there is room for more.
    coding, folder
        As for `read_shard`.
    workers
        How many processes are started on this machine; with one, all is done in this process.
    cluster
        The address of a Dask scheduler (``tcp://host:8786``), whose workers are used instead.

    Raises
    ------
    ShardError
        Names a shard that killed every worker that tried it; the others have been read.
    """
    finished: set[str] = set()
    try:
        for outcome in _outcomes(shards, coding, folder, workers, cluster):
            finished.add(outcome.name)
            yield outcome
    finally:
        clear(folder, finished)


def _outcomes(
    shards: Iterable[Shard], coding: CoderOptions, folder: str, workers: int, cluster: str
) -> Iterator[ShardOutcome]:
    if workers == 1 and not cluster:
        for shard in shards:
            yield _read(shard, coding, folder)
        return
    with ExitStack() as held:
        client = _client(workers, cluster, held)
        yield from _spread(shards, coding, folder, client)


def _read(shard: Shard, coding: CoderOptions, folder: str) -> ShardOutcome:
    """Read a shard where this is called: who only spreads them need not wait until all that reads is loaded."""
    from communique.extract.corpus.reading import read_shard

    return read_shard(shard, coding, folder)


def _spread(shards: Iterable[Shard], coding: CoderOptions, folder: str, client: "Client") -> Iterator[ShardOutcome]:
    from distributed import wait

    waiting = iter(shards)
    running: set[Future] = set()
    failed: list[str] = []
    while True:
        room = _WAITING * max(1, len(client.scheduler_info(n_workers=-1)["workers"])) - len(running)
        for shard in islice(waiting, max(0, room)):
            # By its own name, a shard that comes twice is read once.
            running.add(client.submit(_read, shard, coding, folder, key=shard.name, retries=3))
        if not running:
            break
        done, running = wait(list(running), return_when="FIRST_COMPLETED")
        for future in done:
            if future.status == "finished":
                yield future.result()
            else:
                failed.append(f"{future.key}: {future.exception()}")
            future.release()
    if failed:
        raise ShardError(f"{len(failed)} shards could not be read; the first is {failed[0]}")


def _client(workers: int, cluster: str, held: ExitStack) -> "Client":
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ValueError("more than one worker needs Dask: install 'communique[cluster]'") from error
    if cluster:
        return held.enter_context(Client(cluster))
    held.enter_context(dask.config.set({**_WORKERS, "distributed.scheduler.allowed-failures": _DEATHS}))
    return held.enter_context(Client(held.enter_context(_local(workers))))


def _local(workers: int, tries: int = _STARTS) -> "LocalCluster":
    """Give a cluster of processes of this machine; a worker that is killed while it starts ends all of them."""
    from distributed import LocalCluster

    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        )
    except RuntimeError as error:
        if tries == 1:
            message = f"workers died while they started, {_STARTS} times: is there memory for {workers} of them?"
            raise ValueError(message) from error
    return _local(workers, tries - 1)
