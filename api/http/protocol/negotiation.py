"""Content negotiation: which media type an answer gets, from ``?format=`` or the Accept header."""

from collections.abc import Sequence
from functools import lru_cache

from communique.api.http.protocol.problems import ProblemError
from communique.graph.sparql import NotAcceptableError, preferred

ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
)
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "text/n3",
    "application/json",
    "application/xml",
)
DESCRIPTIONS = GRAPHS[:5]
# So long may a header be that is kept, in characters.
_CACHED_LENGTH = 500
JSON = "application/json"
# The forms of a table of events or counts, by the names that ``format`` gives them.
TABLES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_SHORT = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", None),
    "tsv": ("text/tab-separated-values", None),
    "turtle": (None, "text/turtle"),
    "ttl": (None, "text/turtle"),
    "ntriples": (None, "application/n-triples"),
    "nt": (None, "application/n-triples"),
    "jsonld": (None, "application/ld+json"),
    "json-ld": (None, "application/ld+json"),
    "application/x-json+ld": (None, "application/ld+json"),
    "rdfxml": (None, "application/rdf+xml"),
    "rdf+xml": (None, "application/rdf+xml"),
    "rdf": (None, "application/rdf+xml"),
    "n3": (None, "text/n3"),
}


def types_for_query(accept: str, short: str | None) -> tuple[str | None, str | None]:
    """Give the media types for a table and for a graph; None where none fits the wish.

    ProblemError (400) for an unknown ``format``, (406) where neither fits.
    """
    if short is not None:
        found = _named(short)
        if found is None:
            raise ProblemError(400, f"format: {short!r} is unknown: use one of {', '.join(sorted((*_SHORT, 'html')))}")
        return found
    best = _best(accept, ROWS), _best(accept, GRAPHS)
    if best == (None, None):
        raise not_acceptable(wish_of(accept), (*ROWS, *GRAPHS))
    return best


def one_format(given: Sequence[str]) -> str | None:
    """Give the form that the values of ``format`` name, None where there are none.

    SPARQLWrapper gives it by a short name and by media types as well, several in one value. ProblemError (400) where
    the values name different forms.
    """
    if len(given) < 2:
        return given[0] if given else None
    named = {found for value in given for part in value.split(",") if (found := _named(part.strip())) is not None}
    if len(named) != 1:
        raise ProblemError(400, f"format is given {len(given)} times, and not as the same: give it once")
    return given[0]


def _named(short: str) -> tuple[str | None, str | None] | None:
    """Give the media types for a table and for a graph of a name; None for a name that is unknown."""
    # A plus sign in an address is a blank.
    full = short.replace(" ", "+").lower()
    if full in _SHORT:
        return _SHORT[full]
    return (full if full in ROWS else None, full if full in GRAPHS else None) if full in (*ROWS, *GRAPHS) else None


def wants_page(accept: str, others: tuple[str, ...]) -> bool:
    """Tell whether an Accept header would rather have a page for people than any of the others."""
    return _best(accept, (*others, "text/html")) == "text/html"


def rather_rdf(accept: str) -> str | None:
    """Give the form of RDF that an Accept header would rather have than JSON, None where it would not."""
    found = _best(accept, ("application/json", *DESCRIPTIONS))
    return found if found in DESCRIPTIONS else None


def rather_table(accept: str, short: str | None, others: tuple[str, ...]) -> str | None:
    """Give the name of the form of table that is asked for, None where JSON or one of `others` is rather wanted.

    ``format`` goes before the Accept header.
    """
    if short is not None:
        return short if short in TABLES else None
    found = _best(accept, (JSON, *others, *TABLES.values()))
    return next((name for name, media_type in TABLES.items() if media_type == found), None)


def check_acceptable(accept: str, known: tuple[str, ...]) -> None:
    """Let a request pass whose Accept header one of some media types fits; ProblemError (406) otherwise."""
    if _best(accept, known) is None:
        raise not_acceptable(wish_of(accept), known)


def type_for_graph(accept: str, short: str | None = None, known: tuple[str, ...] = DESCRIPTIONS) -> str:
    """Give the media type for a graph; ProblemError (406) where none fits."""
    wish = types_for_query("*/*", short)[1] if short is not None else _best(accept, known)
    if wish is None:
        raise not_acceptable(wish_of(accept, short), known)
    return wish


def wish_of(accept: str, short: str | None = None) -> str:
    """Give in words what form a request asks for: ``format`` goes before the Accept header."""
    return f"Accept: {accept}" if short is None else f"format={short}"


def not_acceptable(wish: str, known: tuple[str, ...]) -> ProblemError:
    """Give the problem of a wish (``Accept: …``, ``format=…``) that nothing fits."""
    choices = sorted(set(known))
    return ProblemError(406, f"nothing here fits {wish}: ask for one of {', '.join(choices)}", known=choices)


def with_charset(media_type: str) -> str:
    """Give a media type as a header names it: text says that it is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _best(accept: str, known: tuple[str, ...]) -> str | None:
    return _known_best(accept, known) if len(accept) <= _CACHED_LENGTH else _read_best(accept, known)


# Clients send the same few headers again and again, and reading one takes as long as a small query.
@lru_cache(maxsize=64)
def _known_best(accept: str, known: tuple[str, ...]) -> str | None:
    return _read_best(accept, known)


def _read_best(accept: str, known: tuple[str, ...]) -> str | None:
    try:
        return preferred(accept, list(known))
    except NotAcceptableError:
        return None
