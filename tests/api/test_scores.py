"""Figures: what counts as right at which level."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from communique.api.evaluation.scores import event_figures, relation_figures, roots

SCORER = Path(__file__).resolve().parents[3] / "shared" / "score.py"
_SIDES = ("source", "target")


def _event(source: str, target: str, root: str, status: str = "asserted") -> dict[str, object]:
    return {"source": source, "target": target, "root": [root], "code": root + "0", "status": status}


def _f1(figures: dict[str, object], level: str) -> float:
    found = figures[level]
    assert isinstance(found, dict)
    return float(found["f1"])


def test_actor_codes_count_as_their_party() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESPGOV", "MAR", "11")]}]
    assert _f1(event_figures(gold, said), "root") == 1


def test_a_wrong_root_is_right_at_the_level_of_dyads_only() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "04")]}]
    figures = event_figures(gold, said)
    assert (_f1(figures, "dyad"), _f1(figures, "quad"), _f1(figures, "root")) == (1, 0, 0)


def test_one_prediction_serves_one_gold_event() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "*", "11"), _event("ESP", "MAR", "11")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "11")]}]
    found = event_figures(gold, said)["root"]
    assert found == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}


def test_what_is_planned_does_not_count_as_asserted() -> None:
    gold = [{"id": 1, "events": [_event("ESP", "MAR", "04", "planned")]}]
    said = [{"id": 1, "events": [_event("ESP", "MAR", "04")]}]
    figures = event_figures(gold, said)
    assert _f1(figures, "status") == 0
    assert figures["root"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_relations_are_scored_by_type_and_class() -> None:
    gold = [{"id": 1, "plover": "YIELD"}, {"id": 2, "plover": "ACCUSE"}]
    said = [{"id": 1, "plover": "RETREAT"}, {"id": 2, "plover": "REJECT"}]
    figures = relation_figures(gold, said)
    assert figures["type"] == {"macro_f1": 0.5, "accuracy": 0.5, "f1": {"ACCUSE": 0.0, "YIELD": 1.0}}
    assert figures["penta"] == {"macro_f1": 1.0, "accuracy": 1.0, "f1": {"2": 1.0, "3": 1.0}}


def test_optional_alternative_and_domestic_events_are_scored_as_the_guidelines_say() -> None:
    gold = [
        {
            "id": 1,
            "events": [
                _event("NER|junta", "IGO", "11"),
                _event("NER", "NER", "17"),
                _event("NER", "MLI", "01") | {"optional": True},
            ],
        }
    ]
    said = [_event("the-junta", "ECOWAS", "11"), _event("NER", "---", "17"), _event("NER", "MLI", "01")]
    assert _f1(event_figures(gold, [{"id": 1, "events": said}]), "root") == 1
    assert _f1(event_figures(gold, [{"id": 1, "events": said[:2]}]), "root") == 1
    more = [*said, _event("TGO", "MLI", "04")]
    assert event_figures(gold, [{"id": 1, "events": more}])["root"] == {"precision": 0.6667, "recall": 1.0, "f1": 0.8}


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not here")
@pytest.mark.parametrize("name", ["news-train", "challenge", "seed", "wire"])
def test_figures_are_those_of_the_shared_scorer(name: str, tmp_path: Path) -> None:
    gold = [json.loads(line) for line in (SCORER.parent / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    draw = random.Random(name)
    said = [{"id": row["id"], "events": _disturbed(row["events"], draw)} for row in gold]
    written = tmp_path / "said.jsonl"
    written.write_text("".join(f"{json.dumps(row)}\n" for row in said), encoding="utf-8")
    words = [sys.executable, SCORER, "events", SCORER.parent / "gold" / f"{name}.jsonl", written]
    theirs = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    ours = event_figures(gold, said)
    for level in ("dyad", "quad", "root", "code", "status"):
        assert ours[level] == {figure: theirs[level][figure] for figure in ("precision", "recall", "f1")}, level


def _disturbed(events: list[dict[str, object]], draw: random.Random) -> list[dict[str, object]]:
    """Give some of a sentence's gold events as predictions, some of them with another party, root or status."""
    said = []
    for event in events:
        root = draw.choice(roots(event)) if draw.random() < 0.8 else f"{draw.randint(1, 20):02}"
        source, target = (str(event[side]).split("|")[-1] if draw.random() < 0.8 else "FRA" for side in _SIDES)
        status = event["status"] if draw.random() < 0.9 else "planned"
        if draw.random() < 0.8:
            code = event.get("code") or f"{root if root.isdigit() else '04'}0"
            said.append({"source": source, "target": target, "code": code, "status": status})
    return said
