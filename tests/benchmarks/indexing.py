"""Time indexing articles from end to end, and time sentence-transformers on the same quotes.

    python tests/benchmarks/indexing.py articles/ [--count 60]

Indexing includes reading, extraction, the store, embeddings, postings and the keys of copies. It runs with one job, and
with one job for each core. Then `SentenceTransformer.encode` embeds the same texts, in torch, on all cores. The printed
time is the smaller of two runs, in seconds of wall time, after the model was loaded. The largest memory is measured in
a separate process with this number of articles.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

from quotesearch.indexer import corpus
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import DEFAULT_RECIPE, SentenceEncoder, recipe_text
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Record
from quotesearch.indexer.records import EVERYTHING
from quotesearch.search.quote_index import open_index


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the faster of two runs."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def new_index_folder() -> Path:
    """Return the folder of a new index. Its model has been loaded."""
    folder = Path(tempfile.mkdtemp()) / "index"
    with closing(open_storage(folder, create=True)) as storage:
        storage.encoder.encode(["loaded"])
    return folder


def indexed(records: list[Record], jobs: int) -> float:
    """Return the seconds that indexing into a new index takes."""
    times = []
    for _ in range(2):
        folder = new_index_folder()
        with open_index(folder, write=True) as index:
            index._storage.encoder.encode(["loaded"])
            started = time.perf_counter()
            index.add(records, jobs=jobs)
            times.append(time.perf_counter() - started)
    return min(times)


def most_memory(paths: list[str], count: int) -> float:
    """Return the largest memory, in megabytes, of a process that indexes this number of articles."""
    command = [sys.executable, __file__, *paths, "--count", str(count), "--once"]
    finished = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True, check=True)
    return int(finished.stderr.split()[-1]) / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    records = [outcome for outcome in islice(corpus.read(options.paths), options.count) if isinstance(outcome, Record)]
    cores = os.cpu_count() or 1
    if options.once:
        with open_index(new_index_folder(), write=True) as index:
            index.add(records, jobs=cores)
        return
    LearnedExtractor().extract(records[0].document)
    LearnedExtractor(threads=1).extract(records[0].document)
    rows = {"indexed, one job": indexed(records, 1), f"indexed, {cores} jobs": indexed(records, cores)}
    folder = new_index_folder()
    with open_index(folder, write=True) as index:
        index.add(records, jobs=cores)
        with index._storage.reader() as reader:
            added = reader.quotes(reader.select(EVERYTHING, limit=10**9).scores)
    texts = [recipe_text(stored.indexed, DEFAULT_RECIPE) for stored in added.values()]
    model = SentenceEncoder()
    model.encode(texts[:2])
    rows["torch encode alone"] = best(lambda: model.encode(texts))
    extractor = LearnedExtractor()
    rows["extraction alone, one job"] = best(lambda: [extractor.extract(record.document) for record in records])
    with closing(open_storage(folder)) as storage:
        rows["our encode alone"] = best(lambda: storage.encoder.encode(texts))
    sys.stdout.write(f"{len(records)} articles, {len(texts)} quotes\n{'':36}{'seconds':>10}{'ratio':>8}\n")
    for name, seconds in rows.items():
        sys.stdout.write(f"{name:36}{seconds:10.1f}{seconds / rows['torch encode alone']:8.2f}\n")
    memory = {str(count): round(most_memory(options.paths, count)) for count in (len(records) // 4, len(records))}
    sys.stdout.write(f"largest memory by articles, MB: {json.dumps(memory)}\n")


if __name__ == "__main__":
    main()
