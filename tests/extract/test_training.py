"""Scripts of training: sentences without labels, a network read back from its file, figures by threshold."""

import json
import sys
from importlib.resources import files
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from communique.api.evaluation.predictions import predictions
from communique.extract.pipeline import Coder
from communique.extract.relation.network import NOBODY, MarkedMention, description, inputs_of, network

TRAINING = Path(__file__).parents[2] / "benchmarks" / "training"
SHARED = Path(__file__).parents[3] / "shared"
FILE = Path(str(files("communique.extract") / "data" / "relation.onnx"))


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(TRAINING), *sys.path])


@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the shared corpus is not there to read")
def test_sentences_without_labels_are_in_no_set_that_has_labels_or_is_measured_on() -> None:
    import relation_examples as examples

    dev = SHARED / "gold" / "news-dev.jsonl"
    measured = {row["id"] for row in map(json.loads, dev.open(encoding="utf-8"))}
    every = {row["id"] for row in examples.unlabelled(1_000_000)}
    assert len(every) > 30_000
    assert every.isdisjoint(measured | examples.held_out() | {row["id"] for row in examples.labelled()})
    assert [row["id"] for row in examples.unlabelled(50)] == [row["id"] for row in examples.unlabelled(50)]


def test_a_network_read_back_from_its_file_gives_what_the_file_gives() -> None:
    torch = pytest.importorskip("torch", reason="needs what training needs")
    pytest.importorskip("transformers", reason="needs what training needs")
    from relation_examples import Example
    from relation_network import Batch, read
    from relation_restored import restored

    text = "Iceland thanked Uruguay for the wool and rebuked Laos over the dam."
    names = ("Iceland", "Uruguay", "Laos")
    marks = [MarkedMention(text.index(name), text.index(name) + len(name), "name", name) for name in names]
    inputs = inputs_of(text, marks, network().tokenizer, network().kinds)
    nothing = np.zeros((4, 4, len(description().labels)), dtype=np.float32)
    item = Example("one", inputs, (NOBODY, *names), nothing, open=nothing > 0)
    with torch.no_grad():
        _, logits, attention, words = (part.numpy() for part in read(restored(FILE).eval(), Batch([item])))
    shipped = network().scores(text, marks)
    # Activations are rounded to bytes in the file only.
    pairs = (logits[0, 1:, 1:], shipped.logits[1:, 1:]), (attention[0], shipped.attention), (words[0], shipped.words)
    for ours, theirs in pairs:
        assert np.abs(ours - theirs).mean() < 0.1 * theirs.std()


def test_figures_by_threshold_are_those_of_the_coder(reader: Coder) -> None:
    from relation_thresholds import remembering

    names = ("Peru", "Laos", "Kenya", "Iceland", "Uruguay", "Malta")
    verbs = ("thanked", "has bombed", "will sell wheat to", "expelled an envoy of")
    texts = [f"{one} {verb} {other}." for one, other, verb in product(names, names, verbs) if one != other]
    rows = [{"id": text, "text": text, "date": None} for text in texts]
    due = predictions(rows, reader)
    with remembering(reader):
        assert predictions(rows, reader) == due
        assert predictions(rows, reader) == due
