"""Exports of the graph, written as a stream: a route for each form, with the parameters that it takes."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from communique.api.http.answers.exporting import exported
from communique.api.http.answers.filtering import ActorName, Wanted, actor_named
from communique.api.http.workers.export_worker import ExportRequest
from communique.graph import FORMS, Edges, ExportForm, Level, Rows, Selection

router = APIRouter(tags=["Export"])


async def _around(
    request: Request,
    around: Annotated[ActorName, Query(description="Only this actor, its partners, and what is between them.")] = None,
) -> str | None:
    """Give the id of the actor in the middle of a network."""
    return await actor_named(request, "around", around)


# The parameters that ask for the fields of a selection.
_PARAMETERS = {
    "wanted": Wanted,
    "level": Annotated[Level, Query(description="What the nodes are: sides, or the actors named.")],
    "edges": Annotated[
        Edges, Query(description="What an edge is: an event, those of one CAMEO root, or all from one to the other.")
    ],
    "around": Annotated[str | None, Depends(_around)],
    "rows": Annotated[Rows, Query(description="What a row is: an event, or a report of one.")],
}
_DEFAULT = Selection()


def _selecting(form: ExportForm) -> Callable[..., Coroutine[Any, Any, Selection]]:
    """Give a dependency whose parameters are those that a form takes."""

    async def selection(**given: Any) -> Selection:  # noqa: ANN401 - each has the type that its parameter declares
        """Give what of the graph a request asks for."""
        return replace(_DEFAULT, **given)

    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=_default(name))
        for name, annotation in _PARAMETERS.items()
        if name in form.takes
    ]
    selection.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return selection


def _default(name: str) -> object:
    return Parameter.empty if name in ("wanted", "around") else getattr(_DEFAULT, name)


def _schema(example: object) -> dict[str, object]:
    """Give the schema of a file: one JSON document is an object or an array; anything else is text or bytes."""
    if isinstance(example, list):
        return {"type": "array", "items": {"type": "object"}}
    return {"type": "object" if isinstance(example, dict) else "string"}


def _add(form: ExportForm) -> None:
    async def get_export(request: Request, selection: Annotated[Selection, Depends(_selecting(form))]) -> Response:
        return await exported(request, ExportRequest(form.name, selection), form.media_type, form.file)

    media_type = form.media_type.partition(";")[0]
    is_json = media_type.endswith(("/json", "+json"))
    example = json.loads(form.starts) if is_json else form.starts
    content = {media_type: {"schema": _schema(example), "example": example}}
    router.add_api_route(
        f"/export/{form.file}",
        get_export,
        name=f"get_{form.name.replace('-', '_')}",
        summary=f"Export as {form.name}",
        description=form.about,
        response_class=StreamingResponse,
        responses={200: {"description": "The file.", "content": content}},
    )


for _form in FORMS.values():
    _add(_form)
