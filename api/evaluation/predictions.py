"""Predictions for gold sets: sentences with party-level events, and relations with given spans."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from communique.api.evaluation.scores import GoldRow, event_figures, relation_figures
from communique.extract import Coder, relation_between
from communique.ontology.actors import Actors, party_code
from communique.ontology.lexicon import actions
from communique.ontology.types import Document, Modality, Report, Span, Status, document_id

ANYONE = "---"
_UNREALISED = {Modality.PLANNED: "planned", Modality.POSSIBLE: "hypothetical", Modality.HYPOTHETICAL: "hypothetical"}


def read_gold(path: Path) -> list[GoldRow]:
    """Give the rows of a gold file (JSON lines); ValueError with the line that is none."""
    found: list[GoldRow] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}:{number}: not JSON: {error.msg}") from error
    return found


def predict_events(rows: Iterable[GoldRow], coder: Coder) -> Iterator[dict[str, object]]:
    """Give a prediction line for each sentence: its events by party, CAMEO code and status."""
    for row in rows:
        yield {"id": row["id"], "events": list(_events(row, coder))}


def predict_relations(rows: Iterable[GoldRow], coder: Coder) -> Iterator[dict[str, object]]:
    """Give a prediction line for each relation with given spans: its PLOVER type, or none."""
    for row in rows:
        found = relation_between(str(row["text"]), _spans(row, "source"), _spans(row, "target"), coder)
        yield {
            "id": row["id"],
            "plover": found.plover if found else None,
            "rule": found.rule if found else "",
            "confidence": found.confidence if found else 0.0,
        }


def is_relations(rows: Sequence[GoldRow]) -> bool:
    """Tell whether a gold set is one of relations with given spans."""
    return bool(rows) and "plover" in rows[0] and isinstance(rows[0].get("source"), list)


def predictions(rows: Sequence[GoldRow], coder: Coder) -> list[dict[str, object]]:
    """Give the prediction lines for a gold set of either kind."""
    return list(predict_relations(rows, coder) if is_relations(rows) else predict_events(rows, coder))


def figures(rows: Sequence[GoldRow], predicted: Sequence[GoldRow]) -> dict[str, object]:
    """Give the figures of predictions for a gold set of either kind."""
    return relation_figures(rows, predicted) if is_relations(rows) else event_figures(rows, predicted)


def _spans(row: GoldRow, side: str) -> list[Span]:
    spans = row[side]
    if not isinstance(spans, list):
        raise ValueError(f"{row['id']}: {side} must be a list of [start, end] pairs")
    return [(int(start), int(end)) for start, end in spans]


def _events(row: GoldRow, coder: Coder) -> Iterator[dict[str, object]]:
    context, text = str(row.get("context") or ""), str(row["text"])
    whole = f"{context}\n\n{text}" if context else text
    day = date.fromisoformat(str(row["date"])) if row.get("date") else None
    extraction = coder.extract(Document(document_id(whole, ""), whole, published=day))
    actors = coder.names.gazetteer.actors.with_actors(extraction.actors)
    start = len(whole) - len(text)
    said = (report for report in extraction.reports if report.span[0] >= start)
    yield from (_event(report, actors, day) for report in said if report.modality is not Modality.URGED)


def _event(report: Report, actors: Actors, day: date | None) -> dict[str, object]:
    return {
        "source": party_code(report.actor, actors, day),
        "target": party_code(report.target, actors, day) if report.target else ANYONE,
        "code": actions()[report.action].cameo,
        "status": _status(report),
        "rule": report.rule,
        "confidence": report.confidence,
    }


def _status(report: Report) -> str:
    if report.status is Status.UNREALISED:
        return _UNREALISED[report.modality]
    return report.status.value
