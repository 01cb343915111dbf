"""Kill what writes to a store at any moment, and see that nothing is lost, torn, or there twice.

Run it as ``python benchmarks/kills.py 1000 [SEED]``: so many kills (SIGKILL), by turns of all that writes. A trial
begins with a small store, kills one kind of writer once to three times (so that what makes good the last kill is
killed, too), looks through the store as its next users would (`communique check`, what was acknowledged, who only
reads), and at the end lets the writer do all its work again: then the store must say, byte for byte, what it says
where nobody was killed. A kill comes at a random moment after the first write, or after a random number of changes of
the files. All processes are forked from one that has loaded everything, so that a kill takes a second of computing;
waiting for the disk takes as long again, and no time where ``TMPDIR`` names a folder in memory. Several runs with seeds
of their own may go on side by side.
"""

import math
import random
import select
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from file_events import FileEvents
from forked import Forked, Say, everything_is_loaded
from kill_checks import digest, looked_through
from kill_writers import COMMANDS, REQUESTS, asking, backing_up, base, known, restoring, serving

_PAUSE, _PATIENCE = 0.001, 300.0
_BACKUP_OF_SERVED = "backup while served"
_KINDS = (*COMMANDS, *REQUESTS, _BACKUP_OF_SERVED)
Words = list[tuple[str, str]]


@dataclass
class Typical:
    """How long a kind of writer takes from its first write on, and how many changes of files are seen meanwhile."""

    seconds: float
    changes: int
    digest: str


@dataclass
class Trials:
    """Where the store lies, what was found out, and how the kills came about."""

    folder: Path
    chance: random.Random
    typical: dict[str, Typical] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def store(self) -> Path:
        """Give the folder of the store."""
        return self.folder / "store"


def main() -> None:
    """Kill, and print what was found."""
    wanted, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    # Made once, for all that are forked.
    known()
    everything_is_loaded()
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    trials = Trials(folder, random.Random(seed))
    _to_end(trials, partial(base, trials.store), said=[])
    _to_end(trials, lambda say: backing_up(trials.store, say), said=[])
    trials.store.with_name("backup").rename(folder / "base")
    order: list[str] = []
    while trials.kills.total() < wanted:
        if not order:
            order = list(_KINDS)
            trials.chance.shuffle(order)
        wrong = _trial(trials, order.pop())
        if wrong:
            raise SystemExit(f"\nafter {trials.kills.total()} kills: {'; '.join(wrong)}; all is saved in {folder}")
        print(f"{trials.kills.total()} kills, 0 faults", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    print(f"{trials.kills.total()} kills, 0 faults:", _counted(trials.kills))
    print("moments:", _counted(trials.moments), "; left beside the store:", _counted(trials.left) or "nothing")
    shutil.rmtree(folder)


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))


def _trial(trials: Trials, kind: str) -> list[str]:
    """Kill a kind of writer, once or some times, and give what is wrong then."""
    if kind not in trials.typical:
        _anew(trials)
        trials.typical[kind] = _measured(trials, kind)
    _anew(trials)
    said: Words = []
    again = trials.chance.choice((1, 1, 2, 3))
    for number in range(1, again + 1):
        _killed(trials, kind, said)
        if number == again or trials.chance.random() < 0.5:
            wrong = _wrong(trials, kind, said)
            if wrong:
                return wrong
    _to_end(trials, kind, said=[])
    if (found := _digest(trials)) != trials.typical[kind].digest:
        return [f"{kind}: done again, the store says something else ({found[:8]})"]
    return []


def _anew(trials: Trials) -> None:
    for path in trials.folder.iterdir():
        if path.name != "base":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _to_end(trials, partial(restoring, trials.store), said=[])


def _measured(trials: Trials, kind: str) -> Typical:
    seen = FileEvents([trials.folder, trials.store])
    processes = _started(trials, kind)
    begun = _watched(seen, processes, math.inf, math.inf)
    seconds = time.monotonic() - (begun or time.monotonic())
    _ended(trials, kind, processes, [])
    seen.close()
    return Typical(seconds, max(1, seen.number), _digest(trials))


def _killed(trials: Trials, kind: str, said: Words) -> None:
    """Start a writer, and kill it at a random moment."""
    typical, seen = trials.typical[kind], FileEvents([trials.folder, trials.store])
    by_time = trials.chance.random() < 0.5
    # Each of the first changes is as likely as many of the last together: opening a store is done by few.
    changes = round(math.exp(trials.chance.uniform(0, math.log(typical.changes))))
    seconds = trials.chance.uniform(0, typical.seconds)
    processes = _started(trials, kind)
    _watched(seen, processes, *((seconds, math.inf) if by_time else (math.inf, changes)))
    moment = "after its end" if not processes[-1].lives else "by time" if by_time else "by changes"
    processes[0].kill()
    seen.close()
    trials.kills[kind] += 1
    trials.moments[moment] += 1
    _ended(trials, kind, processes, said, killed=True)


def _watched(seen: FileEvents, processes: list[Forked], seconds: float, changes: float) -> float | None:
    """Wait for so many seconds from the first change of a file on, for so many changes, or for the end of a process.

    Gives the time of the first change, None where there was none.
    """
    begun: float | None = None
    while all(process.lives for process in processes):
        if seen.take() and begun is None:
            begun = time.monotonic()
        left = math.inf if begun is None else begun + seconds - time.monotonic()
        if left <= 0 or seen.number >= changes:
            break
        waited_for = [seen.descriptor, *(process.ending for process in processes)]
        select.select(waited_for, [], [], None if left == math.inf else left)
    return begun


def _started(trials: Trials, kind: str) -> list[Forked]:
    """Start what is to be killed, and who asks it to write."""
    log = trials.folder.with_suffix(".log")
    with log.open("a") as output:
        output.write(f"--- {trials.kills.total()} {kind}\n")
    if kind in COMMANDS:
        return [Forked(partial(COMMANDS[kind], trials.store), log)]
    service = Forked(partial(serving, trials.store), log)
    end = time.monotonic() + _PATIENCE
    while not (port := next((name for word, name in service.words() if word.startswith("listening")), "")):
        if not service.lives or time.monotonic() > end:
            raise SystemExit(f"the service has not begun: see {log}")
        time.sleep(_PAUSE)
    return [service, Forked(partial(asking, kind, port, trials.store), log)]


def _ended(trials: Trials, kind: str, processes: list[Forked], said: Words, *, killed: bool = False) -> None:
    """See all gone, and hear what they said; who asked a service that was killed may fail."""
    asking_one = processes[-1]
    said += asking_one.waited_for(_PATIENCE)
    for process in processes:
        process.kill()
        process.close()
    if asking_one.code and not killed:
        raise SystemExit(f"{kind} has failed by itself: see {trials.folder.with_suffix('.log')}")


def _to_end(trials: Trials, work: str | Callable[[Say], None], said: Words) -> None:
    """Let a writer do all its work."""
    if isinstance(work, str):
        _ended(trials, work, _started(trials, work), said)
        return
    _ended(trials, "what makes ready or looks", [Forked(work, trials.folder.with_suffix(".log"))], said)


def _wrong(trials: Trials, kind: str, said: Words) -> list[str]:
    found: Words = []
    _to_end(trials, partial(looked_through, trials.store, list(said)), found)
    trials.left.update(name.partition("-")[0] for word, name in found if word == "left")
    return [f"{kind}: {name}" for word, name in found if word == "wrong"]


def _digest(trials: Trials) -> str:
    found: Words = []
    _to_end(trials, partial(digest, trials.store), found)
    return dict(found)["digest"]


if __name__ == "__main__":
    main()
