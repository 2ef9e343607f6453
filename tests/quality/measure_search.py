"""Measure ranking on debate2claim, train and dev: each retriever, each fusion, each weight. Print tables.

    python tests/quality/measure_search.py --folder /tmp/debate2claim [--shared ../shared] [--weights]

The queries are lines of debates. The quotes are 19,250 attributed statements; their headlines are the titles. They are
indexed as by `quotes index` and searched as by `quotes search`. The index is made in the folder once, which takes a
quarter of an hour.

nDCG@10, RR@10 and R@100 are computed by ir-measures. On dev, each fusion is also compared with the best single
retriever. The p-value of the difference in nDCG@10 is from a paired randomisation test of 10,000 draws (Fisher;
Smucker, Allan and Carterette, CIKM 2007). The exit code is 1 if the default fusion is below a floor of `floors.toml`.
"""

import argparse
import csv
import json
import random
import sys
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from statistics import fmean

import ir_measures
from ir_measures import RR, R, nDCG

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Encoder, Reader
from quotesearch.indexer.records import EVERYTHING
from quotesearch.indexer.text.analysis import terms
from quotesearch.search.fusion import Fusion, Retrieved, fuse
from quotesearch.search.query import Mode
from quotesearch.search.quote_index import open_index
from quotesearch.search.retrieval import FIRST_DEPTH, retrieval_for, retrievers, scored_lists

SHARED = Path(__file__).resolve().parents[3] / "shared"
MEASURES = (nDCG @ 10, RR @ 10, R @ 100)
PLACE = "https://debate2claim.example/"
DRAWS, SEED = 10_000, 13
Answers = Mapping[str, Mapping[str, Retrieved]]
"""The list and the scores of each retriever, by query."""


def index_statements(folder: Path, corpus: Path) -> None:
    """Index the statements in the folder. Statements that are already indexed are skipped."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = folder / "statements.jsonl"
    with corpus.open(encoding="utf-8") as file, rows.open("w", encoding="utf-8") as out:
        for row in map(json.loads, file):
            speaker = row["metadata"]["speaker"] or "unknown"
            record = {"id": PLACE + row["_id"], "quote": row["text"], "speaker": speaker, "title": row["title"]}
            out.write(json.dumps(record) + "\n")
    with open_index(folder / "index", create=True) as opened:
        report = opened.add(rows)
    sys.stderr.write(f"{report.quotes} statements in {report.seconds:.0f} seconds\n")


def answers_of(folder: Path, queries: Mapping[str, str]) -> dict[str, dict[str, Retrieved]]:
    """Return the list and the scores of each retriever for each query, by the ids of the statements."""
    with closing(open_storage(folder / "index")) as storage, storage.reader() as reader:
        names: dict[str, str] = {}
        answers = {}
        for query, text in queries.items():
            lists = hybrid_lists(reader, storage.encoder, text)
            new = {quote for retriever_list in lists.values() for quote in retriever_list.scores} - names.keys()
            stored_quotes = reader.quotes(new)
            names |= {quote: statement_id(stored.quote.document_id) for quote, stored in stored_quotes.items()}
            answers[query] = {name: renamed(retriever_list, names) for name, retriever_list in lists.items()}
    return answers


def hybrid_lists(reader: Reader, encoder: Encoder, text: str) -> dict[str, Retrieved]:
    """Return each retriever's list and its score for every candidate, for a hybrid search without filters."""
    request = retrieval_for(EVERYTHING, terms(text), encoder.encode([text])[0], mode=Mode.HYBRID, depth=FIRST_DEPTH)
    (candidates,) = reader.retrieve(request)
    return scored_lists(candidates, retrievers(request, Mode.HYBRID), FIRST_DEPTH)


def statement_id(document_id: str) -> str:
    """Return the id that the judgments use for the statement."""
    return document_id.removeprefix(PLACE).partition("#")[0]


def renamed(retriever_list: Retrieved, names: Mapping[str, str]) -> Retrieved:
    """Return the list and the scores of a retriever. Their ids are changed to the ids of the judgments."""
    ranking = Ranking.of((names[scored.quote_id], scored.score) for scored in retriever_list.ranking)
    return Retrieved(ranking, {names[quote]: score for quote, score in retriever_list.scores.items()})


