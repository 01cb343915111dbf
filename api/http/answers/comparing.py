"""Data sets compared, as they go out in JSON."""

from communique.api.http import schemas as s
from communique.api.http.answers.views import actor_name
from communique.graph import Comparison, Counts, GraphReader


def comparison_out(graph: GraphReader, first: str, second: str, found: Comparison) -> s.ComparisonOut:
    """Give what each data set tells of two actors, given by their ids."""
    return s.ComparisonOut(
        first=actor_name(graph, first),
        second=actor_name(graph, second),
        datasets=[
            s.DatasetOut(
                dataset=each.dataset,
                numbers=_numbers(each.total),
                there=_numbers(each.there),
                back=_numbers(each.back),
                roots=dict(each.roots),
                periods=[s.PeriodNumbers(period=period, numbers=_numbers(counts)) for period, counts in each.periods],
            )
            for each in found.datasets
        ],
        agreements=[
            s.AgreementOut(
                datasets=[each.one, each.other],
                correlation=each.correlation,
                periods=each.periods,
                shared=each.shared,
                either=each.either,
            )
            for each in found.agreements
        ],
    )


def _numbers(counts: Counts) -> s.Numbers:
    return s.Numbers(counts.events, *counts.quads, counts.goldstein_sum, counts.goldstein_mean)
