"""What is listed and not counted as rows: documents, and the queries that have a name."""

from collections.abc import Iterable

from communique.graph.exports.tables.table import Column, Kind, Table, joined
from communique.graph.rdf.terms import Terms
from communique.graph.sparql.queries import NamedQuery, bound
from communique.graph.table.listing import ListedDocument

DOCUMENT_COLUMNS = (
    Column("document", about="its id"),
    Column("title", about="its title, empty where it has none"),
    Column("published", Kind.DAY, "day of publication"),
    Column("publisher", about="who published it"),
    Column("url", about="its address"),
    Column("language", about="its language"),
    Column("reports", Kind.INTEGER, "how many are read from it"),
)
QUERY_COLUMNS = (
    Column("query", about="its name"),
    Column("title", about="what it asks"),
    Column("parameters", about="what can be given to it"),
    Column("sparql", about="the query with example values"),
)


def document_table(found: Iterable[ListedDocument]) -> Table:
    """Give a row for each document."""
    rows = ((each.id, each.title, each.published, each.source, each.url, each.language, each.reports) for each in found)
    return Table(DOCUMENT_COLUMNS, rows)


def query_table(found: Iterable[NamedQuery], terms: Terms) -> Table:
    """Give a row for each query."""
    rows = (
        (each.name, each.title, joined(part.name for part in each.parameters), bound(each, each.examples, terms))
        for each in found
    )
    return Table(QUERY_COLUMNS, rows)
