from datetime import date

import pytest

from communique.extract.documents.html import read_html
from communique.extract.documents.sources import read_paths

META = """<meta property="article:published_time" content="2016-03-04T10:00:00+01:00">
<meta property="og:site_name" content="Northern Wire"><link rel="canonical" href="https://example.org/fish">"""
PAGE = """<!DOCTYPE html><html lang="en"><head>
<meta charset="{charset}"><title>Norway and Russia sign fishing deal</title>
{meta}</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Norway and Russia sign fishing deal</h1><p class="byline">By Kari Holm</p>
<p>OSLO (Northern Wire) -
Norway and Russia signed an agreement on cod fishing in the Barents Sea on Friday, officials said.</p>
<figure><img src="a.jpg" alt="">
<figcaption>Boats in the port of Kirkenes. [Photo/Northern Wire]</figcaption></figure>
<p>
Norwegian Foreign Minister B\u00f8rge Brende praised Russia for its cooperation in the talks of six months.</p>
<p>Moscow did not comment on the agreement, which both parliaments have still to approve.</p></article>
<div class="comments"><h3>Comments</h3>
<p>Ola: Russia attacked Norway, I am sure of that and nobody will tell me otherwise!</p></div>
<footer>Copyright 2020 Northern Wire. All rights reserved.</footer></body></html>"""
TEXT = """Norway and Russia sign fishing deal

Norway and Russia signed an agreement on cod fishing in the Barents Sea on Friday, officials said.

Norwegian Foreign Minister B\u00f8rge Brende praised Russia for its cooperation in the talks of six months.

Moscow did not comment on the agreement, which both parliaments have still to approve."""


def page(meta: str = META, charset: str = "utf-8") -> str:
    return PAGE.format(meta=meta, charset=charset)


def test_page_gives_the_article_alone():
    document = read_html(page())
    assert document.text == TEXT
    assert document.title == "Norway and Russia sign fishing deal"
    assert (document.published, document.source) == (date(2016, 3, 4), "Northern Wire")
    assert document.url == "https://example.org/fish"
    assert dict(document.metadata)["author"] == "Kari Holm"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_declared_encoding_is_used(charset):
    assert read_html(page(charset=charset).encode(charset)).text == TEXT


def test_wrongly_declared_encoding_does_no_harm():
    assert read_html(page(charset="utf-8").encode("iso-8859-1")).text == TEXT
    assert read_html(page(charset="no-such-encoding").encode()).text == TEXT


def test_xml_declaration_does_no_harm():
    assert read_html('<?xml version="1.0" encoding="UTF-8"?>\n' + page()).text == TEXT


def test_what_is_given_counts_first():
    document = read_html(
        page(), title="Fishing deal", published=date(2016, 3, 5), source="Fjord Post", url="https://example.org/2"
    )
    assert document.title == "Fishing deal"
    assert (document.published, document.source, document.url) == (
        date(2016, 3, 5),
        "Fjord Post",
        "https://example.org/2",
    )


def test_no_date_is_made_up():
    document = read_html(page(meta=""))
    assert document.published is None
    assert document.source == "Northern Wire"


BOX = """<html><head>{head}<title>Norway and Russia sign fishing deal</title></head><body>
<div class="top"><span class="date">Sunday, 7 May 2023</span></div><{part}><h1>Norway and Russia sign fishing deal</h1>
<p>{own}</p><p>Norway and Russia signed an agreement on cod fishing in the Barents Sea on Friday, officials said.</p>
<p>Moscow did not comment on the agreement, which both parliaments have still to approve.</p></{part}></body></html>"""


