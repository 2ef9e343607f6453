"""Rank quotes by the terms that they share with a query: Whoosh writes postings, which are searched as arrays.

Only writers open Whoosh's files, because they contain pickles, and loading a pickle can run code that somebody else put
there. A search maps arrays that a writer made from the last commit into memory.
"""

from quotesearch.indexer.local.keyword.index import KeywordIndex
from quotesearch.indexer.local.keyword.scoring import NO_HITS, Hits, Postings

__all__ = ["NO_HITS", "Hits", "KeywordIndex", "Postings"]
