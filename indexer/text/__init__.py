"""Read words: normalisation, terms, patterns and near-duplicate keys, the same for indexing and for queries."""
