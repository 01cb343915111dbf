"""Actors by id, whether curated or found in texts, and their labels."""

import communique.graph.rdf.terms as t
from communique.graph.rdf.actors import actor_from
from communique.graph.rdf.terms import DEFAULT, MEMBER, ORGANIZATION, PREF_LABEL, Node
from communique.graph.rdf.values import index
from communique.graph.stores.rows import select
from communique.graph.stores.world import World
from communique.ontology.types import Actor


def known_actor(world: World, name: str) -> Actor | None:
    """Give a curated actor, or one that a stored document names; None where there is none of that id."""
    curated = world.actors.get(name)
    if curated is not None:
        return curated
    node = world.terms.actor(name)
    quads = list(world.store.match(node, world.terms.of("found"), None, DEFAULT))
    if not quads:
        return None
    quads = list(world.store.match(node, None, None, DEFAULT))
    for end in (MEMBER, ORGANIZATION):
        for quad in list(world.store.match(None, end, node, DEFAULT)):
            if isinstance(quad.subject, Node):
                quads += world.store.match(quad.subject, None, None, DEFAULT)
    return actor_from(node, index(quads), world.terms)


def label_of(world: World, name: str) -> str:
    """Give an actor's label; the id itself where nothing is known of it."""
    curated = world.actors.get(name)
    if curated is not None:
        return curated.label
    for quad in world.store.match(world.terms.actor(name), PREF_LABEL, None, DEFAULT):
        return str(getattr(quad.object, "value", name))
    return name


def found_actors(world: World) -> list[Actor]:
    """Give the actors that stored documents name and nobody has curated, by id."""
    nodes = {quad.subject for quad in world.store.match(None, world.terms.of("found"), None, DEFAULT)}
    names = sorted(world.terms.namespace.local(node.value) for node in nodes if isinstance(node, Node))
    return [actor for actor in (known_actor(world, name) for name in names) if actor is not None]


def found_called(world: World, text: str) -> set[str]:
    """Give the ids of the actors found in documents that have this id, or this label in any case."""
    by_id = f"VALUES ?a {{ {world.terms.actor(text)} }} ?a dip:found true"
    by_label = f"?a dip:found true ; skos:prefLabel ?l . FILTER (LCASE(STR(?l)) = {t.text(text.lower())})"
    found = select(world, f"SELECT DISTINCT ?a WHERE {{ {{ {by_id} }} UNION {{ {by_label} }} }}")
    return {t.name_of(row["a"]) for row in found}
