"""What a person types for an actor, and what the graph calls things: one id, or an error that says which are near."""

from collections.abc import Iterator

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EventGraph
from communique.graph.lookups.resolution import AmbiguousActorError, Resolver, UnknownActorError, bearers
from communique.graph.sparql.queries import named_query
from communique.ontology.actors import TypedNames
from communique.ontology.types import Actor, ActorKind

NAMES = TypedNames({"moscow": ("rus",), "foreign ministry": ("rus-mfa", "usa-mfa")})
FOUND = (
    Actor("rebels-x", ActorKind.BODY, "Rebels of Ümraniye", country="syr", found=True),
    Actor("strasse-y", ActorKind.BODY, "Große Straße", country="fra", found=True),
)


@pytest.fixture(scope="module")
def opened() -> Iterator[EventGraph]:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as made:
        made.store(extraction(report("rebels-x", "attacks", "strasse-y"), actors=FOUND))
        yield made


@pytest.fixture(scope="module")
def resolver(opened: EventGraph) -> Resolver:
    indexes = (opened.names_of_curated(), opened.names_of_found())
    return opened.resolver(lambda: NAMES, lambda: indexes)


@pytest.mark.parametrize(
    ("typed", "actor"),
    [
        ("rus-mil", "rus-mil"),
        (" Moscow ", "rus"),
        ("FR", "fra"),
        ("rebels-x", "rebels-x"),
        ("REBELS OF ÜMRANIYE", "rebels-x"),
        ("große straße", "strasse-y"),
    ],
)
def test_ids_names_codes_and_labels_of_found_actors_are_ids(resolver: Resolver, typed: str, actor: str) -> None:
    assert resolver.actor(typed) == actor


@pytest.mark.parametrize(
    ("typed", "error", "problem", "candidates"),
    [
        ("foreign ministry", AmbiguousActorError, "can be rus-mfa, usa-mfa", ("rus-mfa", "usa-mfa")),
        ("Lavrow", UnknownActorError, r"near: Sergei Lavrov \(sergei-lavrov\)", ("sergei-lavrov",)),
        ("fr", UnknownActorError, "there is no actor 'fr'", None),
        ("qqqqqq", UnknownActorError, "there is no actor 'qqqqqq': give an id", ()),
        ("  ", UnknownActorError, "of up to 200 characters", ()),
        ("x" * 201, UnknownActorError, "of up to 200 characters", ()),
    ],
)
def test_what_means_nobody_or_several_is_told_with_who_is_near(
    resolver: Resolver, typed: str, error: type[UnknownActorError], problem: str, candidates: tuple[str, ...] | None
) -> None:
    with pytest.raises(error, match=problem) as raised:
        resolver.actor(typed)
    assert candidates is None or raised.value.candidates == candidates


def test_arguments_of_queries_are_ids_where_they_are_actors(opened: EventGraph, resolver: Resolver) -> None:
    query = named_query("partners")
    assert resolver.arguments(query, {"actor": "Moscow", "limit": "5"}) == {"actor": "rus", "limit": "5"}
    with pytest.raises(AmbiguousActorError, match="actor: 'foreign ministry' can be") as raised:
        resolver.arguments(query, {"actor": "foreign ministry"})
    assert raised.value.candidates == ("rus-mfa", "usa-mfa")
    opened.check_arguments(query, {"actor": "rus"})
    with pytest.raises(ValueError, match="actor: there is no actor 'Moscow'"):
        opened.check_arguments(query, {"actor": "Moscow"})
    with pytest.raises(ValueError, match="action: there is no action 'hugs'"):
        opened.check_arguments(named_query("whom"), {"action": "hugs"})


def test_names_of_found_actors_are_looked_up(opened: EventGraph) -> None:
    assert [(actor.id, actor.label, actor.country) for actor in opened.found_actors()] == [
        (actor.id, actor.label, actor.country) for actor in FOUND
    ]
    assert opened.found_called("rebels of ümraniye") == opened.found_called("rebels-x") == {"rebels-x"}
    assert opened.found_called("Moscow") == opened.found_called("rus") == set()
    index = opened.names_of_found()
    assert (bearers(index, "rebels of UMRANIYE"), bearers(index, "rebels")) == (["rebels-x"], [])


def test_iris_are_called_by_their_labels(opened: EventGraph) -> None:
    base = opened.namespace.base
    found = opened.labels([f"{base}actor/rus", f"{base}actor/rebels-x", f"{base}actor/nobody"])
    assert found == {f"{base}actor/rus": "Russia", f"{base}actor/rebels-x": "Rebels of Ümraniye"}
    with pytest.raises(ValueError, match="IRI"):
        opened.labels(["no iri"])
