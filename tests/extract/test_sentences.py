"""Golden sentences: what the coder reads in each line of sentences.tsv."""

from datetime import date
from pathlib import Path

import pytest

from communique.extract.pipeline import Coder
from communique.extract.syntax.segmentation import sentences
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.document import Document, document_id
from communique.ontology.types.report import Report

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


def test_what_is_no_word_is_passed_over_and_nothing_moves(coder: Coder) -> None:
    text = f"Egypt praised Jordan. {'(' * 5000} Kenya thanked Chad."
    (first, second) = coder.extract(Document(document_id(text, ""), text)).reports
    assert [text[slice(*report.span)] for report in (first, second)] == ["praised", "thanked"]
    assert text[slice(*second.sentence_span)].endswith("Kenya thanked Chad.")


def test_a_long_paragraph_is_cut_between_sentences(coder: Coder) -> None:
    sentence = "Kenya thanked Chad. "
    assert {each.doc.text for each in sentences(sentence * 3000, coder.nlp)} == {sentence.strip()}
    assert [each.start for each in sentences(sentence * 3000, coder.nlp)] == list(range(0, 60_000, len(sentence)))
    # Without a full stop it is cut between words, and without a blank it holds no word.
    assert {each.doc.text for each in sentences("word " * 300, coder.nlp)} == {"word " * 299 + "word"}
    assert list(sentences("word" * 10_000, coder.nlp)) == []


def test_what_is_too_long_for_a_sentence_is_not_read(coder: Coder) -> None:
    text = "France criticized Spain on 3 May 2015, " * 100 + "it said. Kenya thanked Chad."
    (report,) = coder.extract(Document(document_id(text, ""), text)).reports
    assert report.sentence == "Kenya thanked Chad."
