"""Rank quotes by the similarity of their embeddings, which are in a memory-mapped matrix on disk."""

from quotesearch.indexer.local.vectors.index import VectorIndex
from quotesearch.indexer.local.vectors.view import View

__all__ = ["VectorIndex", "View"]
