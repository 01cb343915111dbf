"""The list of stored documents, without their texts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import communique.graph.rdf.terms as t
from communique.graph.rdf.values import day
from communique.graph.stores.documents import document_ids
from communique.graph.stores.rows import Row, rows
from communique.graph.stores.world import World

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """What a list says of a document: its id, title, day of publication, source and address, and how many reports."""

    id: str
    title: str
    published: dt.date | None
    source: str
    url: str
    reports: int


def listed(
    world: World, source: str | None, start: dt.date | None, end: dt.date | None, limit: int | None
) -> Iterator[ListedDocument]:
    """Give documents by date of publication and id, undated ones last; with a first or last day only dated ones."""
    after = None if start is None else (start.isoformat(), "")
    names = document_ids(world, source=source, after=after)
    return islice(_within(world, names, end, dated=start is not None or end is not None), limit)


def _within(world: World, names: Iterator[str], end: dt.date | None, *, dated: bool) -> Iterator[ListedDocument]:
    while batch := list(islice(names, _AT_ONCE)):
        for each in _described(world, batch):
            if dated and (each.published is None or (end is not None and each.published > end)):
                return
            yield each


def _described(world: World, names: Sequence[str]) -> Iterator[ListedDocument]:
    values = " ".join(str(world.terms.document(name)) for name in names)
    said = " ".join(
        f"OPTIONAL {{ ?d {predicate} ?{name} }}"
        for name, predicate in (("title", t.TITLE), ("source", t.PUBLISHER), ("url", t.URL), ("issued", t.ISSUED))
    )
    each = f"VALUES ?d {{ {values} }} GRAPH ?d"
    described = rows(world, f"SELECT ?d ?title ?source ?url ?issued {{ {each} {{ ?d a {t.NEWS_ARTICLE} {said} }} }}")
    counted = rows(world, f"SELECT ?d (COUNT(?report) AS ?reports) {{ {each} {{ ?report a dip:Report }} }} GROUP BY ?d")
    found = {t.name_of(row["d"]): row for row in described}
    reports = {t.name_of(row["d"]): row["reports"] for row in counted}
    for name in names:
        if name in found:
            count = reports.get(name)
            yield _listed(name, found[name], 0 if count is None else int(count.value))


def _listed(name: str, row: Row, reports: int) -> ListedDocument:
    title, source, url = (_text(row, part) for part in ("title", "source", "url"))
    return ListedDocument(name, title, day(_text(row, "issued")), source, url, reports)


def _text(row: Row, name: str) -> str:
    value = row[name]
    return "" if value is None else value.value
