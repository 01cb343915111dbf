"""By what nodes of the network are coloured: kind, region, community or Goldstein mean, each with its legend."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.graph import GraphReader, Pair
from communique.graph.networks import communities
from communique.ontology.actors import countries_by_region
from communique.ontology.colours import group_colours

# What the colours mean, each by the class that has it.
_BY_KIND = (("kind-country", "country"), ("kind-body", "body (an organisation, a group)"), ("kind-person", "person"))
_BY_GOLDSTEIN = (
    ("quad-2", "Goldstein mean above 4"),
    ("quad-1", "above 1"),
    ("between", "from \u22121 to 1"),
    ("quad-3", "below \u22121"),
    ("quad-4", "below \u22124"),
)
CHOICES = ("", "goldstein", "region", "community")
_REST = "between"


@dataclass(frozen=True, slots=True)
class Groups:
    """The class of each node's colour, none where the script finds it by the numbers that it draws; and the legend."""

    classes: Mapping[str, str]
    legend: Sequence[tuple[str, str]]


def grouped(graph: GraphReader, pairs: Sequence[Pair], by: str) -> Groups:
    """Give the colours of the nodes of some pairs."""
    names = {end for pair in pairs for end in (pair.source, pair.target)}
    if by == "goldstein":
        return Groups({}, _BY_GOLDSTEIN)
    if by == "region":
        return _by_region(graph, names)
    if by == "community":
        return _by_community(graph, pairs)
    return Groups({name: f"kind-{_kind(graph, name).lower()}" for name in names}, _BY_KIND)


def _by_region(graph: GraphReader, names: Iterable[str]) -> Groups:
    """Group by the widest regions of the actors' countries."""
    regions = _widest()[: len(group_colours())]
    classes = {region: f"group-{number}" for number, region in enumerate(regions, start=1)}
    of = {country: classes[region] for region in regions for country in countries_by_region()[region]}
    found = {name: of.get(_country(graph, name) or "", _REST) for name in names}
    return _with_rest(found, [(classes[region], region) for region in regions], "of no region")


def _by_community(graph: GraphReader, pairs: Sequence[Pair]) -> Groups:
    """Group by who has most events with each other, each group called by its member of most events."""
    events = Counter[str]()
    for pair in pairs:
        events.update({pair.source: pair.events, pair.target: pair.events})
    members: dict[int, list[str]] = {}
    for name, number in communities(pairs).items() if pairs else ():
        members.setdefault(number, []).append(name)
    shown = {number: members[number] for number in sorted(members)[: len(group_colours())] if len(members[number]) > 1}
    found = dict.fromkeys(events, _REST) | {name: f"group-{at}" for at, some in shown.items() for name in some}
    words = [(f"group-{at}", _called(graph, some, events)) for at, some in shown.items()]
    return _with_rest(found, words, "smaller groups")


def _called(graph: GraphReader, members: Sequence[str], events: Mapping[str, int]) -> str:
    first = max(members, key=lambda name: (events[name], name))
    return f"{graph.label(first)} and {len(members) - 1} more"


def _with_rest(classes: Mapping[str, str], legend: Sequence[tuple[str, str]], rest: str) -> Groups:
    """Give the groups with a legend of those that are there."""
    there = set(classes.values())
    return Groups(classes, [each for each in (*legend, (_REST, rest)) if each[0] in there])


def _widest() -> list[str]:
    """Give the regions that hold others and lie in none."""
    all_regions = countries_by_region()
    return [
        region
        for region, countries in all_regions.items()
        if any(other < countries for other in all_regions.values())
        and not any(countries < other for other in all_regions.values())
    ]


def _country(graph: GraphReader, name: str) -> str | None:
    actor = graph.actors.get(name)
    return None if actor is None else (actor.country or actor.id)


def _kind(graph: GraphReader, name: str) -> str:
    actor = graph.actors.get(name)
    return "Body" if actor is None else actor.kind.value
