"""Scripts of training: sentences without labels, networks read back, written and narrowed, figures by threshold."""

import json
import sys
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from communique.api.evaluation.predictions import predictions
from communique.extract.pipeline import Coder
from communique.extract.relation.network import NOBODY, MarkedMention, Network, description, inputs_of, network

if TYPE_CHECKING:
    from relation_examples import TrainingExample

TRAINING = Path(__file__).parents[2] / "benchmarks" / "training"
SHARED = Path(__file__).parents[3] / "shared"
FILE = Path(str(files("communique.extract") / "data" / "relation.onnx"))
TEXT = "Iceland thanked Uruguay for the wool and rebuked Laos over the dam."


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


def _example() -> "TrainingExample":
    """Give a sentence as the training scripts have it."""
    from relation_examples import TrainingExample

    names = ("Iceland", "Uruguay", "Laos")
    marks = [MarkedMention(TEXT.index(name), TEXT.index(name) + len(name), "name", name) for name in names]
    inputs = inputs_of(TEXT, marks, network().tokenizer, network().kinds)
    nothing = np.zeros((4, 4, len(description().labels)), dtype=np.float32)
    return TrainingExample("one", inputs, (NOBODY, *names), nothing, open=nothing > 0)


def _needs_training() -> None:
    pytest.importorskip("torch", reason="needs what training needs")
    pytest.importorskip("transformers", reason="needs what training needs")


def test_a_network_read_back_from_its_file_gives_what_the_file_gives() -> None:
    _needs_training()
    import torch
    from relation_network import Batch, read
    from relation_restored import restored

    item = _example()
    with torch.no_grad():
        _, logits, attention, words = (part.numpy() for part in read(restored(FILE).eval(), Batch([item])))
    shipped = network().scores(TEXT, item.inputs.mentions[1:])
    # Activations are rounded to bytes in the file only.
    pairs = (logits[0, 1:, 1:], shipped.logits[1:, 1:]), (attention[0], shipped.attention), (words[0], shipped.words)
    for ours, theirs in pairs:
        assert np.abs(ours - theirs).mean() < 0.1 * theirs.std()


def test_a_narrowed_network_that_is_written_reads_sentences_together_and_can_be_read_back(tmp_path: Path) -> None:
    _needs_training()
    import torch
    from onnxruntime import InferenceSession
    from relation_distillation import student_of
    from relation_export import export
    from relation_network import Batch, base, read
    from relation_restored import restored

    item = _example()
    student = student_of(restored(FILE), [item]).eval()
    export(student, tmp_path, base() / "tokenizer.json", [item])
    written = Network(InferenceSession(str(tmp_path / "relation.onnx")), network().tokenizer, network().kinds)
    assert written.reads_together
    asked = [(TEXT, item.inputs.mentions[1:]), (TEXT[:40], item.inputs.mentions[1:3]), ("Rain.", ())] * 3
    together, alone = written.scores_of(asked), [written.scores(*each) for each in asked]
    for one, other in zip(together, alone, strict=True):
        for name in ("logits", "attention", "words"):
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
    with torch.no_grad():
        for net in (student, restored(tmp_path / "relation.onnx")):
            _, logits, *_ = read(net.eval(), Batch([item]))
            ours, theirs = logits[0].numpy()[1:, 1:], together[0].logits[1:, 1:]
            assert np.abs(ours - theirs).mean() < 0.1 * theirs.std()


def test_narrowing_keeps_what_varies_and_the_mean_of_what_does_not() -> None:
    _needs_training()
    import torch
    from relation_distillation import outputs
    from relation_narrowing import narrow
    from relation_network import Batch
    from relation_restored import restored

    batch, net = Batch([_example()]), restored(FILE).eval()
    # All but a hundred inner places of the first layer always give the same.
    net.bert.encoder.layer[0].intermediate.dense.weight.data[100:] = 0
    with torch.no_grad():
        before = outputs(net, batch).hidden
        narrow(net, [batch], 1536)
        whole = outputs(net, batch).hidden
        del net.bert.encoder.layer[1:]
        net.bert.config.num_hidden_layers = 1
        first = outputs(net, batch).hidden
        narrow(net, [batch], 100)
        after = outputs(net, batch).hidden
    assert torch.equal(before, whole)
    assert net.bert.encoder.layer[0].output.dense.in_features == 100
    assert (first - after).abs().mean() < 0.02 * first.std()


def test_sentences_for_a_student_are_begun_and_have_other_countries() -> None:
    _needs_training()
    import random

    from relation_mix import as_given, beginning, with_other_countries

    assert (
        beginning("Two Laotian envoys left Lima on Sunday, three weeks early.")
        == "Two Laotian envoys left Lima on Sunday."
    )
    assert beginning("Envoys left Lima after a row.") is None
    assert beginning("Peru thanked the envoys of Malta while Chile waited.") == "Peru thanked the envoys of Malta."
    changed = with_other_countries("Peruvian farmers blocked a road in Peru.", random.Random(2))
    assert changed.endswith(".") and "Peru" not in changed and " farmers blocked a road in " in changed
    item = _example()
    assert as_given(item, TEXT, network().tokenizer) is None
    item.groups.append([(1, 3, 0)])
    given = as_given(item, TEXT, network().tokenizer)
    assert given is not None and given.parties == (NOBODY, "source", "target")
    assert [TEXT[mark.start : mark.end] for mark in given.inputs.mentions[1:]] == ["Iceland", "Laos"]


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
