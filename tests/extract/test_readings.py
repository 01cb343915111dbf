"""Golden readings: exactly which events, by party and CAMEO code, the coder reads in each line of readings.tsv."""

from pathlib import Path

import pytest

from communique.api.evaluation.predictions import predict_events
from communique.extract.pipeline import Coder
from communique.ontology.interchange.tsv import rows

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
