"""The trained network as `extract/data` ships it: one sentence at a time, weights in bytes, in the ONNX format."""

import json
import math
import shutil
from pathlib import Path

import onnx
import torch
import torch.nn.functional as fn
from onnxruntime.quantization import QuantType, quantize_dynamic
from relation_examples import KINDS, LABELS
from relation_network import Reader
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer, BertModel


class RoundedRows(nn.Module):
    """A table of vectors in bytes, with a scale for each vector."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        self.register_buffer("rows", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers: Tensor) -> Tensor:
        """Give the vectors of some numbers."""
        return self.rows[numbers].float() * self.scale[numbers]


class Layer(nn.Module):
    """A layer of BERT for one sentence without padding: query, key and value in one product, a third of the steps."""

    def __init__(self, layer: BertLayer) -> None:
        super().__init__()
        attention = layer.attention
        own = attention.self
        self.heads, self.width = own.num_attention_heads, own.attention_head_size
        parts, scale = (own.query, own.key, own.value), 1 / math.sqrt(self.width)
        # The scale of the products is part of the query.
        weights = [part.weight.data * (scale if part is own.query else 1) for part in parts]
        biases = [part.bias.data * (scale if part is own.query else 1) for part in parts]
        self.all = nn.Linear(len(weights[0]), 3 * len(weights[0]))
        self.all.weight.data, self.all.bias.data = torch.cat(weights), torch.cat(biases)
        self.joined, self.first = attention.output.dense, attention.output.LayerNorm
        self.wide, self.narrow, self.second = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, hidden: Tensor) -> Tensor:
        """Give the vectors of the pieces, shape (pieces, width), as the layer makes them."""
        query, key, value = self.all(hidden).view(-1, 3, self.heads, self.width).permute(1, 2, 0, 3).unbind(0)
        seen = fn.softmax(query @ key.transpose(1, 2), -1) @ value
        hidden = self.first(hidden + self.joined(seen.transpose(0, 1).reshape(-1, self.heads * self.width)))
        return self.second(hidden + self.narrow(fn.gelu(self.wide(hidden))))


class Exported(nn.Module):
    """Encoder and head as they are run: the same numbers as `Reader`, in fewer steps."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        bert: BertModel = net.bert
        table = bert.embeddings
        self.words, self.positions = RoundedRows(table.word_embeddings.weight.data), table.position_embeddings.weight
        self.types, self.norm = table.token_type_embeddings, table.LayerNorm
        self.layers = nn.ModuleList(Layer(layer) for layer in bert.encoder.layer)
        self.net = net

    def forward(
        self, ids: Tensor, types: Tensor, pool: Tensor, kind: Tensor, bucket: Tensor, rel: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Give logits, attention and words of one sentence."""
        hidden = self.norm(self.words(ids) + self.types(types) + self.positions[: ids.shape[0]])
        for layer in self.layers:
            hidden = layer(hidden)
        seen = torch.ones_like(hidden[None, :, 0])
        found = self.net.head(hidden[None], seen, pool[None], kind[None], bucket[None], rel[None])
        return found[0][0], found[1][0], found[2][0]


def export(net: Reader, folder: Path, tokenizer: Path) -> None:
    """Write the network with 8-bit weights, its description and its tokeniser."""
    whole = folder / "relation-32bit.onnx"
    _write(Exported(net.eval()).eval(), whole)
    # The head is small, and what it says is added up: rounding it costs more than it saves.
    graph = onnx.load(whole).graph
    head = [node.name for node in graph.node if node.op_type == "MatMul" and "/layers" not in node.name]
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
    shutil.copy(tokenizer, folder / "relation-tokenizer.json")


def _write(net: Exported, file: Path) -> None:
    """Write a network in 32 bits, for any number of pieces and mentions."""
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
    torch.onnx.export(
        net,
        tuple(sample.values()),
        str(file),
        input_names=list(sample),
        output_names=["logits", "attention", "words"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
