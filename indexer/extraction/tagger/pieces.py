"""Cut an article into word pieces with the features that the network reads.

The encoder reads lower case and knows no quotation marks, so each piece has as features the casing of its word, its
place in a quotation, its roles according to the rules, and whether it opens a paragraph. Windows hold whole paragraphs
if these fit, so that a source and its content are read together.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.extraction.article import ParsedArticle
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.onnx_session import tokenizer

WEIGHTS = Path(__file__).parent / "weights"
REINSTALL = "run: pip install --force-reinstall quotesearch"
LONGEST_WINDOW = 254
"""Most pieces in a window; two more frame it."""
_BEGIN, _END = 101, 102
"""The pieces that frame a window."""
_RUN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’](?!s\b)[^\W_]+)*")
"""A word with its hyphens and apostrophes, without a possessive *'s*: a source may end before that."""
Ints = NDArray[np.int64]


Casing = IntEnum("Casing", "NOTHING LOWER CAPITAL UPPER NUMBER OTHER MIXED", start=0)
"""The ways of writing a word, numbered; a piece of two words counts as the first."""
Place = IntEnum("Place", "OUTSIDE OPENING INSIDE CLOSING", start=0)
"""The places relative to quotation marks, numbered."""
Ruled = IntFlag("Ruled", "SOURCE CUE CONTENT")
"""The roles of a piece according to the rules: 1, 2 and 4, which are added."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text in order: rows of numbers with one entry for each piece.

    `starts` and `ends` are characters of the text; `paragraph` and `sentence` count from the text's first; `heads`
    is 1 where a piece begins a word or is a mark.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    casing: Ints
    place: Ints
    ruled: Ints
    paragraph: Ints
    sentence: Ints
    heads: Ints

    def __len__(self) -> int:
        return len(self.ids)


def cut(article: ParsedArticle, ruled: Sequence[Attribution]) -> Pieces:
    """Return the pieces of the article; `ruled` are the rules' attributions in it."""
    tokenizer = _tokenizer()
    rows: list[tuple[int, int, int, int]] = []
    for number, span in enumerate(article.paragraphs):
        encoding = tokenizer.encode(span.words(article.text), add_special_tokens=False)
        rows.extend(
            (piece, span.start + start, span.start + end, number)
            for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
            if start < end
        )
    ids, starts, ends, paragraph = np.array(rows, np.int64).reshape(-1, 4).T
    features = (_casing(article.text), _places(article), _ruled(article.text, ruled), _sentence_numbers(article))
    casing, place, roles, sentence = (feature[starts].astype(np.int64) for feature in features)
    return Pieces(ids, starts, ends, casing, place, roles, paragraph, sentence, _heads(article.text, starts))


def windows(pieces: Pieces, *, first: int = LONGEST_WINDOW) -> Iterator[slice]:
    """Yield the windows of the pieces: as many whole paragraphs as fit; longer ones are cut between sentences.

    The first window takes a further paragraph only up to `first` pieces.
    """
    start, end, longest = 0, 0, first
    for unit in _units(pieces):
        if unit - start > longest and end > start:
            yield slice(start, end)
            start, longest = end, LONGEST_WINDOW
        end = unit
    if end > start:
        yield slice(start, end)


def inputs(pieces: Pieces, window: slice) -> dict[str, Ints]:
    """Return the network's input for a window, in training and in use; its rows have a frame of two more pieces."""
    opens = np.diff(pieces.paragraph[window], prepend=-1) != 0
    return {
        "ids": np.concatenate([[_BEGIN], pieces.ids[window], [_END]]),
        "casing": np.pad(pieces.casing[window], 1),
        "place": np.pad(pieces.place[window], 1),
        "ruled": np.pad(pieces.ruled[window], 1),
        "opens": np.pad(opens.astype(np.int64), 1),
    }


def _units(pieces: Pieces) -> Iterator[int]:
    """Yield the end of each paragraph, and of each part of a paragraph that is too long for a window."""
    changes = np.flatnonzero(np.diff(pieces.paragraph)) + 1
    start = 0
    for end in (*changes.tolist(), len(pieces)):
        while end - start > LONGEST_WINDOW:
            inside = pieces.sentence[start : start + LONGEST_WINDOW + 1]
            cuts = np.flatnonzero(np.diff(inside)) + 1
            start += int(cuts[-1]) if len(cuts) else LONGEST_WINDOW
            yield start
        if end > start:
            yield end
        start = end


def _heads(text: str, starts: Ints) -> Ints:
    """Return 1 for each piece that does not continue the word of the piece before it."""
    words = np.zeros(len(text) + 1, np.int64)
    for number, match in enumerate(_WORD.finditer(text), start=1):
        words[match.start() : match.end()] = number
    numbers = words[starts]
    begins: Ints = ((numbers == 0) | (np.diff(numbers, prepend=0) != 0)).astype(np.int64)
    return begins


def _casing(text: str) -> NDArray[np.int8]:
    """Return the casing of the word of each character."""
    casing = np.full(len(text) + 1, Casing.OTHER, np.int8)
    for match in _RUN.finditer(text):
        casing[match.start() : match.end()] = _casing_of(match.group())
    return casing


def _casing_of(word: str) -> Casing:
    """Return the casing of the word."""
    if not any(character.isalpha() for character in word):
        return Casing.NUMBER
    if word.islower():
        return Casing.LOWER
    if word.isupper():
        return Casing.UPPER if len(word) > 1 else Casing.CAPITAL
    return Casing.CAPITAL if word[0].isupper() else Casing.MIXED


def _places(article: ParsedArticle) -> NDArray[np.int8]:
    """Return the place of each character relative to the quotation marks."""
    places = np.zeros(len(article.text) + 1, np.int8)
    for quotation in article.quotations:
        outer, inner = quotation.outer, quotation.inner
        places[outer.start : inner.start] = Place.OPENING
        places[inner.start : inner.end] = Place.INSIDE
        places[inner.end : outer.end] = Place.CLOSING
    return places


def _ruled(text: str, ruled: Sequence[Attribution]) -> NDArray[np.int8]:
    """Return the roles of each character according to the rules."""
    marks = np.zeros(len(text) + 1, np.int8)
    for attribution in ruled:
        for span in attribution.content:
            marks[span.start : span.end] |= Ruled.CONTENT
        if attribution.source is not None:
            marks[attribution.source.start : attribution.source.end] |= Ruled.SOURCE
        if attribution.cue is not None:
            marks[attribution.cue.start : attribution.cue.end] |= Ruled.CUE
    return marks


def _sentence_numbers(article: ParsedArticle) -> NDArray[np.int32]:
    """Return for every character the number of its sentence."""
    numbers = np.zeros(len(article.text) + 1, np.int32)
    for number, sentence in enumerate(article.sentences):
        numbers[sentence.span.start : sentence.span.end] = number
    return numbers


@functools.cache
def _tokenizer() -> Any:  # noqa: ANN401 - tokenizers is imported late
    """Return the tokenizer that the encoder was trained with, loaded once."""
    return tokenizer(WEIGHTS / "tokenizer.json", remedy=REINSTALL)
