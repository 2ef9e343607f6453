"""Keep an index in a folder: a SQLite store, and a Whoosh keyword index and vectors that are derived from it."""
