"""Measure ranking on debate2claim, train and dev: each retriever, each fusion, each weight; print tables.

    python tests/quality/measure_search.py --folder /tmp/debate2claim [--shared ../shared] [--weights]

Lines of debates are the queries, 19,250 attributed statements the quotes (their headlines are titles), indexed and
searched as `quotes index` and `quotes search` do. The index is made in the folder once, in a quarter of an hour.
nDCG@10, RR@10 and R@100 by ir-measures; next to each fusion on dev the probability, by a paired randomisation test
(Fisher; Smucker, Allan and Carterette, CIKM 2007) of 10,000 draws, that chance alone parts its nDCG@10 as far from that
of the best single retriever. Exit code 1 if the default fusion is below a floor of `floors.toml`.
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
Asked = Mapping[str, Mapping[str, Retrieved]]
"""List and scores of each retriever, by query."""


def make(folder: Path, corpus: Path) -> None:
    """Index the statements in the folder; what has been done before is not done again."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = folder / "statements.jsonl"
    with corpus.open(encoding="utf-8") as file, rows.open("w", encoding="utf-8") as out:
        for row in map(json.loads, file):
            speaker = row["metadata"]["speaker"] or "unknown"
            told = {"id": PLACE + row["_id"], "quote": row["text"], "speaker": speaker, "title": row["title"]}
            out.write(json.dumps(told) + "\n")
    with open_index(folder / "index", create=True) as opened:
        report = opened.add(rows)
    sys.stderr.write(f"{report.quotes} statements in {report.seconds:.0f} seconds\n")


def ask(folder: Path, queries: Mapping[str, str]) -> dict[str, dict[str, Retrieved]]:
    """Return list and scores of each retriever for each query, by the ids of the statements."""
    with closing(open_storage(folder / "index")) as storage, storage.reader() as reader:
        names: dict[str, str] = {}
        asked = {}
        for query, text in queries.items():
            lists = scored_by_each(reader, storage.encoder, text)
            new = {quote for own in lists.values() for quote in own.scores} - names.keys()
            stored_quotes = reader.quotes(new)
            names |= {quote: own_id(stored.quote.document_id) for quote, stored in stored_quotes.items()}
            asked[query] = {name: renamed(own, names) for name, own in lists.items()}
    return asked


def scored_by_each(reader: Reader, encoder: Encoder, text: str) -> dict[str, Retrieved]:
    """Return the list of each retriever, and its score of every candidate, of a hybrid search without filters."""
    asked = retrieval_for(EVERYTHING, terms(text), encoder.encode([text])[0], mode=Mode.HYBRID, depth=FIRST_DEPTH)
    (candidates,) = reader.retrieve(asked)
    return scored_lists(candidates, retrievers(asked, Mode.HYBRID), FIRST_DEPTH)


def own_id(document_id: str) -> str:
    """Return the id that a judgment knows the statement by."""
    return document_id.removeprefix(PLACE).partition("#")[0]


def renamed(own: Retrieved, names: Mapping[str, str]) -> Retrieved:
    """Return list and scores of a retriever by the ids of the judgments."""
    ranking = Ranking.of((names[scored.quote_id], scored.score) for scored in own.ranking)
    return Retrieved(ranking, {names[quote]: score for quote, score in own.scores.items()})


def judgments(path: Path) -> list[ir_measures.Qrel]:
    """Return the judgments of a part."""
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [ir_measures.Qrel(row["query-id"], row["corpus-id"], int(row["score"])) for row in rows]


def scores(rankings: Mapping[str, Ranking], judged: list[ir_measures.Qrel]) -> dict[str, dict[str, float]]:
    """Return each measure of each query."""
    run = [
        ir_measures.ScoredDoc(query, scored.quote_id, -float(place))
        for query, ranking in rankings.items()
        for place, scored in enumerate(ranking.entries[:100])
    ]
    wanted = {judgment.query_id for judgment in judged}
    told: dict[str, dict[str, float]] = {str(measure): dict.fromkeys(wanted, 0.0) for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, judged, run):
        told[str(metric.measure)][metric.query_id] = metric.value
    return told


def chance_alone(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how often random signs part two systems as far as they are."""
    draw = random.Random(SEED)  # noqa: S311 - a test of significance, not secrets
    gaps = [one[query] - other[query] for query in sorted(one)]
    seen = abs(sum(gaps))
    far = sum(abs(sum(gap if draw.random() < 0.5 else -gap for gap in gaps)) >= seen - 1e-12 for _ in range(DRAWS))
    return (far + 1) / (DRAWS + 1)


def systems(asked: Asked, weights: Iterable[float]) -> dict[str, dict[str, Ranking]]:
    """Return the ranking of each query by each retriever, each fusion, and convex fusion by each weight of dense."""
    made = {name: {query: said[name].ranking for query, said in asked.items()} for name in ("keyword", "dense")}
    for fusion in Fusion:
        made[fusion] = {query: fuse(said, fusion).ranking for query, said in asked.items()}
    for weight in weights:
        shares = {"keyword": 1 - weight, "dense": weight}
        for fusion in (Fusion.CONVEX, Fusion.MINMAX, Fusion.DBSF):
            ranked = {query: fuse(said, fusion, weights=shares).ranking for query, said in asked.items()}
            made[f"{fusion}, dense {weight:.2f}"] = ranked
    return made


def below(told: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> list[str]:
    """Return which figures of the default fusion are below their floors."""
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["debate2claim"]
    figures = {
        f"{part} {measure}": fmean(told[part][Fusion.CONVEX][str(measure)].values())
        for part in told
        for measure in MEASURES
    }
    return [f"{name}: {figures[name]:.3f}, floor {floor}" for name, floor in floors.items() if figures[name] < floor]


def main() -> int:
    """Print the table; return 1 where the default fusion is below a floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--folder", type=Path, required=True, help="where the index of the statements is made")
    parser.add_argument("--weights", action="store_true", help="try the weights of the score fusions too")
    options = parser.parse_args()
    data = options.shared / "data" / "retrieval" / "debate2claim"
    make(options.folder, data / "corpus.jsonl")
    with (data / "queries.jsonl").open(encoding="utf-8") as file:
        queries = {row["_id"]: row["text"] for row in map(json.loads, file)}
    made = systems(ask(options.folder, queries), [step / 10 for step in range(1, 10)] if options.weights else [])
    told = {
        part: {name: scores(rankings, judgments(data / "qrels" / f"{part}.tsv")) for name, rankings in made.items()}
        for part in ("train", "dev")
    }
    head = [f"{part} {measure}" for part in told for measure in MEASURES]
    print(f"{'debate2claim':24}" + "".join(f"{name:>14}" for name in head) + f"{'p on dev':>10}")
    dev = {name: measured[str(MEASURES[0])] for name, measured in told["dev"].items()}
    best = max(("keyword", "dense"), key=lambda name: fmean(dev[name].values()))
    for name in made:
        row = [fmean(told[part][name][str(measure)].values()) for part in told for measure in MEASURES]
        chance = "" if name in ("keyword", "dense") else f"{chance_alone(dev[name], dev[best]):10.4f}"
        print(f"{name:24}" + "".join(f"{value:14.3f}" for value in row) + chance, flush=True)
    wrong = below(told)
    print("\n".join(f"below its floor: {each}" for each in wrong) or "no figure is below its floor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
