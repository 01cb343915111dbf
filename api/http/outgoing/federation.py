"""SERVICE and LOAD: other servers are asked here, and the engine gets a text with their answers in it."""

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from communique.api.http.outgoing.requests import Outgoing, OutgoingError, Wanted
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.pool import QueryPool
from communique.api.http.workers.queries import Query, QueryError, RdfReading, Refusal
from communique.graph.sparql import (
    Call,
    LoadCall,
    ServiceCall,
    calls,
    insertion,
    nothing,
    parsed,
    refuse_outgoing_query,
    refuse_outgoing_update,
    replaced,
    solutions_from,
    unescaped,
    values,
)

T = TypeVar("T")
_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_N_TRIPLES = "application/n-triples"
_RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_CALLED = re.compile("SERVICE|LOAD", re.IGNORECASE)
_AT_ONCE = 8
# What a call that fails leaves of the time for all that comes after it.
_SHARE = 0.5
# Why a document was not read, where that is no fault of it: not even SILENT makes it nothing then.
_OURS = (Refusal.BUSY, Refusal.KILLED, Refusal.NO_ROOM)


class Federation:
    """Puts the answers of other servers in the place of the calls to them, within the time of a query."""

    def __init__(self, outgoing: Outgoing, parsers: QueryPool, prefixes: Mapping[str, str], base: str) -> None:
        self._outgoing, self._parsers, self._limits = outgoing, parsers, parsers.limits
        self._prefixes, self._base = prefixes, base
        self._turns = asyncio.Semaphore(_AT_ONCE)

    @property
    def asks(self) -> bool:
        """Tell whether there are servers that may be asked."""
        return bool(self._outgoing.hosts)

    async def query(self, query: Query) -> Query:
        """Give a query without SERVICE, with the time that is left to it.

        Raises ValueError where it may not ask its servers, ProblemError (502) where one gives no answer and the query
        does not say SILENT, QueryError where the time is up.
        """
        text, seconds = await self._answered(query.text, query.seconds, update=False)
        return replace(query, text=text, seconds=seconds)

    async def update(self, text: str, seconds: float | None) -> tuple[str, float | None]:
        """Give an update without SERVICE and LOAD, with the time that is left to it. Raises what `query` raises."""
        return await self._answered(text, seconds, update=True)

    async def _answered(self, text: str, seconds: float | None, *, update: bool) -> tuple[str, float | None]:
        refuse = refuse_outgoing_update if update else refuse_outgoing_query
        if not self.asks:
            _refused(text, refuse)
            return text, seconds
        if not _CALLED.search(unescaped(text)):
            return text, seconds
        found = await asyncio.to_thread(calls, text, self._prefixes, self._base, update=update)
        if not found:
            refuse(text)
            return text, seconds
        self._check(found)
        granted = self._limits.granted(seconds)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + granted
        try:
            async with asyncio.timeout_at(deadline), self._turns:
                answers, left = [], self._outgoing.most
                for call in found:
                    answer = await self._answer(call, (deadline - loop.time()) * _SHARE)
                    answers.append((call, answer))
                    left -= len(answer)
                    if left < 0:
                        raise QueryError(Refusal.TOO_LARGE, "what other servers answered is more than allowed")
                text = replaced(text, answers)
                await asyncio.to_thread(refuse, text)
        except TimeoutError as error:
            raise QueryError(Refusal.TIME, f"the query took longer than {granted:g} seconds") from error
        return text, max(deadline - loop.time(), 0.001)

    def _check(self, found: list[Call]) -> None:
        """Raise ValueError where one of the calls goes to a server that may not be asked."""
        for call in found:
            self._outgoing.check(call.iri)
            for iri in call.within if isinstance(call, ServiceCall) else ():
                self._outgoing.check(iri)

    async def _answer(self, call: Call, seconds: float) -> str:
        try:
            if isinstance(call, LoadCall):
                return await self._loaded(call, seconds)
            wanted = Wanted(call.iri, (_JSON, _XML), {"query": call.query})
            received = await self._outgoing.ask(wanted, seconds)
            genid = f"{self._base}.well-known/genid/{secrets.token_hex(8)}/"
            return await _read(
                "SPARQL results", lambda: values(call, solutions_from(received.content, received.media_type), genid)
            )
        except OutgoingError as error:
            if call.silent:
                return nothing(call)
            word = "LOAD" if isinstance(call, LoadCall) else "SERVICE"
            detail = f"{word} <{call.iri}> failed: {error}"
            raise ProblemError(502, f"{detail}. With {word} SILENT it counts as nothing") from error

    async def _loaded(self, call: LoadCall, seconds: float) -> str:
        received = await self._outgoing.ask(Wanted(call.iri, _RDF), seconds)
        base = call.iri.split("#")[0]
        try:
            # In the process of a query: what a stranger's document stands for may be without end.
            plain = await self._parsers.parse(RdfReading(received.content, received.media_type, base))
        except QueryError as error:
            if error.kind in _OURS:
                raise
            raise OutgoingError(f"its answer cannot be read as {received.media_type}") from error
        return await _read(received.media_type, lambda: insertion(call, parsed(plain, _N_TRIPLES, base) or []))


async def _read(what: str, reading: Callable[[], T]) -> T:
    """Give what is read from an answer, in a thread; OutgoingError where it is not what it says."""
    try:
        return await asyncio.to_thread(reading)
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # What the parser says may quote the answer.
        raise OutgoingError(f"its answer cannot be read as {what}") from error


def _refused(text: str, refuse: Callable[[str], None]) -> None:
    try:
        refuse(text)
    except ValueError as error:
        raise ValueError(f"{error}; who runs it may allow hosts: communique serve --outgoing HOST") from error
