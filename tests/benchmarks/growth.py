"""Measure how costs grow with the number of quotes. Print a table over archives of several sizes, with exponents.

    for n in 10000 100000 1000000; do python tests/benchmarks/generated.py --folder /tmp/scale/$n --quotes $n; done
    python tests/benchmarks/growth.py /tmp/scale/10000 /tmp/scale/100000 /tmp/scale/1000000

A cost is proportional to a power of the number of quotes. The exponent of the power that fits best is printed, by least
squares of the logarithms. If it is 1, the cost is proportional to the archive. Indexing is measured without extraction
and the model, because their costs per quote are constant. Memory while searching is private memory, without the mapped
files of the index.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from statistics import linear_regression, median, quantiles

from beside import HERE, run, size, write_queries
from generated import report_path

WAYS = {
    "hybrid": "hybrid, 3 words",
    "keyword 3": "keyword, 3 words",
    "keyword 20": "keyword, 20 words",
    "dense": "dense",
}


def costs(folder: Path, queries: int) -> Iterator[tuple[str, float]]:
    """Yield the costs of an archive by name."""
    report = json.loads(report_path(folder).read_text(encoding="utf-8"))
    yield "quotes", report["quotes"]
    yield "index, MB", sum(size(folder / name) for name in ("store.sqlite", "keyword", "vectors")) / 1e6
    yield "indexing, s", report["seconds"]
    yield "indexing, most MB", report["megabytes"]
    write_queries(folder.with_name(f"{folder.name}-beside"), report["quotes"], queries)
    for way, name in WAYS.items():
        measured = run([sys.executable, HERE / "beside.py", "--index", folder, "--own", way])
        yield f"{name}, p50 ms", median(measured["times"])
        yield f"{name}, p95 ms", quantiles(measured["times"], n=20)[-1]
        if way == "hybrid":
            yield "searching, MB", measured["memory"]


def exponent(quotes: Sequence[float], cost: Sequence[float]) -> float:
    """Return the exponent of a cost. The cost is proportional to this power of the number of quotes."""
    return linear_regression([log(value) for value in quotes], [log(value) for value in cost]).slope


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--queries", type=int, default=43)
    options = parser.parse_args()
    measured = [dict(costs(folder, options.queries)) for folder in options.folders]
    for name in measured[0]:
        values = [archive[name] for archive in measured]
        power = exponent([archive["quotes"] for archive in measured], values) if len(values) > 1 else 1
        sys.stdout.write(f"{name:28}" + "".join(f"{value:14,.1f}" for value in values) + f"{power:10.2f}\n")


if __name__ == "__main__":
    main()
