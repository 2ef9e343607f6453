"""Keep documents, quotes, speakers and the number of each change in SQLite: the store."""
