"""Figures of the coder on labelled sentences that the relation reader has not seen, by threshold.

    python benchmarks/training/relation_thresholds.py

From this table the thresholds in extract/data/relation.toml were chosen: precision, recall and F1 by root, F1 by
status.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from unittest import mock

from relation_examples import Row, held_out, labelled

from communique.api.evaluation.predictions import predictions
from communique.api.evaluation.scores import event_figures
from communique.extract import Purpose, load
from communique.extract.relation import judging
from communique.extract.relation.judging import Thresholds, decision

FRAME, NETWORK, BESIDE = (0.03, 0.1, 0.3), (0.2, 0.3, 0.4, 0.5, 0.6), (0.6, 0.75, 0.9)


def unseen() -> Iterator[Row]:
    """Give the held-out sentences, whose day of publication is left out where it is only a month."""
    held = held_out()
    for row in labelled():
        if row["id"] in held:
            yield {**row, "date": row["date"] if row.get("date") and len(row["date"]) == 10 else None}


def main() -> None:
    """Print a line of figures for each combination of thresholds."""
    rows, coder, known = list(unseen()), load(), decision()
    print(f"{len(rows)} sentences\nframe network beside  precision recall root-F1 status-F1")
    for least in product(FRAME, NETWORK, BESIDE):
        tried = replace(known, thresholds={**known.thresholds, Purpose.BALANCED: Thresholds(*least)})
        with (
            mock.patch.object(judging, "decision", lambda tried=tried: tried),
            mock.patch("communique.extract.relation.reader.decision", lambda tried=tried: tried),
        ):
            figures = event_figures(rows, predictions(rows, coder))
        root, status = figures["root"], figures["status"]
        numbers = (root["precision"], root["recall"], root["f1"], status["f1"])
        print(*(f"{number:.2f}" for number in least), *(f"{number:.3f}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
