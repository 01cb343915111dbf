"""Articles in the forms that services, spreadsheets, feeds and crawlers give them: one document each, with its day."""

import bz2
import gzip
import io
import json
import lzma
from datetime import date
from pathlib import Path

import pytest

from communique.extract.documents import (
    Problem,
    archives,
    feeds,
    html,
    read_paths,
    read_stream,
    record_fields,
    sources,
    tables,
)
from communique.extract.documents.jsonlines import MAX_RECORD
from communique.ontology.interchange import to_json
from communique.ontology.types import Document, Extraction, Report, document_id

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
SENTENCE = "Norway expelled two Libyan diplomats on Tuesday, officials said."
OTHER = "Libya recalled its ambassador from Oslo in protest on Wednesday."
DAY = date(2019, 3, 6)
PAGE = f"<!doctype html><html><head><title>x</title></head><body><article><p>{SENTENCE}</p></article></body></html>"
PLAIN = [("Norway expels Libyans", SENTENCE, DAY, "Fjord Post"), ("Libya answers", OTHER, DAY, "Fjord Post")]


def read(data: str | bytes, name: str = "in", **given) -> list:
    return list(read_stream(io.BytesIO(data.encode() if isinstance(data, str) else data), name, **given))


def summaries(found: list) -> list[tuple]:
    """Give what documents say, and of problems where they stand."""
    return [
        one.where
        if isinstance(one, Problem)
        else (one.title, one.text.removeprefix(one.title).strip(), one.published, one.source)
        for one in found
    ]


ARTICLE = {"title": PLAIN[0][0], "content": SENTENCE, "publishedAt": "2019-03-06T08:00:00Z"}
SECOND = {"title": PLAIN[1][0], "content": OTHER, "publishedAt": "2019-03-06T21:00:00Z"}
NEWSAPI = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {"source": {"id": None, "name": "Fjord Post"}, "author": None, "url": "https://e.org/1", **ARTICLE},
        {
            "source": {"id": "fp", "name": "Fjord Post"},
            "description": "x",
            **SECOND,
            "content": OTHER + " … [+99 chars]",
        },
    ],
}
GUARDIAN = {
    "response": {
        "status": "ok", "pages": 1,
        "results": [
            {
                "id": f"world/{number}", "type": "article", "webTitle": title,
                "webPublicationDate": "2019-03-06T08:00:00Z",
                "webUrl": f"https://e.org/{number}",
                "fields": {"headline": title, "body": f"<p>{text}</p>", "publication": "Fjord Post",
                           "byline": "Kari Holm"},
            }
            for number, (title, text, _, _) in enumerate(PLAIN)
        ],
    }
}  # fmt: skip
HITS = [
    {"_index": "news", "_id": str(number), "_score": 1.0, "_source":
     {"title": title, "body": text, "date": "2019-03-06", "publisher": source}}
    for number, (title, text, _, source) in enumerate(PLAIN)
]  # fmt: skip
SEARCH = {"took": 3, "_scroll_id": "x", "hits": {"total": {"value": 2}, "hits": HITS}}
REGISTRY = {
    "articles": {
        "page": 1, "totalResults": 2,
        "results": [
            {"uri": str(number), "lang": "eng", "isDuplicate": False, "dateTimePub": "2019-03-06T08:00:00Z",
             "title": title, "body": text, "date": "2019-03-06", "time": "08:00:00", "dateTime": "2019-03-06T08:00:00Z",
             "source": {"uri": "fjord.example", "dataType": "news", "title": source},
             "authors": [{"name": "Kari Holm"}]}
            for number, (title, text, _, source) in enumerate(PLAIN)
        ],
    }
}  # fmt: skip


def lines(*records) -> str:
    return "\n".join(map(json.dumps, records)) + "\n"


@pytest.mark.parametrize(
    "written", [json.dumps, lambda each: json.dumps(each, indent=2), lines], ids="one in lines".split()
)
@pytest.mark.parametrize(
    "answer", [NEWSAPI, GUARDIAN, SEARCH, REGISTRY], ids="newsapi guardian search registry".split()
)
def test_answers_of_services(answer, written):
    assert summaries(read(written(answer))) == PLAIN


