"""Distil the relation reader's network of six layers to one of three narrower ones, which says nearly the same.

    python benchmarks/training/relation_mix.py EXAMPLES
    python benchmarks/training/relation_distillation.py extract/data/relation.onnx EXAMPLES FOLDER

The student begins as some layers of its teacher with the teacher's head, and learns to give what the teacher gives:
the vectors of its last layer, the logits of pairs of mentions, where they look, and what each word says. No labels are
asked for. It takes an hour of one core; from time to time its weights are written to FOLDER/student.pt.
"""

import argparse
import copy
import math
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as fn
from relation_examples import LABELS, TrainingExample
from relation_export import LOOKED_AT, export
from relation_narrowing import narrow
from relation_network import WIDTH, Batch, Reader, base
from relation_restored import restored
from relation_steps import batches, rate
from torch import Tensor, nn

LAYERS, INNER = (0, 2, 5), 1024
EPOCHS, BATCH, DECAY, SEED = 3, 16, 0.01, 1
RATE, HEAD_RATE, WARM = 5e-4, 3e-4, 0.05
# After so many steps the weights are written.
WRITTEN = 500
# Vectors count by the share of their variance that is missed; the rest as what it does to a report would have it.
VARIANCE, LOGIT, ATTENTION, WORD = 0.15, 0.1, 0.3, 0.1
# Below this logit a label is improbable, and how improbable is no matter.
_LEAST, _IMPOSSIBLE, _UNSEEN = -12.0, -30.0, -1e4


@dataclass(frozen=True)
class Outputs:
    """What a network gives of a batch: vectors of the last layer, logits by mentions, attention, words."""

    hidden: Tensor
    logits: Tensor
    attention: Tensor
    words: Tensor


class Teacher:
    """A network whose outputs are computed once for each sentence, and then remembered in half precision."""

    def __init__(self, net: Reader) -> None:
        self.net = net.eval()
        self._known: dict[str, tuple[Tensor, ...]] = {}

    def outputs(self, batch: Batch) -> Outputs:
        """Give the outputs of a batch."""
        missing = [item for item in batch.examples if item.id not in self._known]
        if missing:
            self._learn(missing)
        size, pieces, mentions = *batch.ids.shape, batch.kind.shape[1]
        made = Outputs(
            torch.zeros(size, pieces, WIDTH),
            torch.full((size, mentions, mentions, len(LABELS)), _IMPOSSIBLE),
            torch.full((size, mentions, mentions, pieces), _UNSEEN),
            torch.zeros(size, pieces, len(LABELS)),
        )
        for place, item in enumerate(batch.examples):
            hidden, logits, attention, words = (part.float() for part in self._known[item.id])
            own, here = len(words), len(logits)
            made.hidden[place, :own], made.words[place, :own] = hidden, words
            made.logits[place, :here, :here], made.attention[place, :here, :here, :own] = logits, attention
        return made

    def _learn(self, items: Sequence[TrainingExample]) -> None:
        with torch.no_grad():
            found = outputs(self.net, Batch(items))
        for place, item in enumerate(items):
            own, here = len(item.inputs.pieces), len(item.inputs.mentions)
            parts = found.hidden[place, :own], found.logits[place, :here, :here]
            parts += found.attention[place, :here, :here, :own], found.words[place, :own]
            self._known[item.id] = tuple(part.half() for part in parts)


def outputs(net: Reader, batch: Batch) -> Outputs:
    """Give what a network makes of a batch, its encoder in half precision."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = net.bert(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.seen.long())
    hidden = read.last_hidden_state.float()
    return Outputs(hidden, *net.head(hidden, batch.seen, batch.pool, batch.kind, batch.bucket, batch.rel))


def student_of(teacher: Reader, examples: Sequence[TrainingExample]) -> Reader:
    """Give a network of some narrowed layers of the teacher, without dropout, for its labels are not a person's."""
    student = copy.deepcopy(teacher)
    looked_at = random.sample(examples, min(LOOKED_AT, len(examples)))
    # Narrowed before layers are left out: a layer's inner places have their work in the whole network.
    narrow(student, [Batch(looked_at[start : start + BATCH]) for start in range(0, len(looked_at), BATCH)], INNER)
    student.bert.encoder.layer = nn.ModuleList(student.bert.encoder.layer[number] for number in LAYERS)
    student.bert.config.num_hidden_layers = len(LAYERS)
    for module in student.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    # What frames add is the teacher's.
    student.frames.requires_grad_(False)
    return student


def loss(found: Outputs, due: Outputs, batch: Batch) -> Tensor:
    """Give how far a student's outputs are from those of its teacher."""
    size, seen = len(batch.examples), batch.seen[..., None]
    there, nobody = batch.there[:, :, None] & batch.there[:, None], batch.party == 0
    pairs = there & ~(nobody[:, :, None] & nobody[:, None])
    hidden = ((found.hidden - due.hidden) ** 2 * seen).sum() / seen.sum() / WIDTH
    words = ((found.words - due.words) ** 2 * seen).sum() / seen.sum() / len(LABELS)
    ours, theirs = found.logits[pairs], due.logits[pairs]
    probable = torch.sigmoid(theirs)
    entropy = fn.binary_cross_entropy_with_logits(theirs, probable, reduction="sum")
    crossed = fn.binary_cross_entropy_with_logits(ours, probable, reduction="sum")
    logits = fn.mse_loss(ours.clamp(min=_LEAST), theirs.clamp(min=_LEAST))
    # Where a pair looks counts as much as it is probable that it has any relation.
    looks, apart = due.attention[pairs], due.attention[pairs] - found.attention[pairs]
    attention = ((looks.exp() * apart).sum(-1) * probable.amax(-1)).sum()
    total = hidden / VARIANCE + (crossed - entropy) / size + LOGIT * logits
    return total + ATTENTION * attention / size + WORD * words


def distilled(net: Reader, examples: Sequence[TrainingExample], folder: Path) -> Reader:
    """Give a smaller network that has learnt from a network what it makes of some sentences."""
    teacher, student = Teacher(net), student_of(net, examples).train()
    learning = [(name, value) for name, value in student.named_parameters() if value.requires_grad]
    groups = [
        {"params": [value for name, value in learning if name.startswith("bert.") is encoder], "lr": speed}
        for encoder, speed in ((True, RATE), (False, HEAD_RATE))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = EPOCHS * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps, WARM))
    for step, items in enumerate(batches(examples, EPOCHS, BATCH)):
        batch = Batch(items)
        optimizer.zero_grad(set_to_none=True)
        value = loss(outputs(student, batch), teacher.outputs(batch), batch)
        value.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: {value.item():.2f} from the teacher", flush=True)
        if step % WRITTEN == 0:
            torch.save(student.state_dict(), folder / "student.pt")
    return student


def main() -> None:
    """Read a teacher and the sentences, distil, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path, help="a network as relation_export.py wrote it")
    parser.add_argument("examples", type=Path, help="the sentences that relation_mix.py wrote")
    parser.add_argument("folder", type=Path, help="where the smaller one is written")
    given = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    given.folder.mkdir(exist_ok=True)
    examples: list[TrainingExample] = pickle.loads(given.examples.read_bytes())
    student = distilled(restored(given.teacher), examples, given.folder)
    torch.save(student.state_dict(), given.folder / "student.pt")
    export(student, given.folder, base() / "tokenizer.json", random.sample(examples, LOOKED_AT))


if __name__ == "__main__":
    main()
