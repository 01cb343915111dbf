"""Datelines and the margins of headlines: what stands there does not act, and what only looks like them does."""

import pytest

from communique.extract.documents.datelines import dateline, dateline_of, is_dateline
from communique.extract.documents.plain import read_text
from communique.extract.pipeline import Coder
from communique.extract.syntax.prose import prose_of
from communique.ontology.types.document import Document, document_id

SENTENCE = "Egypt praised Jordan on Monday."


@pytest.mark.parametrize(
    ("start", "place", "day", "source"),
    [
        ("OSLO, Norway (AP) \u2014 ", "OSLO, Norway", "", "AP"),
        ("Omdurman, Sudan - ", "Omdurman, Sudan", "", ""),
        ("New Delhi [India], March 9 (ANI): ", "New Delhi, India", "March 9", "ANI"),
        ("LIMA, 9 March 2019 \u2013 ", "LIMA", "9 March 2019", ""),
        ("Lima/Quito, March 9th -- ", "Lima/Quito", "March 9th", ""),
        ("LIMA and QUITO (dpa) - ", "LIMA and QUITO", "", "dpa"),
        ("MOSCOW. March 9 (Interfax) - ", "MOSCOW", "March 9", "Interfax"),
        ("MINSK, March 9. /BelTA/. ", "MINSK", "March 9", "BelTA"),
        ("Damascus, SANA- ", "Damascus", "", "SANA"),
        ("Paris, France | AFP | ", "Paris, France", "", "AFP"),
        ("Havana, Mar 9 (Prensa Latina) ", "Havana", "Mar 9", "Prensa Latina"),
        ("LAHORE, (UrduPoint / APP - 09th Mar, 2019 ) : ", "LAHORE", "", "UrduPoint / APP - 09th Mar, 2019"),
        ("(Reuters) - ", "", "", "Reuters"),
        ("[AFP] ", "", "", "AFP"),
        ("(CNN)", "", "", "CNN"),
        ("Nairobi, Kenya (CNN)", "Nairobi, Kenya", "", "CNN"),
        ("March 9 (Reuters) - ", "", "March 9", "Reuters"),
        ("(AP) OSLO, Norway \u2014 ", "OSLO, Norway", "", "AP"),
        ("OSLO (AP) _ ", "OSLO", "", "AP"),
        ("Xinhua -- ", "", "", "Xinhua"),
        ("TEHRAN \u2013 ", "TEHRAN", "", ""),
        ("KARACHI: ", "KARACHI", "", ""),
        ("Karachi: ", "Karachi", "", ""),
        ("Port-au-Prince, Haiti \u2014 ", "Port-au-Prince, Haiti", "", ""),
        ("S\u00c3O PAULO, Thursday \u2014 ", "S\u00c3O PAULO", "Thursday", ""),
        ("Austin, Texas \u2014 ", "Austin, Texas", "", ""),
        ("Ciudad Vieja (Fjord Post) \u2013 ", "Ciudad Vieja", "", "Fjord Post"),
    ],
)
def test_a_dateline_says_place_day_and_agency(start: str, place: str, day: str, source: str) -> None:
    found = dateline(start + SENTENCE)
    assert (start + SENTENCE)[found.end :] == SENTENCE
    assert (found.place, found.date, found.source) == (place, day, source)


@pytest.mark.parametrize(
    "text",
    [
        "NATO \u2014 The alliance \u2014 praised Jordan.",
        "The Arab League (AL) - The bloc met - praised Jordan.",
        "Egypt - and Jordan - praised Oman.",
        "Egypt: Jordan praised Oman.",
        "Germany, France: Iran praised Oman.",
        "Oslo - Norway's capital - praised Jordan.",
        "President Assad (Syria) - Oman praised him.",
        "On March 9: Iran praised Oman.",
        "In Paris, France - Iran praised Oman.",
        "Jordan, Egypt and Iraq (left) praised Oman.",
        "Reuters reported that Iran praised Oman.",
        "Northern Wire reported: Iran praised Oman.",
        "Oslo: Lima must pay",
        "Bissau-Guinean forces entered Oman.",
        "Paris\u2013Dakar drivers crossed Oman.",
        "",
    ],
)
def test_subjects_and_speakers_are_no_datelines(text: str) -> None:
    assert dateline(text).end == 0


