"""The trained network as `extract/data` ships it: sentences side by side, numbers in bytes, in the ONNX format.

What is rounded between two steps has a fixed scale, by the least and greatest numbers of some sentences. A scale made
anew for each run would depend on all sentences that are read together.
"""

import json
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
import torch.nn.functional as fn
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from relation_examples import KINDS, LABELS, TrainingExample
from relation_network import Reader
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer, BertModel

from communique.extract.relation.network import Floats, Integers, together

# So many sentences tell how great the numbers become.
LOOKED_AT = 400
_BEYOND = 1e4


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
    """A layer of BERT in fewer steps: query, key and value in one product."""

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

    def forward(self, hidden: Tensor, beyond: Tensor) -> Tensor:
        """Give the vectors of the pieces, shape (sentences, pieces, width), as the layer makes them."""
        size, pieces = hidden.shape[:2]
        parts = self.all(hidden).view(size, pieces, 3, self.heads, self.width).permute(2, 0, 3, 1, 4).unbind(0)
        query, key, value = parts
        seen = fn.softmax(query @ key.transpose(2, 3) + beyond, -1) @ value
        hidden = self.first(hidden + self.joined(seen.transpose(1, 2).reshape(size, pieces, self.heads * self.width)))
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
        self, ids: Tensor, types: Tensor, seen: Tensor, pool: Tensor, kind: Tensor, bucket: Tensor, rel: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Give logits, attention and words of sentences side by side; `seen` is 1 for pieces, 0 beyond the end."""
        hidden = self.norm(self.words(ids) + self.types(types) + self.positions[: ids.shape[1]])
        beyond = (seen[:, None, None] - 1) * _BEYOND
        for layer in self.layers:
            hidden = layer(hidden, beyond)
        logits, attention, words = self.net.head(hidden, seen, pool, kind, bucket, rel)
        return logits, attention, words


class Feeds(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
    """What the network is fed with for some sentences, one by one."""

    def __init__(self, examples: Sequence[TrainingExample]) -> None:
        self._left: Iterator[TrainingExample] = iter(examples)

    def get_next(self) -> dict[str, Floats | Integers] | None:
        """Give the next one, None after the last."""
        item = next(self._left, None)
        return None if item is None else together([item.inputs])


def export(net: Reader, folder: Path, tokenizer: Path, examples: Sequence[TrainingExample]) -> None:
    """Write the network in bytes, its description and its tokeniser; some sentences tell the scales."""
    whole = folder / "relation-32bit.onnx"
    _write(Exported(net.eval()).eval(), whole)
    rounded(whole, folder / "relation.onnx", examples)
    whole.unlink()
    frames = {name: [round(number, 4) for number in values.tolist()] for name, values in net.frames.items()}
    description = {"labels": LABELS, "kinds": KINDS, "frames": frames}
    (folder / "relation.json").write_text(json.dumps(description) + "\n", encoding="utf-8")
    shutil.copy(tokenizer, folder / "relation-tokenizer.json")


def rounded(whole: Path, file: Path, examples: Sequence[TrainingExample]) -> None:
    """Write a network of 32 bits with the encoder's products in bytes."""
    graph = onnx.load(whole).graph
    weights = {item.name for item in graph.initializer}
    # Products of two changing matrices (attention) are not rounded, nor is the head: it is small, and what it says is
    # added up, so that rounding it costs more than it saves.
    products = [node for node in graph.node if node.op_type == "MatMul" and "/layers" in node.name]
    quantize_static(
        whole,
        file,
        Feeds(examples),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        nodes_to_quantize=[node.name for node in products if node.input[1] in weights],
        extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"]},
    )
    model = onnx.load(file)
    _round_for_products_only(model.graph)
    onnx.save(model, file)


def _round_for_products_only(graph: onnx.GraphProto) -> None:
    """Give what is not a product the numbers before they are rounded: what a layer adds to is kept as it is."""
    before = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "QuantizeLinear"}
    after = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "DequantizeLinear"}
    for node in graph.node:
        if node.op_type not in ("MatMul", "DequantizeLinear"):
            for place, name in enumerate(node.input):
                node.input[place] = before.get(after.get(name, ""), name)


def _write(net: Exported, file: Path) -> None:
    """Write a network in 32 bits, for any number of sentences, pieces and mentions."""
    sentences, pieces, mentions = 3, 37, 5
    pair = torch.zeros(sentences, mentions, mentions, dtype=torch.long)
    sample = {
        "ids": torch.arange(1000, 1000 + pieces).repeat(sentences, 1),
        "types": torch.zeros(sentences, pieces, dtype=torch.long),
        "seen": torch.ones(sentences, pieces),
        "pool": torch.full((sentences, mentions, pieces), 1 / pieces),
        "kind": torch.zeros(sentences, mentions, dtype=torch.long),
        "bucket": pair,
        "rel": pair,
    }
    piece, mention = {0: "sentences", 1: "pieces"}, {0: "sentences", 1: "mentions"}
    both = mention | {2: "mentions"}
    axes = {"ids": piece, "types": piece, "seen": piece, "pool": mention | {2: "pieces"}, "kind": mention}
    axes |= {"bucket": both, "rel": both, "logits": both, "attention": both | {3: "pieces"}, "words": piece}
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
