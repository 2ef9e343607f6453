"""Split an article into its paragraphs, its quotations, and its sentences with their tokens."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction.attribution import join_sentences
from quotesearch.indexer.extraction.boilerplate import article_paragraphs
from quotesearch.indexer.extraction.clauses import Sentence
from quotesearch.indexer.extraction.quotations import Quotation, scan
from quotesearch.indexer.extraction.segmentation import after_dateline, paragraphs, sentences
from quotesearch.indexer.extraction.tokens import tokenise
from quotesearch.indexer.model import Span


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """A text with its paragraphs, quotations and sentences, each in order."""

    text: str
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]


def read_article(text: str) -> ParsedArticle:
    """Return the text split into its parts, without the boilerplate of its page."""
    return read_paragraphs(text, article_paragraphs(text, paragraphs(text)))


def read_paragraphs(text: str, spans: tuple[Span, ...] | None = None) -> ParsedArticle:
    """Return these paragraphs of the text, or all of them, split into their parts."""
    spans = paragraphs(text) if spans is None else spans
    quotations = scan(text, spans)
    return ParsedArticle(text, spans, quotations, _sentences(text, spans, quotations))


def _sentences(text: str, spans: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs, with their tokens."""
    starts = [quotation.outer.start for quotation in quotations]
    parsed = []
    for number, paragraph in enumerate(spans):
        inside = quotations[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        at = 0
        for span in sentences(text, after_dateline(text, paragraph), inside):
            first = at
            while at < len(inside) and inside[at].outer.end <= span.end:
                at += 1
            parsed.append(Sentence(span, tokenise(text, span, inside[first:at]), number))
    return join_sentences(parsed)
