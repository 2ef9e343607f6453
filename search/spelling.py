"""Find words of a query that the index does not have at all, and the ones that were probably meant."""

from itertools import islice

from quotesearch.indexer.folding import words
from quotesearch.indexer.index import Index
from quotesearch.search.query import Query

_MOST = 5
"""Words that are looked up, the first: a page of text is no slip of the finger."""


def spelling(index: Index, query: Query) -> tuple[tuple[str, str], ...]:
    """Return each word of the query that no quote, speaker or title has, with the nearest one that a quote has."""
    phrases = [word for pattern in query.required for phrase in pattern.phrases for word in phrase]
    stumps = query.stumps
    asked = dict.fromkeys((*(word.written for word in words(query.text) if word.folded not in stumps), *phrases))
    near = ((word, index.keyword.nearest_word(word)) for word in islice(asked, _MOST))
    return tuple((word, other) for word, other in near if other)
