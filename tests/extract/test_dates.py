"""Dates: what an expression means on a day of publication, and which word it dates."""

import re
from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Token
from treebank import parsed, word

from communique.extract.syntax.date_forms import FORMS, DateForm
from communique.extract.syntax.date_ranges import RANGES
from communique.extract.syntax.date_signs import signs_of
from communique.extract.syntax.dates import date_of, expressions, expressions_in, is_calendar_word
from communique.ontology.types.report import DateBasis

WEDNESDAY = date(2017, 5, 10)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 3 March", "2017-03-03", "2017-03-03"),
        ("on March 3, 2011", "2011-03-03", "2011-03-03"),
        ("on the 3rd of March 2011", "2011-03-03", "2011-03-03"),
        ("on 2011-03-04", "2011-03-04", "2011-03-04"),
        ("in March", "2017-03-01", "2017-03-31"),
        ("last June", "2016-06-01", "2016-06-30"),
        ("next March", "2018-03-01", "2018-03-31"),
        ("in December", "2016-12-01", "2016-12-31"),
        ("in February 2012", "2012-02-01", "2012-02-29"),
        ("in 2011", "2011-01-01", "2011-12-31"),
        ("on Monday", "2017-05-08", "2017-05-08"),
        ("on Wednesday", "2017-05-10", "2017-05-10"),
        ("last Wednesday", "2017-05-03", "2017-05-03"),
        ("next Monday", "2017-05-15", "2017-05-15"),
        ("yesterday", "2017-05-09", "2017-05-09"),
        ("tomorrow", "2017-05-11", "2017-05-11"),
        ("last week", "2017-05-01", "2017-05-07"),
        ("this weekend", "2017-05-13", "2017-05-14"),
        ("last month", "2017-04-01", "2017-04-30"),
        ("next year", "2018-01-01", "2018-12-31"),
        ("two weeks ago", "2017-04-26", "2017-04-26"),
        ("three days later", "2017-05-13", "2017-05-13"),
        ("on the day before yesterday", "2017-05-08", "2017-05-08"),
        ("the night before last", "2017-05-08", "2017-05-08"),
        ("the day after tomorrow", "2017-05-12", "2017-05-12"),
        ("last night", "2017-05-09", "2017-05-09"),
        ("this morning", "2017-05-10", "2017-05-10"),
        ("on the last Friday of November 2014", "2014-11-28", "2014-11-28"),
        ("on the second Tuesday in March 2015", "2015-03-10", "2015-03-10"),
        ("on the first Sunday of April", "2017-04-02", "2017-04-02"),
        ("on the first Monday of last month", "2017-04-03", "2017-04-03"),
        ("in the last week of June 2013", "2013-06-24", "2013-06-30"),
        ("in the second week of May 2014", "2014-05-08", "2014-05-14"),
        ("on Thursday last week", "2017-05-04", "2017-05-04"),
        ("on Tuesday of last week", "2017-05-02", "2017-05-02"),
        ("last week on Tuesday", "2017-05-02", "2017-05-02"),
        ("on Friday next week", "2017-05-19", "2017-05-19"),
        ("on Monday two weeks ago", "2017-04-24", "2017-04-24"),
        ("a week ago on Monday", "2017-05-01", "2017-05-01"),
        ("on the Monday before last", "2017-05-01", "2017-05-01"),
        ("the week before last", "2017-04-24", "2017-04-30"),
        ("the year before last", "2015-01-01", "2015-12-31"),
        ("in early 2011", "2011-01-01", "2011-04-30"),
        ("in mid-2011", "2011-05-01", "2011-08-31"),
        ("by late 2011", "2011-09-01", "2011-12-31"),
        ("late in 2011", "2011-09-01", "2011-12-31"),
        ("at the end of 2011", "2011-09-01", "2011-12-31"),
        ("in the second half of 2011", "2011-07-01", "2011-12-31"),
        ("in the first quarter of 2011", "2011-01-01", "2011-03-31"),
        ("in late February 2012", "2012-02-20", "2012-02-29"),
        ("early last month", "2017-04-01", "2017-04-10"),
        ("late last year", "2016-09-01", "2016-12-31"),
        ("in the summer of 2011", "2011-06-01", "2011-08-31"),
        ("in winter 2011", "2011-12-01", "2012-02-29"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the late 1990s", "1996-09-01", "1999-12-31"),
        ("on March 3 last year", "2016-03-03", "2016-03-03"),
        ("in October of last year", "2016-10-01", "2016-10-31"),
        ("on March 3-5, 2011", "2011-03-03", "2011-03-05"),
        ("in November 1812", "1812-11-01", "1812-11-30"),
        ("three months ago", "2017-02-01", "2017-02-28"),
        ("two years ago", "2015-01-01", "2015-12-31"),
        ("a decade ago", "2007-01-01", "2007-12-31"),
        ("a couple of days ago", "2017-05-08", "2017-05-08"),
        ("in Q3 2014", "2014-07-01", "2014-09-30"),
        ("in Q1 of 2014", "2014-01-01", "2014-03-31"),
        ("on 23/11/2014", "2014-11-23", "2014-11-23"),
        ("on 11/23/2014", "2014-11-23", "2014-11-23"),
        ("on 23.11.2014", "2014-11-23", "2014-11-23"),
        ("on 7.7.2014", "2014-07-07", "2014-07-07"),
        ("between 2 and 4 May", "2017-05-02", "2017-05-04"),
        ("from 2 to 4 May 2014", "2014-05-02", "2014-05-04"),
        ("from 27 April to 4 May 2014", "2014-04-27", "2014-05-04"),
        ("from April 27 until May 4, 2014", "2014-04-27", "2014-05-04"),
        ("from 27 December 2013 to 4 January 2014", "2013-12-27", "2014-01-04"),
        ("between May 2 and 4", "2017-05-02", "2017-05-04"),
        ("from 27 December to 4 January 2014", "2013-12-27", "2014-01-04"),
        ("from March to November 2014", "2014-03-01", "2014-11-30"),
        ("from February to April 2014", "2014-02-01", "2014-04-30"),
        ("between January and March", "2017-01-01", "2017-03-31"),
        ("from October 2013 through March 2014", "2013-10-01", "2014-03-31"),
        ("from 2009 to 2014", "2009-01-01", "2014-12-31"),
        ("in 2009-2014", "2009-01-01", "2014-12-31"),
        ("on Christmas Eve 2014", "2014-12-24", "2014-12-24"),
        ("on New Year's Day", "2017-01-01", "2017-01-01"),
        ("on New Year\N{RIGHT SINGLE QUOTATION MARK}s Eve last year", "2016-12-31", "2016-12-31"),
        ("over the weekend", "2017-05-06", "2017-05-07"),
        ("in the past ten days", "2017-04-30", "2017-05-10"),
        ("over the last two months", "2017-03-11", "2017-05-10"),
        ("during the last three years", "2014-05-10", "2017-05-10"),
        ("in the past 48 hours", "2017-05-08", "2017-05-10"),
        ("the previous day", "2017-05-09", "2017-05-09"),
        ("in two weeks", "2017-05-24", "2017-05-24"),
        ("in three months", "2017-08-01", "2017-08-31"),
    ],
)
def test_an_expression_means_days(text: str, first: str, last: str) -> None:
    assert [(str(found.first), str(found.last)) for found in expressions(text, WEDNESDAY)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "on 31 February",
        "They may march.",
        "This may help.",
        "It cost 2011 dollars.",
        "A tomb of 4000 years ago",
        "99999 years ago",
        f"{'9' * 5000} days later",
        "in 99999",
        "on the fifth Monday of May 2014",
        "on 4/5/2014",
        "at 31/31/2014",
        "from 9 to 3 May 2014",
        "from 2014 to 2009",
        "in a week of clashes",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert expressions(text, WEDNESDAY) == []


def test_without_a_day_of_publication_only_years_help() -> None:
    assert expressions("on Monday", None) == expressions("in March", None) == []
    assert expressions("on the last Monday of this month", None) == expressions("over the past two weeks", None) == []
    assert expressions("from 3 to 5 August", None) == []
    (found,) = expressions("in March 2011", None)
    assert (str(found.first), found.basis) == ("2011-03-01", DateBasis.STATED)


def test_the_longer_of_two_expressions_that_overlap_is_the_date() -> None:
    found = expressions("On 3 July 1988 and on Sunday", WEDNESDAY)
    assert [str(item.first) for item in found] == ["1988-07-03", "2017-05-07"]


def test_a_weekday_comes_after_publication_where_the_event_is_to_come() -> None:
    (monday,) = expressions("on Monday", WEDNESDAY)
    coming = monday.towards(WEDNESDAY, future=True)
    assert coming is not None and str(coming.first) == "2017-05-15"
    assert monday.towards(WEDNESDAY, future=False) == monday
    (june,) = expressions("on 1 June", WEDNESDAY)
    assert june.towards(WEDNESDAY, future=False) is None


@pytest.mark.parametrize(
    ("text", "future", "day"),
    [
        ("on 31 December", False, "2016-12-31"),
        ("on 3 August", False, "2016-08-03"),
        ("on 29 February", False, "2016-02-29"),
        ("on 3 March", False, "2017-03-03"),
        ("on 3 March", True, "2018-03-03"),
        ("on 31 December", True, "2017-12-31"),
        ("on 3 March 2011", True, "2011-03-03"),
        ("on Boxing Day", False, "2016-12-26"),
        ("on Boxing Day", True, "2017-12-26"),
        ("at the weekend", False, "2017-05-06"),
        ("at the weekend", True, "2017-05-13"),
        ("from October to December", False, "2016-10-01"),
    ],
)
def test_a_day_without_its_year_lies_before_what_was_told_and_after_what_was_announced(
    text: str, future: bool, day: str
) -> None:
    (found,) = expressions(text, WEDNESDAY)
    fitting = found.towards(WEDNESDAY, future=future)
    assert fitting is not None and str(fitting.first) == day


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    for text in (
        "next Monday",
        "last year",
        "on 3 March",
        "in December",
        "tomorrow",
        "the year before last",
        "last May",
    ):
        for found in expressions(text, published):
            found.towards(published, future=True)
            found.towards(published, future=False)


def _no_trigger(_: Token) -> bool:
    return False


def test_an_expression_dates_the_verb_on_which_it_hangs_and_no_clause_below_speech() -> None:
    doc = parsed("According to Ukraine, Russia shelled Kharkiv on Sunday.")
    found = expressions(doc.text, WEDNESDAY)
    dated = date_of(word(doc, "shelled"), found, _no_trigger)
    assert dated is not None and str(dated.first) == "2017-05-07"
    assert date_of(word(doc, "shelled"), [], _no_trigger) is None
    doc = parsed(
        "Amnesty International called on Vietnam to release an elderly Buddhist monk ahead of U.S. President "
        "Bill Clinton's visit to Hanoi, due to begin on Thursday."
    )
    assert date_of(word(doc, "called"), expressions(doc.text, WEDNESDAY), _no_trigger) is None


def test_days_and_months_are_words_of_the_calendar() -> None:
    assert all(is_calendar_word(text) for text in ("May", "march", "Sept.", "Monday"))
    assert not is_calendar_word("Maybe")


def test_the_dates_kept_with_a_sentence_are_those_of_the_day_of_publication() -> None:
    doc = spacy.blank("en")("Peru thanked Chile on Monday.")
    for day in (date(2015, 12, 15), date(2016, 12, 15), date(2015, 12, 15), None):
        assert expressions_in(doc, day) == expressions(doc.text, day)


@pytest.mark.parametrize("form", (*RANGES, *FORMS), ids=lambda form: form.days.__name__)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_no_date_stands_where_its_signs_are_missing(form: DateForm, data: st.DataObject) -> None:
    # Hypothesis knows no possessive repetitions; what they match is the same here.
    plain = re.compile(form.pattern.pattern.replace("*+", "*").replace("++", "+"), re.IGNORECASE)
    assert form.signs
    assert form.signs <= signs_of(data.draw(st.from_regex(plain)))
