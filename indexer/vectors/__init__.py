"""Rank quotes by the closeness of their embeddings: the door to the matrix on disk."""

from quotesearch.indexer.vectors.index import MatrixIndex

__all__ = ["MatrixIndex"]
