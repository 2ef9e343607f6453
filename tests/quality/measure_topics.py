"""Measure ranking for what reporters type, *NATO combat role*, and print tables.

    python tests/quality/measure_topics.py [--polnear /tmp/polnear] [--shared ../shared]

ours       402 quotes of invented people (`archive/`), 69 topic queries judged by whoever wrote the quotes, and 110
           quotes as somebody would misremember them, for each of which one quote is right
polnear    with `--polnear`: 924 articles of PolNeAR, indexed in that folder once (twenty minutes), and 66 topic queries
           with the top tens of keyword, dense and fused retrieval pooled and judged by one reader (`polnear/`, which
           holds queries of ours, places and grades, and no text of the articles)

`quotes search` is the answer of the command, each report by itself: where a query names a speaker it filters. Next to
each other system the probability that chance alone parts its nDCG@10 from that of the best single retriever.
"""

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import fmean

import ir_measures
from measure_search import MEASURES, SHARED, chance_alone, scored_by_each, scores, systems
from measure_verify import HANDMADE, own_id, written

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Storage
from quotesearch.indexer.records import StoredQuote
from quotesearch.search.fusion import Retrieved
from quotesearch.search.query import Query
from quotesearch.search.quote_index import open_index
from quotesearch.search.searcher import Searcher

HERE = Path(__file__).resolve().parent
POLNEAR = "https://polnear.example/"
Names = Callable[[StoredQuote], str]
"""The name of a quote in the judgments."""
Told = dict[str, dict[str, dict[str, float]]]
"""System -> measure -> query -> value."""


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@contextmanager
def ours() -> Iterator[Storage]:
    """Index our archive in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        with open_index(Path(folder) / "index", create=True) as opened:
            opened.add(written(Path(folder), "quotes.jsonl"))
        with closing(open_storage(Path(folder) / "index")) as storage:
            yield storage


def index_polnear(folder: Path, shared: Path) -> None:
    """Index the articles; what has been done before is not done again."""
    made = folder / "articles.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    with made.open("w", encoding="utf-8") as out:
        for row in table(shared / "data" / "polnear" / "metadata.tsv"):
            text = shared / "data" / "polnear" / row["compartment"] / "text" / f"{row['filename']}.txt"
            if row["compartment"] in ("train", "dev") and text.exists():
                told = {"id": POLNEAR + row["filename"], "text": text.read_text("utf-8"), "title": row["title"]}
                day = {"date": row["publication_date"]} if row["publication_date"] != "None" else {}
                out.write(json.dumps(told | day | {"outlet": row["publisher"]}) + "\n")
    with open_index(folder / "index", create=True) as opened:
        opened.add(made)


def place(document_id: str) -> str:
    """Return the name of an article in the judgments."""
    return hashlib.sha256(document_id.removeprefix(POLNEAR).encode()).hexdigest()[:12]


def by_place() -> Names:
    """Return how to find the judged place that a quote has most of, if it has half of it, else the quote's id."""
    judged: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in table(HERE / "polnear" / "judged.tsv"):
        judged[row["document"]].add((int(row["start"]), int(row["end"])))

    def name(stored: StoredQuote) -> str:
        document, spans = place(stored.document.id), stored.quote.content
        start, end = spans[0].start, spans[-1].end
        shared = {(min(end, b) - max(start, a)) / min(end - start, b - a): (a, b) for a, b in judged[document]}
        best = max(shared, default=0.0)
        return f"{document} {shared[best][0]}-{shared[best][1]}" if best >= 0.5 else stored.quote.id

    return name


def ask(storage: Storage, queries: Mapping[str, str], name: Names) -> dict[str, dict[str, Ranking]]:
    """Return the ranking of each query by each system, by the names of the judgments."""
    asked, answered, names = {}, {}, dict[str, str]()
    searcher = Searcher(storage)
    for query, text in queries.items():
        results = searcher.search(Query.of(text, limit=100, each=True))
        with storage.reader() as reader:
            lists = scored_by_each(reader, storage.encoder, text)
            new = {quote for own in lists.values() for quote in own.scores} - names.keys()
            names |= {quote: name(stored) for quote, stored in reader.quotes(new).items()}
        asked[query] = {retriever: renamed(own, names) for retriever, own in lists.items()}
        answered[query] = best_of((name_of(found, name), found.score) for found in results)
    return systems(asked, ()) | {"quotes search": answered}


