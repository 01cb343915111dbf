"""Learn what evidence is worth: a weight for each rule of the frames, and the lines that give probabilities.

    python benchmarks/training/calibration.py

A rule's weight comes from how often its reports agree with the labels, on the labelled news and wire copy that are not
held out. Its share of right reports is taken as drawn from a beta distribution around that of its kind, and that from
one around the share of all; so a rule that was seen seldom stays near its kind. The weight is by how much its log-odds
are above those of all. The lines are logistic regressions on the held-out sentences, which the network has not read; a
label agrees with one answer only. Both go to extract/data: `frame-weights.tsv`, `calibration.toml`. It takes two
minutes.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from relation_examples import SHORT, Row, held_out, labelled, read_frames
from relation_patterns import PATTERN
from scipy.optimize import minimize
from scipy.special import betaln

from communique.api.evaluation.scores import agrees, is_optional
from communique.extract import Coder, load
from communique.extract.relation import calibration as shipped
from communique.extract.relation.calibration import Calibration, FrameLine, NetworkLine, kind_of
from communique.extract.relation.choice import Thresholds, judgements, rival
from communique.extract.relation.judging import FrameEvent, JudgedRelation, candidates
from communique.extract.relation.marking import frame_event, marked_actors
from communique.extract.relation.network import NOBODY, network
from communique.extract.relation.reader import evidence, in_one_list
from communique.extract.relation.unnamed import FORCEFUL

OUT = Path(__file__).parents[2] / "extract" / "data"
# The share of a kind counts as so many reports of each of its rules is found; that of all, as these of each kind.
STRENGTHS, OF_ALL = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30), 10.0
SELDOM = 3
# Relations less probable than this are none to learn from; and so much the weights are drawn to 0.
LEAST, RIDGE = 0.03, 0.3
# Of what frames say below this logit, and of what else nothing is said by their words, every fourth or fifth is right,
# however low it is.
FLOOR = -3.0
STATEMENT = "01"
Counts = dict[str, tuple[int, int]]


def counted(rows: Iterable[Row], coder: Coder) -> Counts:
    """Give for each rule how many reports it gave, and how many of these agree with a label."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        for scene, _, _, said in read_frames(row, coder):
            for rule, event in {(report.rule, frame_event(report, scene)) for report in said}:
                seen[rule] += 1
                right[rule] += any(_agrees(due, event) for due in row["events"])
    return {rule: (number, right[rule]) for rule, number in sorted(seen.items())}


def _agrees(due: Mapping[str, object], said: FrameEvent) -> bool:
    """Tell whether a label is what is said; force without a target is told with that of its country as it (at_home)."""
    targets = {said.target, said.source} if said.target == NOBODY and said.root in FORCEFUL else {said.target}
    events = ({"source": said.source, "target": target, "root": said.root} for target in targets)
    return due["status"] == said.status and any(agrees(due, event) for event in events)


def weights(counts: Counts) -> Iterator[tuple[str, int, int, float]]:
    """Give name, reports, right ones and weight of each kind and of each rule that was seen often enough."""
    kinds: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rule, (seen, right) in counts.items():
        kinds[kind_of(rule)] = kinds[kind_of(rule)][0] + seen, kinds[kind_of(rule)][1] + right
    seen, right = (sum(part) for part in zip(*counts.values(), strict=True))
    common = right / seen
    shares = {kind: _drawn(*kinds[kind], common, OF_ALL) for kind in sorted(kinds)}
    strength = max(STRENGTHS, key=lambda tried: _likelihood(counts, shares, tried))
    for kind, share in shares.items():
        if kind and kinds[kind][0] >= SELDOM:
            yield kind, *kinds[kind], _odds(share) - _odds(common)
    for rule, (seen, right) in counts.items():
        if seen >= SELDOM:
            yield rule, seen, right, _odds(_drawn(seen, right, shares[kind_of(rule)], strength)) - _odds(common)


def _drawn(seen: int, right: int, share: float, strength: float) -> float:
    return (right + share * strength) / (seen + strength)


