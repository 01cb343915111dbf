"""The reliability table: how often reports are right, by the confidence that they bear.

Run it as ``python benchmarks/reliability.py [GOLD.jsonl …]``; without files it reads the validation sentences and
relations. An asserted event is right where the gold has one with its parties and root, a relation where it has the
gold's type. With ``--fit`` it writes extract/data/confidence.tsv anew from the validation sentences: the raw
confidence of reports, in groups of neighbours, made rising by pooling those that fall.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from communique.api.evaluation.predictions import is_relations, predictions, read_gold
from communique.api.evaluation.scores import agrees, merged
from communique.extract.pipeline import Coder, load
from communique.extract.readings.confidence import known
from communique.extract.relation.reader import RULE

ROOT = Path(__file__).parents[1]
VALIDATION = ROOT / "benchmarks" / "validation"
TABLE = ROOT / "extract" / "data" / "confidence.tsv"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
FRAMES = "frames"
# Groups smaller than this say little.
SMALLEST = 25

Judged = tuple[str, float, bool]
Row = Mapping[str, Any]


def judged(gold: Sequence[Row], said: Sequence[Row]) -> Iterator[Judged]:
    """Give, for each answer, who gave it, how sure it was and whether it was right."""
    for row, answer in zip(gold, said, strict=True):
        if "plover" in row:
            if answer["plover"]:
                right = merged(str(answer["plover"])) == row["plover"]
                yield _giver(answer), float(answer["confidence"]), right
            continue
        for event in answer["events"]:
            if event["status"] == "asserted":
                yield _giver(event), float(event["confidence"]), any(_same(due, event) for due in row["events"])


def _giver(answer: Row) -> str:
    return RULE if answer["rule"] == RULE else FRAMES


def _same(due: Row, said: Row) -> bool:
    return due["status"] == "asserted" and agrees(due, said)


def discrimination(found: Sequence[Judged]) -> float:
    """Give the probability that a right answer is surer than a wrong one: the area under the ROC curve (AUROC)."""
    right, wrong = ([sure for _, sure, hit in found if hit is kind] for kind in (True, False))
    above = sum((one > other) + (one == other) / 2 for one in right for other in wrong)
    return above / (len(right) * len(wrong)) if right and wrong else float("nan")


def table(found: Sequence[Judged]) -> Iterator[str]:
    """Give the lines of the reliability table."""
    yield f"{'by':15} {'confidence':12} {'answers':>7} {'mean':>6} {'right':>6}"
    for giver in (FRAMES, RULE):
        for low, high in pairwise(BINS):
            part = [(sure, right) for by, sure, right in found if by == giver and low <= sure < high]
            if part:
                mean, right = np.mean(part, axis=0)
                yield f"{giver:15} {low:.2f}-{min(high, 1):.2f}    {len(part):7} {mean:6.2f} {right:6.2f}"


def curve(found: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Give points of a rising curve from raw confidence to the share that is right (pool adjacent violators)."""
    ordered = sorted(found)
    cuts = [0]
    while cuts[-1] < len(ordered):
        end = min(len(ordered), cuts[-1] + SMALLEST)
        end = next((i for i in range(end, len(ordered)) if ordered[i][0] > ordered[end - 1][0]), len(ordered))
        cuts.append(len(ordered) if len(ordered) - end < SMALLEST else end)
    pools: list[tuple[float, float, int]] = []
    for start, end in pairwise(cuts):
        raw, right = np.mean(ordered[start:end], axis=0)
        pools.append((float(raw), (float(right) * (end - start) + 1) / (end - start + 2), end - start))
        while len(pools) > 1 and pools[-1][1] < pools[-2][1]:
            (raw_a, right_a, n_a), (raw_b, right_b, n_b) = pools[-2:]
            n = n_a + n_b
            pools[-2:] = [((raw_a * n_a + raw_b * n_b) / n, (right_a * n_a + right_b * n_b) / n, n)]
    return [(raw, right) for raw, right, _ in pools]


def fit(coder: Coder) -> None:
    """Write the table of calibrated confidences from the validation sentences, read with one that changes nothing."""
    _write([(0.0, 0.0), (1.0, 1.0)])
    rows = read_gold(VALIDATION / "sentences.jsonl")
    _write(curve([(sure, right) for _, sure, right in judged(rows, predictions(rows, coder))]))


def _write(points: Sequence[tuple[float, float]]) -> None:
    lines = ["raw\tright", "# From raw confidence to the share that was right; by benchmarks/reliability.py."]
    lines += [f"{raw:.3f}\t{right:.3f}" for raw, right in points]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    known.cache_clear()


def main() -> None:
    """Print the reliability table of some gold files, or fit the calibration anew."""
    ask = argparse.ArgumentParser(description="How often reports are right, by their confidence.")
    ask.add_argument("files", nargs="*", type=Path, default=sorted(VALIDATION.glob("*.jsonl")))
    ask.add_argument("--fit", action="store_true", help="write extract/data/confidence.tsv anew first")
    said = ask.parse_args()
    coder = load()
    if said.fit:
        fit(coder)
    for name, wanted in (("events", False), ("relations", True)):
        sets = [rows for path in said.files if is_relations(rows := read_gold(path)) == wanted]
        found = [item for rows in sets for item in judged(rows, predictions(rows, coder))]
        if found:
            print(name, *table(found), f"AUROC {discrimination(found):.3f}", sep="\n")


if __name__ == "__main__":
    main()
