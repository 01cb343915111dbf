"""Narrower layers: of a layer's inner places those are kept that add most to what it gives."""

from collections.abc import Sequence

import torch
from relation_network import Batch, Reader
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer


def narrow(net: Reader, batches: Sequence[Batch], width: int) -> None:
    """Leave in each layer of a network so many inner places, by what they add in some batches, and print the share.

    What the others add on average stays, as part of the layer's bias.
    """
    for number, (layer, inner) in enumerate(zip(net.bert.encoder.layer, seen_inside(net, batches), strict=True)):
        added = inner.var(0) * layer.output.dense.weight.norm(dim=0) ** 2
        kept = added.topk(width).indices.sort().values
        print(f"layer {number}: {added[kept].sum() / added.sum():.1%} of the variance is kept", flush=True)
        _keep(layer, kept, inner.mean(0))


def seen_inside(net: Reader, batches: Sequence[Batch]) -> list[Tensor]:
    """Give the numbers of the inner places of each layer, shape (pieces, places), for the pieces of some batches."""
    found: list[list[Tensor]] = [[] for _ in net.bert.encoder.layer]
    for batch in batches:
        seen = batch.seen > 0
        watched = [
            layer.output.dense.register_forward_pre_hook(lambda _, given, a=parts, b=seen: a.append(given[0][b]))
            for layer, parts in zip(net.bert.encoder.layer, found, strict=True)
        ]
        with torch.no_grad():
            net.bert(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.seen.long())
        for each in watched:
            each.remove()
    return [torch.cat(parts) for parts in found]


def _keep(layer: BertLayer, kept: Tensor, mean: Tensor) -> None:
    wide, output = layer.intermediate.dense, layer.output.dense
    fewer, back = nn.Linear(wide.in_features, len(kept)), nn.Linear(len(kept), output.out_features)
    left = mean.clone()
    left[kept] = 0
    fewer.weight.data, fewer.bias.data = wide.weight.data[kept].clone(), wide.bias.data[kept].clone()
    back.weight.data, back.bias.data = output.weight.data[:, kept].clone(), output.bias.data + output.weight.data @ left
    layer.intermediate.dense, layer.output.dense = fewer, back
