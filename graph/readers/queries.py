"""SPARQL over an event graph, look-ups written as SPARQL, and what it says as RDF."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import IO

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups import known_values, resources
from communique.graph.lookups.as_sparql import (
    actions_as_sparql,
    as_sparql,
    documents_as_sparql,
    pairs_as_sparql,
    partners_as_sparql,
    places_as_sparql,
)
from communique.graph.readers.store import StoreReader
from communique.graph.sparql import named_graphs, queries
from communique.graph.sparql.answers import Reply, reply
from communique.graph.sparql.queries import NamedQuery
from communique.graph.validate import Validation, validate


class QueryReader(StoreReader):
    """The graph as RDF: asked in SPARQL, described, and validated."""

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

    def partners_as_sparql(self, actor: str, wanted: EventFilter = EVERY) -> str:
        """Give a query, for people to read and change, for an actor's partners by such events, with how many."""
        return partners_as_sparql(self.world, actor, wanted)

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
