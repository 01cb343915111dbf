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


@pytest.mark.parametrize("title", ["Lt.", "Col.", "Maj. Gen.", "Capt.", "BRIG. GEN.", "Sgt.", "Msgr.", "Amb.", "Ft."])
def test_no_sentence_ends_behind_an_abbreviated_title(title: str, coder: Coder) -> None:
    text = f"The spokesman, {title} Jon Hadley, thanked Kenya. Oslo did not."
    assert [sentence.text for sentence in coder.sentences(Document("d", text))] == [text[:-14], text[-13:]]


def test_spans_point_at_the_words(coder: Coder) -> None:
    text = "Talks failed\n\nSpain criticized Morocco. The Russian foreign ministry thanked Oslo."
    for report in coder.extract(Document("d", text)).reports:
        assert text[slice(*report.span)] == report.trigger
        assert text[slice(*report.sentence_span)] == report.sentence
    spans = {
        text[slice(*report.actor_span)] for report in coder.extract(Document("d", text)).reports if report.actor_span
    }
    assert spans == {"Spain", "Russian foreign ministry"}


@pytest.mark.parametrize(
    ("line", "usual"),
    [
        ("Chile Recalls Envoy From Peru Over Border Raid", "Chile recalls envoy from Peru over border raid"),
        ("CHILE RECALLS ENVOY FROM PERU", "Chile recalls envoy from Peru"),
        ("NATO SECRETARY-GENERAL VISITS NORTH MACEDONIA", "NATO secretary-general visits North Macedonia"),
        ("US SANCTIONS TURKEY'S OIL MINISTER", "US sanctions Turkey's oil minister"),
        ("CAR BOMB KILLS TEN IN TRIPOLI", "Car bomb kills ten in Tripoli"),
        ("CAR BOMB KILLS TEN IN COLOGNE", "Car bomb kills ten in Cologne"),
        ("Peru Tells Us of Talks With Chad", "Peru tells us of talks with Chad"),
        ("WHO IS TO BLAME?", "Who is to blame?"),
        ("Norway Fires Missile Into Sea of Japan", "Norway fires missile into Sea of Japan"),
        ("President Macron Praises Japan", "President Macron praises Japan"),
        ("Trump Warns Iran", "Trump warns Iran"),
        ("Iran Will Trump Oman", "Iran will trump Oman"),
        ("Lena Brown Sues Peru", "Lena Brown sues Peru"),
        ("Qorvath Blames ABCD", "Qorvath blames ABCD"),
        ("KRZT AND QORVATH BLAME PERU", "KRZT and Qorvath blame Peru"),
        ("China Slams U.S. Over Taiwan Arms Sale", "China slams U.S. over Taiwan arms sale"),
        ("Barack Obama met Angela Merkel", "Barack Obama met Angela Merkel"),
        ("Peru thanks Chile", "Peru thanks Chile"),
        ("UN NATO", "UN NATO"),
    ],
)
def test_headlines_in_capitals_are_read_in_usual_letters(line: str, usual: str, coder: Coder) -> None:
    document = Document("d", line, published=date(2018, 5, 10))
    assert [item.doc.text for item in coder.sentences(document)] == [usual]
    assert [item.text for item in coder.sentences(document)] == [line]


def test_what_is_read_in_other_letters_is_told_as_written(coder: Coder) -> None:
    text = "CHILE RECALLS ENVOY FROM PERU\n\nOman Slams 'Reckless' Yemen"
    first, second = coder.extract(Document("d", text)).reports
    assert (first.actor, first.target, first.trigger) == ("chl", "per", "RECALLS")
    assert (second.sentence, text[slice(*second.span)]) == ("Oman Slams 'Reckless' Yemen", "Slams")
    assert text[slice(*first.sentence_span)] == first.sentence == "CHILE RECALLS ENVOY FROM PERU"


@pytest.mark.parametrize(
    ("line", "actor", "action", "target"),
    [
        ("Turkish jets bomb Homs", "tur-mil", "bombs", "syr"),
        ("Iran's foreign minister visits Peru", "irn-mfa", "visits", "per"),
        ("Malian foreign ministry summons Togolese envoy", "mli-mfa", "complains-about", "tgo-mfa"),
    ],
)
def test_a_noun_for_an_organ_is_no_verb_of_a_headline(
    line: str, actor: str, action: str, target: str, coder: Coder
) -> None:
    (report,) = coder.extract(Document("d", line, published=date(2018, 5, 10))).reports
    assert (report.actor, report.action, report.target) == (actor, action, target)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Chile criticized the U.S. Peru praised Oman.", 2),
        ("Chile thanked the U.N. The ministry said so.", 2),
        ("They met in Washington, D.C. Peruvian officials praised Oman.", 2),
        ("It began at 5 p.m. Oman's foreign minister denied it.", 2),
        ("Chile sued Fjord Inc. Peru praised Oman.", 2),
        ("Chile criticized the U.S. Diplomats from Oman thanked Chile.", 2),
        ("Chile thanked the E.U. Lawmakers in Quito blamed Oman.", 2),
        ("Chile thanked the U.S. Marines on Monday.", 1),
        ("Chile criticized U.S. Senators on Monday.", 1),
        ("Chile thanked U.S. Senators who blamed Oman.", 1),
        ("Chile criticized the U.S. Senate on Monday.", 1),
        ("He said the U.S. Treasury blamed Oman.", 1),
        ("The U.S. Peru envoy left.", 1),
        ("He told us the U.S. Peru policy had failed.", 1),
        ("Gen. Silva met U.S. President Donald Trump in Lima.", 1),
        ("He met Gen. Peru Silva.", 1),
        # A surname alone may go on with the name before it.
        ("He thanked the U.S. Kerry praised Oman.", 1),
        ("Chile Slams U.S. Over Arms Sale", 1),
    ],
)
def test_an_abbreviation_ends_a_sentence_where_another_begins(text: str, number: int, coder: Coder) -> None:
    assert len(list(coder.sentences(Document("d", text)))) == number


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
