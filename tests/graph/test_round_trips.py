"""What is exported in the layout of another data set comes back as the same events."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import extraction, report

from communique import graph
from communique.graph import EventGraph, EventRow, ImportStep, Rows, Selection, import_tables, planned_import
from communique.ontology.actors import Actors, gazetteer
from communique.ontology.lexicon import actions, icews_event_texts, icews_sectors

# Enough of the world for the rows here.
ACTORS = Actors(
    actor
    for actor in gazetteer().actors.values()
    if actor.id in ("un", "isis", "sergei-lavrov")
    or (actor.country in ("rus", "usa", "syr", "xkx") and not actor.roles)
)
FILES = {"icews": "events.tab", "polecat": "ngecEvents.txt", "gdelt": "events.export.CSV", "gdelt1": "events.csv"}


def opened(folder: Path) -> EventGraph:
    return graph.open(folder, actors=ACTORS, actions=actions())


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[EventGraph]:
    day = dt.date(2018, 6, 1)
    answered = [
        report("rus-mfa", "criticizes", "usa-gov", date=day),
        replace(report("usa-mil", "fights", "isis", date=day, start=30), place="syr.aleppo"),
        replace(report("un", "consults", "xkx", date=day, start=50), place="xkx"),
        report("syr-reb", "demands", None, date=day, start=70),
    ]
    with opened(tmp_path / "ours") as made:
        # The shipped scheme names every action; those of this world are ids of its own.
        named = {action.cameo: action.id for action in actions().values()}
        codes = {"criticizes": "111", "fights": "190", "consults": "040", "demands": "100"}
        made.store(extraction(*(replace(each, action=named[codes[each.action]]) for each in answered)))
        yield made


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[EventGraph]:
    with opened(tmp_path / "theirs") as made:
        yield made


def brought_over(ours: EventGraph, theirs: EventGraph, form: str, folder: Path, rows: Rows = Rows.EVENTS) -> None:
    """Export the events of one graph, and import them into another."""
    target = folder / FILES[form]
    ours.export(form, target, Selection(rows=rows))
    steps: list[ImportStep] = []
    import_tables(theirs, planned_import([target], form=None, columns=None), steps.append)
    assert [bad for step in steps for bad in step.bad] == []


def what(row: EventRow) -> tuple[object, ...]:
    return (row.date, row.cameo, row.source, row.target, None if row.place is None else row.place.id)


@pytest.mark.parametrize("form", ["icews", "gdelt", "gdelt1"])
@pytest.mark.parametrize("rows", Rows)
def test_events_come_back(ours: EventGraph, theirs: EventGraph, form: str, rows: Rows, tmp_path: Path) -> None:
    brought_over(ours, theirs, form, tmp_path, rows)
    found = sorted(map(what, theirs.rows()), key=str)
    assert found == sorted(map(what, ours.rows()), key=str)
    assert len(found) == 4


def test_events_come_back_from_polecat_by_their_type(ours: EventGraph, theirs: EventGraph, tmp_path: Path) -> None:
    brought_over(ours, theirs, "polecat", tmp_path)
    kinds = [sorted((row.date, row.plover, row.source, row.target) for row in each.rows()) for each in (ours, theirs)]
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize("form", ["gdelt", "gdelt1"])
def test_actors_come_back_by_their_codes(ours: EventGraph, theirs: EventGraph, form: str, tmp_path: Path) -> None:
    brought_over(ours, theirs, form, tmp_path)
    ends = [{(row.actors, row.targets) for row in each.rows() if row.cameo == "190"} for each in (ours, theirs)]
    assert ends == [{(("usa-mil",), ("isis",))}] * 2


def test_every_action_has_a_text_in_icews() -> None:
    codes = {action.cameo for action in actions().values() if len(action.cameo) > 2}
    assert sorted(codes - set(icews_event_texts())) == []


def test_every_sector_has_a_name_in_icews() -> None:
    sectors = {actor.sector for actor in gazetteer().actors.values()} - {""}
    assert sorted(sectors - set(icews_sectors())) == []
