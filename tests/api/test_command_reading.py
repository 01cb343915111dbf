"""The commands that only read, as a user runs them: query, relations, export, explain, actors, evaluate, help."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
from command_world import Run

from communique.ontology.interchange.jsonlines import from_json

pytestmark = pytest.mark.xdist_group("commands")
SANCTIONS = "SELECT ?who WHERE { ?who act:sanctions actor:tur } ORDER BY ?who"
RUSSIA = "https://w3id.org/communique/actor/rus"
COMMANDS = "ingest watch documents explain query actors relations export serve forget validate evaluate demo".split()


@pytest.mark.parametrize("words", [[], *[[name] for name in COMMANDS], ["lexicon", "check"]])
def test_help_has_an_example(run: Run, words: list[str]) -> None:
    done = run(*words, "--help")
    assert done.returncode == 0
    assert f"communique {' '.join(words) or 'demo'}" in done.stdout.rsplit("\n\n", 1)[-1]


def test_help_loads_nothing_that_takes_long() -> None:
    words = [sys.executable, "-X", "importtime", "-m", "communique.api.command", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded.isdisjoint({"spacy", "rdflib", "pyoxigraph", "fastapi", "networkx"})


def test_wrong_usage_is_exit_code_2(run: Run) -> None:
    for words in (["query", "--format", "pdf", "ASK {}"], ["nosuch"], ["export"], ["actors", "x", "--date", "soon"]):
        assert run(*words).returncode == 2, words


def test_documents_are_listed_by_day_with_their_reports(run: Run, ingested: Path) -> None:
    def listed(*words: str) -> list[dict]:
        done = run("documents", "--json", *words, store=ingested)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    everything = listed()
    assert len(everything) == 17 and [each["published"] for each in everything] == sorted(
        each["published"] for each in everything
    )
    whole = {line.document.id: line for line in map(from_json, exported_lines(run, ingested))}
    assert {each["id"]: each["reports"] for each in everything} == {
        name: len(extraction.reports) for name, extraction in whole.items()
    }
    assert all(
        (each["title"], each["source"]) == (whole[each["id"]].document.title, whole[each["id"]].document.source)
        for each in everything
    )
    some = listed(
        "--source", everything[3]["source"], "--from", everything[3]["published"], "--to", everything[3]["published"]
    )
    assert everything[3] in some and len(some) < 17
    assert listed("--from", everything[5]["published"], "--limit", "1")[0]["published"] == everything[5]["published"]
    assert listed("--to", "1999-12-31") == []
    shown = run("documents", store=ingested).stdout
    assert everything[0]["id"] in shown and shown.endswith("17 documents\n")


def exported_lines(run: Run, store: Path) -> list[str]:
    """Give the extractions of a store as JSON lines."""
    return run("export", "-f", "jsonl", "-", store=store).stdout.splitlines()


def test_query_formats(run: Run, ingested: Path) -> None:
    def answer(*words: str) -> str:
        done = run("query", *words, store=ingested)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "actor:rus" in answer(SANCTIONS)
    bindings = json.loads(answer(SANCTIONS, "--format", "json"))["results"]["bindings"]
    assert RUSSIA in [row["who"]["value"] for row in bindings]
    assert [RUSSIA] in list(csv.reader(io.StringIO(answer(SANCTIONS, "--format", "csv"))))
    assert f"<{RUSSIA}>" in answer(SANCTIONS, "--format", "tsv").splitlines()
    assert ElementTree.fromstring(answer(SANCTIONS, "--format", "xml")).tag.endswith("sparql")
    assert answer("ASK { actor:rus act:sanctions actor:tur }") == "yes\n"
    construct = "CONSTRUCT { ?a act:sanctions ?b } WHERE { ?a act:sanctions ?b }"
    turtle = list(ox.parse(answer(construct, "--format", "turtle").encode(), format=ox.RdfFormat.TURTLE))
    assert turtle and "act:sanctions" in answer(construct)


def test_a_query_for_a_former_term_is_answered_with_a_note(run: Run, ingested: Path) -> None:
    done = run("query", "ASK { GRAPH ?d { ?r dip:rule ?rule } }", store=ingested)
    assert done.stdout == "no\n"
    assert "no triple of this graph has dip:rule any more: ask for ?report dip:reading ?how" in done.stderr
    assert run("query", "ASK { GRAPH ?d { ?r dip:reading ?how } }", store=ingested).stderr == ""


def test_query_from_file_from_input_and_by_name(run: Run, ingested: Path, tmp_path: Path) -> None:
    file = tmp_path / "ask.rq"
    file.write_text(SANCTIONS, encoding="utf-8")
    assert "actor:rus" in run("query", file, store=ingested).stdout
    assert "actor:rus" in run("query", "-", store=ingested, feed=SANCTIONS).stdout
    named = run("query", "whom", "actor=rus", "action=sanctions", store=ingested)
    assert "actor:tur" in named.stdout
    assert "top-dyads" in run("query", "--names").stdout


def test_bad_queries_are_one_clear_line(run: Run, ingested: Path) -> None:
    cases = {
        "SELECT ?x WHERE { ?x ": "no SPARQL",
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }": "SERVICE is refused",
        "nosuchfile.rq": "there is no such file",
    }
    for query, message in cases.items():
        done = run("query", query, store=ingested)
        assert done.returncode == 1 and message in done.stderr and done.stderr.count("\n") == 1, query
    done = run("query", SANCTIONS, "--format", "turtle", store=ingested)
    assert done.returncode == 1 and "cannot be written as turtle" in done.stderr


def test_a_missing_store_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    for words in (["query", "ASK {}"], ["relations", "rus"], ["export", "-f", "jsonl", tmp_path / "x"], ["validate"]):
        done = run(*words, "--store", tmp_path / "none")
        assert done.returncode == 1 and "there is no store in" in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "none").exists(), "reading must not make a store"


def test_relations_by_id_name_and_code(run: Run, ingested: Path) -> None:
    shown = [run("relations", name, store=ingested).stdout for name in ("rus", "Russia", "RUS", "russia")]
    assert len(set(shown)) == 1 and "Turkey" in shown[0]
    pair = run("relations", "Russia", "TUR", store=ingested).stdout
    assert "Russia to Turkey" in pair and "Turkey to Russia" in pair and "sanctions" in pair
    none = run("relations", "Rusia", store=ingested)
    assert none.returncode == 1 and "near: Russia" in none.stderr
    later = run("relations", "Russia", "TUR", "--from", "2030-01-01", store=ingested)
    assert later.returncode == 1 and "no event is known" in later.stderr


def test_named_queries_take_names_of_actors(run: Run, ingested: Path) -> None:
    shown = [run("query", "partners", f"actor={name}", store=ingested).stdout for name in ("rus", "Russia", "RUS")]
    assert len(set(shown)) == 1 and "actor:tur" in shown[0]
    none = run("query", "partners", "actor=Rusia", store=ingested)
    assert none.returncode == 1 and "actor: there is no actor 'Rusia' (near: Russia (rus)" in none.stderr
    several = run("query", "partners", "actor=Ivanov", store=ingested)
    assert several.returncode == 1 and "can be" in several.stderr
    none = run("query", "whom", "actor=rus", "action=critisizes", store=ingested)
    assert none.returncode == 1 and "there is no action 'critisizes'" in none.stderr


def test_export_in_every_form(run: Run, ingested: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph"
    for form in ("gexf", "nquads", "turtle", "jsonl"):
        done = run("export", "--format", form, target.with_suffix(f".{form}"), store=ingested)
        assert done.returncode == 0, done.stderr
    assert ElementTree.parse(target.with_suffix(".gexf")).getroot().tag.endswith("gexf")
    assert sum(1 for _ in ox.parse(path=str(target.with_suffix(".nquads")), format=ox.RdfFormat.N_QUADS)) > 1000
    assert sum(1 for _ in ox.parse(path=str(target.with_suffix(".turtle")), format=ox.RdfFormat.TURTLE)) > 1000
    lines = target.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    assert len([from_json(line) for line in lines]) == 17
    assert run("export", "-f", "jsonl", "-", store=ingested).stdout.splitlines() == lines
    assert run("export", "-f", "gexf", tmp_path / "no" / "x.gexf", store=ingested).returncode == 1
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".gexf", ".jsonl", ".nquads", ".turtle"]


def test_export_tells_its_form_by_the_ending_and_takes_the_conditions_of_rest(
    run: Run, ingested: Path, tmp_path: Path
) -> None:
    target = tmp_path / "some.gexf"
    asked = ("--actor", "Russia", "--action", "sanctions", "--from", "2015-01-01", "--level", "sides")
    done = run("export", target, *asked, store=ingested)
    assert done.returncode == 0, done.stderr
    edges = nx.read_gexf(target).edges(data="action")
    assert {action for _, _, action in edges} == {"sanctions"} and {source for source, _, _ in edges} == {"rus"}
    near = run("export", target, "--region", "western asia", "--edges", "sums", store=ingested)
    assert near.returncode == 0, near.stderr
    ends = nx.read_gexf(target).nodes(data="region")
    assert "Western Asia" in dict(ends).values()
    for words, said in (
        (("graph.pdf",), "no form of export has this ending"),
        (("-",), "give --format"),
        (("all.nq", "--actor", "Russia"), "takes no such thing as conditions on events"),
        (("graph.gexf", "--level", "cities"), "sides or actors"),
    ):
        wrong = run("export", *words, store=ingested)
        assert wrong.returncode == 2 and said in " ".join(wrong.stderr.split()), wrong.stderr
    nobody = run("export", target, "--actor", "Rusia", store=ingested)
    assert nobody.returncode == 1 and "actor: there is no actor 'Rusia'" in nobody.stderr
    nowhere = run("export", target, "--region", "Mordor", store=ingested)
    assert nowhere.returncode == 1 and "there is no region 'Mordor': use one of" in nowhere.stderr


def test_explain_shows_rule_slots_and_date(run: Run) -> None:
    done = run("explain", "Paris criticized Tokyo on Monday.", "--date", "2015-12-15")
    assert done.returncode == 0, done.stderr
    for part in ("capital Paris", "criticize", "TARGET: Tokyo", "111", "positive", "2015-12-14", "asserted"):
        assert part in done.stdout
    assert "No event" in run("explain", "The weather was fine.").stdout


def test_actors_shows_side_on_the_date(run: Run) -> None:
    for date, in_office in (("2015-06-15", True), ("2019-06-15", False)):
        done = run("actors", "John Kerry met reporters.", "--date", date)
        row = next(line.split() for line in done.stdout.splitlines() if line.strip().startswith("John Kerry"))
        assert row[2:4] == ["0-10", "john-kerry"] and (row[6] == "usa") is in_office, done.stdout


def test_evaluate_writes_predictions(run: Run, tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    event = {"source": "FRA", "target": "JPN", "code": "111", "status": "asserted"}
    row = {"id": "x1", "date": "2015-12-15", "text": "Paris criticized Tokyo on Monday.", "events": [event]}
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = run("evaluate", gold, "--out", out)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert event.items() <= json.loads(out.read_text(encoding="utf-8"))["events"][0].items()
    gold.write_text("{oops\n", encoding="utf-8")
    broken = run("evaluate", gold)
    assert broken.returncode == 1 and f"{gold}:1: not JSON" in broken.stderr


def test_lexicon_check_of_a_file(run: Run, tmp_path: Path) -> None:
    frames = tmp_path / "frames.tsv"
    frames.write_text("pattern\tcameo\texample\ncriticize TARGET\t111\tParis criticized Tokyo.\n", encoding="utf-8")
    done = run("lexicon", "check", frames)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 frames, 0 problems\n"
    frames.write_text("pattern\tcameo\texample\ncriticize TARGET\t999\tParis criticized Tokyo.\n", encoding="utf-8")
    wrong = run("lexicon", "check", frames)
    assert wrong.returncode == 1 and "999" in wrong.stderr


_LATE, _EARLY = ("--from", "2016-01-01"), ("--to", "2015-12-31")


@pytest.mark.parametrize("ends", [(*_LATE, *_EARLY), (*_EARLY, *_LATE)], ids=["from first", "to first"])
@pytest.mark.parametrize(
    "words", [("export", "events.csv"), ("relations", "Russia"), ("compare", "Russia", "Turkey"), ("documents",)]
)
def test_a_period_that_ends_before_it_begins_is_told(
    run: Run, tmp_path: Path, words: tuple[str, ...], ends: tuple[str, ...]
) -> None:
    # Told before any store is opened: there is none here.
    done = run(*words, *ends, store=tmp_path / "none")
    assert done.returncode == 2
    assert "--to 2015-12-31 lies before --from 2016-01-01" in done.stderr
    one_end = run(*words, *_LATE, store=tmp_path / "none")
    assert "there is no store in" in one_end.stderr
