"""The OpenAPI document is whole: every reference resolves, names are unique, refusals and tokens are declared."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest


@pytest.fixture(scope="module")
def document(service: httpx.Client) -> dict[str, Any]:
    return dict(service.get("/openapi.json").json())


def parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)


def test_references_resolve(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    references = {part["$ref"] for part in parts(document) if isinstance(part.get("$ref"), str)}
    assert {reference.rpartition("/")[2] for reference in references} <= schemas.keys()
    assert "HTTPValidationError" not in schemas


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names)) > 30


def test_refusals_are_declared_as_problems(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if status.startswith("4") and "content" in answer:
                    kinds = set(answer["content"])
                    assert kinds <= {"application/problem+json", "application/json"}, (path, method, status)


def test_writing_wants_the_token(document: dict[str, Any]) -> None:
    wanted = {
        (path, method)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("security") == [{"token": []}]
    }
    assert wanted == {
        ("/documents", "post"),
        ("/documents/{document}", "delete"),
        ("/gsp", "put"),
        ("/gsp", "post"),
        ("/gsp", "delete"),
    }
