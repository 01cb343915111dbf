"""Learn how network and frames are weighed between given spans, and write extract/data/plover.toml.

    python benchmarks/training/weighing.py

All is counted on the validation relations, which the network has not seen in training. What a kind of reading is worth
is the logarithm of its odds against one other type: as much as if it knew nothing that the network knows. To fit all
weights together would be wrong here. The network was trained on sentences of the same kind as these and is nearly
always right on them, so that nothing else would count; on the news of others it errs more often. The network's weight
alone is then the one under which the right types are likeliest.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from communique.extract.given_spans import candidates
from communique.extract.pipeline import Coder, load
from communique.extract.relation.plover import Weights, judgements, opinion
from communique.ontology.lexicon import merged_types

ROOT = Path(__file__).parents[2]
RELATIONS = ROOT / "benchmarks" / "validation" / "relations.jsonl"
OUT = ROOT / "extract" / "data" / "plover.toml"
KINDS = ("direct", "source", "turned", "over-both", "over-target", "over-source", "beside", "broken")
TRIED = [step / 10 for step in range(5, 31)]


@dataclass(frozen=True)
class Asked:
    """A relation's right type, the network's chances, and what the frames say, best first, as (type, kind)."""

    right: str
    opinion: dict[str, float]
    said: list[tuple[str, str]]

    @property
    def later(self) -> set[str]:
        """Give the types that frames say, but not first."""
        return {plover for plover, _ in self.said[1:]} - {plover for plover, _ in self.said[:1]}


def asked(path: Path, coder: Coder) -> Iterator[Asked]:
    """Give what network and frames say of each relation in a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source, target = ([(start, end) for start, end in row[side]] for side in ("source", "target"))
        said = [(item.type, item.kind) for item in candidates(row["text"], source, target, coder)]
        yield Asked(row["plover"], opinion(row["text"], source, target), said)


def learned(rows: Sequence[Asked]) -> Weights:
    """Give the weights under which the relations' right types are likeliest."""
    spoken = [row for row in rows if row.said]
    first = {kind: worth(row.said[0][0] == row.right for row in spoken if row.said[0][1] == kind) for kind in KINDS}
    later = worth(plover == row.right for row in spoken for plover in row.later)
    tried = [Weights(network, first, later) for network in TRIED]
    return max(tried, key=lambda weights: likelihood(rows, weights))


def worth(hits: Iterable[bool]) -> float:
    """Give the logarithm of the odds of a reading against one of the other types, from how often it was right."""
    counted = list(hits)
    share = (sum(counted) + 1) / (len(counted) + 2)
    return math.log(share / ((1 - share) / (len(merged_types()) - 1)))


def likelihood(rows: Iterable[Asked], weights: Weights) -> float:
    """Give the logarithm of how likely the right types are under some weights."""
    return sum(math.log(judgements(row.opinion, row.said, weights)[row.right]) for row in rows)


def accuracy(rows: Sequence[Asked], weights: Weights) -> float:
    """Give the share of relations whose likeliest type is the right one."""
    judged = [judgements(row.opinion, row.said, weights) for row in rows]
    return sum(max(found, key=found.__getitem__) == row.right for found, row in zip(judged, rows, strict=True)) / len(
        rows
    )


def write(weights: Weights, path: Path) -> None:
    """Write the weights as the second opinion reads them."""
    lines = [
        "# How network and frames are weighed between given spans; written by benchmarks/training/weighing.py.",
        f"network = {weights.network:.1f}",
        f"later = {weights.later:.2f}",
        "",
        "# What the first reading is worth, by how the frame's words stand to source and target.",
        "[first]",
        *(f"{kind} = {value:.2f}" for kind, value in weights.first.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn the weights, write them, and print how often network, frames and both are right."""
    rows = list(asked(RELATIONS, load()))
    weights = learned(rows)
    write(weights, OUT)
    nothing = dict.fromkeys(KINDS, 0.0)
    print(f"network {accuracy(rows, replace(weights, first=nothing, later=0.0)):.3f}", end=", ")
    print(f"frames {accuracy(rows, replace(weights, network=1e-6)):.3f}, both {accuracy(rows, weights):.3f}")


if __name__ == "__main__":
    main()
