"""Articles taken in over HTTP, and forgotten: by programs and by people, in one way."""

import asyncio
import pickle
from dataclasses import dataclass

from communique.api.http.answers.reading import MOST_ARTICLES, Articles, CodingTask, Parsed, ParsingTask, done, unread
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.service import Service
from communique.api.http.workers.readers import ReadingError, Unread
from communique.api.ingest import FLUSH_AFTER, Outcome, OutcomeKind, not_read, skipped, stored, unchanged
from communique.api.opening import coder_version, own_file
from communique.extract.documents import Problem
from communique.ontology.types import Document, Extraction


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the articles of a body; of what is skipped the first are listed, and all counted."""

    outcomes: tuple[Outcome, ...]
    skipped: int

    def number(self, kind: OutcomeKind) -> int:
        """Give the number of articles of which this became."""
        return self.skipped if kind is OutcomeKind.SKIPPED else sum(each.kind is kind for each in self.outcomes)


async def ingested(service: Service, articles: Articles, client: str) -> Ingested:
    """Read articles for a client and store what they report; ProblemError where they are not even parsed.

    Where it is stopped, what was stored by then stays, and no further text is read.
    """
    parsed = await done(service.readers, ParsingTask(articles), client, service.settings.reading_time)
    assert isinstance(parsed, Parsed)
    if not parsed.is_whole:
        raise ProblemError(413, f"the body holds more than {MOST_ARTICLES} articles: send it in parts")
    outcomes = await _outcomes(service, parsed.items, client)
    listed = sum(isinstance(item, Problem) for item in parsed.items)
    unread = sum(outcome.kind is OutcomeKind.SKIPPED for outcome in outcomes)
    return Ingested(tuple(outcomes), unread + parsed.problems - listed)


def forget(service: Service, document: str) -> None:
    """Forget a document; ProblemError (404) where there is none."""
    with service.writing:
        if service.graph.document(document) is None:
            raise not_found(f"there is no document {document!r}")
        try:
            service.graph.forget(document)
        finally:
            service.wrote()
        service.flush()


async def _outcomes(service: Service, items: tuple[Document | Problem, ...], client: str) -> list[Outcome]:
    """Give the outcome of each item; between two of them others write and have their texts read."""
    own = own_file(service.settings)
    version = await asyncio.to_thread(coder_version, service.settings.model, service.settings.purpose, own)
    outcomes: list[Outcome] = []
    try:
        for item in items:
            outcomes.append(
                not_read(item) if isinstance(item, Problem) else await _coded(service, item, version, client)
            )
            if len(outcomes) % FLUSH_AFTER == 0:
                await asyncio.to_thread(service.flush)
    finally:
        await asyncio.to_thread(service.flush)
    return outcomes


async def _coded(service: Service, document: Document, version: str, client: str) -> Outcome:
    known = await asyncio.to_thread(unchanged, document, service.graph, version)
    if known is not None:
        return known
    try:
        extraction = await service.readers.patiently(CodingTask(document), client, service.settings.reading_time)
    except ReadingError as error:
        if error.kind in (Unread.UNABLE, Unread.KILLED):
            raise unread(error) from error
        # Whatever a document does to its reader is that document's problem.
        return skipped(document, f"{error}: report it with the text, please")
    storing = asyncio.ensure_future(asyncio.to_thread(_stored, service, extraction, version))
    try:
        return await asyncio.shield(storing)
    except asyncio.CancelledError:
        # Whoever asked is gone. What is being stored is stored to its end, before it is made durable.
        await storing
        raise


def _stored(service: Service, pickled: bytes, version: str) -> Outcome:
    extraction = pickle.loads(pickled)
    assert isinstance(extraction, Extraction)
    with service.writing:
        try:
            return stored(extraction, service.graph, version)
        finally:
            service.wrote()
