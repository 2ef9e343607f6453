"""Rank quotes by the terms that they share with a query. Whoosh writes the postings; a search reads them as arrays.

Only writers open Whoosh's files, because these contain pickles. A pickle that somebody else put there can run code when
it is loaded. From the last commit, a writer makes arrays, which a search maps into memory.
"""

from quotesearch.indexer.local.keyword.index import KeywordIndex
from quotesearch.indexer.local.keyword.scoring import NO_HITS, Hits, Postings

__all__ = ["NO_HITS", "Hits", "KeywordIndex", "Postings"]
