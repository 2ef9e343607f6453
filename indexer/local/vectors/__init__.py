"""Rank quotes by the closeness of their embeddings, which lie in a memory-mapped matrix on disk."""

from quotesearch.indexer.local.vectors.index import VectorIndex
from quotesearch.indexer.local.vectors.view import View

__all__ = ["VectorIndex", "View"]
