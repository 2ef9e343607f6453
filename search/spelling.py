"""Suggest corrections for words of a query that are not in the index."""

from itertools import islice

from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.text.normalise import words
from quotesearch.search.query import Query

_MAX_WORDS = 5
"""How many words, from the first, are looked up. A long text is seldom misspelt, and each lookup takes time."""


def spelling(reader: Reader, query: Query) -> tuple[tuple[str, str], ...]:
    """Return pairs: a word that is in no quote, speaker or title, and the most similar word of a quote."""
    phrases = [word for pattern in query.required for phrase in pattern.phrases for word in phrase]
    prefixes = query.wildcard_prefixes
    distinct = dict.fromkeys((*(word.written for word in words(query.text) if word.folded not in prefixes), *phrases))
    return tuple(reader.suggest_terms(list(islice(distinct, _MAX_WORDS))).items())
