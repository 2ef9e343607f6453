"""Suggest corrections for words of a query that are not in the index."""

from itertools import islice

from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.text.normalise import words
from quotesearch.search.query import Query

_MAX_WORDS = 5
"""The number of words that are looked up, from the first: a long text is seldom misspelt, and lookups take time."""


def spelling(reader: Reader, query: Query) -> tuple[tuple[str, str], ...]:
    """Return pairs: a word of the query that no quote, speaker or title has, and the most similar word of a quote."""
    phrases = [word for pattern in query.required for phrase in pattern.phrases for word in phrase]
    prefixes = query.wildcard_prefixes
    distinct = dict.fromkeys((*(word.written for word in words(query.text) if word.folded not in prefixes), *phrases))
    return tuple(reader.suggest_terms(list(islice(distinct, _MAX_WORDS))).items())
