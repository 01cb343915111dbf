"""Many documents at once: loaded in batches, their events assembled batch by batch, the numbers added up at the end.

What comes out is what storing one document after the other gives. Texts are loaded while the next batch is prepared,
so what adds to a stored event waits until all that is being loaded can be read. Until the end the graph is marked as
unfinished, for its parts are no single transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from decimal import Decimal
from functools import cache
from itertools import islice
from types import TracebackType

import pyoxigraph as ox

from communique.graph.aggregates.accumulators import Accumulators
from communique.graph.aggregates.aggregate import NOTHING, Aggregate, AggregateKey, aggregate_from, lines, node_of
from communique.graph.assembly.claims import Claim, event_of
from communique.graph.assembly.found_actors import best, descriptions_of, fullest
from communique.graph.assembly.patches import Linked, linked
from communique.graph.rdf.events import edge_text, edges, event_from, event_text
from communique.graph.rdf.places import named_places, place_text
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.rdf.trig import quads
from communique.graph.rdf.values import index
from communique.graph.stores.documents import has_documents, properties_of
from communique.graph.stores.protocol import Store
from communique.graph.stores.world import World
from communique.graph.table.filling import DocumentWriter
from communique.graph.table.writing import EventReport
from communique.ontology.types import Extraction, Status

# The numbers of so many dyads, sides and months are kept in memory before they are written: some hundred megabytes.
MOST_NUMBERS = 1_500_000
# Claims to be added to stored events: so many wait until all that is being loaded can be read.
MOST_WAITING = 20_000
_KEYS_AT_ONCE = 10_000
_LOADS_AT_ONCE = 2


class BulkLoader:
    """Loads texts into a store in other threads, while the next are being prepared."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # The engine sorts each load in one thread, so two keep two processors busy.
        self._threads = ThreadPoolExecutor(_LOADS_AT_ONCE + 1)
        self._running: set[Future[None]] = set()

    def load(self, texts: Iterable[str]) -> None:
        """Begin to load texts, when there is room for more."""
        text = "".join(texts).encode()
        while len(self._running) >= _LOADS_AT_ONCE:
            self._take(FIRST_COMPLETED)
        if text:
            self._running.add(self._threads.submit(self._store.load, text))

    def beside(self, work: Callable[[], None]) -> Future[None]:
        """Begin something else that needs little of Python, to be done while texts are loaded."""
        return self._threads.submit(work)

    def wait(self) -> None:
        """Wait until all is there."""
        self._take(ALL_COMPLETED)

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown()

    def _take(self, which: str) -> None:
        done, self._running = wait(self._running, return_when=which)
        for each in done:
            each.result()


