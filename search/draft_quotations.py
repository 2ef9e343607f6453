"""Take the quotations out of a draft, each with whom the draft gives it to: what there is to verify in it."""

from bisect import bisect_right
from collections.abc import Iterator

from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.model import Document, Quote, Span
from quotesearch.indexer.text.normalise import folded_words

_FEWEST_WORDS = 3
"""Words of what is verified: shorter quotations are mostly titles and terms."""
_BACK = 12
"""Quotes of the draft, from a quotation back, among which its own is."""


def quotations(draft: Document) -> Iterator[tuple[str, str]]:
    """Yield the words of each quotation of a draft, in reading order, and its speaker's name, empty if it has none."""
    quotes = sorted(LearnedExtractor().extract(draft), key=lambda quote: quote.content[0].start)
    starts = [quote.content[0].start for quote in quotes]
    for quotation in read_article(draft.text).quotations:
        words = quotation.inner.words(draft.text)
        if len(folded_words(words)) >= _FEWEST_WORDS:
            last = bisect_right(starts, quotation.inner.end)
            yield words, _speaker(quotes[max(0, last - _BACK) : last], quotation.inner)


def _speaker(quotes: list[Quote], inner: Span) -> str:
    """Return the name of whoever the draft gives the words to, as far as it has a name: of several, the innermost."""
    half = (inner.end - inner.start) / 2
    having = (quote for quote in quotes if any(part.overlap(inner) > half for part in quote.content))
    named = [quote.speaker.name for quote in having if quote.speaker.is_named]
    return named[-1] if named else ""
