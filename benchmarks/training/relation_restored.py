"""A network as it was before `relation_export.py` wrote it, as far as rounding has left it: what a file can teach."""

import json
from collections.abc import Iterable, Iterator, Mapping
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
    given |= dict(_matrices(graph.node, given))
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


def _matrices(nodes: Iterable[onnx.NodeProto], given: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """Give the matrices by name; the file keeps them turned, and the step that multiplies has the name.

    Those with fixed scales are made of bytes by a step before it; those of older files, with a scale for each sentence,
    have kept their names.
    """
    made = {node.output[0]: node.input for node in nodes if node.op_type == "DequantizeLinear"}
    for node in nodes:
        if node.op_type != "MatMul":
            continue
        by = node.input[1]
        # The head's ("/words_1/MatMul") and the layers' ("/layers.0/all/MatMul").
        *path, name = node.name.removesuffix("/MatMul").strip("/").split("/")
        whole = ".".join((*(path or ("net",)), name.removesuffix("_1")))
        if by in given:
            yield f"{whole}.weight", given[by].T
        elif by in made and made[by][0] in given:
            rounded, scale = made[by][:2]
            yield f"{whole}.weight", (given[rounded] * given[scale]).T
    for name in [name.removesuffix(_ROUNDED) for name in given if name.endswith(_ROUNDED)]:
        yield f"{name}.weight", (given[f"{name}{_ROUNDED}"] * given[f"{name}.weight_Transposed_scale"]).T


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
