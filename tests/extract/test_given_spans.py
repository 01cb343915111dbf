"""Relations between given spans: what frames and network decide together, and the rows that the network learnt from."""

import json
from pathlib import Path

import numpy as np
import pytest

from communique.extract.given_spans import candidates, relation_between
from communique.extract.pipeline import Coder
from communique.extract.relation.network import NOBODY, MarkedMention, Scores, description
from communique.extract.relation.plover import RULE, Weights, opinion, weigh
from communique.ontology.lexicon import merged_types
from communique.ontology.types.report import Span

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
BY = Weights(1.0, {"direct": 3.0, "beside": 0.1}, 0.2)


def _spans(text: str, *words: str) -> list[Span]:
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def test_frames_and_network_are_weighed_against_each_other() -> None:
    chances = {"AID": 0.5, "ASSAULT": 0.1, "REJECT": 0.2}
    assert weigh(chances, [], BY).plover == "AID"
    assert weigh(chances, [], BY).confidence == pytest.approx(0.5 / 0.8)
    assert weigh(chances, [("ASSAULT", "direct")], BY).plover == "ASSAULT"
    assert weigh(chances, [("ASSAULT", "beside"), ("REJECT", "direct")], BY).plover == "AID"
    assert weigh(chances, [("ASSAULT", "beside"), ("REJECT", "beside")], BY).confidence < 0.5 / 0.8


def test_the_network_has_an_opinion_on_every_type_and_the_same_each_time() -> None:
    text = "Peru has frozen the accounts of two Bolivian banks."
    chances = opinion(text, _spans(text, "Peru"), _spans(text, "two Bolivian banks"))
    assert set(chances) == set(merged_types())
    assert max(chances, key=chances.__getitem__) in ("SANCTION", "COERCE")
    assert chances == opinion(text, _spans(text, "Peru"), _spans(text, "two Bolivian banks"))


def test_spans_beyond_the_reach_of_the_network_leave_all_types_alike() -> None:
    text = "It rained. " * 200 + "Peru thanked Bolivia."
    assert set(opinion(text, _spans(text, "Peru"), _spans(text, "Bolivia")).values()) == {1.0}


@pytest.mark.parametrize(
    ("text", "source", "target", "plover"),
    [
        ("Cadiz had kind words for the Lisbon envoy.", "Cadiz", "the Lisbon envoy", "SUPPORT"),
        ("Ferries full of Danish blankets reached the flooded Frisian villages.", "Danish", "Frisian", "AID"),
        ("Rebel mortars rained on the Malian garrison all night.", "Rebel", "the Malian garrison", "ASSAULT"),
    ],
)
def test_where_no_frame_speaks_the_network_decides(
    text: str, source: str, target: str, plover: str, coder: Coder
) -> None:
    found = relation_between(text, _spans(text, source), _spans(text, target), coder)
    assert found is not None
    assert (found.plover, found.rule) == (plover, RULE)
    assert 0 < found.confidence <= 1


def test_a_relation_that_frames_know_keeps_their_rule(coder: Coder) -> None:
    text = "Peru criticized Bolivia."
    found = relation_between(text, _spans(text, "Peru"), _spans(text, "Bolivia"), coder)
    assert found is not None
    assert (found.plover, found.rule == RULE) == ("ACCUSE", False)


@pytest.mark.parametrize(
    ("text", "source", "target", "said"),
    [
        ("Peru criticized Bolivia.", "Peru", "Bolivia", ["direct ACCUSE", "over-both ACCUSE"]),
        ("Peru was criticized by Bolivia.", "Peru", "Bolivia", ["turned ACCUSE", "over-both ACCUSE"]),
        ("Chad said Peru and troops from Bolivia attacked Mali.", "Peru", "Bolivia",
         ["source ASSAULT", "beside ASSAULT"]),
        ("Peru did not help Bolivia.", "Peru", "Bolivia", ["direct REJECT", "over-both REJECT"]),
        ("Peru will help Bolivia.", "Peru", "Bolivia", ["direct AGREE", "over-both AGREE"]),
        ("Peru will attack Bolivia.", "Peru", "Bolivia", ["direct THREATEN", "over-both THREATEN"]),
        ("Peru did not attack Bolivia.", "Peru", "Bolivia", ["direct ASSAULT", "over-both ASSAULT"]),
        ("Kolinland left, and officials condemned an attack on Solvia.", "Kolinland", "Solvia",
         ["over-target ACCUSE", "over-target ASSAULT"]),
        ("Guards attacked Peru, and Chad met Bolivia.", "Peru", "Bolivia",
         ["over-both ASSAULT", "over-target CONSULT"]),
    ],
)  # fmt: skip
def test_frames_speak_of_two_spans_the_better_the_nearer_their_words_stand(
    text: str, source: str, target: str, said: list[str], coder: Coder
) -> None:
    found = candidates(text, _spans(text, source), _spans(text, target), coder)
    named = (f"{item.kind} {item.relation.plover}" for item in found if item.kind != "broken")
    assert list(dict.fromkeys(named)) == said


def test_without_a_source_or_target_there_is_no_relation(coder: Coder) -> None:
    assert relation_between("Peru criticized Bolivia.", [(0, 4)], [], coder) is None


def test_no_validation_sentence_is_a_training_sentence_and_every_span_is_one() -> None:
    held = {
        json.loads(line)["text"]
        for path in sorted((BENCHMARKS / "validation").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    rows = [
        json.loads(line)
        for path in sorted((BENCHMARKS / "training").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert not [row["id"] for row in rows if row["text"] in held]
    assert {row["plover"] for row in rows} == {*merged_types(), "NONE"}
    spans = [(row, span) for row in rows for span in (*row["source"], *row["target"])]
    assert not [row["id"] for row, (start, end) in spans if not 0 <= start < end <= len(row["text"])]


@pytest.mark.parametrize(
    ("status", "root", "plover"),
    [
        ("asserted", "07", "AID"),
        ("planned", "07", "AGREE"),
        ("planned", "19", "THREATEN"),
        ("planned", "11", "ACCUSE"),
        ("negated", "05", "REJECT"),
        ("negated", "17", "COERCE"),
        ("hypothetical", "16", "SANCTION"),
    ],
)
def test_status_makes_another_type_of_cooperation_and_of_deeds(
    status: str, root: str, plover: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Peru helps Bolivia."

    class Sure:
        def scores(self, _: str, mentions: list[MarkedMention]) -> Scores:
            number = description().number
            logits = np.full((3, 3, len(number)), -9, dtype=np.float32)
            logits[1, 2, number[status, root]] = 3
            nothing = np.zeros((1, len(number)), dtype=np.float32)
            nobody = MarkedMention(0, 0, "none", NOBODY)
            return Scores((nobody, *mentions), logits, np.zeros((3, 3, 1), dtype=np.float32), nothing, ((0, 4),))

    monkeypatch.setattr("communique.extract.relation.plover.network", Sure)
    chances = opinion(text, _spans(text, "Peru"), _spans(text, "Bolivia"))
    assert max(chances, key=chances.__getitem__) == plover
