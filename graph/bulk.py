"""Many documents at once: loaded in batches, their events assembled batch by batch, the numbers added up at the end.

What comes out is what storing one document after the other gives. Until all is done the graph is marked as
unfinished, for its parts are no single transaction.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import TracebackType

import pyoxigraph as ox

from graph.assembly import Claim, Triple, edge_triples, event_from, event_of, event_triples, month_of
from graph.changes import Linked, linked
from graph.found import fullest, told_of
from graph.protocol import Store
from graph.tallies import DETAILED, Key, counted, keys, magnitude_changes, tally_from, tally_triples
from graph.tally import Detail, Tally, detail_from, detail_triples
from graph.terms import DEFAULT, Node
from graph.values import index
from graph.world import World
from ontology.event import Event
from ontology.report import Extraction, Status

# So many tallies are kept in memory before they are written: some hundred megabytes.
MOST_TALLIES = 1_500_000
_WRITTEN_AT_ONCE = 200_000
_NOTHING = Decimal(0)
_NO_TALLY, _NO_DETAIL = Tally(), Detail()
# Counted for the details alone.
_UNWRITTEN = ("SentMonth", "ReceivedMonth")
_PARTS = {"DyadMonth": "Dyad", "SentMonth": "Sent", "ReceivedMonth": "Received"}


class Loader:
    """Loads lines into a store in another thread: one batch while the next is being prepared."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None

    def load(self, lines: list[str]) -> None:
        """Begin to load lines, when those before are there."""
        self.wait()
        if lines:
            self._running = self._thread.submit(self._store.load, lines)

    def wait(self) -> None:
        """Wait until all is there."""
        if self._running is not None:
            running, self._running = self._running, None
            running.result()

    def close(self) -> None:
        """Let go of the thread."""
        self._thread.shutdown()


@dataclass(slots=True)
class Sums:
    """The numbers of new events by the key of each tally in which they count."""

    _counts: dict[Key, list[int]] = field(default_factory=dict)
    _scores: dict[Key, Decimal] = field(default_factory=dict)
    _dates: dict[Key, tuple[dt.date, dt.date]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, event: Event, quad: int, score: Decimal) -> None:
        """Count an event of a quad class (0: of none), with its Goldstein score."""
        for key in (*keys(event), *_months_of_sides(event)):
            counts = self._counts.get(key)
            if counts is None:
                counts = self._counts[key] = [0, 0, 0, 0, 0]
            # The first number is of those of no class.
            counts[quad] += 1
            self._scores[key] = self._scores.get(key, _NOTHING) + score
            if key[0] == "Dyad" and event.date is not None:
                first, last = self._dates.get(key, (event.date, event.date))
                self._dates[key] = (min(first, event.date), max(last, event.date))

    def items(self) -> Iterator[tuple[Key, Tally]]:
        """Give each key with its tally."""
        for key, counts in self._counts.items():
            _, one, two, three, four = counts
            first, last = self._dates.get(key, (None, None))
            yield key, Tally(sum(counts), self._scores[key], (one, two, three, four), first, last)

    def details(self) -> dict[Key, Detail]:
        """Give the details of dyads and sides."""
        actions: dict[Key, dict[str, int]] = defaultdict(dict)
        months: dict[Key, dict[str, Tally]] = defaultdict(dict)
        for (kind, *parts), tally in self.items():
            if kind == "DyadAction":
                actions["Dyad", parts[0], parts[1]][parts[2]] = tally.events
            elif kind in _PARTS:
                months[_PARTS[kind], *parts[:-1]][parts[-1]] = tally
        return {key: Detail(actions.get(key, {}), months.get(key, {})) for key in actions.keys() | months.keys()}

    def clear(self) -> None:
        """Begin at nothing."""
        self._counts.clear()
        self._scores.clear()
        self._dates.clear()


