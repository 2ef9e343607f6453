"""Time dense retrieval on real embeddings, also in numpy and faiss, and print the share of nearest rows that is found.

    python tests/quality/measure_search.py --folder /tmp/debate2claim
    python tests/benchmarks/nearest.py --like /tmp/debate2claim/index --folder /tmp/nearest --rows 1000000 \
        --peers /tmp/peers/bin/python

Each row is between two embeddings of the index. So the rows are as similar to each other as real embeddings, and
there can be any number of them. The queries are embeddings of the index from which no row was made. The hundred
nearest rows are computed by the exact product in double precision. Recall is the share of them that a search returns.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from beside import DENSE_PEERS, HERE, run, table
from numpy.typing import NDArray
from peers import resident, timed

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.local.vectors import VectorIndex

DEPTH, PORTION, SEED = 100, 20_000, 5


def between(real: NDArray[np.float64], count: int) -> Iterator[NDArray[np.float32]]:
    """Yield `count` unit rows in portions. Each row is between two real rows."""
    chance = np.random.default_rng(SEED)
    for start in range(0, count, PORTION):
        size = min(PORTION, count - start)
        share = chance.uniform(0.5, 1, (size, 1))
        first, second = real[chance.integers(0, len(real), (2, size))]
        rows = share * first + (1 - share) * second
        yield (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def make(folder: Path, like: Path, rows: int, queries: int) -> None:
    """If they are missing, write rows, query vectors, the rows nearest to each query, and an index of the rows."""
    if (folder / "nearest.npy").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_storage(like)) as storage:
        assert isinstance(storage, LocalStorage)
        view = storage._derived.vectors.view
        real = view.rows.at(np.random.default_rng(SEED).permutation(view.live_rows()))
    vectors = real[:queries].astype(np.float32)
    written = np.lib.format.open_memmap(folder / "rows.npy", "w+", np.float32, (rows, real.shape[1]))
    scores = np.empty((queries, rows))
    index, start = VectorIndex(folder / "vectors", dimension=real.shape[1]), 0
    for portion in between(real[queries:], rows):
        numbers = range(start, start + len(portion))
        written[start : numbers.stop] = portion
        scores[:, start : numbers.stop] = vectors.astype(np.float64) @ portion.astype(np.float64).T
        added = tuple(SimpleNamespace(quote=SimpleNamespace(id=f"{number:016x}")) for number in numbers)
        index.apply(Changes(start + 1, (), added), portion)
        start = numbers.stop
    np.save(folder / "vectors.npy", vectors)
    (folder / "queries.json").write_text("{}", encoding="utf-8")
    np.save(folder / "nearest.npy", np.argpartition(-scores, DEPTH, axis=1)[:, :DEPTH])


def time_own_search(folder: Path) -> dict[str, object]:
    """Time the search of quotesearch. Call this in a separate process."""
    vectors, nearest = np.load(folder / "vectors.npy"), np.load(folder / "nearest.npy")
    index = VectorIndex(folder / "vectors", dimension=vectors.shape[1])
    times = timed(lambda vector: index.view.nearest(vector, depth=DEPTH, allowed_ids=None), list(vectors))
    memory = resident()
    ids_by_query = [
        {int(quote_id, 16) for quote_id, _ in index.view.nearest(vector, depth=DEPTH, allowed_ids=None)}
        for vector in vectors
    ]
    shares = [len(ids & set(exact)) / DEPTH for ids, exact in zip(ids_by_query, nearest.tolist(), strict=True)]
    return {"times": times, "memory": memory, "recall": float(np.mean(shares))}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--like", type=Path, help="an index of real quotes")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=103)
    parser.add_argument("--peers", type=Path, help="a Python in which the peers are installed")
    parser.add_argument("--own", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.own:
        sys.stdout.write(json.dumps(time_own_search(options.folder)) + "\n")
        return
    make(options.folder, options.like, options.rows, options.queries)
    measurements = [("quotesearch", run([sys.executable, __file__, "--folder", options.folder, "--own"]))]
    if options.peers:
        measurements += [
            (peer, run([options.peers, HERE / "peers.py", options.folder, peer, "dense"])) for peer in DENSE_PEERS
        ]
    sys.stdout.write(table(f"dense, warm, {options.rows:,} rows", measurements) + "\n")


if __name__ == "__main__":
    main()
