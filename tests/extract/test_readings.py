"""Golden readings: which events, by party and CAMEO root, the coder finds in each line of readings.tsv."""

from pathlib import Path

import pytest

from communique.api.evaluation.predictions import predict_events
from communique.extract.pipeline import Coder
from communique.ontology.interchange.tsv import rows

GOLDEN = [row for _, row in rows(Path(__file__).with_name("readings.tsv"))]
DAY = "2017-05-10"


def _accepted(events: str) -> set[tuple[str, str, str, str]]:
    """Give each event of a line as source, target, root and status, once for every root that it accepts."""
    found = set()
    for event in events.split("; ") if events != "-" else ():
        source, _, target, roots, *status = event.split(" ")
        found |= {(source, target, root, status[0] if status else "asserted") for root in roots.split("/")}
    return found


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["sentence"])
def test_a_golden_sentence_has_its_events_and_no_other(row: dict[str, str], coder: Coder) -> None:
    gold = {"id": "golden", "text": row["sentence"], "date": DAY}
    predicted = next(iter(predict_events([gold], coder)))["events"]
    assert isinstance(predicted, list)
    found = {(event["source"], event["target"], event["code"][:2], event["status"]) for event in predicted}
    accepted = _accepted(row["events"])
    unexpected = {item for item in found if not any(_same(item, other) for other in accepted)}
    assert not unexpected
    missing = [event for event in row["events"].split("; ") if event != "-" and not _has(event, found)]
    assert not missing


def _same(found: tuple[str, str, str, str], due: tuple[str, str, str, str]) -> bool:
    return (found[0], *found[2:]) == (due[0], *due[2:]) and due[1] in ("*", found[1])


def _has(event: str, found: set[tuple[str, str, str, str]]) -> bool:
    return any(_same(item, other) for item in found for other in _accepted(event))
