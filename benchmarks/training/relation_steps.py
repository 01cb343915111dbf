"""The steps of a training: which sentences stand in a batch together, and how fast is learnt at each step."""

import random
from collections.abc import Iterator, Sequence

from relation_examples import TrainingExample

WINDOW = 60
# So many batches have sentences of about one number of mentions, and each of them of about one length.
ALIKE = 6


def batches(examples: Sequence[TrainingExample], epochs: int, size: int) -> Iterator[list[TrainingExample]]:
    """Give the examples in random order, those of about one size together, epoch by epoch."""
    for _ in range(epochs):
        order = random.sample(examples, len(examples))
        found = [
            alike[place : place + size]
            for window in _parts(order, size * WINDOW)
            for alike in (sorted(part, key=_pieces) for part in _parts(sorted(window, key=_mentions), size * ALIKE))
            for place in range(0, len(alike), size)
        ]
        random.shuffle(found)
        yield from found


def _parts(items: Sequence[TrainingExample], size: int) -> Iterator[Sequence[TrainingExample]]:
    yield from (items[start : start + size] for start in range(0, len(items), size))


def _pieces(item: TrainingExample) -> int:
    return len(item.inputs.pieces)


def _mentions(item: TrainingExample) -> int:
    return len(item.inputs.mentions)


def rate(step: int, steps: int, warm: float) -> float:
    """Give the share of the highest rate at a step: rising for a share of the steps, then falling to nothing."""
    return min((step + 1) / (warm * steps), max(0.0, (steps - step) / ((1 - warm) * steps)))
