"""Where events happened: rules on parses written down by hand, and what the whole coder reads in sentences."""

from datetime import date
from pathlib import Path

import pytest
from treebank import treebank_coder

from communique.extract.pipeline import Coder
from communique.extract.readings.places import dateline_place
from communique.ontology.interchange.tsv import rows
from communique.ontology.types import Document

FOLDER = Path(__file__).parent
RULES = [row for _, row in rows(FOLDER / "places.tsv")]
SENTENCES = [row for _, row in rows(FOLDER / "place-sentences.tsv")]
DAY = date(2017, 5, 10)


def places(text: str, coder: Coder, dateline: str = "") -> list[str]:
    """Give the places of a text's reports, ``-`` for none."""
    document = Document("d", text, published=DAY, metadata=(("dateline", dateline),) if dateline else ())
    return [report.place or "-" for report in coder.extract(document).reports]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row["rule"])
def test_a_rule_finds_the_place(row: dict[str, str]) -> None:
    assert places(row["text"], treebank_coder(), row["dateline"]) == row["expected"].split("|")


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["sentence"])
def test_a_golden_sentence_has_its_places(row: dict[str, str], coder: Coder) -> None:
    assert sorted(set(places(row["sentence"], coder, row["dateline"]))) == row["places"].split("|")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("France condemned the attack in Kabul.", {"condemned": "-", "attack": "afg.kabul"}),
        ("An Israeli soldier was killed in an attack on a checkpoint in the West Bank.", {"attack": "pse.west-bank"}),
    ],
)
def test_what_the_relation_reader_finds_has_its_place(sentence: str, expected: dict[str, str], reader: Coder) -> None:
    found = reader.extract(Document("d", sentence, published=DAY)).reports
    assert {report.trigger: report.place or "-" for report in found} == expected


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("SEOUL, South Korea", "kor.seoul"),
        ("Khartoum, Sudan", "sdn.khartoum"),
        ("New Delhi [India]", "ind.new-delhi"),
        ("MARIUPOL", "ukr.mariupol"),
        ("HYDERABAD, Pakistan", "pak.hyderabad"),
        ("Kenya", "ken"),
        ("Nowhereville", None),
        ("", None),
    ],
)
def test_a_dateline_names_its_place(dateline: str, expected: str | None) -> None:
    assert dateline_place(dateline, treebank_coder().names) == expected
