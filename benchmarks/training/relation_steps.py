"""The steps of a training: which sentences stand in a batch together, and how fast is learnt at each step."""

import random
from collections.abc import Iterator, Sequence

from relation_examples import Example

WINDOW = 20


def batches(examples: Sequence[Example], epochs: int, size: int) -> Iterator[list[Example]]:
    """Give the examples in random order, those of about one length together, epoch by epoch."""
    for _ in range(epochs):
        order = random.sample(examples, len(examples))
        found = []
        for start in range(0, len(order), size * WINDOW):
            window = sorted(order[start : start + size * WINDOW], key=lambda item: len(item.inputs.pieces))
            found += [window[place : place + size] for place in range(0, len(window), size)]
        random.shuffle(found)
        yield from found


def rate(step: int, steps: int, warm: float) -> float:
    """Give the share of the highest rate at a step: rising for a share of the steps, then falling to nothing."""
    return min((step + 1) / (warm * steps), max(0.0, (steps - step) / ((1 - warm) * steps)))
