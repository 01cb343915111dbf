"""Examples for OpenAPI: answers of the service over the articles that tests store, kept in a file."""

import json
from functools import cache
from importlib.resources import files

from communique.api.http.protocol.negotiation import DESCRIPTIONS, TABLES
from communique.api.http.protocol.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, object]]
_PROBLEM = {"title": "Not Found", "status": 404, "detail": "there is no actor 'xyz': look for its id with /actors?q=…"}
BODY: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "example": "Moscow criticises Washington\n\nRussia on Monday criticized the United States over Syria.",
            },
            "text/html": {"schema": {"type": "string"}, "example": "<article><h1>…</h1><p>…</p></article>"},
            "application/json": {
                "schema": {"oneOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]},
                "example": {
                    "id": "a1",
                    "title": "Moscow criticises Washington",
                    "text": "Russia on Monday criticized the United States over its policy on Syria.",
                    "date": "2015-12-15",
                    "source": "Demo Wire",
                },
            },
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"text":"Russia criticized the United States.","date":"2015-12-15"}\n{"text":"…"}',
            },
        },
    }
}


@cache
def answers() -> dict[str, object]:
    """Give the example answers by name."""
    found = json.loads(files("communique.api.http.answers").joinpath("examples.json").read_text("utf-8"))
    return dict(found)


def example(name: str, *, rdf: bool = False, page: bool = False, table: bool = False) -> Responses:
    """Give what OpenAPI says of the answers of an operation: the example of that name, and problem details.

    `rdf` tells that the Accept header may ask for RDF as well, `page` that it may ask for a page, `table` for a table.
    """
    content: dict[str, object] = {"application/json": {"example": answers().get(name)}}
    content |= {media_type: {"schema": {"type": "string"}} for media_type in (DESCRIPTIONS if rdf else ())}
    content |= {"text/html": {"schema": {"type": "string"}}} if page else {}
    content |= {media_type: {"schema": {"type": "string"}} for media_type in (TABLES.values() if table else ())}
    responses: Responses = {200: {"content": content}}
    for status, text in {400: "The request makes no sense; `detail` says why.", 404: "It is not there."}.items():
        refusal = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}, "example": {**_PROBLEM, "status": status}}
        responses[status] = {"description": text, "content": {MEDIA_TYPE: refusal}}
    return responses


_TABLE = {
    "head": {"vars": ["whom"]},
    "results": {"bindings": [{"whom": {"type": "uri", "value": "https://w3id.org/communique/actor/usa"}}]},
}
SPARQL_RESPONSES: Responses = {
    200: {
        "description": "The answer, in the form that was asked for.",
        "content": {
            "application/sparql-results+json": {"schema": {"type": "object"}, "example": _TABLE},
            "application/sparql-results+xml": {"schema": {"type": "string"}},
            "text/csv": {"schema": {"type": "string"}, "example": "whom\r\nhttps://w3id.org/communique/actor/usa\r\n"},
            "text/tab-separated-values": {"schema": {"type": "string"}},
            "text/turtle": {"schema": {"type": "string"}},
            "application/n-triples": {"schema": {"type": "string"}},
            "application/ld+json": {"schema": {"type": "object"}},
            "application/rdf+xml": {"schema": {"type": "string"}},
        },
    },
    204: {"description": "The update was done."},
    400: {
        "description": "The request or the query is wrong.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    },
    502: {
        "description": "Another server, which the query or update calls, gave no answer that can be used.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    },
}
