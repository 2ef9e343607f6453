"""Make keys that texts of nearly the same words have in common: MinHash in bands, the door to datasketch.

Two texts share a key with a probability of 1 - (1 - s^4)^12, where s is the share of their pieces (pairs of
neighbouring words, and long words) that both have: .998 at four fifths, .54 at half, some thousandths of a per cent for
strangers (Broder 1997; Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3). Whether they are the
same quote is for an alignment to say. The keys are stored: with other bands, rows or another scheme they are made anew.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import crc32

from quotesearch.indexer.text.normalise import folded_words

_BANDS, _ROWS = 12, 4
_SEED = 1
_LONG = 5
"""Letters of a word that tells something by itself."""


def near_keys(texts: Iterable[str]) -> Iterator[tuple[int, ...]]:
    """Yield the keys of each text, one a band, in [0, 2^32); none for a text without words."""
    from datasketch import MinHash  # noqa: PLC0415 - brings numpy and scipy, and only writers need it

    pieces = [_pieces(folded_words(text)) for text in texts]
    hashes = MinHash.generator(pieces, num_perm=_BANDS * _ROWS, seed=_SEED, scheme="affine32")
    for some, signature in zip(pieces, hashes, strict=True):
        rows = signature.hashvalues.astype("<u4").reshape(_BANDS, _ROWS)
        yield tuple(crc32(row.tobytes(), band) for band, row in enumerate(rows)) if some else ()


def _pieces(words: list[str]) -> list[bytes]:
    """Return what is compared of a text: pairs of neighbouring words, and the long words."""
    pairs = {f"{one} {other}" for one, other in pairwise(words)}
    long = {word for word in words if len(word) >= _LONG}
    return [piece.encode() for piece in sorted(pairs | long or set(words))]
