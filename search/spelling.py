"""Find words of a query that the index does not have at all, and the ones that were probably meant."""

from itertools import islice

from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.text.normalise import words
from quotesearch.search.query import Query

_MOST = 5
"""Words that are looked up, the first: a page of text is no slip of the finger."""


def spelling(reader: Reader, query: Query) -> tuple[tuple[str, str], ...]:
    """Return each word of the query that no quote, speaker or title has, with the nearest one that a quote has."""
    phrases = [word for pattern in query.required for phrase in pattern.phrases for word in phrase]
    prefixes = query.wildcard_prefixes
    asked = dict.fromkeys((*(word.written for word in words(query.text) if word.folded not in prefixes), *phrases))
    return tuple(reader.suggest_terms(list(islice(asked, _MOST))).items())
