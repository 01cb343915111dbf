from datetime import date
from pathlib import Path

import pytest

from communique.extract.documents.boilerplate import boilerplate
from communique.extract.documents.datelines import dateline
from communique.extract.documents.plain import read_text
from communique.ontology.types.document import document_id

REAL = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "xinhua-2015-12-15.txt"


@pytest.fixture(scope="module")
def real():
    if not REAL.exists():
        pytest.skip("../shared/corpus/xinhua-2015-12-15.txt is not there to read")
    return read_text(REAL.read_text(encoding="utf-8"))


def test_article_copied_from_a_site_gives_title_date_and_source(real):
    assert real.title == REAL.read_text(encoding="utf-8").splitlines()[0]
    assert real.title.startswith("Russia criticizes US")
    assert (real.published, real.source, real.language) == (date(2015, 12, 15), "Xinhua", "en")


def test_article_copied_from_a_site_keeps_only_its_paragraphs(real):
    paragraphs = real.text.split("\n\n")
    assert len(paragraphs) == 14
    assert paragraphs[0] == real.title
    assert paragraphs[1].startswith("Moscow criticized Washington")
    assert paragraphs[-1].endswith("Staffan de Mistura.")
    for leftover in ("Comment", "Print", "Photo", "Twitter", "font", "portraits", "moderator", "Newsletter"):
        assert leftover not in real.text


def test_id_comes_from_text_and_source(real):
    assert real.id == document_id(real.text, "Xinhua")


def test_one_sentence_is_no_title():
    for sentence in ("Cairo praised Amman on Monday.", "Cairo praises Amman"):
        document = read_text(sentence)
        assert (document.text, document.title) == (sentence, "")


def test_first_line_without_full_stop_is_the_title():
    document = read_text(
        "Cairo praises Amman for water deal\n\nCairo praised Amman on Monday.\n\nAmman did not comment."
    )
    assert document.title == "Cairo praises Amman for water deal"
    assert document.text == f"{document.title}\n\nCairo praised Amman on Monday.\n\nAmman did not comment."


def test_given_title_is_not_told_twice():
    document = read_text("Cairo Praises Amman\n\nCairo praised Amman.", title="Cairo praises Amman")
    assert document.text == "Cairo praises Amman\n\nCairo praised Amman."


def test_given_date_and_source_count_before_the_byline():
    text = "Cairo praises Amman\n\nNorthern Wire, May 4, 2018\n\nCairo praised Amman on Monday."
    assert (read_text(text).source, read_text(text).published) == ("Northern Wire", date(2018, 5, 4))
    document = read_text(text, source="Nile Post", published=date(2018, 5, 5), url="https://example.org/1")
    assert (document.source, document.published, document.url) == (
        "Nile Post",
        date(2018, 5, 5),
        "https://example.org/1",
    )


@pytest.mark.parametrize(
    ("byline", "source", "day", "author"),
    [
        ("Northern Wire, December 15, 2015", "Northern Wire", date(2015, 12, 15), ""),
        ("12 Comment(s)Print E-mail Northern Wire, December 15, 2015", "Northern Wire", date(2015, 12, 15), ""),
        ("Northern Wire | Updated: 2015-12-15 10:32", "Northern Wire", date(2015, 12, 15), ""),
        ("Published: Tuesday, 15 December 2015", "", date(2015, 12, 15), ""),
        ("Updated on Dec. 15, 2015", "", date(2015, 12, 15), ""),
        ("Source: Northern Wire", "Northern Wire", None, ""),
        ("By Kari Holm, Northern Wire | December 15, 2015", "Northern Wire", date(2015, 12, 15), "Kari Holm"),
        ("By Kari Holm", "", None, "Kari Holm"),
    ],
)
def test_bylines(byline, source, day, author):
    document = read_text(f"Cairo praises Amman\n{byline}\n\nCairo praised Amman on Monday, officials said.")
    assert (
        document.text == "Cairo praises Amman\n\nCairo praised Amman on Monday, officials said." or not document.title
    )
    assert byline not in document.text
    assert (document.source, document.published) == (source, day)
    assert dict(document.metadata).get("author", "") == author


@pytest.mark.parametrize(
    ("dateline", "source", "day", "place"),
    [
        ("CAIRO, Dec. 15 (Northern Wire) -- ", "Northern Wire", None, "CAIRO"),
        ("CAIRO, Dec. 15, 2015 (Northern Wire) -- ", "Northern Wire", date(2015, 12, 15), "CAIRO"),
        ("CAIRO/AMMAN (Reuters) - ", "Reuters", None, "CAIRO/AMMAN"),
        ("Cairo (AFP) \u2013 ", "AFP", None, "Cairo"),
        ("CAIRO, Egypt (AP) \u2014 ", "AP", None, "CAIRO, Egypt"),
        ("CAIRO \u2014 ", "", None, "CAIRO"),
        ("(Reuters) - ", "Reuters", None, ""),
    ],
)
def test_datelines_are_read_and_taken_off(dateline, source, day, place):
    document = read_text(f"{dateline}Egypt praised Jordan on Monday.")
    assert document.text == "Egypt praised Jordan on Monday."
    assert (document.source, document.published) == (source, day)
    assert dict(document.metadata).get("dateline", "") == place


