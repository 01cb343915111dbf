"""What is written as RDF is read back without loss."""

import datetime as dt
from dataclasses import replace

import pyoxigraph as ox
import pytest
from graph_world import ACTORS, BLOC, PERSONS, extraction, report
from hypothesis import given, settings
from strategies import extractions

import communique.graph.rdf.terms as t
from communique.graph.rdf.actors import actor_from, actor_quads, canonical_actor
from communique.graph.rdf.concepts import concept_quads
from communique.graph.rdf.documents import canonical, document_text, extraction_from, named_reports, report_iris
from communique.graph.rdf.terms import Terms
from communique.graph.rdf.trig import quads
from communique.graph.rdf.values import index
from communique.ontology.types.actor import Actor
from communique.ontology.types.iri import Namespace
from communique.ontology.types.report import Extraction, Modality

TERMS = Terms(Namespace())


def quads_of(written: Extraction) -> set[ox.Quad]:
    """Give the graph of a canonical extraction."""
    return set(quads(document_text(written, report_iris(written, TERMS), {}, TERMS)))


@settings(deadline=None, max_examples=200)
@given(extractions(names=("d1", "odd id/ä#2")))
def test_identity(given_extraction: Extraction) -> None:
    plain = canonical(given_extraction)
    assert canonical(plain) == plain
    written = quads_of(plain)
    assert extraction_from(written, TERMS) == plain
    # A store gives literals back in canonical form: what is written must be in it already.
    store = ox.Store()
    store.extend(written)
    assert set(store) == written


def test_only_order_and_repetition_are_lost() -> None:
    later, earlier = report(start=9), report(start=2)
    found = extraction_from(quads_of(canonical(extraction(later, earlier, later))), TERMS)
    assert found.reports == (earlier, later)


def test_report_iri_is_readable() -> None:
    (name, _), (other, _) = named_reports(canonical(extraction(report(), report(target=None, start=30))), TERMS)
    assert name.value == "https://w3id.org/communique/doc/d1#char=7,17;criticizes;rus-gov;usa-gov"
    assert other.value.endswith("/doc/d1#char=30,40;criticizes;rus-gov;")


def test_reports_of_one_identity_are_told_apart() -> None:
    both = extraction(report(), report(modality=Modality.URGED))
    names = [node.value for node, _ in named_reports(canonical(both), TERMS)]
    assert names[1] == names[0] + ";2"


def test_separators_in_names_are_escaped() -> None:
    odd = extraction(report(actor="a;b#c/d e", target="%"))
    ((name, _),) = named_reports(canonical(odd), TERMS)
    assert name.value.endswith(";criticizes;a%3Bb%23c%2Fd%20e;%25")
    assert extraction_from(quads_of(canonical(odd)), TERMS) == odd


def test_report_of_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'d2'.*'d1'"):
        canonical(extraction(report(document="d2")))


def test_graph_without_document_is_refused() -> None:
    with pytest.raises(ValueError, match="describes no document"):
        extraction_from([], TERMS)


@pytest.mark.parametrize("actor", [*PERSONS, BLOC, ACTORS["rus-gov"], ACTORS["rus"]])
def test_actor(actor: Actor) -> None:
    assert actor_from(TERMS.actor(actor.id), index(actor_quads(actor, TERMS)), TERMS) == canonical_actor(actor)


def test_role_is_a_membership_with_precision() -> None:
    quads = {(str(q.predicate), str(q.object)) for q in actor_quads(PERSONS[1], TERMS) if "/role/" in q.subject.value}
    assert (str(t.TYPE), str(t.MEMBERSHIP)) in quads
    assert (str(t.START_DATE), str(t.day(dt.date(2004, 3, 1)))) in quads
    assert (str(TERMS.of("startPrecision")), '"month"') in quads


def test_two_roles_from_one_day_are_told_apart() -> None:
    role = PERSONS[0].roles[0]
    double = replace(PERSONS[0], roles=(role, replace(role, title="Envoy")))
    assert canonical_actor(double) == actor_from(TERMS.actor(double.id), index(actor_quads(double, TERMS)), TERMS)


def test_concepts_have_no_blank_node_and_follow_the_base() -> None:
    from graph_world import ACTIONS

    terms = Terms(Namespace("https://example.org/events/"))
    quads = list(concept_quads(ACTORS.values(), ACTIONS, terms))
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert "w3id.org/communique" not in "\n".join(t.lines(quads))
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    criticizes = terms.action("criticizes")
    assert (criticizes, t.TYPE, t.PROPERTY) in triples
    assert (criticizes, t.EXACT_MATCH, terms.code("cameo", "111")) in triples
    assert (criticizes, t.BROADER, terms.action("accuses")) in triples