def judgments(path: Path) -> list[ir_measures.Qrel]:
    """Return the judgments of one part (train or dev)."""
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [ir_measures.Qrel(row["query-id"], row["corpus-id"], int(row["score"])) for row in rows]


def scores(rankings: Mapping[str, Ranking], judged: list[ir_measures.Qrel]) -> dict[str, dict[str, float]]:
    """Return each measure for each query."""
    run = [
        ir_measures.ScoredDoc(query, scored.quote_id, -float(place))
        for query, ranking in rankings.items()
        for place, scored in enumerate(ranking.entries[:100])
    ]
    query_ids = {judgment.query_id for judgment in judged}
    values: dict[str, dict[str, float]] = {str(measure): dict.fromkeys(query_ids, 0.0) for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, judged, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    return values


def p_value(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return the share of random sign changes with at least the difference between the two systems."""
    draw = random.Random(SEED)  # noqa: S311 - a test of significance, not secrets
    gaps = [first[query] - second[query] for query in sorted(first)]
    difference = abs(sum(gaps))
    larger = sum(
        abs(sum(gap if draw.random() < 0.5 else -gap for gap in gaps)) >= difference - 1e-12 for _ in range(DRAWS)
    )
    return (larger + 1) / (DRAWS + 1)


def systems(answers: Answers, weights: Iterable[float]) -> dict[str, dict[str, Ranking]]:
    """Return the ranking of each query by each retriever and each fusion, and by each weight of the dense retriever."""
    rankings = {name: {query: lists[name].ranking for query, lists in answers.items()} for name in ("keyword", "dense")}
    for fusion in Fusion:
        rankings[fusion] = {query: fuse(lists, fusion).ranking for query, lists in answers.items()}
    for weight in weights:
        shares = {"keyword": 1 - weight, "dense": weight}
        for fusion in (Fusion.CONVEX, Fusion.MINMAX, Fusion.DBSF):
            fused = {query: fuse(lists, fusion, weights=shares).ranking for query, lists in answers.items()}
            rankings[f"{fusion}, dense {weight:.2f}"] = fused
    return rankings


def below(values: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> list[str]:
    """Return a text for each figure of the default fusion that is below its floor."""
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["debate2claim"]
    figures = {
        f"{part} {measure}": fmean(values[part][Fusion.CONVEX][str(measure)].values())
        for part in values
        for measure in MEASURES
    }
    return [f"{name}: {figures[name]:.3f}, floor {floor}" for name, floor in floors.items() if figures[name] < floor]


def main() -> int:
    """Print the table. If the default fusion is below a floor, return 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--folder", type=Path, required=True, help="where the index of the statements is made")
    parser.add_argument("--weights", action="store_true", help="try the weights of the score fusions too")
    options = parser.parse_args()
    data = options.shared / "data" / "retrieval" / "debate2claim"
    index_statements(options.folder, data / "corpus.jsonl")
    with (data / "queries.jsonl").open(encoding="utf-8") as file:
        queries = {row["_id"]: row["text"] for row in map(json.loads, file)}
    by_system = systems(
        answers_of(options.folder, queries), [step / 10 for step in range(1, 10)] if options.weights else []
    )
    values = {
        part: {
            name: scores(rankings, judgments(data / "qrels" / f"{part}.tsv")) for name, rankings in by_system.items()
        }
        for part in ("train", "dev")
    }
    head = [f"{part} {measure}" for part in values for measure in MEASURES]
    print(f"{'debate2claim':24}" + "".join(f"{name:>14}" for name in head) + f"{'p on dev':>10}")
    dev = {name: measured[str(MEASURES[0])] for name, measured in values["dev"].items()}
    best = max(("keyword", "dense"), key=lambda name: fmean(dev[name].values()))
    for name in by_system:
        row = [fmean(values[part][name][str(measure)].values()) for part in values for measure in MEASURES]
        chance = "" if name in ("keyword", "dense") else f"{p_value(dev[name], dev[best]):10.4f}"
        print(f"{name:24}" + "".join(f"{value:14.3f}" for value in row) + chance, flush=True)
    wrong = below(values)
    print("\n".join(f"below its floor: {shortfall}" for shortfall in wrong) or "no figure is below its floor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
