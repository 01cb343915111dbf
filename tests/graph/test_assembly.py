"""Events from reports; and storing one document after another gives what assembling all at once gives."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import extractions

import communique.graph.rdf.terms as t
from communique import graph
from communique.graph import EventFilter, EventGraph
from communique.graph.assembly.claims import claims
from communique.graph.assembly.marks import begin
from communique.graph.assembly.preparation import prepare
from communique.graph.stores.rows import rows
from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.report import Extraction, Modality


def everything(opened: EventGraph) -> list[str]:
    return t.lines(opened.world.store.match(None, None, None, None))


def in_memory() -> EventGraph:
    return graph.open(None, actors=ACTORS, actions=ACTIONS)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions() | st.sampled_from(["d1", "d2", "d3"]), max_size=8))
def test_any_order_gives_what_one_go_gives(steps: list[Extraction | str]) -> None:
    grown = in_memory()
    last: dict[str, Extraction] = {}
    for step in steps:
        if isinstance(step, str):
            assert grown.forget(step) is (last.pop(step, None) is not None)
        else:
            grown.store(step)
            last[step.document.id] = step
    scratch = in_memory()
    for name in sorted(last, reverse=True):
        scratch.store(last[name])
    assert everything(grown) == everything(scratch)
    for step in last.values():
        assert not grown.store(step)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions(), max_size=3))
def test_forgetting_all_leaves_nothing(documents: list[Extraction]) -> None:
    opened = in_memory()
    empty = everything(opened)
    for document in documents:
        opened.store(document)
    for name in ("d1", "d2", "d3"):
        opened.forget(name)
    assert everything(opened) == empty
    assert [name for name in opened.world.store.graphs() if "/doc/" in name.value] == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions(), max_size=8), st.lists(extractions(("d1", "d2", "d3", "d4", "d5")), max_size=6))
def test_bulk_gives_what_one_by_one_gives(before: list[Extraction], added: list[Extraction]) -> None:
    single, bulk = in_memory(), in_memory()
    for each in before:
        single.store(each)
        bulk.store(each)
    changed = sum([single.store(each) for each in added])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)
        patched.setattr("communique.graph.assembly.storing.MOST_REPORTS", 5)
        patched.setattr("communique.graph.assembly.bulk.MOST_NUMBERS", 20)
        patched.setattr("communique.graph.assembly.bulk.MOST_WAITING", 3)
        assert bulk.store_all(added) == changed
    assert everything(bulk) == everything(single)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions(("d1", "d2", "d3", "d4", "d5")), max_size=8))
def test_assembling_anew_gives_the_same(documents: list[Extraction]) -> None:
    opened = in_memory()
    for each in documents:
        opened.store(each)
    before = everything(opened)
    begin(opened.world)
    prepare(opened.world)
    assert everything(opened) == before


# How the numbers that are kept are counted: of months, of dyads, of what sides did, of what was done to them.
_COUNTED = {
    "Month": "?e dip:date ?d BIND (STRDT(SUBSTR(STR(?d), 1, 7), xsd:gYearMonth) AS ?month) ?node dip:month ?month",
    "Dyad": "?e dip:dyad ?node",
    "Sent": "?e dip:actorSide/^dip:sentBy ?node ; dip:dyad ?dyad",
    "Received": "?e dip:targetSide/^dip:receivedBy ?node ; dip:dyad ?dyad",
}
_KEPT = """
SELECT ?node ?events ?reports ?sum ?first ?last {{
  ?node a dip:{kind} ; dip:events ?events ; dip:reports ?reports ; dip:goldsteinSum ?sum
  OPTIONAL {{ ?node dip:first ?first ; dip:last ?last }}
}}
"""
_COUNTS = """
SELECT ?node ?events ?reports ?sum ?first ?last {{
  {{ SELECT ?node (COUNT(?e) AS ?events) (SUM(?n) AS ?reports) (SUM(?score) AS ?sum) {{
      {{ SELECT DISTINCT ?node ?e {{ {events} }} }}
      ?e dip:reports ?n ; dip:action/dip:goldstein ?score
    }} GROUP BY ?node }}
  OPTIONAL {{
    {{ SELECT ?node (MIN(?date) AS ?first) (MAX(?date) AS ?last) {{ {events} . ?e dip:{dated} ?date }} GROUP BY ?node }}
  }}
}}
"""


def answers(opened: EventGraph, sparql: str) -> list[str]:
    return sorted(str(sorted(row.items())) for row in rows(opened.world, sparql))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions() | st.sampled_from(["d1", "d2"]), max_size=6))
def test_the_numbers_kept_are_those_that_are_counted(steps: list[Extraction | str]) -> None:
    opened = in_memory()
    for step in steps:
        if isinstance(step, str):
            opened.forget(step)
        else:
            opened.store(step)
    for kind, events in _COUNTED.items():
        counted = answers(opened, _COUNTS.format(events=events, dated="never" if kind == "Month" else "date"))
        assert answers(opened, _KEPT.format(kind=kind)) == counted


def test_documents_changed_by_hand_are_assembled_anew(stored: EventGraph) -> None:
    for name in ("d1", "d2"):
        stored.store(extraction(report(document=name, date=DAY), document=name))
    stored.world.store.clear(stored.world.terms.document("d2"))
    assert [event.reports for event in stored.events()] == [2]
    stored.assemble()
    scratch = in_memory()
    scratch.store(extraction(report(document="d1", date=DAY), document="d1"))
    assert everything(stored) == everything(scratch)


def test_bad_input_to_bulk_loses_no_good_one(stored: EventGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)
    good, bad = extraction(report()), extraction(report(document="d3"), document="d2")
    with pytest.raises(ValueError, match="'d3' is among those of 'd2'"):
        stored.store_all([good, bad, extraction(report(document="d4"), document="d4")])
    assert [event.reports for event in stored.events()] == [1]
    before = everything(stored)
    prepare(stored.world)
    assert everything(stored) == before


def test_a_killed_bulk_run_is_made_good_at_the_next_opening(
    opened_at: Callable[[], EventGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)
    made = [extraction(report(document=name), document=name) for name in ("d1", "d2")]
    with opened_at() as opened:
        with monkeypatch.context() as patched:
            patched.setattr(
                "communique.graph.assembly.bulk.Bulk.finish", lambda _, **__: (_ for _ in ()).throw(KeyboardInterrupt)
            )
            with pytest.raises(KeyboardInterrupt):
                opened.store_all(made)
        assert opened.is_unfinished
        # The numbers of dyads come last.
        assert b"false" in opened.query("ASK { ?dyad a dip:Dyad ; dip:events ?events }")
    with opened_at() as opened, in_memory() as scratch:
        scratch.store_all(made)
        assert not opened.is_unfinished
        assert opened.dyad("rus", "usa")[0].tally.events == 1
        assert everything(opened) == everything(scratch)


def test_two_documents_one_event(stored: EventGraph) -> None:
    stored.store(extraction(report()))
    stored.store(extraction(report("rus-mfa", document="d2"), document="d2"))
    (event,) = stored.events()
    assert (event.actors, event.targets) == (("rus-gov", "rus-mfa"), ("usa-gov",))
    assert (event.actor_side, event.target_side, event.date, event.reports) == ("rus", "usa", DAY, 2)
    edge = "ASK { actor:rus act:criticizes actor:usa . actor:rus-mfa act:criticizes actor:usa-gov }"
    assert b"true" in stored.query(edge)


def test_edge_goes_with_its_last_event(stored: EventGraph) -> None:
    stored.store(extraction(report()))
    stored.store(extraction(report(document="d2", date=dt.date(2015, 12, 3)), document="d2"))
    ask = "ASK { actor:rus act:criticizes actor:usa }"
    stored.forget("d1")
    assert b"true" in stored.query(ask)
    stored.forget("d2")
    assert b"false" in stored.query(ask)


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.ACTUAL])
def test_what_is_not_actual_makes_no_event(stored: EventGraph, modality: Modality) -> None:
    stored.store(extraction(report(modality=modality)))
    assert list(stored.events()) == []


def test_person_acts_for_whom_he_serves_that_day(stored: EventGraph) -> None:
    for day in (dt.date(2015, 5, 1), dt.date(2018, 5, 1)):
        name = f"d{day.year}"
        stored.store(extraction(report("john-kerry", "visits", "rus", document=name, date=day), document=name))
    assert [event.actor_side for event in stored.events()] == ["usa", "john-kerry"]


def test_undated_report_takes_the_date_of_its_match() -> None:
    dated = report("rus-mfa", start=40, date=dt.date(2015, 12, 14))
    headline, other = claims(extraction(report(), dated), ACTORS)
    assert headline.date == dt.date(2015, 12, 14)
    assert headline.key == other.key


def test_undated_report_without_match_takes_publication() -> None:
    dated = report("fra", start=40, date=dt.date(2015, 12, 14))
    headline, _ = claims(extraction(report(), dated), ACTORS)
    assert headline.date == DAY


def test_denial_disputes_an_event_whichever_comes_first(stored: EventGraph) -> None:
    denial = extraction(report(document="d2", negated=True), document="d2")
    stored.store(denial)
    assert list(stored.events()) == []
    stored.store(extraction(report()))
    (event,) = stored.events(EventFilter(disputed=True))
    assert event.reports == 1
    assert [answered.negated for _, answered in stored.reports_of(event.key)] == [False, True]
    stored.forget("d2")
    assert list(stored.events(EventFilter(disputed=True))) == []


def test_tallies_are_kept(stored: EventGraph) -> None:
    days = [dt.date(2015, 11, 2), dt.date(2015, 12, 3), dt.date(2015, 12, 4)]
    for number, day in enumerate(days):
        name = f"d{number}"
        stored.store(extraction(report(document=name, date=day), document=name))
    stored.forget("d0")
    there, back = stored.dyad("rus", "usa")
    assert (there.tally.events, there.tally.first, there.tally.last) == (2, days[1], days[2])
    assert there.actions == (("criticizes", 2),)
    assert [(month, tally.events, float(tally.goldstein)) for month, tally in there.months] == [("2015-12", 2, -4.0)]
    assert back.tally.events == 0


def test_many_at_once_add_their_reports_to_the_numbers_of_an_event_that_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 0)

    def reports(opened: EventGraph) -> list[str]:
        found = rows(opened.world, "SELECT ?node ?number { ?node dip:reports ?number ; dip:events ?events }")
        return sorted(f"{row['node']} {row['number']}" for row in found)

    at_once, one_by_one = in_memory(), in_memory()
    for number in range(3):
        each = extraction(report(document=f"d{number}"), document=f"d{number}")
        assert at_once.store_all([each]) == 1
        one_by_one.store(each)
    assert reports(at_once) == reports(one_by_one) != []


def test_first_and_last_day_are_those_of_the_events_that_are_left(stored: EventGraph) -> None:
    days = [dt.date(2015, 11, 2), dt.date(2015, 12, 3), dt.date(2015, 12, 3), dt.date(2016, 1, 4)]
    for number, (target, day) in enumerate(zip(("usa", "fra", "usa", "usa"), days, strict=True)):
        stored.store(extraction(report(target=target, document=f"d{number}", date=day), document=f"d{number}"))

    def ends(node: str) -> list[str]:
        found = rows(stored.world, f"SELECT * {{ <{stored.namespace.base}{node}> dip:first ?a ; dip:last ?b }}")
        return [str(row[name].value) for row in found for name in ("a", "b")]

    assert ends("dyad/rus/usa") == ends("sent/rus") == ["2015-11-02", "2016-01-04"]
    stored.forget("d0")
    assert ends("dyad/rus/usa") == ends("sent/rus") == ends("received/usa") == ["2015-12-03", "2016-01-04"]
    stored.forget("d3")
    assert ends("dyad/rus/usa") == ends("sent/rus") == ["2015-12-03", "2015-12-03"]
    stored.forget("d2")
    assert (ends("dyad/rus/usa"), ends("sent/rus"), ends("received/usa")) == ([], ["2015-12-03"] * 2, [])


def test_found_actor_comes_and_goes_with_its_documents(stored: EventGraph) -> None:
    rebel = Actor("rebel-x", ActorKind.BODY, "Rebels of X", country="syr", found=True)
    for name in ("d1", "d2"):
        stored.store(extraction(report("rebel-x", "attacks", "syr", document=name), document=name, actors=(rebel,)))
    ask = "ASK { actor:rebel-x a dip:Body ; skos:prefLabel 'Rebels of X'@en ; dip:found true }"
    stored.forget("d1")
    assert b"true" in stored.query(ask)
    stored.forget("d2")
    assert b"false" in stored.query(ask)


def test_changed_actors_are_assembled_anew(tmp_path: Path) -> None:
    with graph.open(tmp_path / "s", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report("pact", "attacks", "syr")))
        opened.store(extraction(report(document="d2"), document="d2"))
        assert next(opened.events(EventFilter(action="attacks"))).actor_side == "pact"
    pact = Actor("pact", ActorKind.BODY, "The Pact", acts_for="usa")
    changed = Actors([*(actor for actor in ACTORS.values() if actor.id != "pact"), pact])
    with graph.open(tmp_path / "s", actors=changed, actions=ACTIONS) as opened:
        assert next(opened.events(EventFilter(action="attacks"))).actor_side == "usa"
        again = everything(opened)
    with graph.open(None, actors=changed, actions=ACTIONS) as scratch:
        scratch.store(extraction(report(document="d2"), document="d2"))
        scratch.store(extraction(report("pact", "attacks", "syr")))
        assert everything(scratch) == again
