"""The service itself in JSON."""

import datetime as dt

from communique.api.http.schemas.basics import Model


class StatsOut(Model):
    """How much the graph holds."""

    documents: int
    reports: int
    events: int
    disputed: int
    dyads: int
    found_actors: int
    curated_actors: int
    actions: int
    first: dt.date | None
    last: dt.date | None


class PublisherOut(Model):
    """A publisher (empty where documents name none) in a data set, its documents there, of which days."""

    publisher: str
    dataset: str
    documents: int
    first: dt.date | None
    last: dt.date | None


class PublishersOut(Model):
    """Who published the documents, those of most documents first."""

    items: list[PublisherOut]


class HealthOut(Model):
    """That the service lives (`ok`, or `full` where the disk is), and whether it lets those with the token write."""

    status: str
    writing: bool


class ChangeOut(Model):
    """The last change of a document: it entered the graph, or left it. Later changes have greater numbers."""

    number: int
    kind: str
    document: str


class ChangesOut(Model):
    """Changes in order; `last` is what to give as `since` next, at once where there are `more`."""

    items: list[ChangeOut]
    last: int
    more: bool


class ParameterOut(Model):
    """A parameter of a query that has a name."""

    name: str
    kind: str
    example: str
    optional: bool


class QueryOut(Model):
    """A query that has a name, and how it reads with its example values."""

    name: str
    title: str
    parameters: list[ParameterOut]
    sparql: str


class QueriesOut(Model):
    """The queries that have a name."""

    items: list[QueryOut]