def test_a_line_can_be_a_dateline_and_nothing_else() -> None:
    assert is_dateline("OSLO, March 9 (Reuters)")
    assert not is_dateline("Oslo and Lima (Ohio)")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Oslo praises Lima - Reuters", "Oslo praises Lima"),
        ("Oslo praises Lima | World | Fjord Post", "Oslo praises Lima"),
        ("Oslo praises Lima - The New York Times", "Oslo praises Lima"),
        ("Oslo praises Lima (AFP)", "Oslo praises Lima"),
        ("Oslo praises Lima \u2013 example.com", "Oslo praises Lima"),
        ("Oslo praises Lima - DW - 09/03/2019", "Oslo praises Lima"),
        ("Kyodo | Oslo praises Lima", "Oslo praises Lima"),
        ("Sky News - Oslo praises Lima", "Oslo praises Lima"),
        ("EXCLUSIVE-Oslo praises Lima", "Oslo praises Lima"),
        ("UPDATE 2-Oslo praises Lima: report", "Oslo praises Lima"),
        ("Oslo praises Lima - ministry", "Oslo praises Lima"),
        ("Oslo praises Lima \u2014 Kremlin", "Oslo praises Lima"),
        ("Oslo praises Lima - and blames Quito", "Oslo praises Lima - and blames Quito"),
        ("Lima to Oslo: pay us", "Lima to Oslo: pay us"),
        ("Cairo, March 9 (MENA) - Egypt praised Jordan. (MENA)", "Egypt praised Jordan."),
        ("Fjord Post sues Oslo", "Fjord Post sues Oslo"),
        ("Oslo | Lima", "Oslo"),
    ],
)
def test_margins_of_a_headline_are_none_of_its_words(line: str, words: str) -> None:
    assert line[slice(*prose_of(line))] == words


def test_margins_do_not_act_and_nothing_moves(coder: Coder) -> None:
    text = f"Italy expels two Russian envoys - Reuters\n\nOSLO, Norway (AP) \u2014 {SENTENCE}"
    first, second = coder.extract(Document(document_id(text, ""), text)).reports
    assert [(item.actor, item.target) for item in (first, second)] == [("ita", "rus-mfa"), ("egy", "jor")]
    assert text[slice(*second.span)] == "praised"
    assert text[slice(*second.sentence_span)] == second.sentence == SENTENCE


def test_odd_beginnings_are_none_and_take_no_time() -> None:
    for text in ("A " * 5000, "A-" * 5000, "Aa, " * 3000, "A and " * 100, "A (A) " * 90, "A A, A A, (A) A A - " * 20):
        assert dateline(text).end == 0
        assert prose_of(text)[0] == 0


def test_a_document_of_a_text_as_it_came_is_read_like_its_article(coder: Coder) -> None:
    text = "Talks in the capital\n\nCAIRO, Egypt, March 9, 2019 (Reuters) - Egypt held talks with Jordan on Thursday."
    as_it_came = coder.extract(Document(document_id(text, ""), text)).reports
    article = coder.extract(read_text(text)).reports
    assert [(each.actor, each.action, each.date, each.place) for each in as_it_came] == [
        (each.actor, each.action, each.date, each.place) for each in article
    ]
    assert {str(each.date) for each in as_it_came} == {"2019-03-07"}
    said = dateline_of(Document(document_id(text, ""), text))
    assert (said.place, said.date) == ("CAIRO, Egypt", "March 9, 2019")
    noted = dateline_of(read_text(text))
    assert (noted.place, noted.date) == (said.place, said.date)
