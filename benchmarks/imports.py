"""How fast rows of the form of GDELT come into a store, with how much memory.

Run it as ``python benchmarks/imports.py 1000000 FOLDER [--table-only]``: so many invented rows, into a new store.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path

from communique import graph
from communique.graph import ImportStep, import_tables, load_tables, planned_import
from communique.graph.imports.gdelt import WIDTHS
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import ActorKind

_WIDTH = 58
_ROLES = ("", "", "", "GOV", "MIL", "OPP", "REB", "COP", "LEG", "BUS", "MED", "CVL")
_PLACES = (("4", "Moscow, Moskva, Russia", "RS"), ("1", "Syria", "SY"), ("3", "Reno, Nevada, United States", "US"))


def rows(number: int, seed: int = 1) -> Iterator[str]:
    """Give invented lines of GDELT 1.0, by day: a few busy countries, many quiet ones, one in ten without a target."""
    chance = random.Random(seed)
    states = sorted(actor.notation for actor in gazetteer().actors.values() if actor.kind is ActorKind.COUNTRY)
    chance.shuffle(states)
    weights = list(accumulate(1 / (place + 1) for place in range(len(states))))
    codes = sorted(action.cameo for action in actions().values() if len(action.cameo) > 2)
    at = WIDTHS[_WIDTH]
    for identifier in range(number):
        month, day = divmod(identifier * 20 * 12 * 28 // number, 28)
        date = f"{2000 + month // 12}{month % 12 + 1:02d}{day + 1:02d}"
        source, target = chance.choices(states, cum_weights=weights, k=2)
        cells = [""] * _WIDTH
        cells[at.identifier], cells[at.day], cells[at.added] = str(identifier), date, date
        cells[at.actor], cells[at.actor_name] = source + chance.choice(_ROLES), source
        if chance.random() < 0.9:
            cells[at.target], cells[at.target_name] = target + chance.choice(_ROLES), target
        cells[at.code] = chance.choice(codes)
        cells[at.place_type], cells[at.place_name], cells[at.place_country] = chance.choice(_PLACES)
        cells[at.url] = f"http://news{chance.randrange(5000)}.example/article/{chance.randrange(number)}"
        yield "\t".join(cells) + "\n"


def main() -> None:
    """Invent the rows, import them, and print what it took."""
    number, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / f"{number}.export.CSV"
    if not table.exists():
        with table.open("w") as output:
            output.writelines(rows(number))
    steps: list[ImportStep] = []
    run = partial(load_tables, processes=2) if "--table-only" in sys.argv else import_tables
    with graph.open(folder / "store", actors=gazetteer().actors, actions=actions()) as opened:
        begun, worked = time.perf_counter(), _worked()
        run(opened, planned_import([table], form=None, columns=None), steps.append)
        seconds, work = time.perf_counter() - begun, _worked() - worked
    stored = sum(step.stored for step in steps)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{stored:,} of {number:,} rows in {seconds:.1f} s ({number / seconds:,.0f} a second), "
        f"{work:.1f} s of processors ({number / work:,.0f} a second), {memory:,.0f} MiB"
    )


def _worked() -> float:
    """Give the seconds of processors that this process and those it has ended have used."""
    return sum(
        each.ru_utime + each.ru_stime
        for each in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
