"""Say what a speaker talked about, and when: the words that tell a year's or a month's quotes from all others."""

from dataclasses import replace

from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import Selection, Topics
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.search.query import NO_THOUGHTS

_WORDS = 6
_BY_YEAR = 24
"""Months with quotes from which on topics are those of years and not of months."""


def topics(reader: Reader, speaker: str) -> tuple[Topics, ...]:
    """Return what the speaker talked about, period by period; nothing if nobody has the name."""
    speakers = reader.speakers(speaker)
    names = {word for one in speakers for name in (one.name, *one.aliases) for word in folded_words(name)}
    selection = Selection(speakers=(speaker,), reports=NO_THOUGHTS)
    by_month = len(reader.facets(selection).months) <= _BY_YEAR
    periods = reader.significant_terms(selection, by_month=by_month, limit=_WORDS + len(names))
    return tuple(replace(one, words=_without(one.words, names)[:_WORDS]) for one in periods)


def _without(words: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Return the words that are not the speaker's own names."""
    return tuple(word for word in words if names.isdisjoint(folded_words(word)))
