"""Every named query runs on a real store, and its parameters cannot break out."""

import datetime as dt
import json
from collections import Counter

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import extractions

from communique import graph
from communique.graph import EventGraph
from communique.graph.sparql.queries import bound, named_queries, named_query, run
from communique.ontology.types.report import Extraction, Modality


@pytest.fixture
def filled(stored: EventGraph) -> EventGraph:
    urged = report("usa-gov", "aids", "syr", start=50, modality=Modality.URGED, speaker="rus-mfa")
    visit = report("john-kerry", "visits", "rus", start=70)
    stored.store(extraction(report(about=("syr",), date=dt.date(2015, 12, 14)), urged, visit))
    denial = report("rus-mfa", document="d2", negated=True, date=dt.date(2015, 12, 14))
    stored.store(extraction(denial, report("fra", "aids", "syr", start=70, document="d2"), document="d2"))
    return stored


def rows(filled: EventGraph, name: str, **arguments: str) -> list[dict[str, str]]:
    answer = json.loads(run(filled.world, name, arguments, "application/json").content())
    return [
        {variable: cell["value"].rsplit("/", 1)[-1] for variable, cell in row.items()}
        for row in answer["results"]["bindings"]
    ]


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_runs_with_its_examples(filled: EventGraph, name: str) -> None:
    query = named_query(name)
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    if name == "who-said-so":
        examples["event"] = next(event.key for event in filled.events() if event.about)
    assert rows(filled, name, **examples), "the examples should find something here"


def test_answers(filled: EventGraph) -> None:
    assert [row["target"] for row in rows(filled, "whom", actor="rus", action="criticizes")] == ["usa"]
    between = rows(filled, "events-between", actor="rus", target="usa", action="accuses")
    assert [row["date"] for row in between] == ["2015-12-14"]
    assert rows(filled, "goldstein-of-dyad", actor="rus", target="usa")[0]["mean"] == "-2"
    assert rows(filled, "urged", actor="rus")[0]["urged"] == "usa-gov"
    (office,) = rows(filled, "roles-in-action", actor="usa")
    assert (office["person"], office["post"]) == ("john-kerry", "Secretary of State")
    assert {row["event"] for row in rows(filled, "disputed")} == {
        row["event"] for row in rows(filled, "events-about", about="syr")
    }
    assert len(rows(filled, "top-dyads", limit="1")) == 1


def test_optional_parameters_narrow(filled: EventGraph) -> None:
    pair = {"actor": "rus", "target": "usa", "action": "accuses"}
    assert rows(filled, "events-between", **pair, **{"from": "2015-12-15"}) == []
    assert rows(filled, "events-between", **pair, to="2015-12-14") != []


@pytest.mark.parametrize("value", ["rus> ?p ?o . <x", "} DROP ALL #", "$action", '"', "rus\n"])
def test_values_cannot_break_out(filled: EventGraph, value: str) -> None:
    assert rows(filled, "whom", actor=value, action="criticizes") == []


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nothing", {}, "there is no query 'nothing': choose from"),
        ("whom", {"actor": "rus"}, "needs action, such as"),
        ("whom", {"actor": "rus", "action": "criticizes", "colour": "red"}, "has no parameter 'colour'"),
        ("events-of-day", {"day": "yesterday"}, "day: 'yesterday' is no date"),
        ("top-dyads", {"limit": "-1"}, "limit: '-1' is no number"),
        ("top-dyads", {"limit": "5 OFFSET 2"}, "limit: .* is no number"),
    ],
)
def test_bad_arguments(filled: EventGraph, name: str, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(filled.world, name, arguments)


def test_bound_query_stands_alone(filled: EventGraph) -> None:
    text = bound(named_query("whom"), {"actor": "rus", "action": "criticizes"}, filled.world.terms)
    assert "usa" in str(list(filled.world.store.query(text, {})))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extractions(("d1", "d2", "d3", "d4", "d5", "d6")), max_size=8), st.integers(1, 4))
def test_top_dyads_are_those_of_most_events(documents: list[Extraction], limit: int) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        for each in documents:
            opened.store(each)
        found = json.loads(run(opened.world, "top-dyads", {"limit": str(limit)}).content())["results"]["bindings"]
        rows = [(-int(row["events"]["value"]), row["actor"]["value"], row["target"]["value"]) for row in found]
        counted = Counter(
            (event.actor_side, event.target_side) for event in opened.events() if event.target_side is not None
        )
        most = sorted(counted.values(), reverse=True)[:limit]
        assert [-row[0] for row in rows] == most
        assert rows == sorted(rows)
