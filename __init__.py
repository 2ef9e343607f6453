"""Find who said what: attributed quotes from news articles, indexed and searchable."""
