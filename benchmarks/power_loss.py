"""Lose power at any moment of a small ingest, and see what is left: a store that opens and agrees with itself.

Run it as ``python benchmarks/power_loss.py 200 [SEED]`` on a machine with strace, which writes down what the ingest
asks of the disk. Of that so many disks are made as a loss of power could leave them (`recorded_writes.py`): what was
synced is there, of the rest any part. Each store is opened, looked through, and its event table compared with one that
is made anew; what was acknowledged as safe must be there.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from itertools import islice
from pathlib import Path

from forked import Forked, Say
from kill_checks import left_in_store
from kill_writers import base, in_bulk, known, opened, read, rows_into_the_table
from recorded_writes import TRACED, Call, Disk, Names, calls

_ONE_BY_ONE, _FLUSH_AFTER, _FORGOTTEN = 24, 8, 6


def main() -> None:
    """Record, lose power, and print what was found."""
    if sys.argv[1] == "--written":
        written(Path(sys.argv[2]))
        return
    number, chance = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory(prefix="power-") as folder:
        root, before, traces = (Path(folder) / name for name in ("disk", "before", "traces"))
        root.mkdir(), traces.mkdir()
        known()
        _done(partial(base, root / "store"), Path(folder) / "log")
        shutil.copytree(root, before, copy_function=shutil.copy2)
        command = [*TRACED, str(traces / "of"), sys.executable, __file__, "--written", str(root / "store")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        recorded = calls(traces, root)
        print(f"{len(recorded)} calls, of them {sum(call.what == 'sync' for call in recorded)} syncs", flush=True)
        faults = Counter[str]()
        for turn in range(number):
            faults.update(_lost(Path(folder), before, recorded, chance, turn))
            print(f"{turn + 1} losses of power, {faults.total()} faults", flush=True)
        for fault, times in faults.most_common():
            print(f"{times:4} {fault}")
        raise SystemExit(1 if faults else 0)


def written(store: Path) -> None:
    """Write to a store in several ways, and note in a file beside it what must be there from then on."""
    said = store.with_name("said")

    def say(word: str, name: str) -> None:
        """Note what is safe, by a write that strace writes down."""
        with said.open("a") as output:
            output.write(f"{word} {name}\n")

    with opened(store) as graph:
        names = []
        for each in islice(read(2).values(), _ONE_BY_ONE):
            graph.store(each)
            names.append(each.document.id)
            if len(names) % _FLUSH_AFTER == 0:
                graph.flush()
                say("stored", " ".join(names))
        for name in list(read(1))[-_FORGOTTEN:]:
            graph.forget(name)
        graph.flush()
        say("gone", " ".join(list(read(1))[-_FORGOTTEN:]))
    in_bulk(store, _unheard)
    say("stored", " ".join(f"new-{name}" for name in read(2)))
    rows_into_the_table(store)
    say("loaded", "all")
    with opened(store) as graph:
        graph.update("INSERT DATA { GRAPH <urn:n> { <urn:n:1> <urn:p> 1 } }")
        graph.flush()
        say("inserted", "1")
        graph.assemble()
    say("assembled", "all")


def _unheard(word: str, name: str) -> None:
    """Hear what is stored, and not yet safe."""


def _lost(folder: Path, before: Path, recorded: list[Call], chance: random.Random, turn: int) -> list[str]:
    """Lose power once, and give what is wrong then."""
    names = chance.choice(list(Names))
    root, target = folder / "disk", folder / f"left-{turn}"
    shutil.rmtree(root)
    shutil.copytree(before, root)
    disk, end, safe = Disk(root), chance.randrange(len(recorded)), list[tuple[str, str]]()
    moment = recorded[end].begun
    for call in recorded[:end]:
        if call.path.endswith("/said") and call.what == "write":
            word, _, rest = call.content.decode().strip().partition(" ")
            safe += [(word, name) for name in rest.split()]
        elif call.what == "sync":
            if call.ended <= moment:
                disk.sync(call.path, names)
        else:
            disk.do(call)
    disk.left(target, root, chance, names)
    log = folder / "log"
    found = _done(partial(left_in_store, target / "store", safe), log)
    wrong = [name for word, name in found if word == "wrong"]
    if wrong:
        saved = Path(tempfile.gettempdir()) / f"power-{os.getpid()}-{turn}"
        print(f"turn {turn}, call {end}, names {names}: {'; '.join(wrong)} (saved in {saved})", flush=True)
        _done(partial(_saved, target, saved), log)
    shutil.rmtree(target)
    return wrong


def _saved(target: Path, saved: Path, say: Say) -> None:
    shutil.copytree(target, saved)
    say("saved", str(saved))


def _done(work: "partial[None]", log: Path) -> list[tuple[str, str]]:
    process = Forked(work, log)
    said = list[tuple[str, str]]()
    while process.lives:
        said += process.words()
        time.sleep(0.005)
    said += process.words()
    process.close()
    if process.code:
        last = log.read_text().strip().splitlines()[-1]
        return [*said, ("wrong", f"cannot be opened or read: {last[:200]}")]
    return said


if __name__ == "__main__":
    main()