@pytest.mark.parametrize("part", ["article", "main", "div"])
@pytest.mark.parametrize(
    "own",
    [
        "Fjord Post<br>Fri, 4 Mar 2016 09:30 UTC",
        "4 March 2016",
        "Published: March 4, 2016",
        "<b>Updated</b> March 4, 2016 at 5:30 pm",
        "By Kari Holm | 4 March 2016",
        "Posted on 14.03.2016",
        "<time datetime='2016-03-04T09:30'>on Friday</time>",
        "<b>Last updated: 9 June 2018</b><br>First published: 4 March 2016",
        "Updated 9:00 AM EDT, Sat June 9, 2018 | Published 5:55 PM EDT, Fri March 4, 2016",
        "Posted on March 4, 2016 by the editors",
        "<span data-timestamp='1457084100'>March 4</span>",
        "4. M\u00e4rz 2016",
        "4 de marzo de 2016",
        "Publi\u00e9 le 4 mars 2016 \u00e0 09h30",
        "4 \u043c\u0430\u0440\u0442\u0430 2016",
    ],
)
def test_the_day_in_the_article_counts_before_that_of_the_page(part, own):
    document = read_html(BOX.format(head="", part=part, own=own))
    assert str(document.published) in ("2016-03-04", "2016-03-14")
    assert document.source == ""


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="parsely-pub-date" content="2016-03-04T10:00:00Z">',
        '<meta property="og:updated_time" content="2018-06-09"><meta name="pubdate" content="20160304">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"}, '
        '{"@type": ["NewsArticle"], "comment": {"@type": "Comment", "datePublished": "2018-06-09"}, '
        '"datePublished" : "2016-03-04T10:00:00Z", "dateModified": "2018-06-09"}]}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2018-06-09",}</script>'
        '<meta itemprop="datePublished" content="2016-03-04">',
        # An element that is no meta: by an attribute, or by its words.
        '<link itemprop="datePublished" content="soon"><link itemprop="datePublished" content="2016-03-04">',
    ],
)
def test_a_page_declares_the_day_of_its_article_in_many_ways(head):
    assert read_html(BOX.format(head=head, part="article", own="Oslo")).published == date(2016, 3, 4)


def test_a_day_of_change_counts_only_where_there_is_no_other():
    head = '<meta property="article:modified_time" content="2018-06-09T10:00:00Z">'
    assert read_html(BOX.format(head=head, part="article", own="4 March 2016")).published == date(2016, 3, 4)
    plain = BOX.replace("Sunday, 7 May 2023", "Wires")
    assert read_html(plain.format(head=head, part="article", own="Oslo")).published == date(2018, 6, 9)


def test_an_address_holds_the_day_and_a_day_in_two_readings_or_a_copyright_none():
    assert read_html(page(meta=""), url="https://example.org/news/20160304/fish").published == date(2016, 3, 4)
    assert read_html(page(meta=""), url="https://example.org/news-20164404-fish").published is None
    plain = BOX.replace("Sunday, 7 May 2023", "Wires")
    assert read_html(plain.format(head="", part="article", own="4/5/2016")).published is None
    footer = "<footer>Copyright 4 March 2016 Fjord Post</footer>"
    assert read_html(plain.format(head="", part="article", own=footer)).published is None


def test_a_declared_day_of_change_decides_between_two_readings_of_figures():
    plain = BOX.replace("Sunday, 7 May 2023", "Wires")
    head = '<meta property="article:modified_time" content="2016-05-04T10:00:00Z">'
    assert read_html(plain.format(head=head, part="article", own="4/5/2016")).published == date(2016, 5, 4)


def test_of_several_articles_on_a_page_the_one_with_the_headline_counts():
    teaser = "<article><time datetime='2018-06-09'>9 June 2018</time><p>Peru thanked Chile.</p></article>"
    html = BOX.replace('<div class="top">', f'{teaser}<div class="top">')
    assert read_html(html.format(head="", part="article", own="4 March 2016")).published == date(2016, 3, 4)


def test_what_a_page_declares_counts_before_what_its_text_says():
    head = '<meta property="article:published_time" content="2016-03-03T23:00:00Z">'
    document = read_html(BOX.format(head=head, part="article", own="Updated March 4, 2016"))
    assert document.published == date(2016, 3, 3)
    assert read_html(BOX.format(head="", part="article", own="Officials smiled.")).published == date(2023, 5, 7)


def test_files_and_fallback_values(tmp_path):
    path = tmp_path / "page.xhtml"
    path.write_text(page(meta=""), encoding="utf-8")
    (document,) = read_paths([path], published=date(2016, 3, 6), source="nobody")
    assert (document.published, document.source) == (date(2016, 3, 6), "Northern Wire")
