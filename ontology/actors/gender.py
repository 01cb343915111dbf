"""The gender of given names, by which *he* and *she* are resolved, read from `data/given-names.tsv`."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

from communique.ontology.interchange.tsv import rows

PATH = files("communique.ontology") / "data" / "given-names.tsv"


class Gender(StrEnum):
    """The gender of a given name; many are of either."""

    FEMALE = "female"
    MALE = "male"
    EITHER = "either"


def gender(given_name: str, *, listed: bool) -> Gender:
    """Give the gender of a given name; one that is not in the list is a man's if its bearer is a `listed` actor."""
    return _names().get(given_name, Gender.MALE if listed else Gender.EITHER)


def is_given_name(word: str) -> bool:
    """Tell whether a word is in the list of given names; those that are also places are."""
    return word in _names()


@cache
def _names() -> dict[str, Gender]:
    return {row["name"]: Gender(row["gender"]) for _, row in rows(PATH)}
