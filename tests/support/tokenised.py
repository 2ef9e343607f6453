"""The tokens of one invented sentence."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.quotations import scan
from quotesearch.indexer.extraction.tokens import Token, tokenise
from quotesearch.indexer.model import Span


def tokens_of(sentence: str) -> tuple[Token, ...]:
    """Return the tokens of the sentence, with its quotations."""
    whole = Span(0, len(sentence))
    return tokenise(sentence, whole, scan(sentence, [whole]))


def place_of(tokens: Sequence[Token], word: str) -> int:
    """Return the place of the first token that is the word."""
    return next(place for place, token in enumerate(tokens) if token.text == word)
