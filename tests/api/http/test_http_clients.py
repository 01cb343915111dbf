"""Clients that others wrote: a generated one from the OpenAPI document, rdflib's stores for updates, schemathesis."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

from communique.graph import FORMS

RUS = URIRef("https://w3id.org/communique/actor/rus")
NOTES = URIRef("https://example.org/notes")
COMMENT = URIRef("http://www.w3.org/2000/01/rdf-schema#comment")
# The generator must be told what to do with what is neither JSON nor a form.
EXPORTED = {form.media_type.partition(";")[0] for form in FORMS.values()} - {"application/json"}
AS_FILES = dict.fromkeys(EXPORTED, "application/octet-stream") | dict.fromkeys(
    "text/plain text/html text/turtle application/x-ndjson application/gexf+xml application/n-quads "
    "application/n-triples application/rdf+xml text/n3 application/ld+json application/sparql-query "
    "application/sparql-update application/trig application/vnd.apache.parquet application/graphml+xml application/zip "
    "image/svg+xml image/png".split(),
    "application/octet-stream",
)
CALLS = """
import datetime, json, sys
from communique_client import AuthenticatedClient, Client
from communique_client.api.actors import find_actors
from communique_client.api.actors import get_relations
from communique_client.api.documents import delete_document
from communique_client.api.events import get_event
from communique_client.api.events import list_events
from communique_client.api.relations import get_dyad
from communique_client.models import ProblemDetails

address, token = sys.argv[1:]
client = Client(base_url=address)
events = list_events.sync(client=client, actor="rus", target="usa", from_=datetime.date(2015, 12, 1)).items
event = get_event.sync(events[0].key, client=client)
missing = get_event.sync("0" * 12, client=client)
writer = AuthenticatedClient(base_url=address, token=token)
print(json.dumps({
    "actors": [hit.id for hit in find_actors.sync(client=client, q="Russia", limit=1).items],
    "partners": [relation.partner.id for relation in get_relations.sync("rus", client=client).items],
    "dates": [str(each.date) for each in events],
    "sentences": [report.sentence for report in event.asserted_by],
    "dyad": get_dyad.sync("rus", "usa", client=client).events,
    "missing": missing.status if isinstance(missing, ProblemDetails) else str(missing),
    "forbidden": delete_document.sync_detailed("d5", client=client).status_code,
    "deleted": delete_document.sync_detailed("d5", client=writer).status_code,
}))
"""


def test_a_generated_client_calls_the_service(writable: httpx.Client, tmp_path: Path) -> None:
    pytest.importorskip("openapi_python_client", reason="the generator openapi-python-client is not installed")
    document = tmp_path / "openapi.json"
    document.write_text(writable.get("/openapi.json").text, encoding="utf-8")
    (tmp_path / "config.json").write_text(json.dumps({"post_hooks": [], "content_type_overrides": AS_FILES}))
    generate = [sys.executable, "-m", "openapi_python_client", "generate", "--path", document, "--meta", "none"]
    options = ["--config", tmp_path / "config.json", "--output-path", tmp_path / "communique_client"]
    made = subprocess.run([*generate, *options], capture_output=True, text=True, timeout=120, check=False)
    assert (made.returncode, "WARNING" in made.stdout + made.stderr) == (0, False), made.stdout + made.stderr
    call = [sys.executable, "-c", CALLS, str(writable.base_url).rstrip("/"), TOKEN]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "actors": ["rus"],
        "partners": ["tur", "usa"],
        "dates": ["2015-12-14"],
        "sentences": [
            "Moscow criticized Washington over its policy.",
            "The Russian foreign ministry rebuked the United States on Monday.",
        ],
        "dyad": 1,
        "missing": 404,
        "forbidden": 401,
        "deleted": 204,
    }


def test_rdflib_writes_through_the_service(writable: httpx.Client) -> None:
    endpoint = f"{writable.base_url}/sparql".replace("//sparql", "/sparql")
    store = SPARQLUpdateStore(endpoint, endpoint, headers=WRITE, context_aware=True, postAsEncoded=False)
    graph = Graph(store=store, identifier=NOTES)
    note = Literal('with "quotes", a %41 and\na line', lang="en")
    graph.add((RUS, COMMENT, note))
    assert list(graph.objects(RUS, COMMENT)) == [note]
    graph.update("DELETE { ?s ?p ?o } INSERT { ?s ?p 'new' } WHERE { ?s ?p ?o }")
    assert [str(found) for found in graph.objects(RUS, COMMENT)] == ["new"]
    answer = writable.get("/gsp", params={"graph": NOTES}, headers={"Accept": "text/turtle"})
    assert (RUS, COMMENT, Literal("new")) in Graph().parse(data=answer.text, format="turtle")
    graph.remove((RUS, None, None))
    # A graph that says nothing is there until it is dropped.
    left = writable.get("/gsp", params={"graph": NOTES}, headers={"Accept": "application/n-triples"})
    assert (left.status_code, left.text) == (200, "")


def test_rdflib_is_refused_without_a_token(writable: httpx.Client) -> None:
    endpoint = f"{writable.base_url}/sparql".replace("//sparql", "/sparql")
    dataset = Dataset(store=SPARQLUpdateStore(endpoint, endpoint))
    with pytest.raises(Exception, match=r"HTTP Error 40[13]"):
        dataset.graph(NOTES).add((RUS, COMMENT, Literal("x")))
    assert writable.get("/gsp", params={"graph": NOTES}).status_code == 404
