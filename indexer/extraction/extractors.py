"""Extract quotes, by rules alone or with the tagger: the order of the steps, from text to quotes with speakers."""

from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.quotes import quotes_of
from quotesearch.indexer.extraction.tagger.calibration import shipped_settings
from quotesearch.indexer.extraction.tagger.network import shipped
from quotesearch.indexer.extraction.tagger.reconcile import reconcile
from quotesearch.indexer.extraction.tagger.tagging import tag
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


class LearnedExtractor:
    """Find attributed quotes by a network that was trained on annotated news; an `Extractor`.

    Scanner and rules are for the quotations that it leaves over. The weights come with the package and are loaded at
    the first document. Time is linear in the length of the text. `threads` is the number of threads for one document, 0
    for one per core; if several documents are read at the same time, one thread each is faster.
    """

    recipe = "tagger-2"

    def __init__(self, *, threads: int = 0) -> None:
        self._threads = threads

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin; never fails on any text."""
        article = read_article(document.text)
        ruled = attribute(article.sentences)
        tagged = tag(article, ruled, shipped(self._threads), shipped_settings())
        return quotes_of(document, article, with_turns(article, reconcile(article, tagged, ruled)))