def _likelihood(counts: Counts, shares: Mapping[str, float], strength: float) -> float:
    """Give the logarithm of how likely the counts are if rules are drawn around their kinds' shares."""
    total = 0.0
    for rule, (seen, right) in counts.items():
        one, other = shares[kind_of(rule)] * strength, (1 - shares[kind_of(rule)]) * strength
        total += float(betaln(right + one, seen - right + other) - betaln(one, other))
    return total


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def lines(rows: Sequence[Row], coder: Coder) -> Calibration:
    """Give the lines under which what the labels say of the candidates is likeliest."""
    framed, alone = [], []
    for row in rows:
        found = sorted(_candidates(row, coder), key=lambda each: (not each[0].by_frame, -each[0].probability))
        for (item, weight, against), right in zip(found, _right([item for item, *_ in found], row), strict=True):
            if item.by_frame:
                framed.append((right, 1.0, max(item.logit, FLOOR), weight, -against))
            else:
                alone.append((right, 1.0, item.logit, -against))
    return Calibration(FrameLine(*_fitted(framed), FLOOR), NetworkLine(*_fitted(alone)))


def _right(found: Sequence[JudgedRelation], row: Row) -> Iterator[bool]:
    """Tell of each judgement in turn whether a label agrees that agrees with none before it."""
    left = sorted(row["events"], key=is_optional)
    for item in found:
        due = next((due for due in left if _agrees(due, item.event)), None)
        if due is not None:
            left.remove(due)
        yield due is not None


def _candidates(row: Row, coder: Coder) -> Iterator[tuple[JudgedRelation, float, float]]:
    """Give what can be said of a row, with the weight of its rule and the probability of its rival."""
    for scene, passage, read, said in read_frames(row, coder):
        marks = list(marked_actors(scene, said, passage))
        if not marks:
            continue
        frames = evidence(read, {report: frame_event(report, scene) for report in said}, passage)
        scores = network().scores(scene.doc.text, marks)
        listed = partial(in_one_list, scene)
        reported = {
            item.event
            for item in judgements(scores, frames, Thresholds(LEAST, LEAST, LEAST, LEAST), in_one_list=listed)
        }
        found = candidates(scores, frames, LEAST)
        for item in found:
            if item.root != STATEMENT and item.event in reported:
                yield item, frames[item.event].weight if item.by_frame else 0.0, rival(item, found, frames, listed)


def _fitted(rows: Sequence[tuple[float, ...]]) -> list[float]:
    """Give the weights of a logistic regression, all but the first drawn to 0; a row's first cell is what is true."""
    table = np.array(rows, dtype=np.float64)
    signs, given = 2 * table[:, 0] - 1, table[:, 1:]

    def loss(tried: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -signs * (given @ tried)).sum() + RIDGE * (tried[1:] ** 2).sum())

    return [round(float(weight), 3) for weight in minimize(loss, np.zeros(given.shape[1])).x]


def write_weights(found: Iterable[tuple[str, int, int, float]]) -> None:
    """Write the weights of rules and kinds of rule."""
    heads = ["rule\tseen\tright\tweight", "# What a rule's reports are worth; by benchmarks/training/calibration.py."]
    rows = [f"{rule}\t{seen}\t{right}\t{weight:.2f}" for rule, seen, right, weight in found]
    (OUT / "frame-weights.tsv").write_text("\n".join([*heads, *rows]) + "\n", encoding="utf-8")
    shipped.weights_of_rules.cache_clear()


def write_lines(found: Calibration) -> None:
    """Write the lines."""
    parts = ["# What makes probabilities of logits; written by benchmarks/training/calibration.py."]
    for name, line in (("frame", found.frame), ("network", found.network)):
        cells = (f"{field.name} = {value}" for field, value in zip(fields(line), astuple(line), strict=True))
        parts += ["", f"[{name}]", *cells]
    (OUT / "calibration.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")
    shipped.calibration.cache_clear()


def main() -> None:
    """Learn the weights and then the lines, and write both."""
    coder, held = load(), held_out()
    rows = [row for row in labelled() if "plover" not in row and not row["id"].startswith((SHORT, PATTERN))]
    write_weights(weights(counted((row for row in rows if row["id"] not in held), coder)))
    unseen = [row for row in rows if row["id"] in held]
    # Rivals are as probable as the lines say: twice, so that they settle.
    for _ in range(2):
        write_lines(lines(unseen, coder))
    print((OUT / "calibration.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
