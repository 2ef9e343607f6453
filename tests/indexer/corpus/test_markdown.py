"""Markdown becomes what a reader of the page sees."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.corpus import markdown

PAGE = """\
---
title: 'The mayor''s bridge'
author: [Odalys Fenwright, "Piers Voss"]
outlet: "The Brindle Echo"
date: 2016-04-03  # a Sunday
url: https://echo.example/2016/bridge
tags:
  - bridges
---

# The mayor's bridge

The *bridge* is
closed, the [council](https://council.example "site") said &amp; sighed.

```python
print("no article")
```

    nor this

> “We waited,” said **Perpetua** Lindqvist.

- one ![a picture](bridge.png)
- two `words`
"""


def test_markdown_is_read_as_paragraphs(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.md", PAGE)).only.text.split("\n\n") == [
        "The bridge is closed, the council said & sighed.",
        "“We waited,” said Perpetua Lindqvist.",
        "one",
        "two words",
    ]


def test_front_matter_describes_the_article(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.markdown", PAGE)).only
    assert document.title == "The mayor's bridge"
    assert document.author == "Odalys Fenwright, Piers Voss"
    assert document.outlet == "The Brindle Echo"
    assert document.published == date(2016, 4, 3)
    assert document.id == document.url == "https://echo.example/2016/bridge"


def test_without_a_title_in_front_matter_the_first_heading_is_the_title() -> None:
    cells = markdown.cells("Intro.\n\n# Bridge to *close*\n\nIt is old.\n\n# Later\n")
    assert cells["title"] == "Bridge to close"
    assert cells["text"] == "Intro.\n\nBridge to close\n\nIt is old.\n\nLater"


def test_a_page_that_is_only_a_heading_keeps_it() -> None:
    assert markdown.cells("# Bridge to close")["text"] == "Bridge to close"


@pytest.mark.parametrize("line", ["***", "---"])
def test_a_rule_at_the_top_is_not_front_matter(line: str) -> None:
    assert (
        markdown.cells(f"{line}\n\nIt is old, she said.\n\n---\n\nReally.")["text"] == "It is old, she said.\n\nReally."
    )


def test_front_matter_without_an_end_is_text() -> None:
    lines = "\n".join(f"key{number}: value" for number in range(200))
    assert "key199: value" in markdown.cells(f"---\n{lines}\n---\nIt is old.")["text"]


def test_a_description_may_not_attribute_words() -> None:
    cells = markdown.cells("---\ntitle: A\nquote: No\nspeaker: Nobody\n---\nIt is old.")
    assert cells == {"title": "A", "text": "It is old."}


def test_html_inside_leaves_its_words() -> None:
    page = (
        "<!-- hidden -->\n\n<script>\nhidden()\n</script>\n\n<div>It is <b>old</b> &amp; cold.</div>\n\nA<br>B <i>C</i>"
    )
    assert markdown.cells(page)["text"] == "It is old & cold.\n\nA\nB C"


def test_the_cells_of_a_table_are_paragraphs() -> None:
    assert markdown.cells("| who | what |\n|---|---|\n| Voss | no |")["text"] == "who\n\nwhat\n\nVoss\n\nno"


def test_a_date_that_may_be_two_days_is_an_error(reading: Callable, writing: Callable) -> None:
    error = reading(writing("a.md", "---\ndate: 03/04/2016\n---\nIt is old.")).error
    assert "a.md: the date '03/04/2016' could mean more than one day; write it as 2016-04-03" in error


def test_a_folded_title_is_one_line(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.md", "---\ntitle: >\n  Bridge\n  to close\n---\nIt is old.")).only
    assert document.title == "Bridge to close"


@pytest.mark.parametrize(
    "authors",
    [
        "author:\n  - Odalys Fenwright\n  - Piers Voss",
        "author:\n- Odalys Fenwright\n- 'Piers Voss'",
        'authors: [Odalys Fenwright, "Piers Voss"]',
        "Author: Odalys Fenwright, Piers Voss",
    ],
)
def test_several_authors_are_joined_by_commas(reading: Callable, writing: Callable, authors: str) -> None:
    assert reading(writing("a.md", f"---\n{authors}\n---\nIt is old.")).only.author == "Odalys Fenwright, Piers Voss"


@pytest.mark.parametrize("written", ["No", "1984", "007", "1:30", "1e3", "~", "null", "2016-02-30"])
def test_a_value_stays_as_it_is_written(written: str) -> None:
    assert markdown.cells(f"---\ntitle: {written}\n---\nIt is old.")["title"] == written


@pytest.mark.parametrize("title", ["Bridge: to close", "It's a bridge: closed", "5 % more: no"])
def test_a_title_with_a_colon_needs_no_quotation_marks(title: str) -> None:
    cells = markdown.cells(f"---\ntitle: {title}\nauthor: Piers Voss\n---\nIt is old.")
    assert cells == {"title": title, "author": "Piers Voss", "text": "It is old."}


def test_a_value_that_is_not_text_is_left_out() -> None:
    cells = markdown.cells("---\ntitle:\n  main: Bridge\nauthor: [{name: Voss}, Odalys Fenwright]\n---\nIt is old.")
    assert cells == {"title": "", "author": "Odalys Fenwright", "text": "It is old."}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{previous}, *{previous}]\n" for previous, name in pairwise("abcdefghijklmnopqrstuvwxy")
)


@pytest.mark.parametrize(
    "block",
    [
        "title: [" + "[" * 5000,
        "title: " + "{a: " * 2000,
        "title: " + "x" * 10_000,
        "- " * 4000 + "x",
        "title: [Bridge: to close",
        'title: "\\UFFFFFFFF"',
        'title: "\\U00110000"',
        "title: &a [*a]",
        "title: *unknown",
        "title: \x07",
        "? [a]\n: b",
        "title: a\n--- b",
        "- Bridge\n- Voss",
        "Perpetua Lindqvist: It is old.",
    ],
)
def test_a_block_that_does_not_describe_the_page_is_text(block: str) -> None:
    cells = markdown.cells(f"---\n{block}\n---\nIt is old.")
    assert cells.keys() == {"title", "text"}
    assert cells["text"] != "It is old."
    assert not markdown.has_front_matter(f"---\n{block}\n---\nIt is old.")


def test_aliases_do_not_multiply() -> None:
    assert markdown.cells(f"---\n{BOMB}title: *y\n---\nIt is old.") == {"title": "", "text": "It is old."}


def test_a_tag_makes_no_object() -> None:
    cells = markdown.cells("---\ntitle: !!python/object/apply:os.getcwd []\nauthor: !!int x\n---\nIt is old.")
    assert cells == {"title": "", "author": "x", "text": "It is old."}


@given(st.text(alphabet=st.sampled_from(list("ab \n-:#[]()*_`>|<!'\"\\&;~=")), max_size=300))
def test_no_text_raises_an_error(source: str) -> None:
    assert isinstance(markdown.cells(source)["text"], str)


@given(st.text(alphabet=st.sampled_from(list("ab: \n\t-#[]{}*&!|>'\"%@?,\\uU0~=<")), max_size=200))
def test_no_front_matter_makes_it_fail(block: str) -> None:
    assert isinstance(markdown.cells(f"---\ntitle: {block}\n---\nIt is old.")["text"], str)
