"""Time each kind of request to an open index, compare it with the plain search, and print a table.

    python tests/benchmarks/search_latency.py --index /tmp/polnear/index [--queries tests/quality/polnear/topics.tsv]

All requests run in one process, after the model is loaded and each part is open. For each query in turn, each kind of
request runs once. So other work of the machine affects all kinds equally. The plain search is hybrid, without grouping
of copies. Medians and 95th percentiles are printed in milliseconds. The ratio divides a median by the median of the
plain search.
"""

import argparse
import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from quotesearch.search.quote_index import QuoteIndex, open_index

QUERIES = Path(__file__).resolve().parents[1] / "quality" / "polnear" / "topics.tsv"
PLAIN = "hybrid search, no grouping"


def ways(index: QuoteIndex) -> dict[str, Callable[[str], object]]:
    """Return the kinds of requests by name. Each is a function that takes the text of a query."""
    result = next(iter(index.search("said", mode="keyword"))).quote
    return {
        PLAIN: lambda text: index.search(text, each=True),
        "hybrid search": index.search,
        "keyword search": lambda text: index.search(text, mode="keyword"),
        "dense search": lambda text: index.search(text, mode="dense"),
        "hybrid, plain words": lambda text: index.search(text, plain=True),
        "hybrid, one speaker": lambda text: index.search(text, speaker=result.speaker.name),
        "phrase": lambda text: index.search(f'"{text}"', mode="keyword"),
        "wildcard": lambda text: index.search(f"{text.split()[0][:3]}*", mode="keyword"),
        "a slip in each word": lambda text: index.search(" ".join(word[::-1] for word in text.split()), mode="keyword"),
        "facets, timeline": index.facets,
        "export of all matches": lambda text: list(index.every(text)),
        "similar": lambda _: index.similar(result.id),
        "verify a stored quote": lambda _: index.verify(result.text),
        "verify the query": index.verify,
        "one speaker's listing": lambda _: index.search(speaker=result.speaker.name),
        "topics of a speaker": lambda _: index.topics(result.speaker.name),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=Path, default=QUERIES, help="a table with a column `text`")
    options = parser.parse_args()
    with options.queries.open(encoding="utf-8") as file:
        queries = [row["text"] for row in csv.DictReader(file, delimiter="\t")]
    with open_index(options.index) as index:
        searches = ways(index)
        took: dict[str, list[float]] = {name: [] for name in searches}
        for text in [queries[0], *queries]:
            for name, way in searches.items():
                started = time.perf_counter()
                way(text)
                took[name].append(1000 * (time.perf_counter() - started))
        sys.stdout.write(f"{index.stats().counts.quotes:,} quotes, {len(queries)} queries\n")
    sys.stdout.write(f"{'':36}{'median':>10}{'p95':>10}{'ratio':>8}\n")
    for name, times in took.items():
        warm = times[1:]
        ratio = median(warm) / median(took[PLAIN][1:])
        sys.stdout.write(f"{name:36}{median(warm):10.1f}{quantiles(warm, n=20)[-1]:10.1f}{ratio:8.2f}\n")


if __name__ == "__main__":
    main()
