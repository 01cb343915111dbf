"""The graph of real news, drawn and described: what docs/validity.md shows.

    python -m pip install --constraint constraints.txt --editable '.[plots]'
    python benchmarks/validity.py validity-store docs

It reads the shared corpus of news sentences (what is stored already is not read again), draws the months
of four dyads into the second folder, and prints the tables of the page in Markdown: counts and series only.
"""

import argparse
import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import correlation

import matplotlib as mpl
from matplotlib import pyplot as plt

import communique as cq
from communique.graph import EventGraph
from communique.ontology.types import Document, document_id

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "news.jsonl"
_PALESTINIANS = frozenset({"pse", "pse-cvl", "pse-reb", "hamas", "palestinian-islamic-jihad"})
# Pairs of sides, where people and armed groups of a place may stand beside its state.
DYADS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Russia and Ukraine": (frozenset({"rus"}), frozenset({"ukr"})),
    "Israel and the Palestinians": (frozenset({"isr"}), _PALESTINIANS),
    "United States and Iran": (frozenset({"usa"}), frozenset({"irn"})),
    "India and Pakistan": (frozenset({"ind"}), frozenset({"pak"})),
}
FIRST, LAST = 2002, 2025
SINCE = {"Russia and Ukraine": 2012}
# A month stands out that has so many times the monthly mean of the year before, and at least so many events.
_TIMES, _LEAST = 4, 10
_BATCH = 500
_COLOURS = ("#56b4e9", "#0072b2", "#e69f00", "#d55e00")
_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass
class Series:
    """The events of a dyad by month, each a count of the four quad classes, and by year."""

    months: dict[dt.date, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))

    def add(self, day: dt.date, quad: int) -> None:
        """Count an event."""
        self.months[day.replace(day=1)][quad - 1] += 1

    def total(self, month: dt.date) -> int:
        """Give the number of events of a month."""
        return sum(self.months[month]) if month in self.months else 0


def documents() -> Iterator[Document]:
    """Give the sentences of the corpus as documents."""
    for line in CORPUS.open(encoding="utf-8"):
        row = json.loads(line)
        day = dt.date.fromisoformat(row["date"]) if len(row.get("date") or "") == 10 else None
        yield Document(document_id(row["text"], row["source"]), row["text"], published=day, source=row["source"])


def fill(graph: EventGraph) -> None:
    """Read the sentences that are not in the graph yet."""
    known = {document.id for document in graph.documents()}
    missing = {document.id: document for document in documents() if document.id not in known}
    if not missing:
        return
    coder, waiting, done = cq.load(), iter(missing.values()), 0
    while batch := list(islice(waiting, _BATCH)):
        graph.store_all(coder.extract_all(batch))
        done += len(batch)
        print(f"{done} of {len(missing)} sentences", flush=True)


def counted(graph: EventGraph) -> tuple[dict[str, Series], dict[int, Counter[str]]]:
    """Give the series of the dyads, and by year how often each two sides acted upon each other."""
    series = {name: Series() for name in DYADS}
    years: dict[int, Counter[str]] = defaultdict(Counter)
    for event in graph.events():
        if event.date is None or event.target_side is None or event.target_side == event.actor_side:
            continue
        pair = {event.actor_side, event.target_side}
        labels = sorted(graph.label(side) for side in pair)
        years[event.date.year][" and ".join(labels)] += 1
        for name, (ones, others) in DYADS.items():
            if (pair & ones) and (pair & others):
                series[name].add(event.date, graph.actions[event.action].quad)
    return series, years


def months(since: int) -> list[dt.date]:
    """Give the months from a year to the last year, in order."""
    return [dt.date(year, month, 1) for year in range(since, LAST + 1) for month in range(1, 13)]


def draw(series: Mapping[str, Series], file: Path) -> None:
    """Draw the months of the dyads, stacked by quad class."""
    # The same bytes on every run.
    mpl.rcParams.update({"font.size": 8})
    figure, axes = plt.subplots(len(series), 1, figsize=(9, 2.1 * len(series)), constrained_layout=True)
    for axis, (name, each) in zip(axes, series.items(), strict=True):
        shown = months(SINCE.get(name, FIRST))
        below = [0] * len(shown)
        for quad, (colour, label) in enumerate(zip(_COLOURS, _QUADS, strict=True)):
            above = [
                base + each.months[m][quad] if m in each.months else base for m, base in zip(shown, below, strict=True)
            ]
            axis.fill_between(shown, below, above, step="post", color=colour, label=label, linewidth=0)
            below = above
        axis.set_title(name, loc="left", fontsize=9)
        axis.set_ylabel("events a month")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].legend(frameon=False, ncols=4, loc="upper left", fontsize=7)
    figure.savefig(file, metadata={"Software": None}, dpi=110)
    plt.close(figure)


def jumps(each: Series, since: int) -> Iterator[tuple[dt.date, int, float]]:
    """Give the months that stand out: month, events, and the monthly mean of the twelve months before."""
    shown = months(since - 1)
    for place in range(12, len(shown)):
        before = sum(each.total(month) for month in shown[place - 12 : place]) / 12
        events = each.total(shown[place])
        if events >= _LEAST and events >= _TIMES * max(before, 0.5):
            yield shown[place], events, before


def first_of_each(found: Iterable[tuple[dt.date, int, float]]) -> Iterator[tuple[dt.date, int, float]]:
    """Give of months in a row only the first."""
    last = dt.date.min
    for month, events, before in found:
        if (month - last).days > 62:
            yield month, events, before
        last = month


def table(rows: Sequence[Sequence[object]]) -> str:
    """Give rows, the first of which is the heading, as a table in Markdown."""
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def main() -> None:
    """Fill the store, draw, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path, help="folder of the graph, kept for the next run")
    parser.add_argument("folder", type=Path, help="where the drawing is written")
    given = parser.parse_args()
    with cq.open(given.store) as graph:
        fill(graph)
        series, years = counted(graph)
        facts = graph.statistics()
    print(f"\n{facts}\n")
    draw(series, given.folder / "validity-dyads.png")
    for name, each in series.items():
        found = first_of_each(jumps(each, SINCE.get(name, FIRST)))
        rows = [(f"{month:%Y-%m}", events, f"{before:.1f}") for month, events, before in found]
        print(f"{name}\n\n{table([('month', 'events', 'a month in the year before'), *rows])}\n")
    top = [
        (year, *(f"{pair} {events}" for pair, events in sorted(years[year].items(), key=lambda n: (-n[1], n[0]))[:5]))
        for year in range(FIRST, LAST + 1)
    ]
    print(table([("year", "first", "second", "third", "fourth", "fifth"), *top]))
    print(f"\n{_calm(series)}")


def _calm(series: Mapping[str, Series]) -> str:
    """Give how alike two months in a row are: the correlation of each series with itself a month later."""
    found = []
    for name, each in series.items():
        counts = [each.total(month) for month in months(SINCE.get(name, FIRST))]
        found.append((name, f"{correlation(counts[:-1], counts[1:]):.2f}"))
    return table([("dyad", "correlation with the month before"), *found])


if __name__ == "__main__":
    main()
