"""The second opinion: word pieces, marks, the encoder's numbers, and what it decides with the frames."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.given_spans import relation_between
from communique.extract.pipeline import Coder
from communique.extract.relation.encoder import MARKS, Encoder, mark
from communique.extract.relation.second_opinion import NONE, RULE, Weights, encoder, opinion, weigh
from communique.extract.relation.wordpiece import pieces
from communique.ontology.lexicon import merged_types
from communique.ontology.types.report import Span

VOCABULARY = {
    word: number
    for number, word in enumerate("[PAD] [UNK] [CLS] [SEP] [ ] { } the army ##s shell ##ed town cafe a b , .".split())
}
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
BY = Weights(1.0, {"direct": 3.0, "beside": 0.1}, 0.2)


def _spans(text: str, *words: str) -> list[Span]:
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def _words(numbers: list[int]) -> list[str]:
    names = {number: word for word, number in VOCABULARY.items()}
    return [names[number] for number in numbers]


def test_words_are_split_into_the_longest_pieces_without_case_and_accents() -> None:
    assert _words(pieces("The Armys shelled, the Café.", VOCABULARY)) == (
        "the army ##s , the cafe .".replace("##s ,", "##s shell ##ed ,").split()
    )


def test_a_word_that_cannot_be_put_together_is_unknown_as_a_whole() -> None:
    assert _words(pieces("armyx town", VOCABULARY)) == ["[UNK]", "town"]


def test_marks_stand_around_the_parties_in_either_order() -> None:
    text = "the town, shelled a army"
    marked = mark(text, _spans(text, "army"), _spans(text, "the town"), VOCABULARY)
    assert _words(list(marked.pieces)) == "[CLS] { the town } , shell ##ed a [ army ] [SEP]".split()
    assert marked.parties == (0, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0)
    assert (marked.source, marked.target) == (9, 1)


def test_a_party_inside_the_other_is_left_unmarked_and_a_long_text_is_cut() -> None:
    text = "the army of a town" + " a b" * 400
    marked = mark(text, _spans(text, "the army of a town"), _spans(text, "town"), VOCABULARY)
    assert VOCABULARY[MARKS[1][0]] not in marked.pieces
    assert len(marked.pieces) == len(marked.parties) == 201
    assert marked.target == 0


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_any_text_and_spans_give_pieces_of_the_vocabulary(text: str, a: int, b: int, c: int, d: int) -> None:
    marked = mark(text, [(min(a, b), max(a, b))], [(min(c, d), max(c, d))], VOCABULARY)
    assert len(marked.pieces) == len(marked.parties)
    assert set(marked.pieces) <= set(VOCABULARY.values())
    assert max(marked.source, marked.target) < len(marked.pieces)


def _by_hand(width: int = 4) -> Encoder:
    """Give an encoder of one layer whose attention and feed-forward add nothing, so that it can be followed by hand."""
    zero, none = np.zeros((width, width), np.float32), np.zeros(width, np.float32)
    weights = {"parties": np.zeros((3, width), np.float32), "positions": np.zeros((256, width), np.float32)}
    for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
        weights |= {f"0.{part}.weight": zero, f"0.{part}.bias": none}
    for part in ("intermediate.dense", "output.dense"):
        weights |= {f"0.{part}.weight": zero, f"0.{part}.bias": none}
    for part in ("norm", "0.attention.output.LayerNorm", "0.output.LayerNorm"):
        weights |= {f"{part}.weight": np.ones(width, np.float32), f"{part}.bias": none}
    output = np.zeros((3 * width, 2), np.float32)
    output[width, 0] = 2.0
    weights |= {"output.weight": output, "output.bias": np.zeros(2, np.float32)}
    words = np.zeros((len(VOCABULARY), width), np.int8)
    words[VOCABULARY["["]] = (1, -1, 1, -1)
    return Encoder(weights, words, np.ones(len(VOCABULARY), np.float32), ("first", "second"), VOCABULARY, 2)


def test_the_encoder_looks_at_the_mark_of_the_source() -> None:
    chances = _by_hand().probabilities("a army", [(0, 1)], [(2, 6)])
    assert chances == pytest.approx(np.array([np.exp(2), 1]) / (np.exp(2) + 1), abs=1e-3)
    assert _by_hand().probabilities("a army", [], [(2, 6)]) == pytest.approx([0.5, 0.5])


def test_frames_and_encoder_are_weighed_against_each_other() -> None:
    chances = {"AID": 0.5, "ASSAULT": 0.1, "REJECT": 0.2, NONE: 0.2}
    assert weigh(chances, [], BY).plover == "AID"
    assert weigh(chances, [], BY).confidence == pytest.approx(0.5 / 0.8)
    assert weigh(chances, [("ASSAULT", "direct")], BY).plover == "ASSAULT"
    assert weigh(chances, [("ASSAULT", "beside"), ("REJECT", "direct")], BY).plover == "AID"
    assert weigh(chances, [("ASSAULT", "beside"), ("REJECT", "beside")], BY).confidence < 0.5 / 0.8


def test_the_shipped_encoder_knows_every_type_and_gives_probabilities() -> None:
    assert set(encoder().labels) == {*merged_types(), NONE}
    text = "Peru has frozen the accounts of two Bolivian banks."
    chances = opinion(text, _spans(text, "Peru"), _spans(text, "two Bolivian banks"))
    assert sum(chances.values()) == pytest.approx(1, abs=1e-5)
    assert chances == opinion(text, _spans(text, "Peru"), _spans(text, "two Bolivian banks"))


@pytest.mark.parametrize(
    ("text", "source", "target", "plover"),
    [
        ("Cadiz had kind words for the Lisbon envoy.", "Cadiz", "the Lisbon envoy", "SUPPORT"),
        ("Ferries full of Danish blankets reached the flooded Frisian villages.", "Danish", "Frisian", "AID"),
        ("Gunmen riddled the mayor's car, and she died at the wheel.", "Gunmen", "the mayor", "ASSAULT"),
    ],
)
def test_where_no_frame_speaks_the_second_opinion_decides(
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
    assert {row["plover"] for row in rows} == {*merged_types(), NONE}
    spans = [(row, span) for row in rows for span in (*row["source"], *row["target"])]
    assert not [row["id"] for row, (start, end) in spans if not 0 <= start < end <= len(row["text"])]


def test_the_face_gives_the_function_whatever_was_imported_before() -> None:
    # A sub-package of a function's name takes its place in the face as soon as it is imported.
    import communique.extract
    import communique.extract.relation.second_opinion

    assert all(callable(getattr(communique.extract, name)) for name in communique.extract.__all__)
