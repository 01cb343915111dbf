"""What the default graph says before any document is stored: vocabulary, code lists, actions, actors."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.actors import actor_quads
from communique.graph.rdf.terms import Node, Object, Terms
from communique.ontology.places import table_digest
from communique.ontology.types import DEFAULT_BASE, Action, Actor, Namespace

# Raise it when assembly changes, so that stores made before are assembled anew.
ASSEMBLY = 8


def concept_quads(actors: Iterable[Actor], actions: Mapping[str, Action], terms: Terms) -> Iterator[ox.Quad]:
    """Give the vocabulary, the actions with their codes and the actors with their memberships; no blank node."""
    for name in ("communique", "codes"):
        yield from ox.parse(turtle(name, terms.namespace.base), format=ox.RdfFormat.TURTLE)
    for action in actions.values():
        for subject, predicate, value in _action(action, terms):
            yield ox.Quad(subject, predicate, value)
    for actor in actors:
        yield from actor_quads(actor, terms)


@lru_cache(maxsize=16)
def turtle(name: str, base: str) -> str:
    """Give a Turtle file of the vocabulary (``communique``, ``codes``, ``shapes``) with its IRIs below a base."""
    text = files("communique.ontology").joinpath("vocabulary", f"{name}.ttl").read_text(encoding="utf-8")
    return text.replace(DEFAULT_BASE, base)


def fingerprint(actors: Iterable[Actor], actions: Mapping[str, Action], namespace: Namespace) -> str:
    """Give a digest of all that assembly depends on besides the reports."""
    digest = hashlib.sha256(f"{ASSEMBLY}\0{namespace.base}".encode())
    for name in ("communique", "codes"):
        digest.update(turtle(name, namespace.base).encode())
    digest.update(table_digest())
    for action in sorted(actions.values(), key=lambda action: action.id):
        digest.update(repr(action).encode())
    for actor in sorted(actors, key=lambda actor: actor.id):
        digest.update(repr(actor).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def _action(action: Action, terms: Terms) -> Iterator[tuple[Node, Node, Object]]:
    node, cameo = terms.action(action.id), terms.code("cameo", action.cameo)
    for kind in (terms.of("Action"), t.CONCEPT, t.PROPERTY):
        yield node, t.TYPE, kind
    yield node, t.PREF_LABEL, t.english(action.label)
    yield node, t.NOTATION, t.text(action.cameo)
    yield node, t.EXACT_MATCH, cameo
    yield node, terms.of("root"), terms.code("cameo", action.root)
    yield from _code(cameo, "cameo", action.cameo, terms)
    if action.parent is not None:
        yield node, t.BROADER, terms.action(action.parent)
    yield node, t.SUB_PROPERTY_OF, terms.action(action.parent) if action.parent else terms.of("actsOn")
    yield node, terms.of("goldstein"), t.decimal(Decimal(str(action.goldstein)))
    yield node, terms.of("quad"), terms.concept("quad", str(action.quad))
    yield from _plover(action, node, terms)


def _plover(action: Action, node: Node, terms: Terms) -> Iterator[tuple[Node, Node, Object]]:
    kind = terms.code("plover", action.plover_type)
    if action.plover_type:
        yield node, terms.of("ploverType"), kind
        yield from _code(kind, "plover", action.plover_type, terms)
    if action.plover_mode:
        name = f"{action.plover_type}.{action.plover_mode}"
        mode = terms.code("plover", name)
        yield node, terms.of("ploverMode"), mode
        yield from _code(mode, "plover", name, terms)
        yield mode, t.BROADER, kind
    for context in action.plover_contexts:
        yield node, terms.of("ploverContext"), t.text(context)


def _code(node: Node, scheme: str, notation: str, terms: Terms) -> Iterator[tuple[Node, Node, Object]]:
    yield node, t.TYPE, t.CONCEPT
    yield node, t.NOTATION, t.text(notation)
    yield node, t.IN_SCHEME, t.node(f"{terms.namespace.base}code/{scheme}")
