"""Quotation marks: which words stand between them, and whose words a report quotes."""

import pytest
import spacy
from treebank import treebank_coder

from communique.extract.syntax.quotations import has_marks, in_quotation, quotation
from communique.ontology.types.document import Document


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ('"We condemn Egypt," it said.', "condemn", "We condemn Egypt,"),
        ('"We condemn Egypt," it said.', "said", None),
        ("“We condemn Egypt,” it said, “and thank Chad.”", "thank", "and thank Chad."),
        ("“We condemn Egypt,” it said, “and thank Chad.”", "said", None),
        ('It said: "We condemn Egypt.', "condemn", "We condemn Egypt."),
        ('It said: "We condemn Egypt.', "said", None),
        ('We condemn Egypt," it said.', "condemn", "We condemn Egypt,"),
        ('We condemn Egypt," it said.', "said", None),
        ("«We condemn Egypt», it said.", "condemn", "We condemn Egypt"),
        ("It condemned Egypt's army.", "condemned", None),
    ],
)
def test_marks_open_and_close_by_turns(text: str, word: str, expected: str | None) -> None:
    doc = spacy.blank("en")(text)
    (token,) = [token for token in doc if token.text == word]
    found = quotation(token)
    assert (found.text if found is not None else None) == expected
    assert in_quotation(token) is (expected is not None)
    assert has_marks(doc) is any(mark in text for mark in '"“«')


def test_a_report_quotes_its_speaker_and_nothing_outside_the_marks() -> None:
    text = 'The Ethiopian government rejected the plan. "We condemn Egypt," it said in a statement.'
    (report,) = treebank_coder().extract(Document("d", text)).reports
    assert report.quote == "We condemn Egypt"
    assert report.quote in report.sentence
    (report,) = treebank_coder().extract(Document("d", "Iran said that Iraq had attacked Kuwait.")).reports
    assert (report.speaker, report.quote) == ("irn", None)