def test_the_day_of_a_dateline_is_kept_and_a_line_of_its_own_is_one_too():
    for text in (
        "OSLO, June 3 (Northern Wire) - Egypt praised Jordan on Monday.",
        "OSLO, June 3 (AFP)\n\nEgypt praised Jordan on Monday.",
    ):
        document = read_text(text)
        assert document.text == "Egypt praised Jordan on Monday."
        assert dict(document.metadata) == {"dateline": "OSLO", "dated": "June 3"}


@pytest.mark.parametrize(
    "text",
    [
        "NATO \u2014 The alliance of thirty states \u2014 praised Jordan.",
        "The Arab League (AL) - which met in Cairo - praised Jordan.",
        "Egypt - and Jordan - praised Oman.",
        "Egypt: Jordan praised Oman.",
    ],
)
def test_subjects_are_no_datelines(text):
    assert read_text(text).text == text


def test_wrapped_lines_become_paragraphs():
    text = "Egypt praised Jordan on Monday for\nits help in the talks with the U.S.\nSecretary of State."
    expected = "Egypt praised Jordan on Monday for its help in the talks with the U.S. Secretary of State."
    assert read_text(f"{text}\n\nOman did\nnot comment.").text == f"{expected}\n\nOman did not comment."


def test_single_line_ends_may_separate_paragraphs():
    text = "Egypt praised Jordan on Monday.\nJordan thanked Egypt.\nOman did not comment."
    assert read_text(text).text == text.replace("\n", "\n\n")


LEAD, CAPTION = "Egypt praised Jordan on Monday.", "President Sisi and King Abdullah shake hands in Cairo."
BODY = ["Jordan thanked Egypt for the praise.", "Oman did not comment.", "Qatar criticized both states."]


def test_caption_said_twice_in_a_row_goes():
    document = read_text("\n\n".join([LEAD, CAPTION, CAPTION, *BODY]))
    assert document.text == "\n\n".join([LEAD, *BODY])


def test_paragraph_repeated_further_down_stays_once():
    document = read_text("\n\n".join([LEAD, *BODY, LEAD]))
    assert document.text == "\n\n".join([LEAD, *BODY])


def test_doubled_text_counts_once():
    document = read_text("\n\n".join(line for line in [LEAD, *BODY] for _ in range(2)))
    assert document.text == "\n\n".join([LEAD, *BODY])


@pytest.mark.parametrize(
    "credit",
    ["[Photo/Northern Wire]", "(Photo by Ali Haddad)", "(AP/Ali Haddad)", "REUTERS/Ali Haddad", "(File photo)"],
)
def test_captions_with_a_credit_go(credit):
    assert read_text("\n\n".join([LEAD, f"{CAPTION} {credit}", *BODY])).text == "\n\n".join([LEAD, *BODY])


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Home | World | Politics",
        "Share on Facebook",
        "Follow us on Twitter",
        "Read more: Oman and Qatar sign gas deal",
        "\u00a9 2018 Northern Wire. All rights reserved.",
        "This website uses cookies to improve your experience.",
        "(Reporting by Kari Holm; editing by Ali Haddad)",
        "Editor: Kari Holm",
        "Related stories",
        "Water politics",
    ],
)
def test_furniture_of_the_page_goes(line):
    assert read_text("\n\n".join([LEAD, line, *BODY])).text == "\n\n".join([LEAD, *BODY])


@pytest.mark.parametrize(
    "sentence",
    [
        "Print media in Egypt praised the deal.",
        "Comments by the Egyptian minister angered Jordan.",
        "Copyright talks between Egypt and Jordan failed.",
        "World leaders praised Jordan.",
        "Follow-up talks will be held in Oman.",
        "Share prices fell after Egypt criticized Jordan.",
        "Read alone, the statement accuses nobody (and/or everybody).",
        "Sign of thaw: Egypt invited the Jordanian king.",
    ],
)
def test_sentences_that_look_like_furniture_stay(sentence):
    assert sentence in read_text("\n\n".join([LEAD, sentence, *BODY])).text


def test_nothing_below_the_comment_form_is_read():
    text = "\n\n".join([LEAD, *BODY, "Add your comment", "Ali: Egypt attacked Jordan in this article!"])
    assert read_text(text).text == "\n\n".join([LEAD, *BODY])


def test_whitespace_and_invisible_characters_are_normalised():
    assert (
        read_text("\ufeffEgypt\u00a0 praised\t Jor\u00addan\u200b on Monday.").text == "Egypt praised Jordan on Monday."
    )


def test_agency_mark_at_the_end_goes():
    assert read_text(f"{LEAD}\n\nOman did not comment. (Xinhua)").text == f"{LEAD}\n\nOman did not comment."


def test_rules_do_not_run_away_on_odd_lines():
    rules = boilerplate()
    for line in ("-" * 399 + "x", "print " * 60 + "x", "share " * 66 + "x", "A" * 399, "(" * 399, "A. " * 130):
        rules.is_furniture(line)
        rules.is_caption(line)
        rules.byline(line[:120])
        dateline(line)
        rules.without_buttons(line)
