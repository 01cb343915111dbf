"""Golden readings: exactly which events, by party and CAMEO code, the coder reads in each line of readings.tsv."""

from pathlib import Path

import pytest

from communique.api.evaluation.predictions import predict_events
from communique.extract.pipeline import Coder
from communique.extract.readings.reports import readings
from communique.ontology.interchange.tsv import rows
from communique.ontology.types import Document

GOLDEN = [row for _, row in rows(Path(__file__).with_name("readings.tsv"))]
DAY = "2017-05-10"


def _written(event: dict[str, object]) -> str:
    """Give an event as source, target, code, and status where it is not asserted."""
    status = "" if event["status"] == "asserted" else f" {event['status']}"
    return f"{event['source']} > {event['target']} {event['code']}{status}"


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["sentence"])
def test_a_golden_sentence_has_its_events_and_no_other(row: dict[str, str], coder: Coder) -> None:
    gold = {"id": "golden", "text": row["sentence"], "date": DAY}
    predicted = next(iter(predict_events([gold], coder)))["events"]
    assert isinstance(predicted, list)
    expected = row["events"].split("; ") if row["events"] != "-" else []
    assert {_written(event) for event in predicted} == set(expected)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Peru thanked Chad.", 0.9),
        # More words of the frame make it surer; a noun, an unknown name and what stands for another, less sure.
        ("Peru expressed its support for Chad.", 0.93),
        ("Peru's talks with Chad failed.", 0.8),
        ("Berta Kolinska thanked Peru.", 0.75),
        ("Chad left. It thanked Peru.", 0.8),
    ],
)
def test_a_reading_is_the_surer_the_plainer_it_is_said(text: str, confidence: float, coder: Coder) -> None:
    found = [item for _, scene in coder.scenes(Document("d", text)) for item in readings(scene, coder.lexica)]
    assert [item.confidence for item in found] == [pytest.approx(confidence)]
