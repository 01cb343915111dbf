"""A network as it was before `relation_export.py` wrote it, as far as rounding has left it: what a file can teach."""

import json
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from relation_network import FRAMES, WIDTH, Reader, base
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer

TABLES = ("kind", "distance", "sameness")
LINEAR = ("source", "target", "both", "whole", "query", "key", "value", "words", "inner", "output")
_ROUNDED = ".weight_Transposed_quantized"


def restored(file: Path) -> Reader:
    """Give the network of a file, beside which lies its description."""
    graph, net = onnx.load(file).graph, Reader(base())
    given = {item.name: torch.tensor(numpy_helper.to_array(item)).float() for item in graph.initializer}
    # A matrix that is not rounded has lost its name; the step that multiplies by it has one ("/words_1/MatMul").
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in given:
            given[f"net.{node.name.split('/')[1].removesuffix('_1')}.weight"] = given[node.input[1]].T
    for name in [name.removesuffix(_ROUNDED) for name in given if name.endswith(_ROUNDED)]:
        rounded, scale = given[f"{name}{_ROUNDED}"], given[f"{name}.weight_Transposed_scale"]
        given[f"{name}.weight"] = (rounded * scale).T
    _fill_encoder(net, given)
    net.nobody.data = given["net.nobody"]
    for name in TABLES:
        getattr(net, name).weight.data = given[f"net.{name}.weight"]
    for name in LINEAR:
        _fill(getattr(net, name), given, f"net.{name}")
    about = json.loads(file.with_name("relation.json").read_text(encoding="utf-8"))
    for name in FRAMES:
        net.frames[name].data = torch.tensor(about["frames"][name])
    return net


def _fill_encoder(net: Reader, given: Mapping[str, Tensor]) -> None:
    table, encoder = net.bert.embeddings, net.bert.encoder
    table.word_embeddings.weight.data = given["words.rows"] * given["words.scale"]
    table.position_embeddings.weight.data = given["positions"]
    table.token_type_embeddings.weight.data = given["types.weight"]
    _fill(table.LayerNorm, given, "norm")
    depth = len({name.split(".")[1] for name in given if name.startswith("layers.")})
    encoder.layer = encoder.layer[:depth]
    net.bert.config.num_hidden_layers = depth
    for number, layer in enumerate(encoder.layer):
        _fill_layer(layer, given, f"layers.{number}")


def _fill_layer(layer: BertLayer, given: Mapping[str, Tensor], name: str) -> None:
    attention = layer.attention
    own, output = attention.self, attention.output
    # Query, key and value are one matrix, in which the query has the scale of the products.
    weights, biases = given[f"{name}.all.weight"].split(WIDTH), given[f"{name}.all.bias"].split(WIDTH)
    for part, weight, bias in zip((own.query, own.key, own.value), weights, biases, strict=True):
        scale = own.attention_head_size**0.5 if part is own.query else 1.0
        part.weight.data, part.bias.data = weight * scale, bias * scale
    parts = (output.dense, output.LayerNorm, layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm)
    for part, place in zip(parts, ("joined", "first", "wide", "narrow", "second"), strict=True):
        _fill(part, given, f"{name}.{place}")


def _fill(part: nn.Linear | nn.LayerNorm, given: Mapping[str, Tensor], name: str) -> None:
    part.weight.data, part.bias.data = given[f"{name}.weight"].clone(), given[f"{name}.bias"].clone()
