"""An extraction survives being written as a line of JSON."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.ontology.interchange.jsonlines import from_json, to_json
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document
from communique.ontology.types.period import Period
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report

TEXT = st.text(max_size=12)
SPAN = st.tuples(st.integers(0, 999), st.integers(0, 999))
PERIOD = st.builds(Period, st.none() | st.just("2004-03"), st.none() | st.just("2011"))
ROLE = st.builds(Role, TEXT, TEXT, PERIOD)
ACTOR = st.builds(
    Actor,
    TEXT,
    st.sampled_from(ActorKind),
    TEXT,
    country=st.none() | TEXT,
    aliases=st.lists(TEXT, max_size=2).map(tuple),
    period=PERIOD,
    roles=st.lists(ROLE, max_size=2).map(tuple),
    members=st.lists(st.tuples(TEXT, PERIOD), max_size=2).map(tuple),
    found=st.booleans(),
)
DOCUMENT = st.builds(
    Document,
    TEXT,
    TEXT,
    published=st.none() | st.dates(),
    metadata=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
)
REPORT = st.builds(
    Report,
    document=TEXT,
    action=TEXT,
    actor=TEXT,
    target=st.none() | TEXT,
    trigger=TEXT,
    span=SPAN,
    sentence=TEXT,
    sentence_span=SPAN,
    rule=TEXT,
    confidence=st.floats(0, 1),
    modality=st.sampled_from(Modality),
    negated=st.booleans(),
    date=st.none() | st.dates(),
    date_basis=st.sampled_from(DateBasis),
    quote=st.none() | TEXT,
    about=st.lists(TEXT, max_size=2).map(tuple),
    actor_span=st.none() | SPAN,
)
EXTRACTION = st.builds(
    Extraction, DOCUMENT, st.lists(REPORT, max_size=3).map(tuple), st.lists(ACTOR, max_size=2).map(tuple)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXTRACTION)
def test_lossless_on_one_line(extraction: Extraction) -> None:
    line = to_json(extraction)
    assert len(line.splitlines()) == 1
    assert from_json(line) == extraction
    assert to_json(from_json(line)) == line
    assert line.encode("utf-8")


def written(**changes: object) -> str:
    report: dict[str, object] = {
        "document": "d1",
        "action": "visits",
        "actor": "fra",
        "target": "deu",
        "trigger": "visited",
        "span": [6, 13],
        "sentence": "Paris visited Berlin.",
        "sentence_span": [0, 21],
        "rule": "subject-verb-object",
        "confidence": 0.9,
    }
    report.update(changes)
    kept = {name: value for name, value in report.items() if value is not ...}
    return json.dumps({"document": {"id": "d1", "text": "Paris visited Berlin."}, "reports": [kept]})


def test_defaults_are_filled_in() -> None:
    report = from_json(written(date="2020-02-29")).reports[0]
    assert report.date == dt.date(2020, 2, 29)
    assert report.modality is Modality.ACTUAL


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"span": [1]}, r"reports\[0\]\.span: a list of two"),
        ({"span": [1, "2"]}, r"reports\[0\]\.span\[1\]: a whole number"),
        ({"trigger": ...}, r"reports\[0\]\.trigger: field is missing"),
        ({"colour": "red"}, r"reports\[0\]\.colour: unknown field"),
        ({"modality": "certain"}, r"reports\[0\]\.modality: a Modality"),
        ({"date": "2020-02-30"}, r"reports\[0\]\.date: a date"),
        ({"confidence": True}, r"reports\[0\]\.confidence: a number"),
        ({"negated": 1}, r"reports\[0\]\.negated: true or false"),
        ({"about": "syr"}, r"reports\[0\]\.about: a list"),
    ],
)
def test_error_names_the_field(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(written(**changes))


@pytest.mark.parametrize("line", ["", "{", "[]", "3", "{}", '{"document": 1}'])
def test_what_is_no_extraction_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"extraction|document"):
        from_json(line)