class Bulk:
    """A run of storing many new documents, as a context. None may be stored already, and none come twice.

    `broken` tells that a batch was begun and not ended, so that only assembling all anew puts the graph right.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._loader = Loader(world.store)
        self._sums = Sums()
        # Where nothing was stored before, what this run has not written need not be looked for.
        self._all_known = next(world.store.match(None, world.terms.of("events"), None, DEFAULT), None) is None
        self._events: set[str] = set()
        self._denied: set[str] = set()
        self.broken = False

    def store(self, extractions: Sequence[Extraction]) -> None:
        """Store a batch of canonical extractions; `finish` makes it complete."""
        found = [linked(each, self._world.actors, self._world.terms) for each in extractions]
        self._assemble(extractions, found, ["".join(each.lines) for each in found])

    def assemble(self, extractions: Sequence[Extraction]) -> None:
        """Assemble the events of canonical extractions that are stored already; `finish` makes it complete."""
        found = [linked(each, self._world.actors, self._world.terms) for each in extractions]
        self._assemble(extractions, found, [])

    def _assemble(self, extractions: Iterable[Extraction], found: Iterable[Linked], lines: list[str]) -> None:
        self.broken = True
        # Events of the batch before must be there, for this one may add reports to them.
        self._loader.wait()
        by_key: dict[str, dict[Node, Claim]] = {}
        for each in found:
            for key, claims in each.by_key.items():
                by_key.setdefault(key, {}).update(claims)
        edges: set[Triple] = set()
        stale: list[ox.Quad] = []
        lines += self._actors(extractions, stale)
        for key, claims in by_key.items():
            lines += self._event(key, claims, edges, stale)
        lines += [f"{one} {two} {three} .\n" for one, two, three in edges]
        self._world.store.change(stale, ())
        self._loader.load(lines)
        self.broken = False
        if len(self._sums) > MOST_TALLIES:
            self.finish()

    def finish(self) -> None:
        """Write the numbers of all that was stored since the last time."""
        self._loader.wait()
        terms, store = self._world.terms, self._world.store
        stale: list[ox.Quad] = []
        lines: list[str] = []
        levels: Counter[int] = Counter()
        details = self._sums.details()
        for key, more in self._sums.items():
            if key[0] in _UNWRITTEN:
                continue
            what = counted(key, terms)
            stored = set() if self._all_known else set(store.match(what.node, None, None, DEFAULT))
            old = tally_from(index(stored)[what.node], terms) if stored else _NO_TALLY
            if what.kind == "Dyad":
                levels[old.events.bit_length()] -= 1
                levels[(old.events + more.events).bit_length()] += 1
            triples = list(tally_triples(what, old.plus(more), terms))
            if what.kind in DETAILED:
                detail = details.get(key, _NO_DETAIL)
                if stored:
                    detail = detail_from(index(stored)[what.node], terms).plus(detail)
                triples += detail_triples(what.node, detail, terms)
            if stored:
                due = {ox.Quad(*triple) for triple in triples}
                stale += stored - due
                lines += [f"{quad} .\n" for quad in due - stored]
            else:
                lines += [f"{one} {two} {three} .\n" for one, two, three in triples]
            if len(lines) > _WRITTEN_AT_ONCE:
                self._write(stale, lines)
                stale, lines = [], []
        before, after = magnitude_changes(
            levels, terms, lambda node: index(store.match(node, None, None, DEFAULT))[node]
        )
        stale += before - after
        lines += [f"{quad} .\n" for quad in after - before]
        self._write(stale, lines)
        self._loader.wait()
        if len(self._sums):
            self.forget()
        self._sums.clear()

    def forget(self) -> None:
        """Note that there is more in the store than the events written by this run."""
        self._all_known = False
        self._events.clear()
        self._denied.clear()

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loader.close()

    def _write(self, stale: list[ox.Quad], lines: list[str]) -> None:
        self._world.store.change(stale, ())
        self._loader.load(lines)

    def _event(self, key: str, claims: Mapping[Node, Claim], edges: set[Triple], stale: list[ox.Quad]) -> Iterator[str]:
        """Give the lines that the claims of one event add, and note what they make stale."""
        world = self._world
        asserted = [claim for claim in claims.values() if claim.report.status is Status.ASSERTED]
        denials = {node for node, claim in claims.items() if claim.report.status is Status.NEGATED}
        node = world.terms.event(key)
        stored: set[ox.Quad] = set()
        if not self._all_known or key in self._events:
            stored = set(world.store.match(node, None, None, DEFAULT))
        old = event_from(key, index(stored)[node], world.terms) if stored else None
        event = event_of(asserted, old) if asserted else old
        if not self._all_known or key in self._denied:
            found = world.store.match(None, world.terms.of("denies"), node, None)
            denials |= {quad.subject for quad in found if isinstance(quad.subject, Node)}
        if denials and self._all_known:
            self._denied.add(key)
        if event is None:
            return
        if self._all_known:
            self._events.add(key)
        triples = event_triples(event, denials, world.actions, world.terms)
        edges |= edge_triples(event, world.terms)
        if old is None:
            self._sums.add(event, *_weight(world, event.action))
            for one, two, three in triples:
                yield f"{one} {two} {three} .\n"
            return
        due = {ox.Quad(*triple) for triple in triples}
        stale += stored - due
        for quad in due - stored:
            yield f"{quad} .\n"

    def _actors(self, extractions: Iterable[Extraction], stale: list[ox.Quad]) -> Iterator[str]:
        """Give the lines that make of each actor found the fullest description told of him, as with one document."""
        for node, told in told_of(extractions, self._world).items():
            stored, best = fullest(self._world, node, told)
            stale += stored - best
            for quad in best - stored:
                yield f"{quad} .\n"


@cache
def _score(goldstein: float) -> Decimal:
    return Decimal(str(goldstein))


def _months_of_sides(event: Event) -> Iterator[Key]:
    if event.target_side is not None and event.date is not None:
        month = month_of(event.date)
        yield ("SentMonth", event.actor_side, month)
        yield ("ReceivedMonth", event.target_side, month)


def _weight(world: World, name: str) -> tuple[int, Decimal]:
    action = world.actions.get(name)
    return (action.quad, _score(action.goldstein)) if action else (0, Decimal(0))
