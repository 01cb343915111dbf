"""Kill what writes to a store at any moment, and see that nothing is lost, torn, or there twice.

Run it as ``python benchmarks/kills.py 1000``: so many kills (SIGKILL), by turns of all that writes. After each the
store is opened as its next user would, looked through (`communique check`), and compared with what was acknowledged.
"""

import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx

from communique import graph
from communique.graph import check, journal_file, restore
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions

_TOKEN = "kills"
_OPENED = """
import sys, itertools
from pathlib import Path
from communique import graph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions
from synthetic import stories
store, seed = Path(sys.argv[1]), int(sys.argv[2])
def opened(folder=store, **more):
    return graph.open(folder, actors=gazetteer().actors, actions=actions(), **more)
def say(word, name=""):
    print(word, name, flush=True)
"""
# Each tells when it begins, and of each document when it is stored or gone.
_WRITERS = {
    "ingest": """
from communique.api.ingest import ingest
found = {each.document.id: each for each in itertools.islice(stories(4000, seed), 400)}
class Known:
    def extract(self, document):
        return found[document.id]
with opened() as g:
    say("begun")
    for outcome in ingest([each.document for each in found.values()], g, Known()):
        say("stored", outcome.document)
""",
    "bulk": """
made = list(stories(4000, seed))
with opened() as g:
    say("begun")
    g.store_all(made)
    for each in made:
        say("stored", each.document.id)
""",
    "forget": """
with opened() as g:
    say("begun")
    for document in list(g.documents(limit=200)):
        g.forget(document.id)
        say("gone", document.id)
""",
    "assemble": """
with opened() as g:
    say("begun")
    g.assemble()
    say("assembled")
""",
    "import": """
from communique.graph import import_tables, planned_import
from imports import rows
table = store.with_name("100.export.CSV")
with table.open("w") as output:
    output.writelines(rows(1500, seed))
with opened() as g:
    say("begun")
    import_tables(g, planned_import([table]), lambda step: None)
""",
    "load": """
from communique.graph import load_tables, planned_import
from communique.graph.table import encoding, loads
from imports import rows
encoding.BATCH, loads.MANY, loads.TOGETHER = 100, 200, 2
table = store.with_name("101.export.CSV")
if not table.exists() or seed % 3 == 0:
    with table.open("w") as output:
        output.writelines(rows(15000, seed))
with opened() as g:
    say("begun")
    load_tables(g, planned_import([table]), lambda step: None)
""",
    "backup": """
from communique.graph import back_up
say("begun")
back_up(store, store.with_name("backup"), lambda folder: opened(folder, read_only=True))
say("backed-up")
""",
}
_OVER_HTTP = ("PUT", "DELETE", "update", "POST")
_FORGOTTEN = 200


def main() -> None:
    """Kill, and print what was found."""
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance, done = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        _run("bulk", store, seed).wait()
        for number in range(kills):
            kind = [*_WRITERS, *_OVER_HTTP][number % (len(_WRITERS) + len(_OVER_HTTP))]
            stored, gone = _killed(kind, store, seed + number + 1, chance)
            wrong = _looked_through(store, stored, gone)
            done[kind] += 1
            if wrong:
                shutil.copytree(folder, f"killed-{number}")
                raise SystemExit(f"kill {number} ({kind}): {'; '.join(wrong)}; all is kept in killed-{number}")
            print(f"{number + 1} kills, 0 faults", end="\r", flush=True)
    print(f"{kills} kills, 0 faults: " + ", ".join(f"{kind} {count}" for kind, count in sorted(done.items())))


def _run(kind: str, store: Path, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _OPENED + _WRITERS[kind], str(store), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent)


def _killed(kind: str, store: Path, seed: int, chance: random.Random) -> tuple[set[str], set[str]]:
    """Let one write, and kill it; gives the documents of which it said that they are stored, and gone."""
    if kind in _OVER_HTTP:
        return _killed_service(kind, store, chance)
    with _run(kind, store, seed) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("begun")
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        words = [line.split() for line in process.stdout if line.endswith("\n")]
    stored, gone = ({line[1] for line in words if line[0] == word} for word in ("stored", "gone"))
    return stored, gone


def _killed_service(kind: str, store: Path, chance: random.Random) -> tuple[set[str], set[str]]:
    command = [str(Path(sys.executable).with_name("communique")), "serve", "--port", "0", "--store", str(store)]
    gone, stored = set[str](), set[str]()
    environment = {**os.environ, "COMMUNIQUE_TOKEN": _TOKEN}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        address = next(found[1] for line in process.stderr if (found := re.search(r"(http://[\d.:]+)", line)))
        headers = {"Authorization": f"Bearer {_TOKEN}"}
        with httpx.Client(base_url=address, headers=headers, timeout=600) as client, suppress(httpx.HTTPError):
            items = client.get(f"/documents?limit={_FORGOTTEN}").json()["items"]
            if kind == "POST":
                # Until a coder is loaded there is nothing to kill.
                stored |= _posted(client, str(chance.random()))
            threading.Timer(chance.uniform(0, 1.5), process.kill).start()
            for number, each in enumerate(itertools.cycle(items)):
                if kind == "DELETE" and number >= len(items):
                    break
                if kind == "POST":
                    stored |= _posted(client, f"{number} {chance.random()}")
                    continue
                _write(client, kind, each["id"], number)
                gone |= {each["id"]} if kind == "DELETE" else set()
        process.wait()
        process.stderr.close()
    return stored, gone


def _posted(client: httpx.Client, title: str) -> set[str]:
    """Store an article over HTTP; gives the documents of which the service says that they are stored."""
    article = {
        "title": title,
        "text": "Moscow criticized Washington on Monday.",
        "date": "2015-12-15",
        "source": "Kills",
    }
    answered = client.post("/documents", json=article).raise_for_status().json()
    return {item["document"] for item in answered["items"] if item["kind"] == "stored"}


def _write(client: httpx.Client, kind: str, document: str, number: int) -> None:
    if kind == "DELETE":
        client.delete(f"/documents/{document}").raise_for_status()
    elif kind == "update":
        client.post("/sparql", data={"update": f"INSERT DATA {{ GRAPH <urn:n> {{ <urn:n:{number}> <urn:p> 1 }} }}"})
    else:
        note = f"<urn:note:{number}> <urn:says> {number} ."
        client.put("/gsp?graph=urn:notes", content=note, headers={"Content-Type": "text/turtle"}).raise_for_status()


def _looked_through(store: Path, stored: set[str], gone: set[str]) -> list[str]:
    """Give what is wrong with a store."""
    known = gazetteer().actors
    with graph.open(store, actors=known, actions=actions()) as opened:
        there = {document.id for document in opened.documents()}
        entered = {change.document for change in opened.changes() if change.kind == "entered"}
        wrong = list(check(opened))
    wrong += [f"{len(stored - there)} documents are lost"] if stored - there else []
    wrong += [f"{len(gone & there)} documents are there again"] if gone & there else []
    wrong += ["the journal names other documents"] if entered != there else []
    with graph.open(store, actors=known, actions=actions(), read_only=True) as opened:
        wrong += list(check(opened, journal_file(store)))
    backup = store.with_name("backup")
    if backup.exists():
        restore(backup, store.with_name("restored"))
        shutil.rmtree(store.with_name("restored"))
        shutil.rmtree(backup)
    return wrong


if __name__ == "__main__":
    main()
