"""The view on which data sets are compared: what each tells of two actors, by quad class and by period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.comparing import comparison_out
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.periods import ShownPeriod, shown_period, together
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.api.http.service import service_of
from communique.graph import EventFilter, Granularity

# What only this page has, and the page of a relation does not.
_PAGE_ONLY = ("first", "second", "dataset")


@dataclass(frozen=True, slots=True)
class ShownDataset:
    """What a data set tells, and the query that keeps the page of the relation to it."""

    entry: s.DatasetOut
    query: str


def asking_page(request: Request) -> Response:
    """Give the page before two actors were named."""
    return shown(request, "comparing.html", view="compare", chosen=chosen_of(request))


def comparison_page(request: Request, names: tuple[str, str], conditions: EventFilter, per: Granularity) -> Response:
    """Give the page of what data sets tell of two actors, as typed."""
    service, graph, chosen = service_of(request), limited(request), chosen_of(request)
    first, second = service.resolver.named("first", names[0]), service.resolver.named("second", names[1])
    found = comparison_out(graph, first, second, graph.compare(first, second, conditions, per))
    ways = [replace(conditions, actor=a, target=b) for a, b in sorted({(first, second), (second, first)})]
    return shown(
        request,
        "compare.html",
        view="compare",
        chosen=chosen,
        unfiltered=query_with({}, first=first, second=second),
        found=found,
        datasets=[ShownDataset(each, query_with(_relation(chosen), dataset=each.dataset)) for each in found.datasets],
        periods=list(_periods(found, chosen)),
        relation_query=query_with(_relation(chosen)),
        query=query_with(chosen),
        sparql=as_sparql(graph.as_sparql(*ways)),
    )


def _relation(chosen: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if name not in _PAGE_ONLY}


def _periods(found: s.ComparisonOut, chosen: Mapping[str, str]) -> Iterator[tuple[str, ShownPeriod]]:
    """Give each period of each data set, in order of the periods."""
    every = [(period, each.dataset) for each in found.datasets for period in each.periods]
    for period, dataset in sorted(every, key=lambda one: (one[0].period, one[1])):
        yield dataset, shown_period(together(period.period, [period.numbers]), chosen)
