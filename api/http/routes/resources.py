"""Every IRI below the base, looked up: as RDF by content negotiation, for people by its look-up or as a page."""

import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from communique.api.http.answers.acts import action_called, conditions_besides
from communique.api.http.answers.answering import same_until_written
from communique.api.http.answers.filtering import Conditions, actor_id_of, actor_of
from communique.api.http.explorer.action import action_page
from communique.api.http.explorer.actor import actor_page
from communique.api.http.explorer.article import article_page
from communique.api.http.explorer.event import event_page
from communique.api.http.explorer.thing import thing_page
from communique.api.http.pages.pages import here
from communique.api.http.protocol.negotiation import DESCRIPTIONS, rather_rdf, type_for_graph, with_charset
from communique.api.http.protocol.problems import not_found
from communique.api.http.service import Service, service_of
from communique.graph import Granularity
from communique.ontology.types import SAFE

router = APIRouter(tags=["Linked data"], dependencies=[Depends(same_until_written)])
# What has a look-up of its own under another address.
_LOOK_UPS = {"action": "actions", "actor": "actors", "event": "events", "doc": "documents", "dyad": "relations"}
_KEY = re.compile(r"[0-9a-f]{12}")
# The parts below these are ids of actors, and people type names for them.
_OF_ACTORS = {"actor", "dyad"}
_NAMES = (
    "place",
    "role",
    "membership",
    "month",
    "sent",
    "received",
    "quad",
    "status",
    "modality",
    "date-basis",
)
_PAGE, _TRIPLES = "text/html", "application/n-triples"
_WITH_PAGE = (*DESCRIPTIONS, _PAGE)
_WITH_LOOK_UP = (*_WITH_PAGE, "application/json")
_EXAMPLE = 'actor:rus a dip:Country ; skos:prefLabel "Russia"@en ; act:criticizes actor:usa .'
_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The description, in the form that the Accept header prefers.",
        "content": {name: {"schema": {"type": "string"}} for name in _WITH_PAGE}
        | {"text/turtle": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    },
    303: {"description": "For JSON: see the look-up of the same thing. For a name: see the id that it means."},
    404: {"description": "The graph says nothing of it."},
}
Name = Annotated[str, Path(max_length=300)]


@router.get("/ontology", summary="Get the vocabulary", response_class=Response, responses=_RESPONSES)
def get_vocabulary(request: Request) -> Response:
    """Give the vocabulary: classes and properties with labels and comments."""
    media_type = type_for_graph(_accept(request), known=_WITH_PAGE)
    found = service_of(request).graph.vocabulary(_TRIPLES if media_type == _PAGE else media_type)
    return _answer(request, "ontology", found, media_type)


@router.get("/graph", summary="Look up the graph's IRI", response_class=Response, responses={303: _RESPONSES[303]})
def get_graph_iri(request: Request) -> Response:
    """Lead to the description of the graph and of how it can be asked."""
    return RedirectResponse(here(request, "sparql"), 303)


@router.get("/actor/{name}", summary="Look up an actor's IRI", response_class=Response, responses=_RESPONSES)
def get_actor_iri(request: Request, name: Name, conditions: Conditions) -> Response:
    """Give what the graph says of an actor, with its roles and direct edges. Conditions are for the page's events."""

    def view() -> Response:
        """Give the view of the actor."""
        return actor_page(request, actor_of(service_of(request), name), conditions)

    return _described(request, "actor", name, view=view)


@router.get("/action/{name}", summary="Look up an action's IRI", response_class=Response, responses=_RESPONSES)
def get_action_iri(
    request: Request, name: Name, conditions: Conditions, per: Granularity = Granularity.YEAR
) -> Response:
    """Give what the graph says of an action, with its codes. Conditions are for the page's events."""
    found = action_called(service_of(request).graph, name)
    if found.id != name:
        return _leading(request, _path("action", (found.id,)))

    def view() -> Response:
        """Give the view of the action."""
        return action_page(request, found, conditions_besides(conditions), per)

    return _described(request, "action", name, view=view)


@router.get("/event/{name}", summary="Look up an event's IRI", response_class=Response, responses=_RESPONSES)
def get_event_iri(request: Request, name: Name) -> Response:
    """Give what the graph says of an event."""

    def view() -> Response:
        """Give the view of the event."""
        found = service_of(request).graph.event(name) if _KEY.fullmatch(name) else None
        if found is None:
            raise not_found(f"there is no event {name}: no stored document asserts it")
        return event_page(request, found)

    return _described(request, "event", name, view=view)


