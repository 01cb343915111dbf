"""The OpenAPI document: refusals as problem details everywhere, and which operations want the token."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from communique.api.http.protocol.problems import MEDIA_TYPE
from communique.api.http.schemas import ProblemDetails

# JSON as FastAPI makes it.
Json = dict[str, Any]
_REFERENCE = {"$ref": "#/components/schemas/ProblemDetails"}
_TOKEN = {
    "/documents": ("post",),
    "/documents/{document}": ("delete",),
    "/gsp": ("put", "post", "delete"),
}


def install(application: FastAPI, *, open_reads: bool) -> None:
    """Make an application give its OpenAPI document in our form; without open reads all but /healthz wants a token."""

    def document() -> Json:
        """Give the document, made at the first request for it."""
        if application.openapi_schema is None:
            made = get_openapi(
                title=application.title,
                version=application.version,
                description=application.description,
                routes=application.routes,
            )
            application.openapi_schema = _completed(made, open_reads)
        return application.openapi_schema

    # This is how FastAPI wants it done.
    application.openapi = document  # type: ignore[method-assign]


def _completed(document: Json, open_reads: bool) -> Json:
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["ProblemDetails"] = ProblemDetails.model_json_schema()
    document["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of scope read, write (documents) or admin (graphs, updates).",
        }
    }
    for path, method, operation in _operations(document):
        responses = operation["responses"]
        if method in _TOKEN.get(path, ()) or (not open_reads and path != "/healthz"):
            operation["security"] = [{"token": []}]
            responses["401"] = _problem("The token is missing or wrong.")
            responses["403"] = _problem("The token does not allow this, or writing is off.")
        elif (path, method) == ("/sparql", "post"):
            operation["security"] = [{}, {"token": []}]
        if "HTTPValidationError" in str(responses.get("422")):
            responses["422"] = _problem("A parameter is not as it should be.")
        responses["default"] = _problem("Any other refusal.")
    return document


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _problem(description: str) -> Json:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _REFERENCE}}}
