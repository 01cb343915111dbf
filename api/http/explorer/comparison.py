"""The view on which data sets are compared: what each tells of two actors, by quad class and by period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.comparing import comparison_out
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.periods import ShownPeriod, shown_period, together
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.api.http.service import service_of
from communique.graph import AmbiguousActorError, EventFilter, Granularity, UnknownActorError

# What only this page has, and the page of a relation does not.
_PAGE_ONLY = ("first", "second", "dataset")


@dataclass(frozen=True, slots=True)
class ShownDataset:
    """What a data set tells, and the query that keeps the page of the relation to it."""

    entry: s.DatasetOut
    query: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The two actors that are compared, by what stands in the fields of the form for them."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """A name that is nobody's, or of several, and who may be meant: labels, and queries that ask for them instead."""

    typed: str
    of_several: bool
    meant: tuple[tuple[str, str], ...]


def asking_page(request: Request, typed: Parties, problems: Iterable[NotFound] = ()) -> Response:
    """Give the page before two actors were named, or on which some that were typed are not found."""
    others = {name: value for name, value in chosen_of(request).items() if name not in ("first", "second")}
    return shown(request, "comparing.html", view="compare", typed=typed, others=others, problems=problems)


def comparison_page(request: Request, typed: Parties, conditions: EventFilter, per: Granularity) -> Response:
    """Give the page of what data sets tell of two actors, as typed."""
    graph, chosen = limited(request), chosen_of(request)
    first, second = _meant(request, "first", typed.first), _meant(request, "second", typed.second)
    if isinstance(first, NotFound) or isinstance(second, NotFound):
        problems = [each for each in (first, second) if isinstance(each, NotFound)]
        answer = asking_page(request, typed, problems)
        answer.status_code = 400
        return answer
    found = comparison_out(graph, first, second, graph.compare(first, second, conditions, per))
    ways = [replace(conditions, actor=a, target=b) for a, b in sorted({(first, second), (second, first)})]
    return shown(
        request,
        "compare.html",
        view="compare",
        chosen=chosen,
        unfiltered=query_with({}, first=first, second=second),
        found=found,
        typed=Parties(_typed_for(request, found.first), _typed_for(request, found.second)),
        datasets=[ShownDataset(each, query_with(_relation(chosen), dataset=each.dataset)) for each in found.datasets],
        periods=list(_periods(found, chosen)),
        relation_query=query_with(_relation(chosen)),
        query=query_with(chosen),
        sparql=as_sparql(graph.as_sparql(*ways)),
    )


def _meant(request: Request, field: str, typed: str) -> str | NotFound:
    """Give the id of the actor that is meant by what stands in a field."""
    service = service_of(request)
    try:
        return service.resolver.actor(typed)
    except UnknownActorError as error:
        chosen, label = chosen_of(request), service.graph.label
        meant = tuple((label(name), query_with(chosen, **{field: name})) for name in error.candidates)
        return NotFound(typed, isinstance(error, AmbiguousActorError), meant)


def _typed_for(request: Request, actor: s.ActorName) -> str:
    """Give what people type for an actor: its label, or its id where the label is not its alone."""
    try:
        return actor.label if service_of(request).resolver.actor(actor.label) == actor.id else actor.id
    except UnknownActorError:
        return actor.id


def _relation(chosen: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if name not in _PAGE_ONLY}


def _periods(found: s.ComparisonOut, chosen: Mapping[str, str]) -> Iterator[tuple[str, ShownPeriod]]:
    """Give each period of each data set, in order of the periods."""
    every = [(period, each.dataset) for each in found.datasets for period in each.periods]
    for period, dataset in sorted(every, key=lambda one: (one[0].period, one[1])):
        yield dataset, shown_period(together(period.period, [period.numbers]), chosen)
