import gzip
import io
import json
import tracemalloc

import pytest

from communique.extract.documents.article import MAX_CHARACTERS
from communique.extract.documents.encoding import decode, decode_page
from communique.extract.documents.jsonlines import MAX_RECORD
from communique.extract.documents.publication import publication_date
from communique.extract.documents.sources import Problem, UnreadableError, read_html, read_paths, read_stream, read_text
from communique.ontology.types.document import Document

GOOD = '{"text": "Egypt praised Jordan."}'
GERMAN = (
    "Die Bundesregierung hat am Montag die Entscheidung der Regierung in Kairo scharf kritisiert. Der Minister sagte, "
    "man werde die Gespräche mit den Nachbarländern trotzdem fortsetzen und hoffe auf eine baldige Einigung in der "
    "Frage der Wasserrechte."
)


def problem(path) -> Problem:
    (found,) = read_paths([path])
    assert isinstance(found, Problem), found
    return found


def written(folder, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "a"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_empty_files(tmp_path, name, data):
    path = written(tmp_path, name, data)
    assert problem(path) == Problem(str(path), "it is empty: nothing to read")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.bin", "a"])
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n123", b"%PDF-1.4 text", b"abc\x00def" * 9, bytes(range(256))])
def test_binary_files(tmp_path, name, data):
    assert "binary" in problem(written(tmp_path, name, data)).what


def test_missing_path_and_empty_folder(tmp_path):
    found = problem(tmp_path / "none.txt")
    assert found.where == str(tmp_path / "none.txt")
    assert "no such file" in found.what
    assert "no files" in problem(tmp_path).what


def test_folder_is_read_in_order_and_goes_on_after_a_problem(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    written(tmp_path / ".git", "x.txt", b"Egypt praised nobody.")
    written(tmp_path, "c.txt", b"Egypt praised Oman.")
    written(tmp_path / "b", "a.dat", b"Egypt praised Qatar.")
    written(tmp_path, "a.txt", b"")
    found = list(read_paths([tmp_path]))
    assert [one.text if isinstance(one, Document) else one.what[:8] for one in found] == [
        "it is em", "Egypt praised Qatar.", "Egypt praised Oman.",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-32"])
def test_encodings(tmp_path, encoding):
    text = "Le Président of Côte d'Ivoire praised São Tomé on Monday."
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    (document,) = read_paths([written(tmp_path, "a.txt", data)])
    assert document.text == text


def test_curly_quotes_of_windows():
    text = "\u201cNo,\u201d the minister of C\u00f4te d\u2019Ivoire said."
    assert decode(text.encode("cp1252")) == text


def test_line_of_latin_1_among_json_lines():
    data = GOOD.encode() + b"\n" + '{"text": "São Tomé praised Jordan."}'.encode("latin-1")
    found = [one.text for one in read_stream(io.BytesIO(data), "x")]
    assert found == ["Egypt praised Jordan.", "São Tomé praised Jordan."]


@pytest.mark.parametrize("start", [b"", b'{"text": "'])
def test_fifty_megabytes_of_one_line(tmp_path, start):
    path = tmp_path / ("a.jsonl" if start else "a.txt")
    with path.open("wb") as file:
        file.write(start)
        for _ in range(50):
            file.write(b"Egypt  Oman" * 95_000)
        if start:
            file.write(b'"}\n' + GOOD.encode())
    tracemalloc.start()
    found = list(read_paths([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found[0], Problem)
    assert "longer than" in found[0].what
    assert peak < 40_000_000
    if start:
        assert found[0].where == f"{path}:1"
        assert found[1].text == "Egypt praised Jordan."


def test_article_just_too_long():
    assert MAX_CHARACTERS * 6 < MAX_RECORD
    with pytest.raises(UnreadableError, match="longer than 1,000,000"):
        read_text("a" * (MAX_CHARACTERS + 1))
    (found,) = read_stream(io.BytesIO(json.dumps({"text": "a " * MAX_CHARACTERS}).encode()), "x")
    assert "longer than" in found.what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"title": "x"}', "'text' is missing"),
        ('{"text": ""}', "'text' is missing"),
        ('{"text": null}', "'text' is missing"),
        ('{"text": "Advertisement"}', "no text"),
        ('{"text": 5}', "'text' must be a text, it is a number"),
        ('{"text": [1]}', "'text' must be a text, it is a list"),
        ('{"text": "Egypt praised Jordan.", "title": {}}', "'title' must be a text, it is an object"),
        ('{"text": "Egypt praised Jordan.", "date": "soon"}', "'soon' is not a date"),
        ('{"text": "Egypt praised Jordan.", "id": 1e400}', "'id' must be a text, it is a number"),
        ('{"text": "Egypt praised Jordan.", "date": -1e400}', "'date' must be a text, it is a number"),
        ('{"text": "Egypt praised Jordan.", "date": ' + "1" * 4000 + "}", "is not a date"),
        ('{"text": "Egypt praised Jordan.", "date": "2018-02-30"}', "'2018-02-30' is not a date"),
        ('{"text": "Egypt praised Jordan.", "date": "04/05/2018"}', "two ways"),
        ('{"text": "Egypt praised Jordan.", "date": true}', "'date' must be a text, it is true or false"),
        ('{"text": "Egypt praised Jordan."', "not valid JSON"),
        ('{"text": "Egypt', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"n": ' + "9" * 5000 + "}", "not valid JSON"),
        ('["a"]', "must be an object"),
        ("null", "must be an object"),
        ('{"text": "Egypt praised Jordan.", "language": "de"}', "not English but 'de'"),
        (json.dumps({"text": GERMAN}), "not English but 'de'"),
    ],
)
def test_bad_line_is_named_and_the_next_is_read(line, what):
    found = list(read_stream(io.BytesIO(f"{GOOD}\n\n{line}\n{GOOD}\n".encode()), "in.jsonl"))
    assert [type(one) for one in found] == [Document, Problem, Document]
    assert found[1].where == "in.jsonl:3"
    assert what in found[1].what


def test_empty_date_is_no_date():
    (found,) = read_stream(io.BytesIO(b'{"text": "Egypt praised Jordan.", "date": ""}'), "x")
    assert found.published is None


def test_bad_element_of_an_array_has_its_line():
    text = f'[\n{GOOD},\n{{"title": "x"}},\n"loose",\n{GOOD},\n{{broken\n]'
    found = list(read_stream(io.BytesIO(text.encode()), "in.json"))
    assert [one.where if isinstance(one, Problem) else "" for one in found] == [
        "",
        "in.json:3",
        "in.json:4",
        "",
        "in.json:6",
    ]


@pytest.mark.parametrize("data", [b"[]", b"[\n\n]"])
def test_array_without_records(data):
    (found,) = read_stream(io.BytesIO(data), "x")
    assert "no records" in found.what


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></body></html>",
        "<html><body><script>var x = 'Egypt praised Jordan for its help on Monday.';</script></body></html>",
        "<title>Not found</title><body><p>The page you are looking for was not found.</p></body>",
        "<",
        "<!-- nothing -->",
        "<html><body><form><input name='q'></form></body></html>",
    ],
)
def test_page_without_article(page):
    with pytest.raises(UnreadableError, match="no article"):
        read_html(page)
    (found,) = read_stream(io.BytesIO(page.encode()), "page")
    assert isinstance(found, Problem)


PAGE = """<html><head><meta charset="{charset}"><title>Egypt{odd} praises Jordan</title></head><body><article>
<h1>Egypt praises{odd} Jordan</h1><p>Egypt praised Jordan{odd} on Monday for its help in the talks, officials said.</p>
<p>Jordan thanked Egypt on Tuesday, and both will meet in Amman before the month is out.</p></article></body></html>"""
ODD = ["&#1;", "&#8;", "&#31", "&#0;", "&#xFFFF;", "&#xfffe;", "&#xD800;", "&#99999999999;", "\x0b", "\uffff"]


@pytest.mark.parametrize("odd", ODD)
def test_characters_that_no_page_may_hold_are_passed_over(tmp_path, odd):
    written(tmp_path, "a.html", PAGE.format(charset="utf-8", odd=odd).encode())
    written(tmp_path, "b.jsonl", json.dumps({"text": f"<p>Oman{odd} praised Qatar.</p>"}).encode())
    page, record = read_paths([tmp_path])
    assert page.text.startswith("Egypt praises Jordan\n\nEgypt praised Jordan on Monday")
    assert record.text == "Oman praised Qatar."


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "unicode_escape", "rot13", "zlib", "utf-7"])
def test_encodings_that_are_none_of_the_web_are_not_tried(tmp_path, charset):
    page = PAGE.format(charset=charset, odd="").encode()
    assert decode_page(page) == page.decode()
    assert isinstance(next(read_paths([written(tmp_path, "a.html", page)])), Document)


