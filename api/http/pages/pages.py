"""Pages for people, with nothing in them that a strict Content-Security-Policy forbids."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from fastapi import Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

from communique.api.http.service import service_of
from communique.graph.rdf.terms import Terms
from communique.graph.sparql.queries import NamedQuery, bound

# More than anybody reads: who wants all takes CSV or JSON.
MOST_ROWS = 2000
FORMS = ("html", "json", "csv", "tsv", "xml", "turtle", "ntriples", "jsonld", "rdfxml")
_CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
_FORM = {True: "'self'", False: "'none'"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222; }
textarea, pre { font: 14px/1.4 ui-monospace, monospace; width: 100%; box-sizing: border-box; }
pre { background: #f4f4f2; overflow-x: auto; padding: .6rem; }
pre.text { white-space: pre-wrap; }
table { border-collapse: collapse; } th, td { border: 1px solid #ccc; padding: .2rem .5rem; text-align: left; }
"""
_TERM = re.compile(r"<([^<>\"]*)>\Z")
_TEXT = re.compile(r'"((?:\\.|[^"\\])*)"')
_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r", '\\"': '"', "\\\\": "\\"}


def policy(*, script: str | None = None, style: str | None = None, form: bool = False, others: str = "") -> str:
    """Give a Content-Security-Policy that lets in one script and one style by their hashes, and what else is named."""
    allowed = [("script-src 'self'", script), ("style-src", style)]
    hashed = "; ".join(f"{rule} '{_hash(text)}'" for rule, text in allowed if text is not None)
    return f"{_CLOSED}{hashed}; form-action {_FORM[form]}{others}"


def docs_page(request: Request, title: str) -> HTMLResponse:
    """Give the page that shows the OpenAPI document, from files of our own."""
    files = f"{request.scope.get('root_path', '')}/static-offline-docs"
    made = get_swagger_ui_html(
        openapi_url=f"{request.scope.get('root_path', '')}/openapi.json",
        title=f"{title}: the HTTP service",
        swagger_js_url=f"{files}/swagger-ui-bundle.js",
        swagger_css_url=f"{files}/swagger-ui.css",
        swagger_favicon_url=f"{files}/favicon.png",
    )
    script = re.findall(r"<script>(.*?)</script>", bytes(made.body).decode(), re.DOTALL)[0]
    rest = "; style-src 'self'; img-src 'self' data:; connect-src 'self'"
    made.headers["Content-Security-Policy"] = policy(script=script, others=rest)
    return made


def sparql_page(queries: Iterable[NamedQuery], terms: Terms, most_time: float) -> HTMLResponse:
    """Give the page of the SPARQL endpoint: a form, the prefixes that need not be declared, and the examples."""
    forms = "".join(f"<option>{form}</option>" for form in FORMS)
    prefixes = "".join(f"PREFIX {escape(name)}: &lt;{escape(iri)}&gt;\n" for name, iri in terms.prefixes().items())
    examples = "".join(_example(query, terms) for query in queries)
    return page(
        "SPARQL",
        f"""<p>Events are in the default graph; what a document reports is in the graph of its name:
<code>GRAPH ?doc {{ … }}</code>. Programs send their queries here as the SPARQL 1.1 Protocol says.</p>
<form action="sparql" method="get">
<p><label for="query">Query</label><br>
<textarea id="query" name="query" rows="10" required>SELECT ?whom {{ actor:rus act:criticizes ?whom }}</textarea></p>
<p><label>Form <select name="format">{forms}</select></label>
<label>Seconds <input name="timeout" type="number" min="1" max="{most_time:g}" value="30"></label>
<button>Ask</button></p></form>
<details><summary>Prefixes that need not be declared</summary><pre>{prefixes}</pre></details>
<h2>Examples</h2>{examples}""",
    )


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
    return Links(service_of(request).graph.world.terms.namespace.base, here(request))


async def table_page(answer: AsyncIterator[bytes], links: Links, *, head: bool) -> AsyncIterator[bytes]:
    """Give the page of an answer as far as people read it: in lines of tab-separated terms, of which the first is the
    `head`, or in N-Triples.
    """
    another = f'<p><a href="{escape(links.here)}sparql">Ask another</a></p>'
    yield f"{_start('Answer')}{another}<table>\n".encode()
    number, rest = 0, b""
    async for part in answer:
        *lines, rest = (rest + part).split(b"\n")
        rows = [line.decode() for line in lines[: MOST_ROWS + 1 - number] if line]
        yield "".join(_row(line, links, number + at if head else None) for at, line in enumerate(rows)).encode()
        number += len(rows)
        if number > MOST_ROWS:
            break
    else:
        if rest:
            yield _row(rest.decode(), links, number if head else None).encode()
    more = f"<p>These are the first {MOST_ROWS} rows. Ask for csv or json to have all.</p>"
    yield f"</table>{more if number > MOST_ROWS else ''}</body></html>\n".encode()


def description_page(title: str, triples: str, links: Links) -> HTMLResponse:
    """Give the page of a thing by what is said of it, in N-Triples."""
    rows = "".join(_row(line, links, None) for line in triples.rstrip("\n").split("\n"))
    return page(title, f"<table>\n{rows}</table>")


def page_headers() -> Mapping[str, str]:
    """Give the headers of our own pages: nothing but their style and a form to ourselves is let in."""
    return {"Content-Security-Policy": policy(style=_STYLE, form=True), "Vary": "Accept"}


def page(title: str, body: str) -> HTMLResponse:
    """Give a page of ours; the title is escaped, the body must be."""
    return HTMLResponse(f"{_start(title)}{body}</body></html>\n", headers=page_headers())


def _start(title: str) -> str:
    head = f'<meta charset="utf-8"><title>Communiqué: {escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n<h1>{escape(title)}</h1>\n'


def _example(query: NamedQuery, terms: Terms) -> str:
    text = bound(query, {each.name: each.example for each in query.parameters}, terms)
    link = escape("sparql?" + urlencode({"query": text, "format": "html"}))
    return f'<h3>{escape(query.title)}</h3><pre>{escape(text)}</pre><p><a href="{link}">Run it</a></p>'


def _row(line: str, links: Links, number: int | None) -> str:
    """Give a row of terms between tabs, of which the one numbered 0 is the head; unnumbered, it is a triple."""
    cell = "th" if number == 0 else "td"
    cells = line.removesuffix(" .").split(" ", 2) if number is None else line.rstrip("\r").split("\t")
    return f"<tr>{''.join(f'<{cell}>{_term(each, links)}</{cell}>' for each in cells)}</tr>\n"


def _term(text: str, links: Links) -> str:
    """Give a term as people read it; whatever stands in it, it is text."""
    iri = _TERM.match(text)
    if iri is not None and iri[1].startswith(("http://", "https://")):
        return f'<a rel="noreferrer" href="{escape(links(iri[1]))}">{escape(iri[1])}</a>'
    literal = _TEXT.match(text)
    plain = text if literal is None else re.sub(r"\\.", lambda found: _ESCAPES.get(found[0], found[0]), literal[1])
    return escape(plain)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
