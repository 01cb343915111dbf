"""Which words of a SPARQL text are keywords, and whether it would make the engine call other servers."""

import re

# What may stand in an IRI (SPARQL 1.1, production 139); no-break spaces and their like may.
_IN_IRI = r"[^<>\"{}|^`\\\x00-\x20]"
# The engine reads keywords without looking at what follows: SERVICESILENT<x> and SERVICE:x call a server as well.
# So whatever is not surely a string, an IRI, a comment, a variable or the local part of a name stays visible.
# Each alternative takes in what it has looked at, and nothing that has matched is tried otherwise: the time is linear.
_TOKEN = re.compile(
    # A string without an end stays visible: the engine may read three quotation marks as an empty string and another.
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|(?P<open_long_double>))'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|(?P<open_long_single>))"
    r'|"(?:[^"\\\n\r]++|\\.)*+(?:"|(?P<open_double>))'
    r"|'(?:[^'\\\n\r]++|\\.)*+(?:'|(?P<open_single>))"
    # After "<" as an operator nothing could go on with "://".
    rf"|<[A-Za-z][A-Za-z0-9+.-]*+://{_IN_IRI}*+>"
    # Where "<" is an operator, its expression ends with a bracket, so here stands no keyword either.
    r"|<[^<>\"{}|^`\\\x00-\x20#'()]*+>"
    # With one of these it is told by what stands around: an IRI, or "<" with a comment or a string behind it.
    rf"|(?P<operator_or_iri><[^<>\"{{}}|^`\\\x00-\x20#']*+[#']{_IN_IRI}*+>)"
    r"|\#[^\n\r]*+"
    r"|[?$][A-Za-z0-9_]++"
    # Names may also hold dots and other signs, but with these they might end sooner.
    r"|:(?:[A-Za-z0-9_][A-Za-z0-9_-]*+)?",
    re.DOTALL,
)
_OUTGOING = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_SERVICE = re.compile(r"SERVICE", re.IGNORECASE)
_SERVICE_OR_FROM = re.compile(r"SERVICE|\bFROM\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")


def masked(sparql: str) -> str:
    """Give a SPARQL text of the same length in which blanks stand for all that cannot hold a keyword."""
    return _TOKEN.sub(_blanks, sparql)


def _blanks(found: re.Match[str]) -> str:
    opens = found.lastgroup is not None and found.lastgroup.startswith("open_")
    return found[0] if opens else " " * len(found[0])


def masked_names(sparql: str) -> str:
    """Give a text without strings, IRIs and comments, but with the colons of its names."""
    # What `masked` blanks out may begin with the colon of a name: put that back.
    bare = masked(sparql)
    return "".join(":" if there == ":" and here == " " else here for here, there in zip(bare, sparql, strict=True))


def unescaped(sparql: str) -> str:
    """Give a text without escapes like ``\\u0041``, which stand anywhere, and which some servers resolve first."""
    if "\\u" not in sparql and "\\U" not in sparql:
        return sparql
    return _ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), sparql)


def refuse_outgoing_query(sparql: str) -> None:
    """Raise ValueError for a query that would call another server."""
    _refuse(_SERVICE, sparql)


def refuse_fetching_query(sparql: str) -> None:
    """Raise ValueError for a query that would call another server where FROM fetches its graph, as rdflib does."""
    _refuse(_SERVICE_OR_FROM, sparql)


def refuse_outgoing_update(sparql: str) -> None:
    """Raise ValueError for an update that would call another server."""
    _refuse(_OUTGOING, sparql)


def _refuse(words: re.Pattern[str], sparql: str) -> None:
    for text in {sparql, unescaped(sparql)}:
        if not words.search(text):
            continue
        bare = masked(text)
        found = words.search(bare)
        if found is not None:
            word = found[0].upper()
            raise ValueError(
                f"{word} is refused: this graph asks nothing of other servers (a prefix may not hold the word either)"
            )
        if "\\" in bare or any(part.lastgroup for part in _TOKEN.finditer(text)):
            raise ValueError(
                "it cannot be told whether SERVICE or LOAD is a keyword here: write absolute IRIs (http://…), blanks "
                "around < and >, and no backslash outside strings"
            )