def test_whatever_a_reader_raises_is_the_problem_of_one_input(tmp_path, monkeypatch):
    def broken(*_args, **_more):
        raise OverflowError("too much")

    monkeypatch.setattr("communique.extract.documents.sources.read_html", broken)
    monkeypatch.setattr("communique.extract.documents.sources.read_record", broken)
    written(tmp_path, "a.html", b"<p>Egypt praised Jordan.</p>")
    written(tmp_path, "b.jsonl", f"\n{GOOD}".encode())
    written(tmp_path, "c.txt", b"Egypt praised Jordan.")
    page, record, text = read_paths([tmp_path])
    assert (page.where, record.where) == (str(tmp_path / "a.html"), f"{tmp_path / 'b.jsonl'}:2")
    assert "OverflowError: too much" in page.what
    assert text.text == "Egypt praised Jordan."


def test_german_text():
    with pytest.raises(UnreadableError, match="not English but 'de'"):
        read_text(GERMAN)


@pytest.mark.parametrize(
    "text",
    [
        "Deutschland weist zwei libysche Diplomaten aus.", "Der Minister droht Tripolis mit Vergeltung",
        "Le ministre se rend \u00e0 Oslo", "La Libye attaque la Norv\u00e8ge.", "El presidente critica a Noruega.",
        "El ministro viaja a Oslo",
        "\u041e\u0441\u043b\u043e \u043c\u043e\u043b\u0447\u0438\u0442 \u043e\u0431 \u0430\u0442\u0430\u043a\u0435",
        "\u4e2d\u56fd\u6279\u8bc4\u7f8e\u56fd\u5bf9\u53f0\u519b\u552e\u51b3\u5b9a",
    ],
)  # fmt: skip
def test_short_texts_in_other_languages(text):
    with pytest.raises(UnreadableError, match="not English but"):
        read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "C\u00f4te d\u2019Ivoire praised S\u00e3o Tom\u00e9.", "President Luiz In\u00e1cio Lula da Silva visits Chad.",
        "Merkel: no talks",
        "LULA, MADURO MEET IN MANAGUA", "Rwandan troops leave Goma", "Oslo.",
    ],
)  # fmt: skip
def test_short_english_texts_with_foreign_names(text):
    assert read_text(text).text == text


def test_a_text_that_is_said_to_be_english_and_is_not():
    found = list(read_stream(io.BytesIO(json.dumps({"text": GERMAN, "language": "en-US"}).encode()), "x"))
    assert "not English but 'de'" in found[0].what


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "yesterday",
        "2018",
        "May 2018",
        "2018-13-01",
        "20181301",
        "2018-05-04T25:00",
        "31 February 2018",
        "152539200",
        "201505041",
        "20150504240000",
    ],
)
def test_what_is_no_date(value):
    with pytest.raises(UnreadableError, match="not a date"):
        publication_date(value)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"A" * (1 << 22), "the head of a record is longer than"),
        (b"A: b\r\n" * (1 << 19), "the head of a record is longer than"),
        (b"WARC-Type: response\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + b"x" * 40, "names no address"),
    ],
    ids=["a line without end", "lines without end", "no address"],
)
def test_a_web_archive_whose_heads_are_none_is_refused_at_once(tmp_path, head, what):
    path = written(tmp_path, "a.warc.gz", gzip.compress(b"WARC/1.0\r\n" + head))
    tracemalloc.start()
    found = problem(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert what in found.what and "damaged from here on" in found.what
    # Reading a line piece by piece once took the square of its length.
    assert most < 1 << 24
