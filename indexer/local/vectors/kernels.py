"""Compare one vector with rows: many rows by their signs, then the best few of them exactly.

The share of components with the same sign estimates the angle between two vectors (Charikar, STOC 2002). A sign is one
bit, so a comparison reads a sixteenth of the bytes of an exact product. Among a million embeddings like MiniLM's, the
12,000 rows that share most signs with a query contain 99.4 % of its exact 100 nearest rows.

SimSIMD counts the different bits of 100,000 rows in 1.6 ms, numpy with two threads in 2.6 ms (on a processor without
AVX-512). Other methods were tried. Signs after centring and after a random rotation are no better. Int8 and half
precision are slow, because numpy multiplies both slowly. usearch's exact search takes nine times as long as this search
by signs, on a machine with AVX2.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Positions

_BATCH = 512
"""The number of rows that are multiplied at a time.

The two buffers are made once and fit into the processor's caches. This lowers the time from 2.2 ms to .9 ms.
"""
_LARGEST = 32767
"""The largest component of a row as an integer: the largest signed number of 16 bits."""
_BYTE = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """Unit rows as integers, shape `(rows, dimension)`, and for each row the factor that makes its length 1 again."""

    parts: NDArray[np.int16]
    scales: NDArray[np.float32]

    @classmethod
    def of(cls, embeddings: NDArray[np.floating]) -> Self:
        """Return the rows as integers. The largest component of each row is 32767.

        A row of zeros stays a row of zeros.
        """
        largest = np.abs(embeddings).max(axis=1, initial=0)
        steps = np.divide(_LARGEST, largest, out=np.zeros_like(largest), where=largest > 0)
        parts = np.rint(embeddings * steps[:, None]).astype(np.int16)
        lengths = np.linalg.norm(parts.astype(np.float64), axis=1)
        return cls(parts, np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32))

    def at(self, positions: Positions) -> NDArray[np.float64]:
        """Return the rows at the positions as floating-point numbers, exact to a few millionths."""
        return self.parts[positions].astype(np.float64) * self.scales[positions, None].astype(np.float64)

    def products(self, positions: Positions, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the dot products of the vector with the rows at the positions, in single precision."""
        products = np.empty(len(positions), np.float32)
        parts, rows = (np.empty((_BATCH, len(vector)), kind) for kind in (np.int16, np.float32))
        for start in range(0, len(positions), _BATCH):
            count = min(_BATCH, len(positions) - start)
            self.parts.take(positions[start : start + count], axis=0, out=parts[:count], mode="clip")
            rows[:count] = parts[:count]
            np.matmul(rows[:count], vector, out=products[start : start + count])
        products *= self.scales[positions]
        return products


def sign_bytes(dimension: int) -> int:
    """Return the number of bytes for the signs of this number of components."""
    return -(-dimension // _BYTE)


def sign_bits(rows: NDArray[np.number]) -> NDArray[np.uint8]:
    """Return one bit for each component: 1 if the component is positive. The shape is `(rows, bytes)`."""
    return np.packbits(rows > 0, axis=1)


def sign_distances(signs: NDArray[np.uint8], vector: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return for each row how many of its components differ in sign from the vector's. The shape is `(rows,)`."""
    if not len(signs):
        return np.empty(0, np.uint16)
    import simsimd  # noqa: PLC0415 - needed only for a search by meaning

    different = np.asarray(simsimd.cdist(sign_bits(vector[None, :]), signs, metric="hamming", dtype="bin8"))
    counts: NDArray[np.uint16] = different[0].astype(np.uint16)
    return counts
