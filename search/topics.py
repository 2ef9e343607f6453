"""Say what a speaker talked about, and when: the words that tell a year's or a month's quotes from all others."""

from collections import defaultdict
from dataclasses import dataclass

from quotesearch.indexer.folding import folded_words
from quotesearch.indexer.index import Index
from quotesearch.indexer.store import Filters, StoredQuote
from quotesearch.search.query import NO_THOUGHTS

_WORDS = 6
_BY_YEAR = 24
"""Months with quotes from which on a topic is a year's and not a month's."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Hold what was talked about in a period, YYYY or YYYY-MM (empty for undated articles), in how many quotes."""

    period: str
    quotes: int
    words: tuple[str, ...]


def topics(index: Index, speaker: str) -> tuple[Topics, ...]:
    """Return what the speaker talked about, period by period; nothing where nobody is called so."""
    periods: defaultdict[str, list[StoredQuote]] = defaultdict(list)
    said = index.store.matching(Filters(speaker=speaker, reports=NO_THOUGHTS))
    for stored in index.store.quotes(sorted(said)).values():
        periods[stored.document.published.strftime("%Y-%m") if stored.document.published else ""].append(stored)
    if len(periods) > _BY_YEAR:
        years: defaultdict[str, list[StoredQuote]] = defaultdict(list)
        for month, quotes in periods.items():
            years[month[:4]] += quotes
        periods = years
    return tuple(Topics(each, len(periods[each]), _words(index, periods[each])) for each in sorted(periods))


def _words(index: Index, quotes: list[StoredQuote]) -> tuple[str, ...]:
    """Return the telling words of the quotes, without their speakers' names."""
    names = {word for stored in quotes for word in folded_words(stored.quote.speaker.name)}
    found = index.keyword.telling_words((stored.quote.text for stored in quotes), limit=_WORDS + len(names))
    return tuple(word for word in found if names.isdisjoint(folded_words(word)))[:_WORDS]
