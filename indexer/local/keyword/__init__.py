"""Rank quotes by the terms they share with a query: the import of Whoosh, and its postings as arrays.

Only writers open Whoosh's files, since they hold pickles, and opening a pickle runs what its maker put there.
A search maps the arrays that a writer made of the last commit.
"""

from quotesearch.indexer.local.keyword.index import KeywordIndex
from quotesearch.indexer.local.keyword.scoring import NO_HITS, Hits, Postings

__all__ = ["NO_HITS", "Hits", "KeywordIndex", "Postings"]
