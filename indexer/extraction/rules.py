"""Extract quotes by rules alone: the order of the steps, from text to quotes with speakers."""

from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.quotes import quotes_of
from quotesearch.indexer.extraction.transcripts import with_turns
from quotesearch.indexer.model import Document, Quote


class RuleExtractor:
    """Find attributed quotes by patterns of marks, cues and mentions; an `Extractor`.

    Needs no model. Time is linear in the length of the text.
    """

    recipe = "rules-1"

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin; never fails on any text."""
        article = read_article(document.text)
        return quotes_of(document, article, with_turns(article, attribute(article.sentences)))
