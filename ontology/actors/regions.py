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
    found = {
        country: cells["region"] for _, cells in rows(FOLDER / "regions.tsv") for country in split(cells["countries"])
    }
    return MappingProxyType(found)
