"""In which region of the world countries lie, read from `data/actors/regions.tsv`."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from communique.ontology.actors.countries import FOLDER
from communique.ontology.interchange.tsv import rows, split


@cache
def regions() -> Mapping[str, str]:
    """Give the region (``Western Asia``) of every country by its id.

    References
    ----------
    United Nations Statistics Division, Standard Country or Area Codes for Statistical Use (M49).
    """
    return MappingProxyType({country: cells["region"] for cells in _rows() for country in split(cells["countries"])})


@cache
def countries_by_region() -> Mapping[str, frozenset[str]]:
    """Give the ids of the countries in every region, each before the narrower ones that it holds."""
    found: dict[str, frozenset[str]] = {}
    for cells in _rows():
        within = frozenset(split(cells["countries"]))
        for name in (*reversed(split(cells["within"])), cells["region"]):
            found[name] = found.get(name, frozenset()) | within
    return MappingProxyType(found)


def region_called(name: str) -> str | None:
    """Give the region that is meant by a name, in any case and with hyphens for blanks; None where there is none."""
    return _by_plain_name().get(_plain(name))


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(cells for _, cells in rows(FOLDER / "regions.tsv"))


@cache
def _by_plain_name() -> Mapping[str, str]:
    return {_plain(name): name for name in countries_by_region()}


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").casefold().split())
