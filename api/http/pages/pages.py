"""Pages for people: the API's documentation, the SPARQL endpoint, and answers."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from communique.api.http.pages.rendering import page, policy, rendered
from communique.api.http.service import service_of
from communique.graph.rdf import Terms
from communique.graph.sparql import NamedQuery, bound
from communique.ontology.types import Action

# More than anybody reads: who wants all takes CSV or JSON.
MOST_ROWS = 2000
FORMS = ("html", "json", "csv", "tsv", "xml", "turtle", "ntriples", "jsonld", "rdfxml")
# As far as people read one term, and a page in all, in bytes: no more is held, whatever the answer.
_MOST_OF_LINE, _MOST_OF_PAGE = 1 << 16, 1 << 22
# A longer query is no address that browsers can ask.
_MOST_OF_QUERY = 1 << 15
# The forms in which a table, and a graph, can be saved.
_FILES = (("csv", "json", "tsv", "xml"), ("turtle", "ntriples", "jsonld", "rdfxml"))
# Where the page of an answer has its rows; no text can be a comment, for all texts are escaped.
_ROWS = "<!-- rows -->\n"
_TERM = re.compile(r"<([^<>\"]*)>\Z")
_TEXT = re.compile(r'"((?:\\.|[^"\\])*)"')
_ESCAPED = re.compile(r"\\.")
_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r", '\\"': '"', "\\\\": "\\"}

# The page of the OpenAPI document is dark only where it has this class.
_IN_THE_DARK = """
document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);
"""

# The parts of that page begin at the third level of headings, below the first.
_LEVELS = """
new MutationObserver(() => {
  for (const each of document.querySelectorAll("#swagger-ui :is(h3, h4, h5, h6):not([aria-level])"))
    each.setAttribute("aria-level", Number(each.tagName[1]) - 1);
}).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
"""

# A term as people read it, and where it leads.
ShownTerm = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Links:
    """Where IRIs lead: those below the base to this server, whose root is at the path `here`."""

    base: str
    here: str

    def __call__(self, iri: str) -> str:
        """Give the address of an IRI."""
        if not iri.startswith(self.base):
            return iri
        # Two slashes would lead to another server.
        return self.here + iri.removeprefix(self.base).lstrip("/\\")


def here(request: Request, path: str = "") -> str:
    """Give the address of a path of this service, without its host: what a client calls that may not be believed."""
    return f"{request.scope.get('root_path', '')}/{path}"


def links_of(request: Request) -> Links:
    """Give where IRIs lead on the pages that a request gets."""
    return Links(service_of(request).graph.namespace.base, here(request))


def docs_page(request: Request, title: str) -> HTMLResponse:
    """Give the page that shows the OpenAPI document, from files of our own; without scripts, a list."""
    start = bytes(get_swagger_ui_html(openapi_url=here(request, "openapi.json"), title=title).body).decode()
    script = _IN_THE_DARK + _LEVELS + re.findall(r"<script>(.*?)</script>", start, re.DOTALL)[0]
    operations = [
        (method.upper(), path, operation["summary"])
        for path, methods in request.app.openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    made = page("docs.html", here=here(request), view="docs", start=Markup(script), operations=operations)
    rest = "; style-src 'self'; img-src 'self' data:; connect-src 'self'"
    made.headers["Content-Security-Policy"] = policy(script=script, others=rest)
    return made


def sparql_page(
    queries: Iterable[NamedQuery], terms: Terms, actions: Iterable[Action], most_time: float, links: Links
) -> HTMLResponse:
    """Give the page of the SPARQL endpoint: a form, the prefixes that need not be declared, and the examples."""
    examples = [(query.title, bound(query, query.examples, terms)) for query in queries]
    prefixes = terms.prefixes()
    return page(
        "sparql.html",
        here=links.here,
        base=links.base,
        view="sparql",
        actions=actions,
        forms=FORMS,
        prefixes=prefixes,
        examples=examples,
        most_time=f"{most_time:g}",
    )


async def table_page(
    answer: AsyncIterator[bytes], links: Links, *, head: bool, query: str = "", notes: Sequence[str] = ()
) -> AsyncIterator[bytes]:
    """Give the page of an answer as far as people read it: in lines of tab-separated terms, of which the first is the
    `head`, or in N-Triples; with the query, to be changed, and notes on it.
    """
    start, end = _around_rows(links, query, head, notes, cut=False)
    yield start.encode()
    number, left, most = 0, _MOST_OF_PAGE, MOST_ROWS + head
    async for lines in _lines(answer):
        rows = [line.decode("utf-8", "ignore") for line in lines if line]
        yield _rows(rows[: most - number], links, tabs=head, head=head and number == 0).encode()
        number, left = number + len(rows), left - sum(map(len, lines))
        if number > most or left < 0:
            end = _around_rows(links, query, head, notes, cut=True)[1]
            break
    yield end.encode()


def triple_terms(line: str, links: Links) -> list[ShownTerm]:
    """Give the terms of a line of N-Triples as people read them, as far as they do."""
    return next(_terms([line[:_MOST_OF_LINE]], links, tabs=False))


async def _lines(answer: AsyncIterator[bytes]) -> AsyncIterator[list[bytes]]:
    """Give the lines that each part of an answer ends, a long one without its end."""
    rest = bytearray()
    async for part in answer:
        first, *more = part.split(b"\n")
        rest += first[: _MOST_OF_LINE - len(rest)]
        if more:
            yield [bytes(rest), *(line[:_MOST_OF_LINE] for line in more[:-1])]
            rest = bytearray(more[-1][:_MOST_OF_LINE])
    yield [bytes(rest)]


def _around_rows(links: Links, query: str, has_rows: bool, notes: Sequence[str], *, cut: bool) -> Sequence[str]:
    """Give the page of an answer before its rows and after them."""
    shown = query if len(query) <= _MOST_OF_QUERY else ""
    forms = _FILES[0] if has_rows else _FILES[1]
    more = {"cut": cut, "query": shown, "forms": forms, "notes": notes}
    return rendered("answer.html", here=links.here, most=MOST_ROWS, **more).split(_ROWS)


def _rows(lines: Iterable[str], links: Links, *, tabs: bool, head: bool) -> str:
    rows = ([_named(term, links) for term in terms] for terms in _terms(lines, links, tabs=tabs))
    return rendered("rows.html", head=next(rows, ()) if head else (), rows=rows)


def _terms(lines: Iterable[str], links: Links, *, tabs: bool) -> Iterator[list[ShownTerm]]:
    """Give the terms of each line, which are between tabs, or a triple."""
    for line in lines:
        terms = line.rstrip("\r").split("\t") if tabs else line.removesuffix(" .").split(" ", 2)
        yield [_shown(term, links) for term in terms]


def _named(term: ShownTerm, links: Links) -> ShownTerm:
    """Give a term with what is ours by its path alone, as the view of queries has it: a phone has no more room."""
    text, link = term
    return (text if link is None else text.removeprefix(links.base) or text), link


def _shown(term: str, links: Links) -> ShownTerm:
    """Give a term as people read it; only an address of the web becomes a link."""
    iri = _TERM.match(term)
    if iri is not None and iri[1].startswith(("http://", "https://")):
        return iri[1], links(iri[1])
    literal = _TEXT.match(term)
    text = term if literal is None else literal[1]
    if literal is None or "\\" not in text:
        return text, None
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], found[0]), text), None
