"""A web page gives its article and what it says about itself."""

from collections.abc import Callable
from datetime import date

import pytest

from quotesearch.indexer.corpus.web_page import declared_encoding

HEAD = """<!doctype html><html lang="en-GB"><head>{charset}<title>Bridge to close | The Brindle Echo</title>
<meta property="og:site_name" content="The Brindle Echo"><meta property="og:title" content="Bridge to close">
<meta name="author" content="Odalys Fenwright"><link rel="canonical" href="https://echo.example/2016/bridge">
<meta property="article:published_time" content="2016-04-03T08:00:00Z"></head>"""
BODY = """<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Bridge to close</h1>
<p>The bridge will close in May, the <a href="/c">council</a> said on Sunday, opened though it was on 4 May 1998.</p>
<p>“We have waited <em>long enough</em>,” said Perpetua Lindqvist, the mayor of Brindle and of the isles.</p>
<p>She added: <q>Nobody likes it.</q></p></article>
<div id="comments"><p>First! said somebody who reads these pages all day long.</p></div></body></html>"""
PARAGRAPHS = [
    "The bridge will close in May, the council said on Sunday, opened though it was on 4 May 1998.",
    "“We have waited long enough,” said Perpetua Lindqvist, the mayor of Brindle and of the isles.",
    "She added: “Nobody likes it.”",
]


def page(charset: str = "") -> str:
    return HEAD.format(charset=charset) + BODY


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.HTML", "a.html.gz"])
def test_the_article_is_read_without_the_rest_of_its_page(reading: Callable, writing: Callable, name: str) -> None:
    assert reading(writing(name, page())).only.text.split("\n\n") == PARAGRAPHS


def test_the_page_describes_itself(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.html", page())).only
    assert document.title == "Bridge to close"
    assert document.outlet == "The Brindle Echo"
    assert document.author == "Odalys Fenwright"
    assert document.published == date(2016, 4, 3)
    assert document.url == document.id == "https://echo.example/2016/bridge"
    assert document.language == "en-GB"
    assert document.path.endswith("a.html")


def test_the_address_of_a_whole_site_is_not_an_id(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.html", page().replace("/2016/bridge", "/"))).only
    assert document.id == document.path


def test_a_day_in_the_story_is_not_the_day_of_the_story(reading: Callable, writing: Callable) -> None:
    bare = f"<html><body>{BODY}</body></html>"
    assert reading(writing("a.html", bare)).only.published is None


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">', "utf-8-sig"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="idna">', "utf-8"),
        ('<meta charset="no-such">', "utf-8"),
    ],
)
def test_the_encoding_is_the_marked_the_declared_or_utf_8(
    reading: Callable, writing: Callable, charset: str, codec: str
) -> None:
    assert reading(writing("a.html", page(charset), codec)).only.text.split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"),
        ("ISO-8859-9", "cp1254"),
        ("x-sjis", "cp932"),
        ("gb2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("utf-16be", "utf-8"),
        ("utf-7", ""),
        ("x-user-defined", ""),
        ("hex", ""),
    ],
)
def test_a_label_means_what_browsers_read(label: str, codec: str) -> None:
    assert declared_encoding(f'<meta charset="{label}">'.encode()) == codec
    assert declared_encoding(f'<?xml version="1.0" encoding="{label}"?>'.encode()) == codec


def test_a_page_with_bytes_outside_its_declared_encoding_names_the_byte(reading: Callable, writing: Callable) -> None:
    error = reading(writing("a.html", page('<meta charset="utf-8">'), "cp1252")).error
    assert "a.html: byte 0x93 at offset" in error
    assert "is not UTF-8; it looks like cp1252 ('" in error


def test_the_named_encoding_outweighs_the_declared(reading: Callable, writing: Callable) -> None:
    path = writing("a.html", page('<meta charset="utf-8">'), "cp1252")
    assert reading(path, encoding="windows-1252").only.text.split("\n\n") == PARAGRAPHS


def test_an_embedded_picture_does_not_hide_the_article(reading: Callable, writing: Callable) -> None:
    picture = f'<img src="data:image/png;base64,{"iVBO" * 3_000_000}">'
    assert reading(writing("a.html", page().replace("<article>", f"<article>{picture}"))).only.text == "\n\n".join(
        PARAGRAPHS
    )


@pytest.mark.parametrize(
    "content", ["<html></html>", "<html><body><script>a()</script></body></html>", "http://x.example/"]
)
def test_a_page_without_an_article_is_an_error(reading: Callable, writing: Callable, content: str) -> None:
    assert "a.html: no article found in the page" in reading(writing("a.html", content)).error


def test_a_page_on_which_the_parser_fails_is_an_error(
    reading: Callable, writing: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert "a.html: the page cannot be parsed (too deep)" in reading(writing("a.html", page())).error


@pytest.mark.parametrize("part", ["<div>", "<b>", "<", "<table><tr><td>", "</p>", "&#xD800;", "\x01\x1b", "<q"])
def test_a_broken_page_is_read_or_refused(reading: Callable, writing: Callable, part: str) -> None:
    outcome = reading(writing("a.html", f"<html><body>{part * 3000}<p>It is old, she said.</p>"))
    assert len(outcome.records) + len(outcome.errors) == 1
