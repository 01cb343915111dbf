"""How the press marks its articles, read from `press.toml`: agencies, publishers, labels, forms of datelines."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.ontology.actors import place_names

_SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|news|tv|fm|online|eu|[a-z]{2})", re.IGNORECASE)
_WORDS_OF_A_NAME = 6


@dataclass(frozen=True, slots=True)
class Press:
    """The tables, in small letters where case does not matter."""

    agencies: frozenset[str]
    publishers: frozenset[str]
    publisher_words: frozenset[str]
    attributions: frozenset[str]
    labels: frozenset[str]
    cities: frozenset[str]
    regions: frozenset[str]
    no_places: frozenset[str]
    separators: tuple[str, ...]
    dashes: tuple[str, ...]
    datelines: tuple[str, ...]
    datelines_of_prose: tuple[str, ...]

    def is_country(self, name: str) -> bool:
        """Tell whether a name is that of a country (or part of one) and of no city."""
        return name.lower() in self.regions - self.cities

    def is_no_place(self, name: str) -> bool:
        """Tell whether a name that could be a place is none: by its first word, or one between slashes."""
        words = (name.split()[0].capitalize(), *re.split(r"\s?/\s?|\s", name))
        return not self.no_places.isdisjoint(words)

    def is_agency(self, name: str) -> bool:
        """Tell whether a name, or a part of it between slashes, is that of an agency or a publisher."""
        parts = {part.strip(" .").lower() for part in (name, *re.split(r"[/,\u2013]| - ", name))}
        return not parts.isdisjoint(self.agencies) or self.is_publisher(name)

    def is_publisher(self, name: str) -> bool:
        """Tell whether a name is that of a publisher, by the tables or as it sounds ("The Northern Herald")."""
        plain = re.sub(r"\A(?:by|via|from)\s+|(?<![.,:])[.,:]++\Z", "", name.strip(), flags=re.IGNORECASE)
        lowered = plain.lower()
        known = self.agencies | self.publishers
        if lowered in known or lowered.removeprefix("the ") in known or _SITE.fullmatch(plain):
            return True
        words = plain.split()
        capitalised = {word.lower() for word in words if word[0].isupper()}
        return 1 < len(words) <= _WORDS_OF_A_NAME and not self.publisher_words.isdisjoint(capitalised)


@cache
def press() -> Press:
    """Give the shipped tables, with the places of the gazetteer."""
    table = tomllib.loads((files("communique.extract.documents") / "press.toml").read_text(encoding="utf-8"))
    known = place_names()
    return Press(
        agencies=_lowered(table["agencies"]),
        publishers=_lowered(table["publishers"]),
        publisher_words=_lowered(table["publisher_words"]),
        attributions=_lowered(table["attributions"]),
        labels=_lowered(table["labels"]),
        cities=_lowered((*table["cities"], *known.cities)),
        regions=_lowered((*table["regions"], *known.countries)),
        no_places=frozenset(table["no_places"]),
        separators=tuple(table["separators"]),
        dashes=tuple(table["dashes"]),
        datelines=tuple(table["datelines"]),
        datelines_of_prose=tuple(table["datelines_of_prose"]),
    )


def _lowered(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)
