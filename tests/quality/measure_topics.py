"""Measure ranking for short topic queries as reporters type them, *NATO combat role*, and print tables.

    python tests/quality/measure_topics.py [--polnear /tmp/polnear] [--shared ../shared]

ours       402 quotes of invented people (`archive/`), 69 topic queries judged by the author of the quotes, and 110
           misremembered quotes, each with one right answer
polnear    with `--polnear`: 924 articles of PolNeAR, indexed in that folder once (twenty minutes), and 66 topic
           queries; the first ten results of keyword, dense and fused retrieval were pooled and judged by one reader
           (`polnear/` has our queries, places and grades, and no text of the articles)

`quotes search` is the ranking of the command, without grouping of copies. It filters by speaker if the query names a
speaker. Each other system is compared with the best single retriever, and the p-value of the difference in nDCG@10 is
printed.
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
from measure_search import MEASURES, SHARED, hybrid_lists, p_value, scores, systems
from measure_verify import HANDMADE, archive_id, write_rows

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
"""A function that returns the name of a quote in the judgments."""
Values = dict[str, dict[str, dict[str, float]]]
"""System -> measure -> query -> value."""


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@contextmanager
def our_index() -> Iterator[Storage]:
    """Index our archive in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        with open_index(Path(folder) / "index", create=True) as opened:
            opened.add(write_rows(Path(folder), "quotes.jsonl"))
        with closing(open_storage(Path(folder) / "index")) as storage:
            yield storage


def index_polnear(folder: Path, shared: Path) -> None:
    """Index the articles; articles that are already indexed are skipped."""
    articles = folder / "articles.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    with articles.open("w", encoding="utf-8") as out:
        for row in table(shared / "data" / "polnear" / "metadata.tsv"):
            text = shared / "data" / "polnear" / row["compartment"] / "text" / f"{row['filename']}.txt"
            if row["compartment"] in ("train", "dev") and text.exists():
                record = {"id": POLNEAR + row["filename"], "text": text.read_text("utf-8"), "title": row["title"]}
                day = {"date": row["publication_date"]} if row["publication_date"] != "None" else {}
                out.write(json.dumps(record | day | {"outlet": row["publisher"]}) + "\n")
    with open_index(folder / "index", create=True) as opened:
        opened.add(articles)


def place(document_id: str) -> str:
    """Return the name of an article in the judgments."""
    return hashlib.sha256(document_id.removeprefix(POLNEAR).encode()).hexdigest()[:12]


def by_place() -> Names:
    """Return a function that names a quote: by the judged place that it overlaps by half or more, else by its id."""
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


def rankings_of(storage: Storage, queries: Mapping[str, str], name: Names) -> dict[str, dict[str, Ranking]]:
    """Return the ranking of each query by each system. The rankings use the names of the judgments."""
    answers, search_rankings, names = {}, {}, dict[str, str]()
    searcher = Searcher(storage)
    for query, text in queries.items():
        results = searcher.search(Query.of(text, limit=100, each=True))
        with storage.reader() as reader:
            lists = hybrid_lists(reader, storage.encoder, text)
            new = {quote for retriever_list in lists.values() for quote in retriever_list.scores} - names.keys()
            names |= {quote: name(stored) for quote, stored in reader.quotes(new).items()}
        answers[query] = {retriever: renamed(retriever_list, names) for retriever, retriever_list in lists.items()}
        search_rankings[query] = best_of((name_of(result, name), result.score) for result in results)
    return systems(answers, ()) | {"quotes search": search_rankings}


def name_of(result: object, name: Names) -> str:
    """Return the name of a result in the judgments."""
    return name(StoredQuote(result.quote, result.document, result.context, result.line))


def best_of(named: Iterator[tuple[str, float]]) -> Ranking:
    """Return a ranking of places. The score of a place is the best score of its quotes."""
    best: dict[str, float] = {}
    for quote, score in named:
        best[quote] = max(score, best.get(quote, score))
    return Ranking.of(best)


def renamed(retriever_list: Retrieved, names: Mapping[str, str]) -> Retrieved:
    """Return the list and the scores of a retriever, with the names of the judgments."""
    ranking = best_of((names[scored.quote_id], scored.score) for scored in retriever_list.ranking)
    all_ranked = best_of((names[quote], score) for quote, score in retriever_list.scores.items())
    return Retrieved(ranking, {scored.quote_id: scored.score for scored in all_ranked})


def values_of(by_system: Mapping[str, Mapping[str, Ranking]], judged: list[ir_measures.Qrel]) -> Values:
    """Return the values of all measures for each system."""
    return {system: scores(rankings, judged) for system, rankings in by_system.items()}


def measure_ours() -> dict[str, Values]:
    """Return ranking scores on our archive, for topic queries and for misremembered quotes."""
    with our_index() as storage:
        by_id: Names = lambda stored: archive_id(stored.document.id)  # noqa: E731 - a name for one call
        topics = rankings_of(storage, {row["query"]: row["text"] for row in table(HANDMADE / "topics.tsv")}, by_id)
        slips = {f"m{number}": row for number, row in enumerate(table(HANDMADE / "misremembered.tsv"))}
        misremembered = rankings_of(storage, {name: row["text"] for name, row in slips.items()}, by_id)
    judged = [ir_measures.Qrel(r["query"], r["quote"], int(r["grade"])) for r in table(HANDMADE / "judged.tsv")]
    right = [ir_measures.Qrel(name, row["quote"], 1) for name, row in slips.items()]
    return {"ours, topics": values_of(topics, judged), "ours, misremembered": values_of(misremembered, right)}


def measure_polnear(folder: Path, shared: Path) -> dict[str, Values]:
    """Return ranking scores on PolNeAR, for topic queries."""
    index_polnear(folder, shared)
    judged = [
        ir_measures.Qrel(row["query"], f"{row['document']} {row['start']}-{row['end']}", int(row["grade"]))
        for row in table(HERE / "polnear" / "judged.tsv")
    ]
    with closing(open_storage(folder / "index")) as storage:
        queries = {row["query"]: row["text"] for row in table(HERE / "polnear" / "topics.tsv")}
        return {"polnear, topics": values_of(rankings_of(storage, queries, by_place()), judged)}


def show(name: str, measured: Values) -> None:
    """Print a table."""
    first = str(MEASURES[0])
    best = max(("keyword", "dense"), key=lambda system: fmean(measured[system][first].values()))
    print(f"{name:22}" + "".join(f"{measure!s:>10}" for measure in MEASURES) + f"{'p':>8}")
    for system, values in measured.items():
        row = "".join(f"{fmean(values[str(measure)].values()):10.3f}" for measure in MEASURES)
        single = system in ("keyword", "dense")
        chance = "" if single else f"{p_value(values[first], measured[best][first]):8.4f}"
        print(f"{system:22}{row}{chance}", flush=True)


def figures(measured: Mapping[str, Values]) -> dict[str, float]:
    """Return the pinned figures of the command's answers: nDCG@10 and RR@10."""
    return {
        f"{name} {measure}": round(fmean(values["quotes search"][str(measure)].values()), 3)
        for name, values in measured.items()
        for measure in (MEASURES[0], MEASURES[1])
    }


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, help="where the index of the articles is made")
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    measured = measure_ours() | (measure_polnear(options.polnear, options.shared) if options.polnear else {})
    for name, values in measured.items():
        show(name, values)
    return 0


if __name__ == "__main__":
    sys.exit(main())
