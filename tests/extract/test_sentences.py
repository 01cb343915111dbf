"""Golden sentences: what the coder reads in each line of sentences.tsv."""

from datetime import date
from pathlib import Path

import pytest

from extract.pipeline import Coder
from ontology.document import Document, document_id
from ontology.report import Report
from ontology.tsv import rows, split

GOLDEN = [row for _, row in rows(Path(__file__).with_name("sentences.tsv"))]


def _line(report: Report, published: date) -> str:
    return " ".join(
        (report.actor, report.action, report.target or "-", report.status, (report.date or published).isoformat())
    )


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["text"])
def test_a_golden_sentence_is_read_as_written_down(row: dict[str, str], coder: Coder) -> None:
    published = date.fromisoformat(row["published"])
    document = Document(document_id(row["text"], ""), row["text"], published=published)
    found = [_line(report, published) for report in coder.extract(document).reports]
    assert sorted(found) == sorted(split(row["expected"]))


def test_spans_point_at_the_words(coder: Coder) -> None:
    text = "Talks failed\n\nSpain criticized Morocco. The Russian foreign ministry thanked Oslo."
    for report in coder.extract(Document("d", text)).reports:
        assert text[slice(*report.span)] == report.trigger
        assert text[slice(*report.sentence_span)] == report.sentence
    spans = {
        text[slice(*report.actor_span)] for report in coder.extract(Document("d", text)).reports if report.actor_span
    }
    assert spans == {"Spain", "Russian foreign ministry"}