def test_authors_and_identifiers_are_kept():
    of_registry, of_guardian = (dict(read(json.dumps(answer))[0].metadata) for answer in (REGISTRY, GUARDIAN))
    assert (of_registry["author"], of_registry["identifier"]) == ("Kari Holm", "0")
    assert (of_guardian["author"], of_guardian["identifier"]) == ("Kari Holm", "world/0")
    assert dict(read(lines(*HITS))[0].metadata) == {"identifier": "0"}


def test_answers_one_after_the_other_and_in_an_array():
    many = [{"articles": [each]} for each in NEWSAPI["articles"]]
    assert (
        summaries(read(lines(*many)))
        == summaries(read(json.dumps(many)))
        == summaries(read(json.dumps(many, indent=1)))
        == PLAIN
    )


def test_a_broken_answer_spoils_no_other():
    found = read(lines(NEWSAPI)[:-40] + "\n" + lines({"status": "error"}, SEARCH))
    assert summaries(found) == [PLAIN[0], "in:1", "in:2", *PLAIN]


def test_an_answer_larger_than_any_record_is_read_piece_by_piece():
    pages = [
        {"articles": [{"title": f"No. {n}", "content": f"{SENTENCE} {'It is so. ' * 5000} {n}"} for n in range(200)]}
    ]
    data = json.dumps(pages[0])
    assert len(data) > MAX_RECORD
    assert len(read(data)) == 200


def test_a_record_with_a_list_of_objects_is_no_answer():
    record = {"text": SENTENCE, "items": [{"a": 1}, {"b": 2}]}
    assert [one.text for one in read(json.dumps(record))] == [SENTENCE]
    assert [one.text for one in read(json.dumps(record, indent=1))] == [SENTENCE]


@pytest.mark.parametrize(
    "action", ['{"index": {"_id": "1"}}', '{"create": {"_index": "a", "_id": "1"}}', '{"index":{}}']
)
def test_bulk_files(action):
    sources = [json.dumps(hit["_source"]) for hit in HITS]
    assert summaries(read(f"{action}\n{sources[0]}\n{action}\n{sources[1]}\n")) == PLAIN
    assert summaries(read(lines(*HITS))) == PLAIN


# Tables.

ROWS = [("title", "text", "date", "source"), *[(title, text, str(day), source) for title, text, day, source in PLAIN]]


def table(rows, mark=",") -> str:
    return "\r\n".join(mark.join(f'"{cell}"' if mark in cell else cell for cell in row) for row in rows) + "\r\n"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("kind", ["table", ""])
def test_delimiters(mark, kind):
    assert summaries(read(table(ROWS, mark), kind=kind)) == PLAIN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_tables(encoding, tmp_path):
    path = tmp_path / "a.csv"
    text = "C\u00f4te d\u2019Ivoire praised S\u00e3o Tom\u00e9."
    path.write_bytes(f'Headline,Body,Published At\r\n"S\u00e3o Tom\u00e9","{text}",2019-03-06\r\n'.encode(encoding))
    assert summaries(read_paths([path])) == [("S\u00e3o Tom\u00e9", text, DAY, "")]


@pytest.mark.parametrize(
    "header",
    [
        "Title,Article Text,Date,Publisher",
        "headline,content,pubDate,source_name",
        "news.title,body,date_published,outlet",
    ],
)
def test_usual_names_of_columns(header):
    found = read("\n".join([header, *table(ROWS).split("\r\n")[1:]]).replace("news.title", "news title"))
    assert summaries(found) == PLAIN


def test_cells_of_several_lines_doubled_quotes_and_empty_ones():
    text = f'id,text,date,source,url\n1,"{SENTENCE}\n\nHe said ""no"".\n",2019-03-06,NULL,nan\n\n2,{OTHER[:30]}.\n'
    first, second = read(text)
    assert (first.text, first.source, first.url) == (f'{SENTENCE}\n\nHe said "no".', "", "")
    assert second.text == f"{OTHER[:30]}."


