import io
import json
from datetime import date
from pathlib import Path

import pytest

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.records import read_record
from communique.extract.documents.sources import read_paths, read_stream
from communique.ontology.types.document import Document, document_id

SAMPLES = Path(__file__).resolve().parents[2] / "api" / "samples" / "articles.jsonl"
RECORD = {
    "id": "a1",
    "title": "Egypt praises Jordan",
    "text": "Egypt praised Jordan.\n\nJordan was glad.",
    "source": "Nile Post",
}


def documents(text: str | bytes, **given) -> list:
    data = text.encode() if isinstance(text, str) else text
    return list(read_stream(io.BytesIO(data), "input", **given))


def test_record_becomes_document():
    record = {**RECORD, "date": "2018-05-04", "url": "https://example.org/a1"}
    document = read_record(record)
    assert document.text == "Egypt praises Jordan\n\nEgypt praised Jordan.\n\nJordan was glad."
    assert document.id == document_id(document.text, "Nile Post")
    assert (document.title, document.source, document.url) == (
        "Egypt praises Jordan",
        "Nile Post",
        "https://example.org/a1",
    )
    assert document.published == date(2018, 5, 4)
    assert document.metadata == (("identifier", "a1"),)


@pytest.mark.parametrize(
    "value",
    [
        "2018-05-04",
        "2018-05-04T23:59:00-05:00",
        "2018-05-04T00:00:00Z",
        "20180504",
        20180504,
        "2018/5/4 10:00",
        "May 4, 2018",
        "4 May 2018",
        "Fri, 04 May 2018 10:00:00 GMT",
    ],
)
def test_usual_dates(value):
    assert read_record({**RECORD, "date": value}).published == date(2018, 5, 4)


def test_other_plain_values_are_kept_as_text():
    record = {
        **RECORD,
        "section": "World",
        "page": 3,
        "front": True,
        "score": 0.5,
        "tags": ["a"],
        "more": {"a": 1},
        "none": None,
    }
    assert read_record(record).metadata == (
        ("front", "true"), ("identifier", "a1"), ("page", "3"), ("score", "0.5"), ("section", "World"),
    )  # fmt: skip


def test_given_date_and_source_fill_gaps_only():
    record = {"text": "Egypt praised Jordan."}
    document = read_record(record, published=date(2018, 5, 5), source="Desk")
    assert (document.published, document.source) == (date(2018, 5, 5), "Desk")
    assert document.id == document_id(document.text, "Desk")
    document = read_record({**RECORD, "date": "2018-05-04"}, published=date(2018, 5, 5), source="Desk")
    assert (document.published, document.source) == (date(2018, 5, 4), "Nile Post")


def test_address_that_is_none_is_kept_beside():
    document = read_record({**RECORD, "url": "/2018/a 1"})
    assert document.url == ""
    assert ("link", "/2018/a 1") in document.metadata


