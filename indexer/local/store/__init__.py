"""Store documents, quotes, speakers and the number of each change in SQLite."""
