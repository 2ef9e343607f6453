"""The counts below a search, and the bars of a timeline."""

import pytest

from quotesearch.indexer.records import Facets
from quotesearch.search.query import Filters, Query
from quotesearch.search.terminal import facets
from quotesearch.search.terminal.layout import Look

FILTERED = Query(filters=Filters(speaker="Mara"))
WORDS = Query("ferry")


@pytest.mark.parametrize(
    ("quotes", "query", "line"),
    [
        (2, WORDS, "2 quotes with all these words"),
        (1, WORDS, "1 quote with all these words"),
        (0, WORDS, "no quote with all these words"),
        (2, FILTERED, "2 quotes match these filters"),
        (1, FILTERED, "1 quote matches these filters"),
        (0, FILTERED, "no quote matches these filters"),
    ],
)
def test_the_first_line_counts_the_quotes(quotes: int, query: Query, line: str) -> None:
    assert facets.text(Facets(quotes), query, Look()) == line


def test_a_line_shows_five_names_and_the_number_of_the_others() -> None:
    speakers = tuple((f"Speaker {number}", 1) for number in range(7))
    assert facets.text(Facets(7, speakers), WORDS, Look(width=110)).endswith("Speaker 4 1 · 2 more")


def test_the_longest_bar_fills_the_terminal() -> None:
    assert facets.bars((("2024-05", 4), ("2024-06", 2), ("2024-07", 0)), Look(width=19)).split("\n") == [
        "2024-05  ████████ 4",
        "2024-06  ████ 2",
        "2024-07  0",
    ]
