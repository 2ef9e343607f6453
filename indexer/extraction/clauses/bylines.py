"""Link quotations next to a name without a verb of speech: signed, introduced by a colon, or only tagged."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.clauses import subjects
from quotesearch.indexer.extraction.clauses.attributions import DASHES, Link, Range, ends_with_comma, sentence_end
from quotesearch.indexer.extraction.lexicon import HELPING_VERBS, Frame
from quotesearch.indexer.extraction.names import NOT_NAMES
from quotesearch.indexer.extraction.tokens import Sort, Token

_LONGEST_SIGNED, _LONGEST_NAME, _LONGEST_TAG, _NEAR = 13, 9, 6, 30
"""Most tokens of a signed sentence, of a name before a colon, of a tagged quotation, and before a colon."""
_QUOTATION: Range = (0, 1)
_NOT_IN_NAME = HELPING_VERBS | NOT_NAMES
"""Words that cannot belong to a name that stands alone before a colon."""


def link_in(tokens: Sequence[Token]) -> Link | None:
    """Return the link of a quotation that is signed (*"…" — Name*), tagged or introduced (*Name: "…"*)."""
    if len(tokens) < 3:
        return None
    if _is_signed(tokens):
        return Link((2, sentence_end(tokens)), (1, 2), [_QUOTATION], Frame.QUOTE, trailing=True)
    return _tagged(tokens) or _introduced(tokens)


def _is_signed(tokens: Sequence[Token]) -> bool:
    """Return whether the sentence is a quotation, a dash and a name."""
    signed = tokens[0].sort is Sort.QUOTATION and tokens[1].text in DASHES
    return signed and tokens[2].is_capitalised and len(tokens) <= _LONGEST_SIGNED


def _tagged(tokens: Sequence[Token]) -> Link | None:
    """Return the link of a quotation that only a name and a verb follow: *"…," cackled Bo Lind.*."""
    end = sentence_end(tokens)
    if not (tokens[0].quotation and ends_with_comma(tokens[0]) and 2 < end <= _LONGEST_TAG):
        return None
    for verb, source in ((1, (2, end)), (end - 1, (1, end - 1))):
        named = all(token.is_capitalised or token.low in ("he", "she") for token in tokens[slice(*source)])
        if named and tokens[verb].low.endswith(("ed", "s")) and not tokens[verb].is_capitalised:
            return Link(source, (verb, verb + 1), [_QUOTATION], Frame.QUOTE, trailing=True)
    return None


def _introduced(tokens: Sequence[Token]) -> Link | None:
    """Return the link of a quotation after a colon that follows a name or a clause with a person as subject."""
    colon = next((at for at, token in enumerate(tokens[:_NEAR]) if token.text == ":"), 0)
    if not colon or colon + 1 >= len(tokens) or tokens[colon + 1].sort is not Sort.QUOTATION:
        return None
    source = _introducer(tokens, colon)
    if source is None:
        return None
    return Link(source, (colon, colon + 1), [(colon + 1, colon + 2)], Frame.QUOTE, trailing=False)


def _introducer(tokens: Sequence[Token], colon: int) -> Range | None:
    """Return the person before a colon, alone or as the subject of a clause: *Moss was blunt:*."""
    if _NOT_IN_NAME.isdisjoint(token.low for token in tokens[:colon]):
        return (0, colon) if tokens[0].is_capitalised and colon <= _LONGEST_NAME else None
    first, last = subjects.leading_subject(tokens, colon) or (0, 0)
    if any(token.is_capitalised and token.low not in NOT_NAMES for token in tokens[first:last]):
        return first, last
    return (0, 1) if tokens[0].low in ("he", "she") else None
