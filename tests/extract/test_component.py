"""The coder inside a spaCy pipeline."""

from datetime import date

import spacy

import communique.extract.component  # noqa: F401  (registers the component)
from communique.extract.pipeline import MODEL


def test_a_pipeline_with_the_component_reads_events() -> None:
    nlp = spacy.load(MODEL)
    nlp.add_pipe("communique")
    doc = nlp.make_doc("Officials met. Spain criticized Morocco on Monday. It recalled its ambassador from Rabat.")
    doc._.published = date(2016, 3, 4)
    for report in nlp(doc)._.reports:
        assert doc.text[slice(*report.span)] == report.trigger
    found = [(report.actor, report.action, report.target, report.date) for report in doc._.reports]
    assert found == [
        ("esp", "criticizes", "mar", date(2016, 2, 29)),
        ("esp", "breaks-relations-with", "mar-gov", None),
    ]
