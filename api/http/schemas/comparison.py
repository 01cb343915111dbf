"""Data sets compared, in JSON."""

from communique.api.http.schemas.actors import PeriodNumbers
from communique.api.http.schemas.basics import ActorName, Model, Numbers


class DatasetOut(Model):
    """What one data set tells of two actors: both ways, first to second, and back; by CAMEO root and by period."""

    dataset: str
    numbers: Numbers
    there: Numbers
    back: Numbers
    roots: dict[str, int]
    periods: list[PeriodNumbers]


class AgreementOut(Model):
    """How far two data sets agree.

    `correlation` is that of their numbers by period, null where there are too few; `shared` counts the days on which
    both tell of an event of the same root in the same direction, `either` those on which one does at least.
    """

    datasets: list[str]
    correlation: float | None
    periods: int
    shared: int
    either: int


class ComparisonOut(Model):
    """Data sets side by side, by name, and each pair of them."""

    first: ActorName
    second: ActorName
    datasets: list[DatasetOut]
    agreements: list[AgreementOut]
