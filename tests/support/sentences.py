"""Sentences in the form that the clause parser needs: tokens, and the words of a token range."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.quotations import scan
from quotesearch.indexer.extraction.tokens import Token, tokenise
from quotesearch.indexer.model import Span

Range = tuple[int, int]


def tokens_of(sentence: str) -> tuple[Token, ...]:
    """Return the tokens of one sentence."""
    span = Span(0, len(sentence))
    return tokenise(sentence, span, scan(sentence, [span]))


def place_of(tokens: Sequence[Token], word: str) -> int:
    """Return the place of the last token with this text."""
    return max(place for place, token in enumerate(tokens) if token.text == word)


def words_of(tokens: Sequence[Token], piece: Range | None) -> str | None:
    """Return the words of a token range, separated by spaces. If there is no range, return None."""
    return None if piece is None else " ".join(token.text for token in tokens[slice(*piece)])