def test_bad_rows_are_named_by_the_line_on_which_they_begin():
    data = [
        "title,text,date", f'A b c,"{SENTENCE}\nMore.",2019-03-06', f"D e f,{SENTENCE},2019-03-06", "G h i,,2019-03-06",
        f'J k l,"{OTHER}",soon', f'M n o,"{OTHER} Again.",2019-03-06', 'P,"opened', "Q,Oslo thanked Cairo.,2019-03-06",
    ]  # fmt: skip
    found = read("\n".join(data), "a.csv", kind="table")
    assert [one.where if isinstance(one, Problem) else one.title for one in found] == [
        "A b c", "a.csv:4", "a.csv:5", "a.csv:6", "M n o", "a.csv:8", "Q",
    ]  # fmt: skip


def test_an_open_quotation_mark_takes_no_good_rows_with_it():
    good = [f'{n},"Norway praised Libya {n} times.",2019-03-06' for n in range(50)]
    found = read("\n".join(["id,text,date", *good[:20], 'x,"Oslo,2019-03-06', *good[20:]]))
    assert [one.where for one in found if isinstance(one, Problem)] == ["in:22"]
    assert sum(isinstance(one, Document) for one in found) == 50


def test_marks_that_never_close_do_not_make_a_table_be_read_over_and_over(monkeypatch):
    monkeypatch.setattr(tables, "_MOST_IN_VAIN", 100_000)
    taken: list[int] = []
    given_back = tables._Lines.give_back
    monkeypatch.setattr(
        tables._Lines, "give_back", lambda self, lines: (taken.append(len(lines)), given_back(self, lines))[1]
    )
    found = read("id,text\n" + 'a","b\n' * 5_000, kind="table")
    assert len(found) == 5_000 and all(isinstance(one, Problem) for one in found)
    assert sum(taken) < 50_000


def test_quotation_marks_within_a_cell_that_are_not_doubled():
    (found,) = read('title,text\nNorway,"The "good" neighbours met in Oslo."\n', kind="table")
    assert "neighbours met in Oslo" in found.text


@pytest.mark.parametrize("start", ["sep=;\n", ""])
def test_the_delimiter_that_a_spreadsheet_states(start):
    assert summaries(read(start + table(ROWS, ";"))) == PLAIN


def test_a_table_without_words_says_what_is_missing():
    (found,) = read("id;when\n1;2019\n", "a.csv", kind="table")
    assert found.where == "a.csv:1" and "no column" in found.what and "'when'" in found.what


def test_a_table_has_as_many_columns_as_a_spreadsheet(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    most = ["text", *(f"c{number}" for number in range(16_383))]
    row = [SENTENCE, *("x" for _ in most[1:])]
    (one,) = read(f"{';'.join(most)}\n{';'.join(row)}\n", "a.csv", kind="table")
    assert one.text == SENTENCE and len(one.metadata) == 16_383
    (none,) = read(f"{';'.join([*most, 'more'])}\n{';'.join([*row, 'x'])}\n", "a.csv", kind="table")
    assert none.where == "a.csv:1" and none.what.startswith("16,385 columns")
    parquet.write_table(pa.table({name: ["x"] for name in [*most, "more"]}), tmp_path / "a.parquet")
    (same,) = read_paths([tmp_path / "a.parquet"])
    assert same.what.startswith("16,385 columns")


def test_the_name_of_a_column_is_looked_at_a_few_times_however_many_there_are(monkeypatch):
    looked_at, plain = [], record_fields._plain_name
    monkeypatch.setattr(record_fields, "_plain_name", lambda name: looked_at.append(name) or plain(name))
    # What is known of all columns was read before.
    record_fields._first_fields()
    looked_at.clear()
    names = ["text", *(f"c{number}" for number in range(999))]
    list(read(f"{','.join(names)}\n{','.join('x' for _ in names)}\n", "a.csv", kind="table"))
    assert len(looked_at) < 4 * len(names)


@pytest.mark.parametrize(
    "text",
    [
        f"{SENTENCE}\n\n{OTHER}",
        "Text, date and source, said the minister, are known. Nobody objected.\n\nEgypt praised Oman.",
    ],
)
def test_prose_is_no_table(text):
    (found,) = read(text)
    assert "\n\n" in found.text


@pytest.mark.parametrize("name", ["a.parquet", "a"])
def test_parquet(name, tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    titles, texts, days, sources = zip(*PLAIN, strict=True)
    table = pa.table({"headline": titles, "body": texts, "published": days, "publisher": sources, "n": [1, None]})
    parquet.write_table(table, tmp_path / name, row_group_size=1)
    assert summaries(read_paths([tmp_path])) == PLAIN
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Problem) and "damaged" in found.what
    parquet.write_table(table.select(["n"]), tmp_path / name)
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Problem) and "no column" in found.what


