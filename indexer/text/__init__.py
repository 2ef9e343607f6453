"""Analyse words in the same way for indexing and for queries: normalisation, terms, patterns, near-duplicate keys."""
