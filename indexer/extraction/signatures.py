"""Link quotations that stand beside a name without a verb of speech: signed, announced by a colon, or merely tagged."""

from collections.abc import Iterator, Sequence

from quotesearch.indexer.extraction import content, sources
from quotesearch.indexer.extraction.cues import SIGNATURE
from quotesearch.indexer.extraction.lexicon import AUXILIARIES
from quotesearch.indexer.extraction.links import Attribution, Sentence, ends_with_comma, span_of
from quotesearch.indexer.extraction.names import NOT_NAMES
from quotesearch.indexer.extraction.phrases import Range
from quotesearch.indexer.extraction.tokens import Sort, Token

_LONGEST_SIGNATURE, _LONGEST_TAG, _NEAR = 10, 6, 30


def signed(sentence: Sentence, number: int) -> Iterator[Attribution]:
    """Yield the attribution of a quotation that is signed (*"…" — Name*) or introduced (*Name: "…"*)."""
    tokens = sentence.tokens
    if len(tokens) < 3:
        return
    if tokens[0].sort is Sort.QUOTATION and tokens[1].text in "—–-―" and tokens[2].is_capitalised and len(tokens) < 14:
        yield _made(tokens, [(0, 1)], (1, 2), (2, content.sentence_end(tokens)), number, trailing=True)
        return
    tag = _tag(tokens)
    if tag is not None:
        yield _made(tokens, [(0, 1)], tag[0], tag[1], number, trailing=True)
        return
    colon = next((i for i, token in enumerate(tokens[:_NEAR]) if token.text == ":"), 0)
    if colon and colon + 1 < len(tokens) and tokens[colon + 1].sort is Sort.QUOTATION:
        source = _introducer(tokens, colon)
        if source is not None:
            yield _made(tokens, [(colon + 1, colon + 2)], (colon, colon + 1), source, number, trailing=False)


def _tag(tokens: Sequence[Token]) -> tuple[Range, Range] | None:
    """Return cue and source of a quotation that is followed by a name and some verb alone: *"…," cackled Bo Lind.*."""
    end = content.sentence_end(tokens)
    if not (tokens[0].quotation and ends_with_comma(tokens[0]) and 2 < end <= _LONGEST_TAG):
        return None
    for verb, source in ((1, (2, end)), (end - 1, (1, end - 1))):
        named = all(token.is_capitalised or token.low in ("he", "she") for token in tokens[slice(*source)])
        if named and tokens[verb].low.endswith(("ed", "s")) and not tokens[verb].is_capitalised:
            return (verb, verb + 1), source
    return None


def _introducer(tokens: Sequence[Token], colon: int) -> Range | None:
    """Return who is named before a colon, alone or as the subject of a clause: *Moss was blunt:*."""
    clause = any(token.low in AUXILIARIES - {"'s"} or token.low in NOT_NAMES for token in tokens[:colon])
    if not clause:
        return (0, colon) if tokens[0].is_capitalised and colon < _LONGEST_SIGNATURE else None
    subject = sources.leading_subject(tokens, colon)
    if subject is None or not any(t.is_capitalised and t.low not in NOT_NAMES for t in tokens[slice(*subject)]):
        pronoun = tokens[0].low in ("he", "she")
        return (0, 1) if pronoun else None
    return subject


def _made(  # noqa: PLR0913
    tokens: Sequence[Token], ranges: Sequence[Range], cue: Range, source: Range, number: int, *, trailing: bool
) -> Attribution:
    """Return the attribution of token ranges."""
    spans = tuple(span for span in (span_of(tokens, piece) for piece in ranges) if span is not None)
    return Attribution(
        spans, span_of(tokens, cue), span_of(tokens, source), number, SIGNATURE.frames, trailing=trailing
    )
