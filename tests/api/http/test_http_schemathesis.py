"""schemathesis makes requests from the whole OpenAPI document: the service never fails, and answers as declared."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_world import TOKEN, WRITE, serving, small_graph
from hypothesis import HealthCheck, settings

from api.settings import Settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
FEW = int(os.environ.get("COMMUNIQUE_EXAMPLES", "6"))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder: Path = tmp_path_factory.mktemp("made-up") / "store"
    with serving(Settings(folder, token=TOKEN, time_limit=2), small_graph(folder)) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


made_up = schemathesis.pytest.from_fixture("document")


@made_up.parametrize()
@settings(max_examples=FEW, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_the_document_allows_is_answered(case) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

    answer = case.call(headers=WRITE)
    checks = [not_a_server_error, content_type_conformance, response_schema_conformance]
    case.validate_response(answer, checks=checks)
