"""Actors that texts name and nobody has curated: they come with the first document and go with the last."""

from collections.abc import Iterable

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.actors import actor_quads
from communique.graph.rdf.terms import DEFAULT, Graph, Node
from communique.graph.stores.world import World
from communique.ontology.types import Actor, Extraction

Quads = set[ox.Quad]


def change_of_found(world: World, graph: Node, old: Quads, actors: Iterable[Actor]) -> tuple[Quads, Quads]:
    """Give the default graph's quads of the found actors concerned, before and after a document changes.

    Where documents describe one in different ways, the fullest description counts, so the order of storing does not.
    A curated actor of the same id stands as it is.
    """
    found = world.terms.of("found")
    described = {node: quads[0] for node, quads in _descriptions(actors, world).items()}
    described_before = {quad.subject for quad in old if quad.predicate == found and isinstance(quad.subject, Node)}
    before: Quads = set()
    after: Quads = set()
    for node in described_before | described.keys():
        if t.name_of(node) in world.actors:
            continue
        stored = _description(world, node, DEFAULT)
        others = _by_others(world, node, graph) if node in described_before else [stored]
        before |= stored
        after |= best([*others, described.get(node, set())])
    return before, after


def descriptions_of(extractions: Iterable[Extraction], world: World) -> dict[Node, list[Quads]]:
    """Give the descriptions that documents hold of each actor that nobody has curated."""
    return _descriptions(
        (actor for each in extractions for actor in each.actors if actor.id not in world.actors), world
    )


def fullest(world: World, node: Node, described: Quads) -> tuple[Quads, Quads]:
    """Give the description that is stored of an actor, and the fullest of that and of another."""
    stored = _description(world, node, DEFAULT)
    return stored, best([stored, described])


def best(descriptions: Iterable[Quads]) -> Quads:
    """Give the fullest of some descriptions, whatever their order; of none an empty one."""
    return max(descriptions, key=lambda quads: (len(quads), t.lines(quads)), default=set())


def _descriptions(actors: Iterable[Actor], world: World) -> dict[Node, list[Quads]]:
    found: dict[Node, list[Quads]] = {}
    for actor in actors:
        found.setdefault(world.terms.actor(actor.id), []).append(set(actor_quads(actor, world.terms)))
    return found


def _by_others(world: World, node: Node, graph: Node) -> list[Quads]:
    named = world.store.match(node, world.terms.of("found"), None, None)
    graphs = {quad.graph_name for quad in named} - {graph, DEFAULT}
    return [_description(world, node, other) for other in graphs if isinstance(other, Node)]


def _description(world: World, node: Node, graph: Graph) -> Quads:
    """Give what a graph says of an actor and its memberships, as quads of the default graph, without direct edges."""
    actions = world.terms.namespace.of("action", "")
    quads = {
        quad for quad in world.store.match(node, None, None, graph) if not quad.predicate.value.startswith(actions)
    }
    for end, has_title in ((t.MEMBER, True), (t.ORGANIZATION, False)):
        for membership in [quad.subject for quad in world.store.match(None, end, node, graph)]:
            if isinstance(membership, Node):
                values = set(world.store.match(membership, None, None, graph))
                if any(quad.predicate == t.ROLE_NAME for quad in values) is has_title:
                    quads |= values
    return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