# Feeds.

RSS = f"""<?xml version="1.0"?><!-- made by hand --><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Fjord Post</title><link>https://e.org/</link><language>en-gb</language><ttl>30</ttl>
<item><title>{PLAIN[0][0]}</title><link>https://e.org/1</link><guid>1</guid>
<pubDate>Wed, 06 Mar 2019 23:30:00 -0500</pubDate>
<description>short</description><content:encoded><![CDATA[<p>{SENTENCE}</p>]]></content:encoded></item>
<item><title>{PLAIN[1][0]}</title><link>https://e.org/2</link><pubDate>Wed, 06 Mar 2019 08:00:00 GMT</pubDate>
<description>&lt;p&gt;{OTHER}&lt;/p&gt;</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Fjord Post</title><id>urn:x</id>
<updated>2019-03-07T00:00:00Z</updated>
<entry><title>{PLAIN[0][0]}</title><id>urn:1</id><link href="https://e.org/1"/>
<published>2019-03-06T08:00:00Z</published>
<updated>2019-03-09T08:00:00Z</updated><content type="html">&lt;p&gt;{SENTENCE}&lt;/p&gt;</content></entry>
<entry><title>{PLAIN[1][0]}</title><id>urn:2</id><updated>2019-03-06T08:00:00Z</updated>
<summary>{OTHER}</summary></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM, RSS.replace("</channel></rss>", "")], ids="rss atom cut".split())
@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a"])
def test_feeds(feed, name, tmp_path):
    (tmp_path / name).write_text(feed, encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert summaries(found) == PLAIN
    assert found[0].url == "https://e.org/1"


@pytest.mark.parametrize("feed", ["<rss>", "<feed/>", "<rss version='2.0'><channel><title>x</title></channel></rss>"])
def test_feeds_without_entries(feed):
    (found,) = read(feed)
    assert isinstance(found, Problem)


def test_a_feed_that_is_the_name_of_a_file_opens_no_file(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    assert [type(one) for one in read(str(tmp_path / "feed.xml"), kind="feed")] == [Problem]


def test_a_day_that_only_the_reader_of_feeds_knows_is_that_of_the_entry():
    found = read(RSS.replace("Wed, 06 Mar 2019 23:30:00 -0500", "190306"))
    assert [one.published for one in found] == [DAY, DAY]


@pytest.mark.parametrize(
    ("module", "limit", "data"),
    [
        (feeds, "MAX_FEED", lambda: RSS),
        (html, "MAX_PAGE", lambda: PAGE),
        (archives, "MAX_PAGE", lambda: gzip.decompress(archive())),
    ],
    ids="feed page archive".split(),
)
def test_what_is_longer_than_any_feed_or_page_is_named(module, limit, data, monkeypatch):
    monkeypatch.setattr(module, limit, 30)
    found = read(data())
    assert found and all(isinstance(one, Problem) and "longer than 30" in one.what for one in found[:1])


def test_the_same_article_is_kept_once_as_long_as_it_is_remembered(monkeypatch):
    monkeypatch.setattr(sources, "_REMEMBERED", 2)
    texts = {name: f"{SENTENCE} {name}" for name in "abc"}
    found = read(lines(*({"text": texts[name]} for name in "abacba")), "in", seen={})
    # The third knows the first; the fourth makes it forgotten, and so it is read again.
    assert [type(one) for one in found] == [Document, Document, Problem, Document, Problem, Document]
    assert found[2].what == "it is the same article as in:1: kept once"


def test_a_page_that_speaks_of_feeds_is_a_page():
    article = f"<article><p>{SENTENCE}</p><p>{OTHER}</p></article>"
    page = f"<!doctype html><html><head><title>x</title></head><body>{article}<rss></rss></body></html>"
    assert [type(one) for one in read(page)] == [Document]


# Archives of crawlers, and what is packed.


def archive() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    def page(title: str, text: str) -> bytes:
        said = {"article:published_time": "2019-03-06T08:00:00Z", "og:site_name": "Fjord Post"}
        meta = "".join(f'<meta property="{name}" content="{value}">' for name, value in said.items())
        body = f"<article><h1>{title}</h1><p>{text}</p></article>"
        return f"<html><head><title>{title}</title>{meta}</head><body>{body}</body></html>".encode()

    into = io.BytesIO()
    writer = WARCWriter(into, gzip=True)
    for status, kind, body in (
        ("200 OK", "text/html; charset=utf-8", page(*PLAIN[0][:2])),
        ("404 Not Found", "text/html", b"<p>Nothing here.</p>"),
        ("200 OK", "image/png", b"\x89PNG"), ("200 OK", "text/html", b"<html></html>"),
        ("200 OK", "text/html", page(*PLAIN[1][:2])),
    ):  # fmt: skip
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record("https://e.org/1", "response", io.BytesIO(body), http_headers=headers)
        )
    return into.getvalue()


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["a.warc.gz", "a"])
def test_web_archives(packed, name, tmp_path):
    data = archive() if packed else gzip.decompress(archive())
    (tmp_path / name).write_bytes(data)
    found = list(read_paths([tmp_path]))
    assert summaries(found) == [PLAIN[0], f"{tmp_path / name}, record 4", PLAIN[1]]
    assert found[0].url == "https://e.org/1"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize(("name", "text"), [("a.csv.gz", table(ROWS)), ("a.jsonl.gz", lines(NEWSAPI)), ("a", RSS)])
def test_packed_files(pack, name, text, tmp_path):
    (tmp_path / name).write_bytes(pack(text.encode()))
    assert summaries(read_paths([tmp_path])) == PLAIN


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_what_is_packed_and_cut_short_is_told(pack, tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(pack(lines(*NEWSAPI["articles"] * 3).encode())[:-9])
    (tmp_path / "b.txt").write_text(SENTENCE)
    found = list(read_paths([tmp_path]))
    assert [one.what for one in found if isinstance(one, Problem)] == [
        "it is packed and damaged: what could be unpacked was read"
    ]
    assert found[-1].text == SENTENCE


# What was read before.


def extraction() -> Extraction:
    document = Document(document_id(SENTENCE, "Fjord Post"), SENTENCE, "", DAY, "Fjord Post")
    whole = (0, len(SENTENCE))
    return Extraction(
        document, (Report(document.id, "expels", "nor", "lby", "expelled", whole, SENTENCE, whole, "a", 0.5),)
    )


def test_reports_that_were_exported_come_back_as_they_were():
    assert read(to_json(extraction()) + "\n") == [extraction()]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": "0" * 16}, "not that of its text"), ({"text": 5}, "document.text"),
        ({"published": "soon"}, "document.published"),
        ({"more": 1}, "document.more"),
    ],
)  # fmt: skip
def test_reports_that_are_no_longer_whole_are_named(change, what):
    record = json.loads(to_json(extraction()))
    record["document"] |= change
    good, bad = read(to_json(extraction()) + "\n" + json.dumps(record), "r.jsonl")
    assert good == extraction()
    assert bad.where == "r.jsonl:2" and what in bad.what


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"document": "0" * 16}, "reports[0].document"),
        ({"span": [0, len(SENTENCE) + 1]}, "reports[0].span"),
        ({"span": [-1, 4]}, "reports[0].span"),
        ({"span": [5, 4]}, "reports[0].span"),
    ],
)  # fmt: skip
def test_reports_that_do_not_belong_to_their_text_are_named(change, what):
    record = json.loads(to_json(extraction()))
    record["reports"][0] |= change
    (bad,) = read(json.dumps(record) + "\n", "r.jsonl")
    assert bad.where == "r.jsonl:1" and what in bad.what


def test_cases_that_others_have_met():
    if not CASES.is_dir():
        pytest.skip("../shared/cases is not there to read")
    found = list(read_paths(sorted(CASES.glob("M_*"))))
    assert [type(one) for one in found] == [Document] * 5
    assert all(one.published and one.published.year == 2021 for one in found)
