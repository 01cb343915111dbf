"""Figures of the coder on labelled sentences that the relation reader has not seen, by threshold.

    python benchmarks/training/relation_thresholds.py

From this table the thresholds in extract/data/relation.toml were chosen: precision, recall and F1 by root, F1 by
status, and whether right events are surer than wrong ones (AUROC). Sentences are parsed and read once.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))

from relation_examples import Row, held_out, labelled
from reliability import discrimination, judged

from communique.api.evaluation.predictions import predictions
from communique.api.evaluation.scores import event_figures
from communique.extract import Coder, Purpose, load, pipeline
from communique.extract.frames.scene import Scene
from communique.extract.relation import reader
from communique.extract.relation.choice import Thresholds
from communique.extract.relation.network import MarkedMention, Network, Scores
from communique.extract.syntax.segmentation import Sentence
from communique.ontology.types import Document, Extraction

FRAME, NETWORK = (0.15, 0.3, 0.5), (0.35, 0.4, 0.45, 0.5, 0.75)
HOME, BESIDE = (0.4, 0.5, 0.55, 0.75), (0.4, 0.5, 0.6, 0.75)


def unseen() -> Iterator[Row]:
    """Give the held-out sentences, whose day of publication is left out where it is only a month."""
    held = held_out()
    for row in labelled():
        if row["id"] in held:
            yield {**row, "date": row["date"] if row.get("date") and len(row["date"]) == 10 else None}


def remembering(coder: Coder) -> ExitStack:
    """Give a context in which a document is parsed, its frames are matched and its sentences are read only once."""
    scenes, readings, scores_of = coder.scenes, pipeline.readings, Network.scores_of
    parsed: dict[str, list[tuple[Sentence, Scene]]] = {}
    matched: dict[int, object] = {}
    scored: dict[tuple[str, tuple[MarkedMention, ...]], Scores] = {}

    def extract_once(_: Coder, document: Document) -> Extraction:
        if document.id not in parsed:
            parsed[document.id] = list(scenes(document, gated=coder.gated))
        said = [report for item in parsed[document.id] for report in coder.read(document.id, *item)]
        actors = {name: actor for _, scene in parsed[document.id] for name, actor in scene.found.items()}
        return Extraction(document, tuple(said), tuple(actors.values()))

    def readings_once(scene: object, lexica: object) -> object:
        if id(scene) not in matched:
            matched[id(scene)] = readings(scene, lexica)
        return matched[id(scene)]

    def scores_once(self: Network, asked: Sequence[tuple[str, Sequence[MarkedMention]]]) -> list[Scores]:
        keys = [(text, tuple(mentions)) for text, mentions in asked]
        new = [key for key in keys if key not in scored]
        scored.update(zip(new, scores_of(self, new), strict=True))
        return [scored[key] for key in keys]

    stack = ExitStack()
    stack.enter_context(mock.patch.object(Coder, "extract", extract_once))
    stack.enter_context(mock.patch.object(pipeline, "readings", readings_once))
    stack.enter_context(mock.patch.object(Network, "scores_of", scores_once))
    return stack


def main() -> None:
    """Print a line of figures for each combination of thresholds."""
    rows, coder = list(unseen()), load()
    print(f"{len(rows)} sentences\nframe network home beside  precision recall root-F1 status-F1 AUROC")
    with remembering(coder):
        for least in product(FRAME, NETWORK, HOME, BESIDE):
            _print(rows, coder, Thresholds(*least))


def _print(rows: Sequence[Row], coder: Coder, least: Thresholds) -> None:
    with mock.patch.object(reader, "thresholds", lambda: dict.fromkeys(Purpose, least)):
        predicted = predictions(rows, coder)
    figures = event_figures(rows, predicted)
    root, status = figures["root"], figures["status"]
    apart = discrimination(list(judged(rows, predicted)))
    numbers = (root["precision"], root["recall"], root["f1"], status["f1"], apart)
    limits = (least.frame, least.network, least.home, least.beside)
    print(*(f"{number:.2f}" for number in limits), *(f"{number:.3f}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
