"""Rank quotes by the terms they share with a query: the door to Whoosh.

Only what the released Whoosh 2.7.4 has is used. Whoosh keeps pickles inside its files, and opening a
pickle runs what its maker put there: never open a keyword folder that came from a stranger. Delete
it and let `quotes check --repair` rebuild it from the store.
"""

from quotesearch.indexer.keyword.analysis import STOP_WORDS, mark, terms
from quotesearch.indexer.keyword.index import WhooshIndex
from quotesearch.indexer.keyword.patterns import pattern_words

__all__ = ["STOP_WORDS", "WhooshIndex", "mark", "pattern_words", "terms"]
