"""Which words of a SPARQL text are keywords, and whether it would make the engine call other servers."""

import re

# The engine reads keywords without looking at what follows: SERVICESILENT<x> and SERVICE:x call a server as well.
# So whatever is not surely a string, an IRI, a comment, a variable or the local part of a name stays visible.
_NO_KEYWORD = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n\r])*"'
    r"|'(?:\\.|[^'\\\n\r])*'"
    r"|<[^<>\s\"{}|^`]*>"
    r"|\#[^\n\r]*"
    r"|[?$]\w+"
    r"|:(?:\\.|[\w.:%-])*",
    re.DOTALL,
)
_OUTGOING = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_SERVICE = re.compile(r"SERVICE", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")


def masked(sparql: str) -> str:
    """Give a SPARQL text of the same length in which blanks stand for all that cannot hold a keyword."""
    return _NO_KEYWORD.sub(lambda found: " " * len(found[0]), sparql)


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


def refuse_outgoing_update(sparql: str) -> None:
    """Raise ValueError for an update that would call another server."""
    _refuse(_OUTGOING, sparql)


def _refuse(words: re.Pattern[str], sparql: str) -> None:
    plain = unescaped(sparql)
    found = words.search(masked(sparql)) or (words.search(masked(plain)) if plain != sparql else None)
    if found is not None:
        word = found[0].upper()
        raise ValueError(
            f"{word} is refused: this graph asks nothing of other servers (a prefix may not hold the word either)"
        )