def test_lines_array_and_object_give_the_same():
    records = [RECORD, {**RECORD, "id": "a2", "text": "Jordan praised Egypt."}]
    lines = documents("\n".join(map(json.dumps, records)))
    assert len(lines) == 2
    assert documents(json.dumps(records)) == lines
    assert documents(json.dumps(records, indent=2)) == lines
    assert documents(json.dumps(RECORD, indent=2)) == lines[:1]
    assert documents(json.dumps(RECORD)) == lines[:1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(encoding):
    record = {**RECORD, "text": "Côte d\u2019Ivoire praised Jordan."}
    for indent in (None, 1):
        (document,) = documents(json.dumps(record, ensure_ascii=False, indent=indent).encode(encoding))
        assert document.text.endswith("Côte d\u2019Ivoire praised Jordan.")


def test_records_longer_than_one_chunk():
    long = "\n\n".join(f"Egypt praised Jordan for the {n}th time." for n in range(5000))
    records = [{**RECORD, "text": long}, RECORD]
    assert len(documents(json.dumps(records))) == 2
    assert documents(json.dumps(records)) == documents("\n".join(map(json.dumps, records)))


def test_surrogates_and_control_characters_do_no_harm():
    (document,) = documents('{"text": "Egypt \\ud83d praised \\u0000 Jordan."}')
    assert document.text == "Egypt \ufffd praised Jordan."


def test_lines_are_read_one_at_a_time():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, into):
            line = (json.dumps(RECORD) + "\n").encode()
            data = (line * (len(into) // len(line) + 1))[: len(into) // len(line) * len(line)]
            into[: len(data)] = data
            return len(data)

    found = read_stream(io.BufferedReader(Endless(), 1 << 16), "endless")
    assert all(isinstance(next(found), Document) for _ in range(2000))


def test_stream_is_left_open():
    stream = io.BytesIO(json.dumps(RECORD).encode())
    list(read_stream(stream, "input"))
    assert not stream.closed


def test_samples_are_all_readable():
    found = list(read_paths([SAMPLES]))
    assert len(found) >= 14
    assert all(isinstance(document, Document) for document in found)
    assert all(document.published and document.source and document.url and document.title for document in found)
    assert len({document.id for document in found}) == len(found)
    assert len({document.source for document in found}) >= 3
    assert all(80 <= len(json.loads(line)["text"].split()) <= 200 for line in SAMPLES.read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    "record",
    [
        # As a crawler, a search service, a web page's own data, and a table of a newspaper's archive name them.
        {"maintext": "Egypt praised Jordan.", "date_publish": "2018-05-04 08:30:00", "source_domain": "nile.example"},
        {"content": "Egypt praised Jordan.", "publishedAt": "2018-05-04T08:30:00Z", "source": {"name": "nile.example"}},
        {"articleBody": "Egypt praised Jordan.", "datePublished": "2018-05-04", "publisher": {"name": "nile.example"}},
        {"Article Text": "Egypt praised Jordan.", "Pub. Date": "4 May 2018", "Newspaper": "nile.example"},
        {"text": "", "body": "Egypt praised Jordan.", "published": 1525422600, "publication": "nile.example"},
        {
            "TEXT": "Other words.",
            "text": "Egypt praised Jordan.",
            "published": "true",
            "date": " ",
            "publishedAt": "20180504083000",
            "publication": "2018-05-04",
            "Source": "nile.example",
        },
        {
            "text": " ",
            "content": "<p>Egypt praised&nbsp;Jordan.</p>",
            "pub_date": {"$date": "2018-05-04T08:30:00Z"},
            "source": "nile.example",
        },
        {"articleBody": ["Egypt praised Jordan."], "published_at": 1525422600.5, "source": "nile.example"},
        {"text": "Egypt praised Jordan.", "date": "201805040830", "source": "nile.example"},
        {"text": "Egypt praised Jordan.", "published_at": 1525422600000, "source": "nile.example", "domain": "other"},
    ],
)
def test_fields_are_known_by_their_usual_names(record):
    document = read_record(record)
    assert (document.text, document.published) == ("Egypt praised Jordan.", date(2018, 5, 4))
    assert document.source == "nile.example"
    assert dict(document.metadata).keys() <= {"domain", "TEXT", "published", "publication"}


def test_our_own_names_count_before_others():
    record = {**RECORD, "date": "2018-05-04", "published": True, "content": "Other words.", "headline": {"main": "x"}}
    document = read_record(record)
    assert (document.title, document.published) == ("Egypt praises Jordan", date(2018, 5, 4))
    assert dict(document.metadata) == {"identifier": "a1", "published": "true", "content": "Other words."}


def test_a_text_in_html_is_read_by_its_paragraphs():
    record = {"body": "<p>Egypt praised <b>Jordan</b>.</p><p>Peru thanked Chile.<br>Kenya met Uganda.</p>"}
    read = read_record({**record, "headline": {"main": "Egypt &amp; Jordan</b>"}, "id": 7, "identifier": "doi:1"})
    paragraphs = ["Egypt & Jordan", "Egypt praised Jordan.", "Peru thanked Chile.", "Kenya met Uganda."]
    assert read.text.split("\n\n") == paragraphs
    assert dict(read.metadata) == {"identifier": "doi:1"}
    assert read_record({"text": "Trade fell if x < 3 and y > 2, Egypt told Jordan."}).text.count("<") == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (["Egypt praised Jordan.", "Jordan was glad."], "Egypt praised Jordan.\n\nJordan was glad."),
        (["Egypt praised Jordan.", {"value": "Jordan was glad."}], "Egypt praised Jordan.\n\nJordan was glad."),
        (["Egypt praised Jordan."], "Egypt praised Jordan."),
        ({"rendered": "Egypt praised Jordan."}, "Egypt praised Jordan."),
    ],
)
def test_a_text_may_lie_in_a_list_of_paragraphs_or_an_object(text, written):
    assert read_record({"text": text}).text == written


def test_a_list_of_paragraphs_of_which_one_is_no_text_is_none():
    with pytest.raises(UnreadableError, match="'text' must be a text, it is a list"):
        read_record({"text": ["Egypt praised Jordan.", 7]})


def test_a_field_of_ours_must_be_a_text_whatever_else_is_there():
    with pytest.raises(UnreadableError, match="the field 'text' must be a text, it is a list"):
        read_record({"text": [7], "body": "Egypt praised Jordan."})
    with pytest.raises(UnreadableError, match="'soon' is not a date"):
        read_record({"text": "Egypt praised Jordan.", "published": "soon"})
