"""Rules of the coder on parses written down by hand: what is read in each line of rules.tsv."""

from datetime import date
from pathlib import Path

import pytest
from treebank import treebank_coder

from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.document import Document
from communique.ontology.types.report import Modality, Report

GOLDEN = [row for _, row in rows(Path(__file__).with_name("rules.tsv"))]


def line(report: Report) -> str:
    """Give what a report says: who did what to whom, how real, when, about whom, and who says so."""
    parts = [report.actor, report.action, report.target or "-"]
    parts += ["not"] if report.negated else []
    parts += [report.modality.value] if report.modality is not Modality.ACTUAL else []
    parts += [f"{report.date}" + (f"/{report.date_end}" if report.date_end else "")] if report.date else []
    parts += ["about " + " ".join(report.about)] if report.about else []
    parts += [f"says {report.speaker}"] if report.speaker else []
    parts += [f"quoting [{report.quote}]"] if report.quote else []
    return " ".join(parts)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["rule"])
def test_a_rule_reads_its_sentence(row: dict[str, str]) -> None:
    document = Document("d", row["text"], published=date.fromisoformat(row["published"]))
    found = [line(report) for report in treebank_coder().extract(document).reports]
    assert found == list(split(row["expected"]))
