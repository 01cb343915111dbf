"""The day of publication that a page declares to programs: in meta elements, in data of schema.org, in its address."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import lxml.html

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.publication import publication_date

# Year, month and day in an address, with or without what parts them.
_IN_ADDRESS = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-/_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![\d.])")
_NAMES = ("property", "name", "itemprop", "http-equiv")
_MOST_DATA = 200_000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class PageDates:
    """The names of `page_dates.toml`."""

    published: tuple[str, ...]
    modified: frozenset[str]
    articles: frozenset[str]
    changed: tuple[str, ...]
    attributes: tuple[str, ...]
    languages: tuple[str, ...]


@cache
def page_dates() -> PageDates:
    """Give the names of `page_dates.toml`."""
    text = (files("communique.extract.documents") / "page_dates.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return PageDates(
        published=tuple(table["published"]),
        modified=frozenset(table["modified"]),
        articles=frozenset(table["articles"]),
        changed=tuple(table["changed"]),
        attributes=tuple(table["attributes"]),
        languages=tuple(table["languages"]),
    )


def day_of(value: str) -> date | None:
    """Give the day that a value means, None where it means none or could mean two."""
    try:
        return publication_date(value) if value else None
    except UnreadableError:
        return None


def declared(tree: lxml.html.HtmlElement) -> date | None:
    """Give the day of publication that a page declares: its meta elements before its data of schema.org."""
    metas = _metas(tree)
    found = (day for name in page_dates().published if (day := day_of(metas.get(name, ""))) is not None)
    return next(found, None) or next(_of_data(tree), None) or next(_of_items(tree), None)


def declared_change(tree: lxml.html.HtmlElement) -> frozenset[date]:
    """Give the days of change that a page declares."""
    metas = _metas(tree)
    return frozenset(day for name in page_dates().modified if (day := day_of(metas.get(name, ""))) is not None)


def day_in_address(url: str) -> date | None:
    """Give the day in the address of a page ("…/2016/03/04/…", "…/20160304/…"), None where there is none."""
    found = next((found for found in _IN_ADDRESS.finditer(url)), None)
    return day_of(f"{found[1]}-{found[3]}-{found[4]}") if found is not None else None


def _metas(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Give the contents of the meta elements by name, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in _NAMES:
            name = (element.get(attribute) or "").strip().lower()
            if name:
                found.setdefault(name, element.get("content") or "")
    return found


def _of_items(tree: lxml.html.HtmlElement) -> Iterator[date]:
    """Give the days that elements of the page are marked with (`itemprop`)."""
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        values = [element.get(name) or "" for name in ("content", *page_dates().attributes)]
        yield from (day for value in (*values, element.text_content()) if (day := day_of(value)) is not None)


def _of_data(tree: lxml.html.HtmlElement) -> Iterator[date]:
    """Give the days of the articles in the page's data of schema.org; those of a web page come after."""
    said = [
        item for script in tree.xpath("//script[@type='application/ld+json']") for item in _items(script.text or "")
    ]
    for kinds in (page_dates().articles - {"webpage", "itempage"}, page_dates().articles):
        for item in said:
            if not kinds.isdisjoint(_types(item)):
                value = item.get("datePublished")
                day = day_of(value) if isinstance(value, str) else None
                if day is not None:
                    yield day


def _items(text: str) -> Iterator[dict[str, object]]:
    try:
        found: object = json.loads(text) if len(text) <= _MOST_DATA else None
    except (ValueError, RecursionError):
        return
    yield from _objects(found, 0)


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _objects(item, depth + 1)


def _types(item: dict[str, object]) -> set[str]:
    said = item.get("@type")
    names = said if isinstance(said, list) else [said]
    return {name.lower() for name in names if isinstance(name, str)}
