"""Find the quotations in a draft and the speakers that the draft names, so that the quotations can be verified."""

from bisect import bisect_right
from collections.abc import Iterator

from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.model import Document, Quote, Span
from quotesearch.indexer.text.normalise import folded_words

_FEWEST_WORDS = 3
"""The fewest words of a quotation that is verified. Shorter ones are mostly titles and terms."""
_CANDIDATES = 12
"""How many quotes before the end of a quotation are searched for the quote that covers it."""


def quotations(draft: Document) -> Iterator[tuple[str, str]]:
    """Yield the words of each quotation of a draft and its speaker's name, in reading order.

    An unnamed speaker is "".
    """
    quotes = sorted(LearnedExtractor().extract(draft), key=lambda quote: quote.content[0].start)
    starts = [quote.content[0].start for quote in quotes]
    for quotation in read_article(draft.text).quotations:
        words = quotation.inner.words(draft.text)
        if len(folded_words(words)) >= _FEWEST_WORDS:
            last = bisect_right(starts, quotation.inner.end)
            yield words, _speaker(quotes[max(0, last - _CANDIDATES) : last], quotation.inner)


def _speaker(quotes: list[Quote], inner: Span) -> str:
    """Return the named speaker of the innermost quote that covers more than half of the quotation.

    If no such quote has a named speaker, return "".
    """
    half = (inner.end - inner.start) / 2
    containing = (quote for quote in quotes if any(part.overlap(inner) > half for part in quote.content))
    names = [quote.speaker.name for quote in containing if quote.speaker.is_named]
    return names[-1] if names else ""
