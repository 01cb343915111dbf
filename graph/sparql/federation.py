"""Calls of other servers in a SPARQL text: where they stand, what they ask, and answers in their place.

SPARQL 1.1 Federated Query has SERVICE, SPARQL 1.1 Update has LOAD. Nothing here asks another server.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import pyoxigraph as ox

from communique.graph.rdf.keywords import masked, unescaped
from communique.graph.stores.endpoint import ROWS
from communique.graph.stores.remote import with_prefixes
from communique.graph.stores.remote_answers import answer_of_rows

# So many calls may stand in a text, and so long may the query to another server be, in characters.
MOST_CALLS = 10
MOST_ASKED = 1 << 16
_MOST_DECLARED = 1000
# Nothing that has matched is tried otherwise: a text full of # would take for ever.
_GAP = r"(?:\s|\#[^\n\r]*+)*+"
_IRI = r"""(?P<{0}><[^<>\s"{{}}|^`\\]*>|(?:[^\W\d_][\w.-]*)?:(?:\\.|[\w.:%-])*)"""
# Anchored where the masked text has the word; what follows is read in the text itself.
_SERVICE = re.compile(
    rf"SERVICE{_GAP}(?P<silent>SILENT)?{_GAP}(?:{_IRI.format('iri')}|(?P<variable>[?$]\w+)){_GAP}\{{", re.IGNORECASE
)
_LOAD = re.compile(
    rf"LOAD{_GAP}(?P<silent>SILENT)?{_GAP}{_IRI.format('iri')}(?:{_GAP}INTO{_GAP}GRAPH{_GAP}{_IRI.format('graph')})?",
    re.IGNORECASE,
)
_DECLARATION = re.compile(
    rf"PREFIX{_GAP}(?P<prefix>(?:[^\W\d_][\w.-]*)?):{_GAP}<(?P<iri>[^<>\s]*)>|BASE{_GAP}<[^<>\s]*>", re.IGNORECASE
)
# Whatever may be a call must be read as one: an engine sees the word even where a number goes before it.
_SEEN_IN_QUERIES = re.compile(r"[{}]|SERVICE|(?<![\w.-])(?:PREFIX|BASE)", re.IGNORECASE)
_SEEN_IN_UPDATES = re.compile(r"[{}]|SERVICE|LOAD|(?<![\w.-])(?:PREFIX|BASE)", re.IGNORECASE)
_CALL = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A SERVICE pattern from `start` to `end` of a text: the server, and the query that asks what the pattern says.

    `within` are the servers that this one is to ask in its turn, `variables` those that the pattern names.
    """

    start: int
    end: int
    iri: str
    silent: bool
    query: str
    variables: frozenset[str]
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadCall:
    """A LOAD operation from `start` to `end` of a text; `graph` is where the triples go, as the text writes it."""

    start: int
    end: int
    iri: str
    silent: bool
    graph: str | None


Call = ServiceCall | LoadCall
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class _Text:
    """A SPARQL text with the places of its braces and of the words that matter, each with how deep in braces it is."""

    sparql: str
    seen: tuple[tuple[int, str, int], ...]
    prefixes: Mapping[str, str]
    base: str

    def declarations(self, end: int) -> list[re.Match[str]]:
        """Give what is declared at a place."""
        places = (place for place, word, depth in self.seen if word in ("PREFIX", "BASE") and not depth and place < end)
        return [found for place in places if (found := _DECLARATION.match(self.sparql, place))]

    def absolute(self, written: str, place: int) -> str:
        """Give the IRI that the text writes at a place; ValueError where it is relative, or its prefix is unknown."""
        if written.startswith("<"):
            iri = written[1:-1]
        else:
            prefix, local = written.split(":", 1)
            declared = {found["prefix"]: found["iri"] for found in self.declarations(place) if found["iri"] is not None}
            known = {**self.prefixes, **declared}
            if prefix not in known:
                raise ValueError(f"{written}: the prefix {prefix}: is not declared")
            iri = known[prefix] + re.sub(r"\\(.)", r"\1", local)
        if not _ABSOLUTE.match(iri):
            raise ValueError(f"{written}: the address of another server is written in full, with https://")
        return iri

    def closing(self, opening: int) -> int:
        """Give the place of the brace that closes the one at a place; ValueError where there is none."""
        depth = next(depth for place, _, depth in self.seen if place == opening)
        for place, word, inside in self.seen:
            if place > opening and word == "}" and inside == depth:
                return place
        raise ValueError("a SERVICE pattern has no end: write the } that closes it")


def calls(sparql: str, prefixes: Mapping[str, str], base: str, *, update: bool = False) -> list[Call]:
    """Give the calls of other servers in a query or update, in their order, without those inside of others.

    Raises ValueError for one that does not name its server or cannot be read, and where there are too many.
    """
    text = _Text(sparql, _seen(sparql, update=update), prefixes, base)
    if sum(word in ("PREFIX", "BASE") for _, word, _ in text.seen) > _MOST_DECLARED:
        raise ValueError(f"more than {_MOST_DECLARED} prefixes are too many for a text that calls other servers")
    words = [(place, word, depth) for place, word, depth in text.seen if word in ("SERVICE", "LOAD")]
    if len(words) > MOST_CALLS:
        raise ValueError(f"{len(words)} calls of other servers are too many: {MOST_CALLS} may stand in one text")
    found: list[Call] = []
    for place, word, depth in words:
        if not found or place >= found[-1].end:
            inner = [there for there, _, _ in words if there > place]
            found.append(_service(text, place, inner) if word == "SERVICE" else _load(text, place, depth))
    return found


def replaced(sparql: str, answers: Iterable[tuple[Call, str]]) -> str:
    """Give a text with something else in the place of each of its calls, which come in their order."""
    parts: list[str] = []
    done = 0
    for call, instead in answers:
        parts += (sparql[done : call.start], instead)
        done = call.end
    return "".join((*parts, sparql[done:]))


def solutions_from(content: bytes, media_type: str) -> ox.QuerySolutions:
    """Give the solutions that another server gave in SPARQL JSON or XML; ValueError for yes and no."""
    if media_type == ROWS:
        found = answer_of_rows(BytesIO(content))
    else:
        found = ox.parse_query_results(content, format=ox.QueryResultsFormat.XML)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("yes or no is no table")
    return found


def values(call: ServiceCall, rows: ox.QuerySolutions, genid: str) -> str:
    """Give the solutions that a server gave as a VALUES block, which joins as the SERVICE pattern would.

    Blank nodes, which cannot stand there, become IRIs that begin with `genid` (RDF 1.1, section 3.5). Raises ValueError
    for what is no term of RDF 1.1.
    """
    names = [variable.value for variable in rows.variables]
    named = [(place, name) for place, name in enumerate(names) if name in call.variables]
    lines = [" ".join(_value(row[place], genid) for place, _ in named) for row in rows]
    if not named and len(lines) < 2:
        # Virtuoso knows no VALUES without variables; a pattern without them has mostly one solution or none.
        return " {} " if lines else " { FILTER (false) } "
    head = " ".join(f"?{name}" for _, name in named)
    return f" VALUES ({head}) {{ " + "\n".join(f"({line})" for line in lines) + " } "


def insertion(call: LoadCall, triples: Sequence[ox.Triple]) -> str:
    """Give the operation that inserts what a document says, in the place of the LOAD that named it.

    Raises ValueError for what is no term of RDF 1.1.
    """
    content = "\n".join(
        f"{_written(triple.subject)} {_written(triple.predicate)} {_written(triple.object)} ." for triple in triples
    )
    return f"INSERT DATA {{ {content if call.graph is None else f'GRAPH {call.graph} {{ {content} }}'} }}"


def nothing(call: Call) -> str:
    """Give what stands for a call that failed and may: no triples, or the empty group with its one empty solution."""
    return "INSERT DATA {}" if isinstance(call, LoadCall) else " {} "


def _seen(sparql: str, *, update: bool) -> tuple[tuple[int, str, int], ...]:
    bare = masked(sparql)
    plain = unescaped(sparql)
    # Some servers read \u0053ERVICE as the word: what cannot be seen in the text as it stands does not go to them.
    if plain != sparql and len(_CALL.findall(masked(plain))) != len(_CALL.findall(bare)):
        raise ValueError("SERVICE and LOAD are refused in a text that writes such words with \\u: write them plainly")
    found: list[tuple[int, str, int]] = []
    depth = 0
    for token in (_SEEN_IN_UPDATES if update else _SEEN_IN_QUERIES).finditer(bare):
        word = token[0].upper()
        depth -= word == "}"
        found.append((token.start(), word, depth))
        depth += word == "{"
    return tuple(found)


def _service(text: _Text, place: int, later: Sequence[int]) -> ServiceCall:
    found = _matched(text, place)
    opening = found.end() - 1
    closing = text.closing(opening)
    pattern = text.sparql[opening + 1 : closing]
    within = tuple(text.absolute(_matched(text, there)["iri"], place) for there in later if there < closing)
    prologue = "".join(f"{declaration[0]}\n" for declaration in text.declarations(place))
    query = f"{prologue}SELECT * WHERE {{{pattern}}}"
    if len(query) > MOST_ASKED:
        raise ValueError(f"a SERVICE pattern of more than {MOST_ASKED} characters is too long to be sent")
    return ServiceCall(
        place,
        closing + 1,
        text.absolute(found["iri"], place),
        bool(found["silent"]),
        with_prefixes(query, text.prefixes, text.base),
        frozenset(_VARIABLE.findall(pattern)),
        within,
    )


def _matched(text: _Text, place: int) -> re.Match[str]:
    found = _SERVICE.match(text.sparql, place)
    if found is None:
        raise ValueError("SERVICE cannot be read: write SERVICE <https://…> { … } (a prefix may not hold the word)")
    if found["variable"]:
        raise ValueError(f"SERVICE {found['variable']} is refused: name the server itself")
    return found


def _load(text: _Text, place: int, depth: int) -> LoadCall:
    found = _LOAD.match(text.sparql, place)
    if found is None or depth:
        raise ValueError("LOAD cannot be read: write LOAD <https://…> INTO GRAPH <…> (a prefix may not hold the word)")
    return LoadCall(place, found.end(), text.absolute(found["iri"], place), bool(found["silent"]), found["graph"])


def _value(term: Term | None, genid: str) -> str:
    if term is None:
        return "UNDEF"
    return str(ox.NamedNode(genid + quote(term.value, safe=""))) if isinstance(term, ox.BlankNode) else _written(term)


def _written(term: Term) -> str:
    """Give a term as SPARQL writes it, made and so checked anew: it comes from another server."""
    if isinstance(term, ox.BlankNode):
        return str(ox.BlankNode(term.value))
    if isinstance(term, ox.NamedNode):
        return str(ox.NamedNode(term.value))
    if isinstance(term, ox.Literal) and term.language:
        return str(ox.Literal(term.value, language=term.language))
    if isinstance(term, ox.Literal):
        return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value)))
    raise ValueError("a triple stands where a term is expected")