def name_of(found: object, name: Names) -> str:
    """Return the name of a result in the judgments."""
    return name(StoredQuote(found.quote, found.document, found.context, found.line))


def best_of(named: Iterator[tuple[str, float]]) -> Ranking:
    """Rank by the best of the scores that several quotes of one place have."""
    best: dict[str, float] = {}
    for quote, score in named:
        best[quote] = max(score, best.get(quote, score))
    return Ranking.of(best)


def renamed(own: Retrieved, names: Mapping[str, str]) -> Retrieved:
    """Return list and scores of a retriever, by the names of the judgments."""
    ranking = best_of((names[scored.quote_id], scored.score) for scored in own.ranking)
    every = best_of((names[quote], score) for quote, score in own.scores.items())
    return Retrieved(ranking, {scored.quote_id: scored.score for scored in every})


def told(made: Mapping[str, Mapping[str, Ranking]], judged: list[ir_measures.Qrel]) -> Told:
    """Return the measures of each system."""
    return {system: scores(rankings, judged) for system, rankings in made.items()}


def measure_ours() -> dict[str, Told]:
    """Return the measures of topics and of misremembered quotes in our archive."""
    with ours() as storage:
        by_id: Names = lambda stored: own_id(stored.document.id)  # noqa: E731 - a name for one call
        topics = ask(storage, {row["query"]: row["text"] for row in table(HANDMADE / "topics.tsv")}, by_id)
        slips = {f"m{number}": row for number, row in enumerate(table(HANDMADE / "misremembered.tsv"))}
        misremembered = ask(storage, {name: row["text"] for name, row in slips.items()}, by_id)
    judged = [ir_measures.Qrel(r["query"], r["quote"], int(r["grade"])) for r in table(HANDMADE / "judged.tsv")]
    right = [ir_measures.Qrel(name, row["quote"], 1) for name, row in slips.items()]
    return {"ours, topics": told(topics, judged), "ours, misremembered": told(misremembered, right)}


def measure_polnear(folder: Path, shared: Path) -> dict[str, Told]:
    """Return the measures of topics in PolNeAR."""
    index_polnear(folder, shared)
    judged = [
        ir_measures.Qrel(row["query"], f"{row['document']} {row['start']}-{row['end']}", int(row["grade"]))
        for row in table(HERE / "polnear" / "judged.tsv")
    ]
    with closing(open_storage(folder / "index")) as storage:
        queries = {row["query"]: row["text"] for row in table(HERE / "polnear" / "topics.tsv")}
        return {"polnear, topics": told(ask(storage, queries, by_place()), judged)}


def show(name: str, measured: Told) -> None:
    """Print a table."""
    first = str(MEASURES[0])
    best = max(("keyword", "dense"), key=lambda system: fmean(measured[system][first].values()))
    print(f"{name:22}" + "".join(f"{measure!s:>10}" for measure in MEASURES) + f"{'p':>8}")
    for system, values in measured.items():
        row = "".join(f"{fmean(values[str(measure)].values()):10.3f}" for measure in MEASURES)
        single = system in ("keyword", "dense")
        chance = "" if single else f"{chance_alone(values[first], measured[best][first]):8.4f}"
        print(f"{system:22}{row}{chance}", flush=True)


def figures(measured: Mapping[str, Told]) -> dict[str, float]:
    """Return the pinned figures: nDCG@10 and RR@10 of the answers of the command."""
    return {
        f"{name} {measure}": round(fmean(told["quotes search"][str(measure)].values()), 3)
        for name, told in measured.items()
        for measure in (MEASURES[0], MEASURES[1])
    }


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, help="where the index of the articles is made")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    measured = measure_ours() | (measure_polnear(options.polnear, options.shared) if options.polnear else {})
    for name, each in measured.items():
        show(name, each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
