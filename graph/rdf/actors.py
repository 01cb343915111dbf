"""Actors as RDF and back: classes, names, for whom they act, and dated memberships."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.terms import Graph, Node, Object, Terms
from communique.graph.rdf.values import Index, Values, literal
from communique.ontology.types import Actor, ActorKind, Period, Role, first_day, last_day

T = TypeVar("T")
_PRECISION = {4: "year", 7: "month", 10: "day"}
_LENGTH = {name: length for length, name in _PRECISION.items()}


def actor_quads(actor: Actor, terms: Terms, graph: Graph = t.DEFAULT) -> Iterator[ox.Quad]:
    """Give everything that RDF says of an actor, its memberships included."""
    node = terms.actor(actor.id)
    for predicate, value in _properties(actor, terms):
        yield ox.Quad(node, predicate, value, graph)
    roles = sorted(set(actor.roles), key=lambda role: (role.body, role.period.start or "", repr(role)))
    for name, role in _named(roles, lambda role: (actor.id, role.body, role.period.start or "")):
        membership = terms.concept("role", name)
        yield from _membership(membership, node, terms.actor(role.body), role.period, terms, graph)
        yield ox.Quad(membership, t.ROLE_NAME, t.english(role.title), graph)
    members = sorted(set(actor.members), key=lambda pair: (pair[0], pair[1].start or "", repr(pair)))
    for name, (member, period) in _named(members, lambda pair: (actor.id, pair[0], pair[1].start or "")):
        yield from _membership(terms.concept("membership", name), terms.actor(member), node, period, terms, graph)


def canonical_actor(actor: Actor) -> Actor:
    """Give the actor as reading it back from RDF gives it: what has no order is sorted, what is twice is there once."""
    return Actor(
        id=actor.id,
        kind=actor.kind,
        label=actor.label,
        notation=actor.notation,
        code=actor.code,
        sector=actor.sector,
        country=actor.country,
        acts_for=actor.acts_for,
        aliases=tuple(sorted(set(actor.aliases))),
        period=actor.period,
        roles=tuple(sorted(set(actor.roles), key=repr)),
        members=tuple(sorted(set(actor.members), key=repr)),
        found=actor.found,
    )


def actor_from(node: Node, described: Index, terms: Terms) -> Actor:
    """Give the actor that quads describe.

    Parameters
    ----------
    node
        The actor's node.
    described
        The values of every property, by subject: of the actor and of its memberships.
    terms
        The nodes below the base of the graph.

    Returns
    -------
    Actor
        As `canonical_actor` gives it.

    Raises
    ------
    ValueError
        Where nothing is said of its class.
    """
    values = Values(described[node], terms)
    classes = values.properties.get(t.TYPE, ())
    kind = next((kind for kind in ActorKind if terms.of(kind.value) in classes), None)
    if kind is None:
        raise ValueError(f"{node.value} is of no class of actor: give it one of {', '.join(ActorKind)}")
    return canonical_actor(
        Actor(
            id=t.name_of(node),
            kind=kind,
            label=literal(values.properties, t.PREF_LABEL) or "",
            notation=literal(values.properties, t.NOTATION) or "",
            code=values.literal("actorCode") or "",
            sector=values.literal("sector") or "",
            country=values.name("country"),
            acts_for=values.name("actsFor"),
            aliases=tuple(value.value for value in values.properties.get(t.ALT_LABEL, ())),
            period=_period(values),
            roles=_roles(node, described, terms),
            members=_members(node, described, terms),
            found=values.literal("found") == "true",
        )
    )


def _properties(actor: Actor, terms: Terms) -> Iterator[tuple[Node, Object]]:
    yield t.TYPE, terms.of(actor.kind.value)
    yield t.PREF_LABEL, t.english(actor.label)
    for alias in set(actor.aliases):
        yield t.ALT_LABEL, t.english(alias)
    texts = (t.NOTATION, actor.notation), (terms.of("actorCode"), actor.code), (terms.of("sector"), actor.sector)
    for predicate, text in texts:
        if text:
            yield predicate, t.text(text)
    for name, other in (("country", actor.country), ("actsFor", actor.acts_for)):
        if other is not None:
            yield terms.of(name), terms.actor(other)
    if actor.found:
        yield terms.of("found"), t.boolean(True)
    yield from _dates(actor.period, terms)


def _dates(period: Period, terms: Terms) -> Iterator[tuple[Node, Object]]:
    if period.start is not None:
        yield t.START_DATE, t.day(first_day(period.start))
        yield terms.of("startPrecision"), t.text(_PRECISION[len(period.start)])
    if period.end is not None:
        yield t.END_DATE, t.day(last_day(period.end))
        yield terms.of("endPrecision"), t.text(_PRECISION[len(period.end)])


def _membership(node: Node, member: Node, body: Node, period: Period, terms: Terms, graph: Graph) -> Iterator[ox.Quad]:
    yield ox.Quad(node, t.TYPE, t.MEMBERSHIP, graph)
    yield ox.Quad(node, t.MEMBER, member, graph)
    yield ox.Quad(node, t.ORGANIZATION, body, graph)
    for predicate, value in _dates(period, terms):
        yield ox.Quad(node, predicate, value, graph)


def _named(things: Sequence[T], parts: Callable[[T], tuple[str, ...]]) -> Iterator[tuple[str, T]]:
    """Give each thing (sorted by its parts) with its name; the second of the same parts has a number."""
    for key, same in groupby(things, key=parts):
        name = ";".join(t.fragment(part) for part in key)
        for number, thing in enumerate(same, start=1):
            yield (name if number == 1 else f"{name};{number}"), thing


def _roles(node: Node, described: Index, terms: Terms) -> tuple[Role, ...]:
    return tuple(
        Role(
            t.name_of(membership[t.ORGANIZATION][0]),
            membership[t.ROLE_NAME][0].value,
            _period(Values(membership, terms)),
        )
        for membership in described.values()
        if node in membership.get(t.MEMBER, ()) and t.ROLE_NAME in membership
    )


def _members(node: Node, described: Index, terms: Terms) -> tuple[tuple[str, Period], ...]:
    return tuple(
        (t.name_of(membership[t.MEMBER][0]), _period(Values(membership, terms)))
        for membership in described.values()
        if node in membership.get(t.ORGANIZATION, ()) and t.ROLE_NAME not in membership
    )


def _period(values: Values) -> Period:
    start, end = literal(values.properties, t.START_DATE), literal(values.properties, t.END_DATE)
    return Period(
        start[: _LENGTH[values.literal("startPrecision") or "day"]] if start else None,
        end[: _LENGTH[values.literal("endPrecision") or "day"]] if end else None,
    )
