"""Answers of other servers as those of the engine, whatever dialect they are written in."""

import json
import re
from typing import IO

import pyoxigraph as ox

from communique.graph.rdf.keywords import masked_names
from communique.graph.stores.protocol import Answer

_FORM = re.compile(r"(?<![\w:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", re.IGNORECASE)
# Only Virtuoso says so, and in its head.
_ODD = re.compile(rb'"distinct"\s*:|__ASK_RETVAL')
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_ENOUGH = 1 << 14


def gives_triples(sparql: str) -> bool:
    """Tell whether a query gives triples, and not rows or yes and no; SyntaxError where it is no query."""
    found = _FORM.search(masked_names(sparql))
    if found is None:
        raise SyntaxError("a query has one of the words SELECT, ASK, CONSTRUCT and DESCRIBE")
    return found[1].upper() in ("CONSTRUCT", "DESCRIBE")


def answer_of_rows(written: IO[bytes]) -> Answer:
    """Give the answer that SPARQL JSON holds."""
    start = written.read(_ENOUGH)
    written.seek(0)
    if is_odd(start):
        return ox.parse_query_results(plain_rows(written.read()), format=ox.QueryResultsFormat.JSON)
    return ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)


def is_odd(start: bytes) -> bool:
    """Tell by its start whether SPARQL JSON is written in Virtuoso's dialect."""
    return _ODD.search(start) is not None


def answer_of_triples(written: IO[bytes]) -> ox.QueryTriples:
    """Give the answer that N-Triples hold."""
    store = ox.Store()
    store.bulk_load(written, format=ox.RdfFormat.N_TRIPLES)
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("a CONSTRUCT query gives triples")
    return found


def plain_rows(written: bytes) -> bytes:
    """Give SPARQL JSON as the standard has it, from what Virtuoso writes: ASK as a table, booleans as 1 and 0."""
    found = json.loads(written)
    rows = found.get("results", {}).get("bindings", [])
    if found["head"].get("vars") == ["__ASK_RETVAL"]:
        return json.dumps({"head": {}, "boolean": any(row["__ASK_RETVAL"]["value"] == "1" for row in rows)}).encode()
    for row in rows:
        for term in row.values():
            if term.get("type") == "typed-literal":
                term["type"] = "literal"
            if term.get("datatype") == _BOOLEAN and term["value"] in ("0", "1"):
                term["value"] = "true" if term["value"] == "1" else "false"
    return json.dumps(found).encode()
