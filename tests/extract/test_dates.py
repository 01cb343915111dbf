"""Dates: what an expression means on a day of publication, and which word it dates."""

from datetime import date

import pytest
from spacy.tokens import Token
from treebank import parsed, word

from communique.extract.syntax.dates import date_of, expressions, is_calendar_word
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
    ],
)
def test_an_expression_means_days(text: str, first: str, last: str) -> None:
    assert [(str(found.first), str(found.last)) for found in expressions(text, WEDNESDAY)] == [(first, last)]


@pytest.mark.parametrize("text", ["on 31 February", "They may march.", "It cost 2011 dollars."])
def test_what_is_no_date_is_none(text: str) -> None:
    assert expressions(text, WEDNESDAY) == []


def test_without_a_day_of_publication_only_years_help() -> None:
    assert expressions("on Monday", None) == expressions("in March", None) == []
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
