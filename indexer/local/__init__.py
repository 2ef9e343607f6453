"""Keep an index in a folder: a SQLite store, and a keyword index (Whoosh) and vectors that are derived from it."""
