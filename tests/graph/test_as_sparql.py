"""A filter as a query for people finds what the filter finds."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EVERY, EventFilter, EventGraph

DAY = dt.date(2015, 12, 15)
FILTERS = [
    EVERY,
    EventFilter(actor="rus", target="usa"),
    EventFilter(actor="rus-gov"),
    EventFilter(either="rus", other="usa"),
    EventFilter(either="usa-mfa"),
    EventFilter(action="accuses"),
    EventFilter(root="19"),
    EventFilter(quad=3),
    EventFilter(plover="ACCUSE"),
    EventFilter(role="MIL"),
    EventFilter(target_role="GOV"),
    EventFilter(start=dt.date(2015, 12, 16)),
    EventFilter(end=DAY, quad=1),
    EventFilter(min_reports=2),
    EventFilter(disputed=True),
    EventFilter(disputed=False, actor="rus"),
    EventFilter(place="syr.aleppo"),
    EventFilter(place="syr"),
    EventFilter(publisher="Demo Wire"),
    EventFilter(publisher="nobody"),
    EventFilter(region="Northern America"),
    EventFilter(region="Europe", quad=3),
    EventFilter(region="Western Asia"),
    EventFilter(dataset="communique"),
    EventFilter(dataset="elsewhere"),
    EventFilter(dataset="nowhere"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> EventGraph:
    folder: Path = tmp_path_factory.mktemp("as-sparql") / "store"
    made = graph.open(folder, actors=ACTORS, actions=ACTIONS)
    ways = [
        ("rus-gov", "criticizes", "usa-gov", 0, None),
        ("rus-mfa", "criticizes", "usa", 0, None),
        ("usa-mfa", "accuses", "rus", 1, "syr"),
        ("rus-mil", "attacks", "usa-mil", 2, "syr.aleppo"),
        ("usa", "visits", None, 0, None),
    ]
    for number, (actor, action, target, days, place) in enumerate(ways):
        name, day = f"d{number}", DAY + dt.timedelta(days)
        answered = replace(report(actor, action, target, document=name, date=day), place=place)
        whole = extraction(answered, document=name)
        metadata = (("dataset", "elsewhere"),) if target is None else ()
        made.store(replace(whole, document=replace(whole.document, metadata=metadata)))
        if action == "accuses":
            made.store(extraction(replace(answered, document="no", negated=True), document="no"))
    return made


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_it_finds_what_the_filter_finds(opened: EventGraph, wanted: EventFilter) -> None:
    query = opened.as_sparql(wanted)
    found = json.loads(opened.query(query, "application/sparql-results+json"))["results"]["bindings"]
    keys = {row["event"]["value"].rsplit("/", 1)[-1] for row in found}
    assert keys == {row.key for row in opened.rows(wanted)} and len(found) == len(keys)
    assert "<https://w3id.org" not in query or wanted.place == "syr.aleppo"


def test_both_directions_are_one_query(opened: EventGraph) -> None:
    ways = [EventFilter(actor="rus", target="usa"), EventFilter(actor="usa", target="rus", end=DAY)]
    query = opened.as_sparql(*ways)
    found = json.loads(opened.query(query, "application/sparql-results+json"))["results"]["bindings"]
    assert len(found) == sum(opened.count(way) for way in ways) == 2
