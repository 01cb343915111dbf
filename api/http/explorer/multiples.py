"""Small multiples: the years of each relation as bars, on the same years for all, each on a scale of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communique.graph import Course


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one quad class in one year, in units of years across and of events downwards."""

    quad: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Multiple:
    """The bars of a relation: so many years wide, cooperation to `high` above nothing, conflict as far below."""

    years: int
    high: int
    bars: tuple[Bar, ...]
    description: str


def multiples(courses: Mapping[str, Course]) -> dict[str, Multiple]:
    """Give the small multiple of each relation, by partner."""
    every = [year for course in courses.values() for year, _ in course]
    if not every:
        return {}
    first, years = min(every), max(every) - min(every) + 1
    return {partner: _multiple(course, first, years) for partner, course in courses.items()}


def _multiple(course: Course, first: int, years: int) -> Multiple:
    high = max((max(a + b, c + d) for _, (a, b, c, d) in course), default=1) or 1
    bars = (bar for year, (a, b, c, d) in course for bar in _of_year(year - first, (a, b), (c, d), high) if bar.height)
    description = _described((year, a + b, c + d) for year, (a, b, c, d) in course)
    return Multiple(years, high, tuple(bars), description)


def _of_year(at: int, up: tuple[int, int], down: tuple[int, int], high: int) -> Iterable[Bar]:
    yield Bar(1, at, high - up[0], up[0])
    yield Bar(2, at, high - sum(up), up[1])
    yield Bar(3, at, high, down[0])
    yield Bar(4, at, high + down[0], down[1])


def _described(years: Iterable[tuple[int, int, int]]) -> str:
    """Give in words, for who does not see the bars, the year of most events of each kind."""
    listed = list(years)
    parts = []
    for name, at in (("cooperation", 1), ("conflict", 2)):
        best = max(listed, key=lambda each: (each[at], each[0]), default=None)
        if best is not None and best[at]:
            parts.append(f"most {name} in {best[0]}, {best[at]}")
    return "; ".join(parts)
