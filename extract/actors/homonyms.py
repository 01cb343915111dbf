"""Cities of one name in two countries: which is meant, where the region or country stands behind it."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.syntax.words import words_of
from communique.ontology.actors import Actors
from communique.ontology.places import find_place
from communique.ontology.types import PlaceKind

_CITIES = frozenset((MentionKind.CITY, MentionKind.CAPITAL))
_AREAS = frozenset((MentionKind.CITY, MentionKind.NAME))
_LISTING = frozenset(("and", "or", "&"))


def relocated(doc: Doc, mentions: Sequence[Mention], actors: Actors) -> list[Mention]:
    """Give mentions with each city where the words behind its comma say it is ("Birmingham, Alabama")."""
    areas = {item.start: item for item in mentions if item.kind in _AREAS}
    return [_relocated(doc, item, areas.get(item.end + 1), areas, actors) for item in mentions]


def _relocated(doc: Doc, city: Mention, area: Mention | None, areas: dict[int, Mention], actors: Actors) -> Mention:
    words = words_of(doc).written
    if area is None or city.kind not in _CITIES or words[city.end] != "," or _goes_on(words, area.end, areas):
        return city
    there, here = _country(area, actors), _country(city, actors)
    if there is None or there == here or not _lies_in(doc, city, area, there):
        return city
    return replace(city, actor=there, kind=MentionKind.CITY, why=f"city {doc[city.start : area.end].text}")


def _goes_on(words: Sequence[str], end: int, areas: dict[int, Mention]) -> bool:
    """Tell whether a list of places goes on ("in London, New York and Paris")."""
    following = words[end : end + 1]
    return bool(following) and (following[0] in _LISTING or (following[0] == "," and end + 1 in areas))


def _country(mention: Mention, actors: Actors) -> str | None:
    actor = actors.get(mention.actor)
    return None if actor is None else actor.country or actor.id


def _lies_in(doc: Doc, city: Mention, area: Mention, country: str) -> bool:
    """Tell whether a country has a city of a name, or the words behind it name one of its regions."""
    region = find_place(doc[area.start : area.end].text, (country,))
    within = region is not None and region.country == country and region.kind is PlaceKind.REGION
    known = find_place(doc[city.start : city.end].text, (country,))
    return within or (known is not None and known.country == country)
