"""Pages from templates: whatever stands in an answer is text, however its bytes come."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest

from communique.api.http.pages.pages import MOST_ROWS, Links, table_page, triple_terms
from communique.api.http.pages.rendering import rendered

LINKS = Links("https://w3id.org/communique/", "/")
HOSTILE = '"<script>alert(1)</script>\\n\'\\" {{ 7 * 7 }} <!-- rows -->"@en'
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;\n&#39;&#34; {{ 7 * 7 }} &lt;!-- rows --&gt;"
RUSSIA = "<https://w3id.org/communique/actor/rus>"


def table(text: str, size: int, *, head: bool) -> str:
    data = text.encode()

    async def parts() -> AsyncIterator[bytes]:
        for at in range(0, len(data), size):
            yield data[at : at + size]

    async def joined() -> bytes:
        return b"".join([part async for part in table_page(parts(), LINKS, head=head)])

    return asyncio.run(joined()).decode()


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_rows_are_the_same_however_they_come(size: int) -> None:
    page = table(f"?who\t?what\n{RUSSIA}\t{HOSTILE}\n<javascript:alert(1)>\t", size, head=True)
    assert (
        '<table aria-label="Rows">\n<tr><th scope="col">?who</th><th scope="col">?what</th></tr>\n'
        '<tr><td><a rel="noreferrer" href="/actor/rus">actor/rus</a></td>'
        f"<td>{SHOWN}</td></tr>\n<tr><td>&lt;javascript:alert(1)&gt;</td><td></td></tr>\n</table>\n" in page
    )
    assert page.startswith("<!doctype html>") and page.endswith("</html>\n") and "first 2000 rows" not in page


def test_triples_have_no_head() -> None:
    page = table(f"{RUSSIA} {RUSSIA} {HOSTILE} .\n", 1 << 16, head=False)
    assert "<th " not in page and page.count("<td>") == 3 and f"<td>{SHOWN}</td></tr>" in page


def test_the_query_stands_on_the_page_as_text_and_can_be_asked_again() -> None:
    query = "SELECT ?n { ?s ?p '</textarea><script>' } # <!-- rows --> &"

    async def parts() -> AsyncIterator[bytes]:
        yield b"?n\n1\n"

    async def joined(text: str) -> str:
        return b"".join([part async for part in table_page(parts(), LINKS, head=True, query=text)]).decode()

    page = asyncio.run(joined(query))
    assert html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]) == query
    saved = re.findall(r'href="/sparql\?([^"]+)" aria-label="[^"]+">csv<', page)[0]
    assert parse_qs(html.unescape(saved)) == {"query": [query], "format": ["csv"]}
    edited = re.findall(r'href="/sparql#([^"]+)"', page)[0]
    assert parse_qs(html.unescape(edited)) == {"query": [query]}
    assert "<textarea" not in asyncio.run(joined(f"SELECT * {{}} #{'x' * 40_000}"))


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize(("rows", "cut"), [(MOST_ROWS, False), (MOST_ROWS + 1, True)])
def test_no_more_rows_than_people_read(rows: int, cut: bool, head: bool) -> None:
    page = table("?n\n" * head + "1\n" * rows, 1000, head=head)
    assert (page.count("<td>"), "These are the first 2000 rows" in page) == (MOST_ROWS, cut)


def test_no_more_of_a_term_is_held_than_people_read() -> None:
    page = table('?n\t?m\n"' + "á" * 1_000_000 + '"\t1\n"next"\t2\n', 1 << 16, head=True)
    assert len(page) < 70_000 and page.count("á") > 30_000 and "<td>next</td><td>2</td>" in page


def test_no_page_is_longer_than_people_read() -> None:
    page = table("?n\n" + ("x" * 60_000 + "\n") * 100, 1 << 16, head=True)
    assert len(page) < 4_400_000 and "These are the first" in page and page.endswith("</html>\n")


def test_a_title_is_text() -> None:
    page = rendered("problem.html", here="/", title="<b>", detail="<i>", candidates=())
    assert "<title>&lt;b&gt; | Communiqué</title>" in page and "<h1>&lt;b&gt;</h1>" in page and "&lt;i&gt;" in page


def test_terms_of_triples_are_read_as_far_as_people_do() -> None:
    assert triple_terms(f"{RUSSIA} <urn:x> {HOSTILE} .", LINKS)[2] == (html.unescape(SHOWN), None)
    assert triple_terms(f"{RUSSIA} <http://e.org/p> <javascript:x> .", LINKS)[1:] == [
        ("http://e.org/p", "http://e.org/p"),
        ("<javascript:x>", None),
    ]
    assert len(triple_terms(f'{RUSSIA} <urn:x> "{"á" * 1_000_000}" .', LINKS)[2][0]) < 70_000
