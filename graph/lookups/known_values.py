"""Whether what a filter asks for exists: who asks for what is misspelt would take no events for an answer."""

from collections.abc import Iterator, Mapping

import communique.graph.rdf.terms as t
from communique.graph.filters import EventFilter
from communique.graph.rdf.terms import DEFAULT, Node, Object
from communique.graph.sparql.queries import NamedQuery
from communique.graph.stores.world import World
from communique.ontology.actors import countries_by_region
from communique.ontology.lexicon import plover_types, sector_codes
from communique.ontology.places import known_place
from communique.ontology.types import is_named_place


def check_known(wanted: EventFilter, world: World) -> None:
    """Raise ValueError, which names all, for whatever a filter names that is unknown."""
    if wanted.other is not None and wanted.either is None:
        raise ValueError("`other` stands opposite to `either`: give both, or use `actor` and `target`")
    unknown = "; ".join(_unknown(wanted, world))
    if unknown:
        raise ValueError(unknown)


def check_arguments(query: NamedQuery, arguments: Mapping[str, str], world: World) -> None:
    """Raise ValueError, which names all, for arguments of a named query that are actors or actions not known."""
    checks = {"actor": _no_actor, "action": _no_action}
    given = [each for each in query.parameters if each.name in arguments and each.kind in checks]
    problem = "; ".join(filter(None, (checks[each.kind](each.name, arguments[each.name], world) for each in given)))
    if problem:
        raise ValueError(problem)


def _no_actor(name: str, value: str, world: World) -> str:
    """Tell that there is no such actor; the empty string where there is one."""
    if value in world.actors or is_named(world.terms.actor(value), world):
        return ""
    return f"{name}: there is no actor {value!r}: look for its id with /actors?q=… or `communique actors`"


def _no_place(value: str, world: World) -> str:
    """Tell that there is no such place; the empty string where there is one."""
    if not is_named_place(value):
        return _no_actor("place", value, world)
    if known_place(value) is not None or is_named(world.terms.place(value), world):
        return ""
    return f"place: there is no place {value!r}: use a country's id such as 'syr', or one in it such as 'syr.aleppo'"


def _no_action(name: str, value: str, world: World) -> str:
    """Tell that there is no such action; the empty string where there is one."""
    return "" if value in world.actions else f"{name}: there is no action {value!r}: use an id such as 'criticizes'"


def _unknown(wanted: EventFilter, world: World) -> Iterator[str]:
    for name in ("actor", "target", "either", "other"):
        value = getattr(wanted, name)
        if value is not None and (problem := _no_actor(name, value, world)):
            yield problem
    if wanted.place is not None and (problem := _no_place(wanted.place, world)):
        yield problem
    if wanted.region is not None and wanted.region not in countries_by_region():
        yield f"region: there is no region {wanted.region!r}: use one of {', '.join(countries_by_region())}"
    if wanted.action is not None and (problem := _no_action("action", wanted.action, world)):
        yield problem
    if wanted.root is not None and wanted.root not in {action.root for action in world.actions.values()}:
        yield f"root: {wanted.root!r} is no CAMEO root code: use 01 to 20"
    if wanted.plover is not None and wanted.plover not in plover_types():
        yield f"plover: there is no PLOVER type {wanted.plover!r}: use one of {', '.join(sorted(plover_types()))}"
    if wanted.quad not in (None, 1, 2, 3, 4):
        yield f"quad: {wanted.quad} is no quad class: use 1, 2, 3 or 4"
    for name in ("role", "target_role"):
        value = getattr(wanted, name)
        if value is not None and not _is_sector(value, world):
            yield f"{name}: there is no sector {value!r}: use one of {', '.join(sorted(sector_codes()))}"


def is_named(node: Node, world: World) -> bool:
    """Tell whether the default graph says anything of an actor, as of one that was found in a document."""
    return _any(world, node, None, None) or _any(world, None, None, node)


def _is_sector(code: str, world: World) -> bool:
    # Own actors, and those of other coders, may have sectors of their own.
    return code in sector_codes() or _any(world, None, world.terms.of("sector"), t.text(code))


def _any(world: World, subject: Node | None, predicate: Node | None, value: Object | None) -> bool:
    return next(world.store.match(subject, predicate, value, DEFAULT), None) is not None
