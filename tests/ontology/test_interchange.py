"""An extraction survives being written as a line of JSON."""

import datetime as dt
import json
import subprocess
import sys

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
    stored = {name: value for name, value in report.items() if value is not ...}
    return json.dumps({"document": {"id": "d1", "text": "Paris visited Berlin."}, "reports": [stored]})


def test_defaults_are_filled_in() -> None:
    report = from_json(written(date="2020-02-29")).reports[0]
    assert report.date == dt.date(2020, 2, 29)
    assert report.modality is Modality.ACTUAL


def test_a_line_leaves_out_defaults_and_escapes_what_ends_lines() -> None:
    found = Actor("x", ActorKind.BODY, "\x85", roles=(Role("un", "", Period("2004")),), members=(("eu", Period()),))
    report = from_json(written(target=None, date="2004-03-09", actor_span=[0, 5])).reports[0]
    line = to_json(Extraction(Document("d1", 'é\u2028\x7f\x01\n/"'), (report,), (found,)))
    assert line == (
        r'{"document":{"id":"d1","text":"é\u2028\u007f\u0001\n/\""},'
        r'"reports":[{"document":"d1","action":"visits","actor":"fra","target":null,"trigger":"visited","span":[6,13],'
        r'"sentence":"Paris visited Berlin.","sentence_span":[0,21],"rule":"subject-verb-object","confidence":0.9,'
        r'"date":"2004-03-09","actor_span":[0,5]}],'
        r'"actors":[{"id":"x","kind":"Body","label":"\u0085",'
        r'"roles":[{"body":"un","title":"","period":{"start":"2004"}}],"members":[["eu",{}]]}]}'
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"span": [1]}, r"reports\[0\]\.span\[1\]: field is missing"),
        ({"span": [1, 2, 3]}, r"reports\[0\]\.span: .* at most 2 items"),
        ({"span": [1, "2"]}, r"reports\[0\]\.span\[1\]: .* integer, not '2'"),
        ({"trigger": ...}, r"reports\[0\]\.trigger: field is missing"),
        ({"colour": "red"}, r"reports\[0\]\.colour: unknown field"),
        ({"modality": "certain"}, r"reports\[0\]\.modality: .* 'actual', .*, not 'certain'"),
        ({"date": "2020-02-30"}, r"reports\[0\]\.date: .* date in the format YYYY-MM-DD"),
        ({"date": 1583020800}, r"reports\[0\]\.date: .* date, not 1583020800"),
        ({"confidence": True}, r"reports\[0\]\.confidence: .* number, not True"),
        ({"confidence": float("inf")}, r"reports\[0\]\.confidence: .* finite"),
        ({"negated": 1}, r"reports\[0\]\.negated: .* boolean, not 1"),
        ({"about": "syr"}, r"reports\[0\]\.about: .* array, not 'syr'"),
    ],
)
def test_error_names_the_field(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(written(**changes))


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "3", "null", "{}", '{"document": 1}', r'{"document": {"id": "\ud800"}}']
)
def test_what_is_no_extraction_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"^(extraction|document): "):
        from_json(line)


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        to_json(Extraction(Document("d1", "\ud800")))


def test_commands_that_read_no_line_start_without_pydantic() -> None:
    code = "import sys, communique.ontology.interchange, communique.graph; print('pydantic' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
