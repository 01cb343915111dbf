"""schemathesis makes requests from the whole OpenAPI document: the service never fails, and answers as declared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from http_world import TOKEN, serving, small_graph

from communique.api.settings import Settings

MANY = os.environ.get("COMMUNIQUE_EXAMPLES", "3")
CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance,response_headers_conformance"


def test_whatever_the_document_allows_is_answered(tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    folder, hooks = tmp_path / "store", Path(__file__).parent
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(hooks)}
    with serving(Settings(folder, token=TOKEN, time_limit=2), small_graph(folder)) as address:
        program = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
        options = f"--checks {CHECKS} --phases examples,fuzzing --max-examples {MANY} --seed 1 --no-color".split()
        options += ["--generation-deterministic", "--warnings", "off", "--suppress-health-check", "all"]
        # The first text that is read waits for the language model, on a busy machine long.
        options += ["--request-timeout", "120"]
        command = [*program, f"{address}/openapi.json", *options, "-H", f"Authorization: Bearer {TOKEN}"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
