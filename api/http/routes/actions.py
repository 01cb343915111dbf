"""Actions: all of them, and of each its place in the schemes, its periods, and who did it to whom."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.acts import (
    action_called,
    action_out,
    conditions_besides,
    in_order,
    listed,
    parties_out,
    periods_out,
)
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import ID, Conditions, PageOrAll
from communique.api.http.answers.limited import limited
from communique.api.http.answers.tabulated import Format, table_wanted, tabulated
from communique.api.http.answers.views import action_name
from communique.api.http.routes.resources import as_rdf
from communique.graph import Granularity, action_table, acts_table, parties_table

router = APIRouter(tags=["Actions"])
ActionId = Annotated[str, Path(description="Id of an action, or its CAMEO code.", examples=["criticizes"], pattern=ID)]
# So many pairs are given where nobody says how many.
_PAIRS = 50


@router.get(
    "/actions",
    summary="List the actions",
    response_model=s.ActionsOut,
    responses=example("actions", page=True, table=True),
)
@varies
@as_json
def list_actions(request: Request, conditions: Conditions, form: Format = None) -> s.ActionsOut | Response:
    """Give all actions by CAMEO code, with PLOVER type, quad class, Goldstein score, and how many events are of each.

    Of each itself: those of narrower actions are counted there. People get a page.
    """
    graph = limited(request)
    if (table := table_wanted(request, form)) is not None:
        events = graph.events_by_action(conditions)
        return tabulated(table, "actions", lambda: action_table(in_order(graph), events))
    return s.ActionsOut(items=listed(graph, conditions))


@router.get(
    "/actions/{name}",
    summary="Get an action",
    response_model=s.ActionOut,
    responses=example("action", rdf=True),
)
@varies
@as_json
def get_action(request: Request, name: ActionId, conditions: Conditions) -> s.ActionOut | Response:
    """Give an action with its broader and narrower ones, and how many events there are of it and of each of these."""
    graph = limited(request)
    found = action_called(graph, name)
    if (rdf := as_rdf(request, "action", (found.id,))) is not None:
        return rdf
    return action_out(graph, found, graph.acts(found.id, conditions_besides(conditions)))


@router.get(
    "/actions/{name}/timeline",
    summary="Get an action's periods",
    response_model=s.ActionTimelineOut,
    responses=example("action_timeline", table=True),
)
@varies
@as_json
def get_action_timeline(
    request: Request,
    name: ActionId,
    conditions: Conditions,
    per: Annotated[Granularity, Query(description="By what the events are counted.")] = Granularity.YEAR,
    form: Format = None,
) -> s.ActionTimelineOut | Response:
    """Give the events of an action, with its narrower ones, by period."""
    graph = limited(request)
    action = action_called(graph, name).id
    found = graph.acts(action, conditions_besides(conditions), per)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, f"{action}-timeline", lambda: acts_table(found))
    return s.ActionTimelineOut(action=action_name(graph, action), periods=periods_out(found))


@router.get(
    "/actions/{name}/parties",
    summary="List who did it to whom",
    response_model=s.ActionPartiesOut,
    responses=example("action_parties", table=True),
)
@varies
@as_json
def get_action_parties(
    request: Request, name: ActionId, conditions: Conditions, form: Format = None, limit: PageOrAll = None
) -> s.ActionPartiesOut | Response:
    """Give which side did an action, or a narrower one, to which other, those of most events first.

    As a table, all of them where no limit is given.
    """
    graph = limited(request)
    action, table = action_called(graph, name).id, table_wanted(request, form)
    most = limit or (_PAIRS if table is None else None)
    found = graph.parties(action, conditions_besides(conditions), most)
    if table is not None:
        return tabulated(table, f"{action}-parties", lambda: parties_table(found, graph.label))
    return s.ActionPartiesOut(action=action_name(graph, action), items=[parties_out(graph, pair) for pair in found])
