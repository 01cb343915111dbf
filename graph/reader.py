"""Everything that can be asked of an event graph, whoever may write to it."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO

import communique.graph.stores.documents as documents
from communique.graph.exports.form import Rows
from communique.graph.exports.tables.selection import Events, table_of
from communique.graph.exports.tables.table import Table
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups import (
    counting,
    events,
    known,
    known_values,
    paths,
    relations,
    resources,
    statistics,
    timelines,
)
from communique.graph.lookups import words as full_text
from communique.graph.lookups.acts import ActsOf, acts_of, events_by_action, parties_of
from communique.graph.lookups.as_sparql import (
    actions_as_sparql,
    as_sparql,
    documents_as_sparql,
    pairs_as_sparql,
    places_as_sparql,
)
from communique.graph.lookups.comparison import Comparison, compare
from communique.graph.lookups.courses import Course, courses
from communique.graph.lookups.documents import document_ids, extractions, listed
from communique.graph.lookups.paths import LONGEST, Chain
from communique.graph.lookups.relations import Direction, Relation
from communique.graph.lookups.resolution import Resolver
from communique.graph.lookups.search import FoundActor, NameIndex, name_index, search
from communique.graph.lookups.statistics import Statistics
from communique.graph.lookups.timelines import Granularity, MonthOfActor
from communique.graph.networks import neighbourhood
from communique.graph.rdf.documents import named_reports
from communique.graph.rdf.places import place_by_id
from communique.graph.rdf.terms import Terms
from communique.graph.sparql import named_graphs, queries
from communique.graph.sparql.answers import Reply, reply
from communique.graph.sparql.queries import NamedQuery
from communique.graph.stores.documents import SortKey
from communique.graph.stores.endpoint import Endpoint
from communique.graph.stores.remote import RemoteStore
from communique.graph.stores.world import World
from communique.graph.table import counting as numbers
from communique.graph.table import listing, overview, streaming
from communique.graph.table.busiest import BusiestPairs
from communique.graph.table.event_table import EventTable
from communique.graph.table.listing import ListedDocument
from communique.graph.table.overview import Claim, Move, PlaceCount, Strength
from communique.graph.table.partners import Rank
from communique.graph.table.publishers import PublisherCount, publishers
from communique.graph.table.rows import EventRow, Pair, ReportRow, SentenceRow
from communique.graph.table.view import View
from communique.graph.validate import Validation, validate
from communique.ontology.actors import Actors, TypedNames
from communique.ontology.types import (
    Action,
    Actor,
    Document,
    Event,
    Extraction,
    Namespace,
    Place,
    PlaceKind,
    Report,
    is_named_place,
)


class GraphReader:
    """An event graph to read from: events are counted and listed from its table, all else is read from the store."""

    def __init__(self, world: World, table: EventTable | None = None, seconds: float | None = None) -> None:
        """Take a store with what is known of actors and actions, and the table of its events where there is one.

        `seconds` is how long the look-ups in the table may take from now, all together.
        """
        self.world = world
        self._table = table or EventTable(world)
        self._view = View(self._table, float("inf") if seconds is None else time.monotonic() + seconds)

    def within(self, seconds: float) -> "GraphReader":
        """Give the same graph for look-ups that have so many seconds from now, all together.

        After that they raise SearchTimeError; IndexNotReadyError where the table is still being made from the graph.
        """
        return GraphReader(self.world, self._table, seconds)

    def bring_in_step(self) -> None:
        """Have the event table made, or brought in step with what was stored since."""
        with self._view.reading():
            pass

    @property
    def actors(self) -> Actors:
        """Give the curated actors."""
        return self.world.actors

    @property
    def actions(self) -> Mapping[str, Action]:
        """Give the actions by id."""
        return self.world.actions

    @property
    def terms(self) -> Terms:
        """Give the RDF terms below the base of the graph, and the prefixes that queries may use undeclared."""
        return self.world.terms

    @property
    def namespace(self) -> Namespace:
        """Give the IRIs below the base of the graph."""
        return self.world.terms.namespace

    @property
    def endpoint(self) -> Endpoint | None:
        """Give the addresses of the server that is the store; None where it is embedded, and so has snapshots."""
        return self.world.store.endpoint if isinstance(self.world.store, RemoteStore) else None

    @property
    def protocol_parameters(self) -> Mapping[str, str]:
        """Give what a query sent to the endpoint must say besides itself, so that its default graph is ours."""
        return self.world.store.parameters if isinstance(self.world.store, RemoteStore) else {}

    # Documents and their reports.

    def documents(
        self,
        *,
        source: str | None = None,
        after: str | SortKey | None = None,
        limit: int | None = None,
    ) -> Iterator[Document]:
        """Give the stored documents by date of publication and id.

        `after` is the id of the last document of the page before, or its `sort_key`, for it may be gone by now.
        """
        for name in document_ids(self._view, source=source, after=after, limit=limit):
            found = self.document(name)
            if found is not None:
                yield found

    def listed_documents(
        self,
        *,
        source: str | None = None,
        start: dt.date | None = None,
        end: dt.date | None = None,
        after: SortKey | None = None,
        limit: int | None = None,
    ) -> Iterator[ListedDocument]:
        """Give the stored documents without their texts, by date of publication and id, each with its reports' number.

        With a first or a last day only those with a day of publication. `after` is the `sort_key` of the last document
        of the page before.
        """
        return listed(self._view, source, start, end, after, limit)

    def document(self, document_id: str) -> Document | None:
        """Give a stored document."""
        return documents.document(self.world, document_id)

    def extraction(self, document_id: str) -> Extraction | None:
        """Give all that was read from a stored document, exactly as it was stored (in canonical order)."""
        return documents.extraction(self.world, document_id)

    def extractions(self) -> Iterator[Extraction]:
        """Give all that was stored, by date of publication and id: the graph can be rebuilt from it."""
        return extractions(self._view)

    def reports_of(self, key: str) -> Iterator[tuple[str, Report]]:
        """Give the reports that assert or deny an event, each with the last part of its IRI."""
        return documents.reports_of(self.world, key)

    def named_reports(self, extraction: Extraction) -> list[tuple[str, Report]]:
        """Give the reports of a canonical extraction, stored or not, each with the last part of its IRI."""
        return [(node.value.rsplit("/", 1)[-1], each) for node, each in named_reports(extraction, self.terms)]

    # Events.

    def events(self, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None) -> Events:
        """Give the events that meet a filter, by date and key; `after` is the `cursor` of the last one before.

        They can be iterated over, and asked for all at once as a data frame (``to_pandas()`` …).
        """
        found = events.events(self._view, wanted, after=after, limit=limit)
        return Events(found, self, wanted, after, limit)

    def table_of(self, found: Sequence[Event], wanted: EventFilter = EVERY, rows: Rows | str = Rows.EVENTS) -> Table:
        """Give some of the events that meet a filter, such as a page of them, or the reports of these, as a table."""
        return table_of(self, found, wanted, rows)

    def event(self, key: str) -> Event | None:
        """Give the event of a key."""
        return events.event(self._view, key)

    def latest(self, ways: Iterable[EventFilter], limit: int) -> list[Event]:
        """Give the latest dated events that meet one of some filters, latest first."""
        return events.latest(self._view, ways, limit)

    def count(self, wanted: EventFilter = EVERY) -> int:
        """Give the number of events that meet a filter."""
        return counting.count_events(self._view, wanted)

    def evidence(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Give by an event's key the sentences that assert it, each once, by document and place."""
        return listing.sentences_of(self._view, keys)

    def search(
        self,
        words: str,
        wanted: EventFilter = EVERY,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """Give the events that a sentence with all these words asserts or denies, by date and key.

        Parameters
        ----------
        words
            Words in any form (``accuse`` finds ``accused``); words in double quotes must stand together.
        wanted
            Conditions that the events must meet besides.
        after
            The `cursor` of the last event of the page before.
        limit
            How many at most.

        Raises
        ------
        ValueError
            Where there is no word to look for.
        """
        return full_text.events_with_words(self._view, words, wanted, after=after, limit=limit)

    def rows(self, wanted: EventFilter = EVERY) -> Iterator[EventRow]:
        """Give the events that meet a filter as flat rows, by date and key, undated ones last; however many."""
        self.check(wanted)
        return streaming.event_rows(self._view, wanted)

    def report_rows(self, wanted: EventFilter = EVERY) -> Iterator[ReportRow]:
        """Give the reports of the events that meet a filter as flat rows, in the order of the events.

        Who asks for all also gets the reports that make no event, after the others, by document.
        """
        self.check(wanted)
        return streaming.report_rows(self._view, wanted)

    def sentence_rows(self, wanted: EventFilter = EVERY) -> Iterator[SentenceRow]:
        """Give the sentence of the surest report that asserts each event of a filter, in the order of the events."""
        self.check(wanted)
        return streaming.sentence_rows(self._view, wanted)

    def pairs(self, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Iterator[Pair]:
        """Give the events that meet a filter summed up by ordered pair, of sides or of the actors named, by id."""
        self.check(wanted)
        return streaming.pairs(self._view, wanted, level)

    def busiest_pairs(
        self,
        wanted: EventFilter = EVERY,
        level: Level = Level.SIDE,
        around: str | None = None,
        limit: int = 1000,
    ) -> BusiestPairs:
        """Give of `pairs`, as `around_actor` keeps them, those of two with most events, and how many there are."""
        self.check(wanted)
        return neighbourhood.busiest(self._view, wanted, level, around, limit)

    def strongest(self, limit: int = 20) -> list[Strength]:
        """Give the pairs of two sides with most events, in both directions."""
        return overview.strongest(self._view, limit)

    def moves(self, limit: int = 10) -> list[Move]:
        """Give the pairs that have most more conflict, then cooperation, in the last month than in the year before."""
        return overview.moves(self._view, limit)

    def places_of(self, ways: Iterable[EventFilter], limit: int = 20) -> list[PlaceCount]:
        """Give where the events are that meet one of some filters that exclude each other: places with numbers."""
        return overview.places(self._view, self._checked(ways), limit)

    def datasets_of(self, ways: Iterable[EventFilter]) -> list[str]:
        """Give the data sets, by name, that tell of an event which meets one of some filters."""
        return overview.datasets(self._view, self._checked(ways))

    def events_of_document(self, document_id: str) -> dict[Claim, str]:
        """Give the keys of the events that a document asserts or denies, by what tells its reports apart."""
        return overview.events_of_document(self._view, document_id)

    def compare(
        self, first: str, second: str, wanted: EventFilter = EVERY, per: Granularity = Granularity.MONTH
    ) -> Comparison:
        """Give what each data set tells of what two actors did to each other, and how far the data sets agree.

        `first` and `second` are ids; `wanted` may name all conditions but the parties.
        """
        return compare(self._view, first, second, wanted, per)

    def check(self, wanted: EventFilter) -> None:
        """Raise ValueError, which names all, for actors, actions, regions, sectors and types that are unknown."""
        known_values.check_known(wanted, self.world)

    def _checked(self, ways: Iterable[EventFilter]) -> list[EventFilter]:
        checked = list(ways)
        for wanted in checked:
            self.check(wanted)
        return checked

    # Actors and what is between them.

    def actor(self, name: str) -> Actor | None:
        """Give a curated actor, or one that a stored document names; None where there is none of that id."""
        return known.known_actor(self.world, name)

    def label(self, name: str) -> str:
        """Give an actor's label; the id itself where nothing is known of it."""
        return known.label_of(self.world, name)

    def place(self, name: str) -> Place:
        """Give a place by id: a country, or one in it with what the table of places says of it."""
        if is_named_place(name):
            return place_by_id(name)
        return Place(name, self.label(name), name, PlaceKind.COUNTRY)

    def found_actors(self) -> list[Actor]:
        """Give the actors that stored documents name and nobody has curated, by id."""
        return known.found_actors(self.world)

    def found_called(self, text: str) -> set[str]:
        """Give the ids of the actors found in documents that have this id, or this label in any case."""
        return known.found_called(self.world, text)

    def names_of_curated(self, others: Iterable[tuple[str, str]] = ()) -> NameIndex:
        """Give the index of the names of curated actors for `find_actors`; `others` are more, with an actor's id."""
        return name_index(self.actors.values(), others)

    def names_of_found(self) -> NameIndex:
        """Give the index of the names of the actors found in documents for `find_actors`."""
        return name_index(self.found_actors())

    def find_actors(self, typed: str, indexes: Iterable[NameIndex] | None = None) -> list[FoundActor]:
        """Give the actors whose names fit what was typed, best first; `indexes` are those of the names, if made."""
        return search(indexes or (self.names_of_curated(), self.names_of_found()), typed)

    def resolver(
        self,
        names: Callable[[], TypedNames],
        similar: Callable[[], Iterable[NameIndex]],
        found: Callable[[str], Iterable[str]] | None = None,
    ) -> Resolver:
        """Give what finds the ids of actors by what people type for them; see `Resolver`."""
        return Resolver(self.world, names, similar, found)

    def relations(
        self,
        actor: str,
        other: str | None = None,
        *,
        filters: EventFilter = EVERY,
        level: Level = Level.SIDE,
        after: Rank | None = None,
        limit: int | None = None,
    ) -> list[Relation]:
        """Give an actor's relations by partner (sides, or at actor level those named), those of most events first."""
        return relations.relations(self._view, actor, other, filters=filters, level=level, after=after, limit=limit)

    def dyad(self, first: str, second: str) -> tuple[Direction, Direction]:
        """Give both directions between two sides."""
        return relations.dyad(self._view, first, second)

    def between(
        self,
        first: str,
        second: str,
        filters: EventFilter = EVERY,
        per: Granularity = Granularity.MONTH,
    ) -> tuple[Direction, Direction]:
        """Give what each of two actors did to the other, with its periods in order (undated events are in none)."""
        return timelines.between(self._view, first, second, filters, per)

    def courses(self, actor: str, partners: Iterable[str], filters: EventFilter = EVERY) -> dict[str, Course]:
        """Give an actor's events with each of some sides by year and quad class, both directions together."""
        return courses(self._view, actor, partners, filters)

    def timeline(self, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
        """Give the months in which an actor acted upon another or was acted upon, in order."""
        return timelines.timeline(self._view, actor, filters)

    def acts(self, action: str, filters: EventFilter = EVERY, per: Granularity = Granularity.YEAR) -> ActsOf:
        """Give the events of an action and its narrower ones: how many of each, and by period."""
        return acts_of(self._view, action, filters, per)

    def events_by_action(self, filters: EventFilter = EVERY) -> dict[str, int]:
        """Give how many of the events that meet a filter are of each action itself; others have none."""
        return events_by_action(self._view, filters)

    def parties(self, action: str, filters: EventFilter = EVERY, limit: int | None = None) -> list[Pair]:
        """Give which side did an action, or a narrower one, to which other: those of most events first."""
        return parties_of(self._view, action, filters, limit)

    def chains(self, first: str, last: str, *, longest: int = LONGEST, limit: int = 5) -> list[Chain]:
        """Give the shortest chains of relations between two sides, strongest first."""
        return paths.chains(self._view, first, last, longest=longest, limit=limit)

    def statistics(self) -> Statistics:
        """Give the numbers of documents, reports, events, dyads and actors, and from when to when they reach."""
        return statistics.statistics(self._view)

    def publishers(self) -> list[PublisherCount]:
        """Give who published the documents of each data set, those of most documents first."""
        return publishers(self._view)

    def loaded_alone(self) -> Mapping[str, int]:
        """Give how many of the documents, reports and events were loaded into the event table alone."""
        return statistics.loaded_alone(self._view)

    def events_by_side(self) -> dict[str, int]:
        """Give for every side the number of events in which it acts upon another or is acted upon."""
        return numbers.events_by_side(self._view)

    def events_by_actor(self, names: Sequence[str], by_side: Mapping[str, int] | None = None) -> dict[str, int]:
        """Give the number of events of each of some actors; `by_side` is what `events_by_side` gave, if it is known."""
        return statistics.events_by_actor(self._view, names, self.events_by_side() if by_side is None else by_side)

    # SPARQL and RDF.

    def query(self, sparql: str, accept: str = "*/*", output: IO[bytes] | None = None) -> bytes:
        """Give the answer to a SPARQL query in the media type preferred, or stream it to `output` (then gives none)."""
        answer = self.reply(sparql, accept)
        if output is None:
            return answer.content()
        answer.write(output)
        return b""

    def reply(self, sparql: str, accept: str = "*/*") -> Reply:
        """Give the reply to a SPARQL query with its media type, ready to be written."""
        return reply(self.world, sparql, accept)

    def as_sparql(self, *ways: EventFilter, text: str = "") -> str:
        """Give a query, for people to read and change, for the events that meet one of some filters, latest first.

        With `text` only those of which a sentence with such words tells.
        """
        return as_sparql(self.world, *ways, text=text)

    def places_as_sparql(self, *ways: EventFilter) -> str:
        """Give a query, for people to read and change, for the places of such events, with how many were there."""
        return places_as_sparql(self.world, *ways)

    def actions_as_sparql(self, wanted: EventFilter = EVERY) -> str:
        """Give a query, for people to read and change, for the actions of events that meet a filter, with how many."""
        return actions_as_sparql(self.world, wanted)

    def pairs_as_sparql(self, wanted: EventFilter = EVERY, level: Level = Level.SIDE, around: str | None = None) -> str:
        """Give a query, for people to read and change, for what `pairs` sums up; `around` one, as `around_actor`."""
        return pairs_as_sparql(self.world, wanted, level, around)

    def documents_as_sparql(
        self, *, source: str | None = None, start: dt.date | None = None, end: dt.date | None = None
    ) -> str:
        """Give a query, for people to read and change, for what `listed_documents` lists."""
        return documents_as_sparql(source, start, end)

    def run(self, name: str, arguments: Mapping[str, str], accept: str = "*/*") -> Reply:
        """Give the reply to a named query."""
        return queries.run(self.world, name, arguments, accept)

    def check_arguments(self, query: NamedQuery, arguments: Mapping[str, str]) -> None:
        """Raise ValueError, which names all, for arguments of a named query that are actors or actions not known."""
        known_values.check_arguments(query, arguments, self.world)

    def describe(self, path: str, media_type: str, *more: str) -> bytes | None:
        """Give what the graph says of the thing at a path below the base, as RDF; None where it says nothing."""
        return resources.describe(self.world, path, media_type, *more)

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Give what the graph calls each of some IRIs, as far as it has a name for them."""
        return resources.labels(self.world, iris)

    def vocabulary(self, media_type: str) -> bytes:
        """Give the vocabulary: classes and properties with their labels and comments, as RDF."""
        return resources.vocabulary(self.world, media_type)

    def graph(self, name: str | None, media_type: str) -> bytes | None:
        """Give all that a named graph (None: the default graph) says, as RDF; None where there is no such graph."""
        return named_graphs.graph_triples(self.world, name, media_type)

    def validate(self, document_id: str | None = None) -> Validation:
        """Check the whole graph, or one document with the events it asserts, against the SHACL shapes."""
        return validate(self.world, document_id)
