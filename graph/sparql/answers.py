"""Answers to SPARQL queries in the media type that was asked for."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import pyoxigraph as ox

from communique.graph.rdf.keywords import refuse_outgoing_query
from communique.graph.stores.protocol import Answer
from communique.graph.stores.remote_answers import answer_of_rows, answer_of_triples
from communique.graph.stores.world import World

_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "text/n3": ox.RdfFormat.N3,
}
# What is meant by these where the answer is a graph.
_FULL = {"application/json": "application/ld+json", "application/xml": "application/rdf+xml"}


class NotAcceptableError(ValueError):
    """None of the media types asked for fits the form of the query."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the media type in which it will be written; it can be written once."""

    answer: Answer
    media_type: str

    def write(self, output: IO[bytes]) -> None:
        """Write the answer as a stream, without holding it all in memory."""
        if isinstance(self.answer, ox.QueryTriples):
            self.answer.serialize(output, _TRIPLES[self.media_type])
        else:
            self.answer.serialize(output, _ROWS[self.media_type])

    def content(self) -> bytes:
        """Give the answer as bytes."""
        if isinstance(self.answer, ox.QueryTriples):
            return self.answer.serialize(format=_TRIPLES[self.media_type]) or b""
        return self.answer.serialize(format=_ROWS[self.media_type]) or b""


def reply(world: World, sparql: str, accept: str = "*/*") -> Reply:
    """Give the reply to a query in the media type that an Accept header prefers.

    Raises SyntaxError for a bad query, ValueError for one that calls another server (SERVICE), and
    NotAcceptableError for a media type that does not fit.
    """
    refuse_outgoing_query(sparql)
    answer = world.store.query(sparql, world.terms.prefixes())
    known = list(_TRIPLES if isinstance(answer, ox.QueryTriples) else _ROWS)
    return Reply(answer, preferred(accept, known))


def rewritten(written: bytes, media_type: str, *, triples: bool) -> bytes:
    """Give another server's answer, in N-Triples or SPARQL JSON, in a media type; SyntaxError where it is neither."""
    answer = answer_of_triples(BytesIO(written)) if triples else answer_of_rows(BytesIO(written))
    return Reply(answer, _FULL.get(media_type, media_type) if triples else media_type).content()


def preferred(accept: str, known: list[str]) -> str:
    """Give the first of the known media types that an Accept header likes best; NotAcceptableError if none fits."""
    wishes: list[tuple[float, str]] = []
    for entry in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in entry.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        wishes.append((float(weight) if re.fullmatch(r"[01](\.\d*)?", weight) else 0.0, media_range))
    best = max(known, key=lambda media_type: _liking(media_type, wishes))
    if _liking(best, wishes) <= 0:
        raise NotAcceptableError(f"{accept!r} fits none of {', '.join(known)}: ask for one of these")
    return best


def _liking(media_type: str, wishes: list[tuple[float, str]]) -> float:
    """Give the weight of the most exact range that takes in a media type."""
    for pattern in (media_type, media_type.split("/")[0] + "/*", "*/*", "", "*"):
        weights = [weight for weight, media_range in wishes if media_range == pattern]
        if weights:
            return max(weights)
    return 0.0