@router.get("/doc/{name}", summary="Look up a document's IRI", response_class=Response, responses=_RESPONSES)
def get_document_iri(request: Request, name: Name) -> Response:
    """Give the graph of a document: the document and its reports."""

    def view() -> Response:
        """Give the view of the article."""
        graph = service_of(request).graph
        found = graph.extraction(name)
        if found is None:
            raise not_found(f"there is no document {name!r}")
        return article_page(request, graph, found)

    return _described(request, "doc", name, view=view)


@router.get("/dyad/{source}/{target}", summary="Look up a dyad's IRI", response_class=Response, responses=_RESPONSES)
def get_dyad_iri(request: Request, source: Name, target: Name) -> Response:
    """Give the tally of a directed dyad."""

    def view() -> Response:
        """Lead to the view of the relation."""
        return RedirectResponse(here(request, _path("relation", (source, target))), 303, headers={"Vary": "Accept"})

    return _described(request, "dyad", source, target, view=view)


@router.get("/code/{scheme}/{code}", summary="Look up a code's IRI", response_class=Response, responses=_RESPONSES)
def get_code_iri(request: Request, scheme: Name, code: Name) -> Response:
    """Give what the graph says of a code of CAMEO or PLOVER."""
    return _described(request, "code", scheme, code)


@router.get("/code/{scheme}", summary="Look up a scheme's IRI", response_class=Response, responses=_RESPONSES)
def get_scheme_iri(request: Request, scheme: Name) -> Response:
    """Give what the graph says of a scheme of codes: CAMEO or PLOVER."""
    return _described(request, "code", scheme)


def as_rdf(request: Request, kind: str, *names: tuple[str, ...]) -> Response | None:
    """Give the descriptions of things of a kind, where the Accept header would rather have RDF than JSON."""
    media_type = rather_rdf(_accept(request))
    if media_type is None:
        return None
    first, *more = (_path(kind, each) for each in names)
    found = service_of(request).graph.describe(first, media_type, *more)
    if found is None:
        raise not_found(f"the graph says nothing of /{first}")
    return _rdf(found, media_type)


def _add(kind: str) -> None:
    def get_concept_iri(request: Request, name: Name) -> Response:
        """Give what the graph says of a thing of this kind."""
        return _described(request, kind, name)

    router.add_api_route(
        f"/{kind}/{{name}}",
        get_concept_iri,
        methods=["GET"],
        name=f"get_{kind.replace('-', '_')}_iri",
        summary=f"Look up an IRI below /{kind}/",
        description=f"Give what the graph says of a thing below /{kind}/.",
        response_class=Response,
        responses=_RESPONSES,
    )


for _kind in _NAMES:
    _add(_kind)


def _described(request: Request, kind: str, *names: str, view: Callable[[], Response] | None = None) -> Response:
    path = _path(kind, names)
    if kind in _OF_ACTORS and (meant := _path(kind, _ids(service_of(request), names))) != path:
        return _leading(request, meant)
    has_look_up = kind in _LOOK_UPS
    media_type = type_for_graph(_accept(request), known=_WITH_LOOK_UP if has_look_up else _WITH_PAGE)
    if view is not None and media_type == _PAGE:
        return view()
    if has_look_up and media_type not in DESCRIPTIONS:
        place = path.replace(kind, _LOOK_UPS[kind], 1)
        return RedirectResponse(here(request, place), 303, headers={"Vary": "Accept"})
    found = service_of(request).graph.describe(path, _TRIPLES if media_type == _PAGE else media_type)
    if found is None:
        raise not_found(f"the graph says nothing of /{path}")
    return _answer(request, path, found, media_type)


def _leading(request: Request, path: str) -> Response:
    """Lead to the address that has the id of what was named, with the same conditions."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(here(request, f"{path}{query}"), 303, headers={"Vary": "Accept"})


def _ids(service: Service, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the ids of the actors that names mean."""
    return tuple(actor_id_of(service, name) for name in names)


def _answer(request: Request, path: str, found: bytes, media_type: str) -> Response:
    """Give a description as a page, for which it is in N-Triples, or as it is."""
    if media_type == _PAGE:
        return thing_page(request, path, found.decode())
    return _rdf(found, media_type)


def _path(kind: str, names: tuple[str, ...]) -> str:
    return "/".join((kind, *(quote(name, safe=SAFE) for name in names)))


def _rdf(body: bytes, media_type: str) -> Response:
    return Response(body, media_type=with_charset(media_type), headers={"Vary": "Accept"})


def _accept(request: Request) -> str:
    return request.headers.get("accept") or "*/*"
