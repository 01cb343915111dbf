"""No text of a stranger makes the scans of SPARQL take longer than in proportion to its length."""

import re

import pytest
from regex_steps import found

from communique.graph.rdf import keywords
from communique.graph.sparql import federation, updating
from communique.graph.stores import remote, remote_answers

PATTERNS = [
    keywords._TOKEN,
    keywords._OUTGOING,
    keywords._ESCAPE,
    federation._SEEN_IN_UPDATES,
    federation._SEEN_IN_QUERIES,
    updating._TOKEN,
    remote._PREFIX,
    remote_answers._FORM,
]
# What comes first, and what is said again and again.
TEXTS = [
    ('SERVICE "', '\\"'),
    ("SERVICE '", "\\'"),
    ("SERVICE ", '"""\n \\'),
    ("SERVICE ", "'''\n \\"),
    ('SERVICE """', '\\"" '),
    ("SERVICE <", "#"),
    ("SERVICE <", "'"),
    ("SERVICE ", "<"),
    ("SERVICE ", "<a://"),
    ("SERVICE <a", "a"),
    ("SERVICE ", "<#'"),
    ("SERVICE ", "#"),
    ("SERVICE ", "?:"),
    ("SERVICE ", "\\"),
    ("SERVICE ", "\\u00"),
    ("SERVICE ", '"'),
    ("SERVICE ", "''\n"),
    ("PREFIX", " "),
    ("PREFIX ", "a"),
    ("", "PREFIX "),
]
SAMPLES = [
    'PREFIX e: <http://e/#a> ASK { ?s e:p """a "b" \\""" c""", \'x\\\'\' ; <it\'s> 1 # SERVICE\n . FILTER(1<2#>\n) }',
    'ASK { "a\nb" """open \' SERVICE',
    "SELECT * { ?s a <urn:x> ; :p '''a''b''' } \\u0041 PREFIX a : <b> SERVICELOAD USING NAMED",
]


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
def test_what_counts_finds_what_the_engine_finds(pattern: re.Pattern[str], text: str) -> None:
    assert found(pattern, text)[0] == [each.span() for each in pattern.finditer(text)]


@pytest.mark.parametrize(("first", "again"), TEXTS)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
def test_twice_the_text_takes_twice_the_steps(pattern: re.Pattern[str], first: str, again: str) -> None:
    once, twice = (found(pattern, first + again * number)[1] for number in (50, 100))
    assert twice <= 2.2 * once


def test_the_count_tells_a_quadratic_scan() -> None:
    once, twice = (found(re.compile(r'"(?:\\.|[^"\\])*"'), '"' + '\\"' * number)[1] for number in (50, 100))
    assert twice > 3 * once