class Bulk:
    """A run of storing many new documents, as a context. None may be stored already, and none come twice.

    `broken` tells that a batch was begun and not ended, so that only assembling all anew puts the graph right.
    """

    def __init__(self, world: World, filler: DocumentWriter | None = None, *, anew: bool = False) -> None:
        """Take a world, and what fills its event table; without, the table is made when it is asked for.

        `anew` tells that all documents that are stored are to be assembled, and no event is there.
        """
        self._world, self._filler = world, filler
        self._loader = BulkLoader(world.store)
        self._accumulators = Accumulators()
        # Where nothing was stored before, what this run has not written need not be looked for.
        self._all_known = anew or not has_documents(world)
        self._events: set[str] = set()
        self._denied: set[str] = set()
        # Named places of events: those that this run has described, and those that it has still to.
        self._places: set[str] = set()
        self._new_places: set[str] = set()
        # What is to be added to what the store tells, or will tell when it is loaded: of events, and of found actors.
        self._claims: dict[str, dict[Node, Claim]] = {}
        self._described: dict[Node, set[ox.Quad]] = {}
        self.broken = False

    def store(self, extractions: Sequence[Extraction]) -> None:
        """Store a batch of canonical extractions; `finish` makes it complete."""
        found = [linked(each, self._world.actors, self._world.terms) for each in extractions]
        self._assemble(extractions, found, [each.text for each in found])

    def assemble(self, extractions: Sequence[Extraction]) -> None:
        """Assemble the events of canonical extractions that are stored already; `finish` makes it complete."""
        found = [linked(each, self._world.actors, self._world.terms) for each in extractions]
        self._assemble(extractions, found, [])

    @property
    def knows_all(self) -> bool:
        """Tell whether nothing is stored but what this run has stored."""
        return self._all_known

    def finish(self, *, last: bool = False) -> None:
        """Write the numbers of all that was stored since the last time; after the `last` time nothing may be stored."""
        self._merge_pending()
        ending = self._loader.beside(self._filler.end) if last and self._filler is not None else None
        left = iter(sorted(self._accumulators))
        while some := list(islice(left, _KEYS_AT_ONCE)):
            before = {key: self._stored(key) for key in some}
            after = {key: before[key].plus(self._accumulators.aggregate(key)) for key in some}
            self._write(lines(before, self._world.terms), lines(after, self._world.terms))
        self._loader.wait()
        if ending is not None:
            ending.result()
        if self._accumulators:
            self.forget()
        self._accumulators.clear()

    def forget(self, documents: Iterable[str] = ()) -> None:
        """Note that there is more in the store than the events written by this run, and other documents."""
        if self._filler is not None:
            self._filler.documents.difference_update(documents)
        self._all_known = False
        self._events.clear()
        self._denied.clear()
        self._places.clear()

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loader.close()

    def _assemble(self, extractions: Sequence[Extraction], found: Sequence[Linked], documents: list[str]) -> None:
        self.broken = True
        by_key: dict[str, dict[Node, Claim]] = {}
        for each in found:
            for key, claims in each.by_key.items():
                by_key.setdefault(key, {}).update(claims)
        edges_of_all: set[tuple[str, str, str]] = set()
        texts: list[str] = []
        if self._filler is not None:
            self._filler.put_documents(
                (extraction.document, _event_reports(extraction, each))
                for extraction, each in zip(extractions, found, strict=True)
            )
        for key, claims in by_key.items():
            if self._is_new(key):
                texts.append(self._new_event(key, claims, edges_of_all))
            else:
                self._claims.setdefault(key, {}).update(claims)
        for node, descriptions in descriptions_of(extractions, self._world).items():
            self._described[node] = best([self._described.get(node, set()), *descriptions])
        self._loader.load(documents)
        self._loader.load(self._with_edges(texts, edges_of_all))
        if len(self._accumulators) > MOST_NUMBERS:
            self.finish()
        elif len(self._claims) + len(self._described) > MOST_WAITING:
            self._merge_pending()
        self.broken = False

    def _merge_pending(self) -> None:
        """Add what waits to what the store tells of the same events and actors."""
        if not self._claims and not self._described:
            return
        self._loader.wait()
        edges_of_all: set[tuple[str, str, str]] = set()
        stale: list[ox.Quad] = []
        texts: list[str] = []
        for key, claims in self._claims.items():
            texts += self._stored_event(key, claims, edges_of_all, stale)
        texts += self._actors(stale)
        self._world.store.change(stale, ())
        self._loader.load(self._with_edges(texts, edges_of_all))
        self._claims.clear()
        self._described.clear()

    def _with_edges(self, texts: Iterable[str], edges_of_all: Iterable[tuple[str, str, str]]) -> Iterator[str]:
        base = self._world.terms.namespace.base
        yield from texts
        yield from (edge_text(edge, base) for edge in edges_of_all)
        yield from (place_text(place, base) for place in self._new_places - self._places)
        self._places |= self._new_places
        self._new_places.clear()

    def _stored(self, key: AggregateKey) -> Aggregate:
        if self._all_known:
            return NOTHING
        return aggregate_from(properties_of(self._world, node_of(key, self._world.terms)), self._world.terms)

    def _write(self, old: set[str], new: set[str]) -> None:
        self._world.store.change(list(quads("".join(old - new))), ())
        self._loader.load(new - old)

    def _is_new(self, key: str) -> bool:
        return self._all_known and key not in self._events and key not in self._denied

    def _new_event(self, key: str, claims: Mapping[Node, Claim], edges_of_all: set[tuple[str, str, str]]) -> str:
        """Give the text of an event of which the store tells nothing, as its claims make it; none where all deny it."""
        asserted, denials = _sorted_by_status(claims)
        if denials:
            self._denied.add(key)
        if not asserted:
            return ""
        self._events.add(key)
        event = event_of(asserted)
        edges_of_all |= edges(event)
        self._new_places |= named_places(event.places)
        self._accumulators.add(event, *_weight(self._world, event.action))
        if self._filler is not None:
            documents = {claim.report.document for claim in asserted}
            self._filler.new_event(event, documents, disputed=bool(denials))
        return event_text(event, denials, self._world.terms.namespace.base)

    def _stored_event(
        self, key: str, claims: Mapping[Node, Claim], edges_of_all: set[tuple[str, str, str]], stale: list[ox.Quad]
    ) -> Iterator[str]:
        """Give the text that claims add to an event of which the store may tell, and note what they make stale."""
        world = self._world
        asserted, denials = _sorted_by_status(claims)
        node = world.terms.event(key)
        stored = set(world.store.match(node, None, None, DEFAULT))
        old = event_from(key, index(stored)[node], world.terms) if stored else None
        event = event_of(asserted, old) if asserted else old
        found = world.store.match(None, world.terms.of("denies"), node, None)
        denials |= {quad.subject for quad in found if isinstance(quad.subject, Node)}
        if event is None:
            return
        edges_of_all |= edges(event)
        self._new_places |= named_places(event.places)
        if old is None:
            self._accumulators.add(event, *_weight(world, event.action))
        else:
            self._accumulators.add_reports(event, event.reports - old.reports)
        if self._all_known:
            self._events.add(key)
        if self._filler is not None:
            self._filler.event(event, disputed=bool(denials))
        due = set(quads(event_text(event, denials, world.terms.namespace.base)))
        stale += stored - due
        yield from (f"{quad} .\n" for quad in due - stored)

    def _actors(self, stale: list[ox.Quad]) -> Iterator[str]:
        """Give the lines that make of each actor found the fullest description there is, as with one document."""
        for node, descriptions in self._described.items():
            stored, due = fullest(self._world, node, descriptions)
            stale += stored - due
            for quad in due - stored:
                yield f"{quad} .\n"


def _event_reports(extraction: Extraction, found: Linked) -> list[EventReport]:
    reports = zip(extraction.reports, found.claims, strict=True)
    return [
        EventReport(report, claim.key, claim.date) if claim else EventReport(report, None) for report, claim in reports
    ]


@cache
def _score(goldstein: float) -> Decimal:
    return Decimal(str(goldstein))


def _sorted_by_status(claims: Mapping[Node, Claim]) -> tuple[list[Claim], set[Node]]:
    asserted = [claim for claim in claims.values() if claim.report.status is Status.ASSERTED]
    return asserted, {node for node, claim in claims.items() if claim.report.status is Status.NEGATED}


def _weight(world: World, name: str) -> tuple[int, Decimal]:
    action = world.actions.get(name)
    return (action.quad, _score(action.goldstein)) if action else (0, Decimal(0))
