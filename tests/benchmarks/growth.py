"""Say how costs grow with the number of quotes: a table over archives of several sizes, and the exponent of each cost.

    for n in 10000 100000 1000000; do python tests/benchmarks/generated.py --folder /tmp/scale/$n --quotes $n; done
    python tests/benchmarks/growth.py /tmp/scale/10000 /tmp/scale/100000 /tmp/scale/1000000

A cost that is n to the power of the exponent fits best, by least squares of the logarithms: 1 grows as the archive
does. Indexing is without extraction and the model, whose costs a quote are always the same. Memory while searching is
what the process holds of its own, without what it maps of the index.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from statistics import linear_regression, median, quantiles

from beside import HERE, run, size, write_queries
from generated import described

WAYS = {
    "hybrid": "hybrid, 3 words",
    "keyword 3": "keyword, 3 words",
    "keyword 20": "keyword, 20 words",
    "dense": "dense",
}


def costs(folder: Path, queries: int) -> Iterator[tuple[str, float]]:
    """Yield the costs of an archive by name."""
    made = json.loads(described(folder).read_text(encoding="utf-8"))
    yield "quotes", made["quotes"]
    yield "index, MB", sum(size(folder / name) for name in ("store.sqlite", "keyword", "vectors")) / 1e6
    yield "indexing, s", made["seconds"]
    yield "indexing, most MB", made["megabytes"]
    write_queries(folder.with_name(f"{folder.name}-beside"), made["quotes"], queries)
    for way, name in WAYS.items():
        found = run([sys.executable, HERE / "beside.py", "--index", folder, "--own", way])
        yield f"{name}, p50 ms", median(found["times"])
        yield f"{name}, p95 ms", quantiles(found["times"], n=20)[-1]
        if way == "hybrid":
            yield "searching, MB", found["memory"]


def exponent(quotes: Sequence[float], cost: Sequence[float]) -> float:
    """Return the power of the number of quotes by which a cost grows."""
    return linear_regression([log(each) for each in quotes], [log(each) for each in cost]).slope


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--queries", type=int, default=43)
    options = parser.parse_args()
    measured = [dict(costs(folder, options.queries)) for folder in options.folders]
    for name in measured[0]:
        values = [each[name] for each in measured]
        power = exponent([each["quotes"] for each in measured], values) if len(values) > 1 else 1
        sys.stdout.write(f"{name:28}" + "".join(f"{value:14,.1f}" for value in values) + f"{power:10.2f}\n")


if __name__ == "__main__":
    main()
