"""Whatever the bytes: a reader gives documents, extractions and problems, and raises nothing."""

import gzip
import io
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.extract.documents import Problem, files_below, read_paths, read_stream
from communique.ontology.types import Document, Extraction

KINDS = ["", "plain", "html", "json", "table", "feed", "warc"]
SENTENCE = "Norway expelled two Libyan diplomats on Tuesday."
# A good input of each form, which is then damaged.
GOOD = [
    SENTENCE,
    f"OSLO, March 6, 2019 (Reuters) - {SENTENCE}\n\nBy Kari Holm, Fjord Post, March 6, 2019",
    f"<html><head><title>a</title><meta charset='utf-8'></head>"
    f"<body><article><p>{SENTENCE}</p></article></body></html>",
    json.dumps({"text": SENTENCE, "date": "2019-03-06", "source": {"name": "x"}, "id": 5, "authors": [{"name": "y"}]}),
    json.dumps([{"text": SENTENCE}, {"body": f"<p>{SENTENCE}</p>"}], indent=1),
    json.dumps({"status": "ok", "response": {"results": [{"fields": {"body": SENTENCE}}, {"webTitle": "a"}]}}),
    json.dumps({"hits": {"hits": [{"_source": {"text": SENTENCE}}, {"_source": {}}]}}) + '\n{"index": {}}\n',
    json.dumps({"document": {"id": "0", "text": SENTENCE}, "reports": []}),
    f'id;title;text\n1;"a";"{SENTENCE}\n\nIt ""said"" so."\n2;b;{SENTENCE}\n',
    f"<rss version='2.0'><channel><title>x</title><item><title>a</title><description>{SENTENCE}</description>"
    "<pubDate>Wed, 06 Mar 2019 08:00:00 GMT</pubDate></item></channel></rss>",
    "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: text/html\r\n"
    "Content-Length: 9\r\n\r\n<p>a.</p>\r\n\r\n",
]
# What has broken readers: control characters and references to them, charsets that are none, numbers without end.
BAD = [
    b"\x00", b"\x01", b"\x08", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80",
    b"&#1;", b"&#8;", b"&#xFFFF;", b"&#x110000;",
    b"charset=undefined", b"charset=punycode", b"charset=idna", b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    b"1e400", b"NaN",
    b"-Infinity", b"9" * 5000, b"[" * 3000, b'"', b"\\ud800", b"\r", b",,,,", b"]]>", b"<![CDATA[",
    b"\xe2\x80\xa8", b"{", b"}",
    b"Content-Length: 99999999999", b"Content-Length: -1", b"\x1f\x8b\x08", b"<" * 500, "\u0345".encode() * 40,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Give a good input with pieces cut out, doubled, changed, or put in."""
    data = draw(st.sampled_from(GOOD)).encode()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        piece = draw(st.one_of(st.sampled_from(BAD), st.binary(max_size=6), st.just(data[start:end] * 2), st.just(b"")))
        data = data[:start] + piece + data[end:]
    return draw(st.sampled_from([data, data, data, data.decode("utf-8", "replace").encode("utf-16"), data[::-1]]))


def check(found: list) -> None:
    for one in found:
        assert isinstance(one, Document | Extraction | Problem)
        if isinstance(one, Problem):
            assert one.where.startswith("in") and one.what, one
            assert "report it" not in one.what, one


@settings(max_examples=250, deadline=None)
@given(damaged(), st.sampled_from(KINDS))
def test_no_bytes_end_a_run(data: bytes, kind: str) -> None:
    found = list(read_stream(io.BytesIO(data), "in", kind=kind))
    assert found, "every input has an outcome"
    check(found)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_no_noise_ends_a_run(data: bytes, kind: str) -> None:
    check(list(read_stream(io.BytesIO(data), "in", kind=kind)))


def test_a_folder_is_read_to_its_end_whatever_is_in_it(tmp_path: Path) -> None:
    endings = "txt txt html json json json jsonl jsonl csv rss warc".split()
    for number, (good, ending) in enumerate(zip(GOOD, endings, strict=True)):
        for other, bad in enumerate(BAD):
            data = good.encode()[: len(good) // 2] + bad + good.encode()[len(good) // 2 :]
            (tmp_path / f"{number}-{other}.{ending}").write_bytes(data)
            (tmp_path / f"{number}-{other}.{ending}.gz").write_bytes(gzip.compress(data)[: -other or None])
    (tmp_path / "zzz.txt").write_text(SENTENCE)
    found = list(read_paths(files_below(tmp_path)))
    assert isinstance(found[-1], Document) and found[-1].text == SENTENCE
    assert [one for one in found if isinstance(one, Problem) and "report it" in one.what] == []
