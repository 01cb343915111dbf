"""Plain text, also as copied from a news site: the article alone, with what its byline and dateline say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from communique.extract.documents.article import UnreadableError, check_length, compose, tidy
from communique.extract.documents.boilerplate import Boilerplate, Imprint, boilerplate
from communique.extract.documents.datelines import dateline, is_dateline
from communique.extract.documents.headings import without_agency
from communique.extract.documents.publication import publication_date
from communique.ontology.types import Document

_LONGEST_TITLE = 250
_LONGEST_DATELINE = 80
_SHORTEST_TITLE = 3
_SHORTEST_PARAGRAPH = 7
_WRAPPED_WITHIN = 120
_CAPTION_SHARE = 3
_HEADING = re.compile(r"\A(?:#{1,6}|[•·▪*>-])\s+")
_TERMINATED = re.compile(r"[.!?…:;][\"'\u201d\u2019»)\]]*\Z")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.\Z"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds of an article; empty where it says nothing."""

    title: str
    paragraphs: tuple[str, ...]
    imprint: Imprint

    def published(self) -> date | None:
        """Give the day that byline or dateline names, None where that is none with a year."""
        try:
            return publication_date(self.imprint.date) if self.imprint.date else None
        except UnreadableError:
            return None

    def metadata(self) -> dict[str, str]:
        """Give the author, and place and day of the dateline as they are written."""
        return {"author": self.imprint.author, "dateline": self.imprint.place, "dated": self.imprint.dated}


def read_text(
    text: str, *, title: str = "", published: date | None = None, source: str = "", url: str = ""
) -> Document:
    """Give the document of a plain text.

    Parameters
    ----------
    text
        The article as it came, with headline, dateline and boilerplate.
    title, published, source, url
        What is known already; it counts before what the text says of itself.

    Returns
    -------
    Document
        The article without boilerplate.

    Raises
    ------
    UnreadableError
        Where nothing is left as an article.
    """
    check_length(text)
    page = read_page(text, title)
    return compose(
        page.title,
        page.paragraphs,
        published=published or page.published(),
        source=source or page.imprint.source,
        url=url,
        metadata=page.metadata(),
    )


def read_page(text: str, title: str = "") -> Page:
    """Give the article in a text: without menus, captions, forms, bylines and what is said twice."""
    rules = boilerplate()
    imprints: list[Imprint] = []
    paragraphs = [part for block in _blocks(text, rules, imprints) for part in _joined(block)]
    title, paragraphs = _titled(tidy(title), paragraphs)
    body = list(_only_body(_once(paragraphs, title), rules))
    if body:
        said = dateline(body[0])
        imprints.append(Imprint(source=said.source, date=said.date, place=said.place, dated=said.date))
        body[0] = body[0][said.end :]
        body[-1] = body[-1][: without_agency(body[-1])]
    return Page(title, tuple(body), _merged(imprints))


def _blocks(text: str, rules: Boilerplate, imprints: list[Imprint]) -> Iterator[list[str]]:
    block: list[str] = []
    seen_sentence = False
    for raw in text.splitlines():
        line = _HEADING.sub("", rules.without_buttons(tidy(raw)))
        if seen_sentence and rules.is_end(line):
            break
        byline = (rules.byline(line) or _of_dateline(line)) if line else None
        if byline is not None:
            imprints.append(byline)
        if byline is not None or not line or rules.is_furniture(line):
            yield block
            block = []
            continue
        block.append(line)
        seen_sentence = seen_sentence or _is_sentence(line)
    yield block


def _of_dateline(line: str) -> Imprint | None:
    """Give what a line says that is a dateline and nothing else."""
    if len(line) > _LONGEST_DATELINE or not is_dateline(line):
        return None
    said = dateline(f"{line} A")
    return Imprint(source=said.source, date=said.date, place=said.place, dated=said.date)


def _joined(block: list[str]) -> list[str]:
    if len(block) < 2 or max(map(len, block)) > _WRAPPED_WITHIN:
        return block
    if all(_ends_sentence(line, following) for line, following in pairwise(block)):
        return block
    return [" ".join(block)]


def _ends_sentence(line: str, following: str) -> bool:
    ended = _TERMINATED.search(line) is not None and _ABBREVIATED.search(line) is None
    return ended and not following[0].islower()


def _titled(title: str, paragraphs: list[str]) -> tuple[str, list[str]]:
    if title:
        return title, [paragraph for paragraph in paragraphs if _bare(paragraph) != _bare(title)]
    if not any(map(_is_sentence, paragraphs[1:])):
        return "", paragraphs
    for position, paragraph in enumerate(paragraphs):
        if _is_sentence(paragraph) or len(paragraph) > _LONGEST_TITLE:
            break
        if len(paragraph.split()) >= _SHORTEST_TITLE:
            return paragraph, paragraphs[position + 1 :]
    return "", paragraphs


def _once(paragraphs: list[str], title: str) -> list[str]:
    repeated = {one for one, following in pairwise(paragraphs[1:]) if one == following}
    # A few paragraphs said twice in a row are captions (once for the eye, once for a reader of
    # the page's source); if many are, the whole text is doubled and each of them counts once.
    if len(repeated) * _CAPTION_SHARE > len(set(paragraphs)):
        repeated = set()
    return [paragraph for paragraph in dict.fromkeys(paragraphs) if paragraph not in repeated and paragraph != title]


def _only_body(paragraphs: list[str], rules: Boilerplate) -> Iterator[str]:
    sentences = sum(map(_is_sentence, paragraphs))
    for paragraph in paragraphs:
        if rules.is_caption(paragraph):
            continue
        # Menu entries and subheadings; but never what may be all the text there is.
        if sentences > 1 and not _is_sentence(paragraph) and len(paragraph.split()) < _SHORTEST_PARAGRAPH:
            continue
        yield paragraph


def _merged(imprints: Iterable[Imprint]) -> Imprint:
    said = list(imprints)
    year = next((found[0] for one in said if (found := re.search(r"\d{4}", one.date))), "")
    return Imprint(
        source=next((one.source for one in said if one.source), ""),
        date=next((one.date for one in said if year and year in one.date), ""),
        author=next((one.author for one in said if one.author), ""),
        place=next((one.place for one in said if one.place), ""),
        dated=next((one.dated for one in said if one.dated), ""),
    )


def _is_sentence(text: str) -> bool:
    return _TERMINATED.search(text) is not None


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
