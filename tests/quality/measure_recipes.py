"""Compare text recipes for embeddings: rank by the embeddings of each recipe alone, and print a table.

    python tests/quality/measure_recipes.py [--shared ../shared] [--articles 80] [--statements 4000]

Two tasks, each with nDCG@10 by ir-measures:

debate2claim   lines of debates against statements: all judged statements and some others (they have a speaker but no
               context)
headlines      headlines of PolNeAR articles against the quotes of all these articles; the quotes of the headline's
               article are relevant, and the headline itself is neither a quote nor a context
"""

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import nDCG
from measure_search import judgments

from quotesearch.indexer.encoder import SentenceEncoder, recipe_text
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.indexer.records import IndexedQuote

SHARED = Path(__file__).resolve().parents[3] / "shared"
RECIPES = ("quote", "speaker-quote", "quote-context", "speaker-quote-context")
Task = tuple[dict[str, str], dict[str, IndexedQuote], list[ir_measures.Qrel]]
"""Queries by id, quotes by id, judgments."""


def debate2claim(shared: Path, statements: int) -> Task:
    """Return the lines of debates, and statements: all judged statements, and some others. Both from train and dev."""
    folder = shared / "data" / "retrieval" / "debate2claim"
    judged = _judgments(folder / "qrels")
    answers = {judgment.doc_id for judgment in judged}
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    quotes = {}
    for row in _rows(folder / "corpus.jsonl"):
        if len(quotes) >= statements and row["_id"] not in answers:
            continue
        document = Document(row["_id"], row["text"])
        speaker = Speaker(row["metadata"]["speaker"] or "unknown")
        whole = Span(0, len(row["text"]))
        quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=speaker)
        quotes[row["_id"]] = IndexedQuote(quote, "", row["text"])
    return queries, quotes, judged


def _judgments(folder: Path) -> list[ir_measures.Qrel]:
    """Return the judgments of all the tables in the folder."""
    return [judgment for table in sorted(folder.glob("*.tsv")) for judgment in judgments(table)]


def headlines(shared: Path, articles: int) -> Task:
    """Return the quotes of PolNeAR train articles with the articles' headlines as queries."""
    folder = shared / "data" / "polnear"
    with Path(folder, "metadata.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["compartment"] == "train"]
    rows.sort(key=lambda row: date.fromisoformat(row["publication_date"]))
    queries, quotes, judged = {}, {}, []
    for row in rows[:: max(1, len(rows) // articles)]:
        text = Path(folder, "train", "text", row["filename"] + ".txt").read_text(encoding="utf-8")
        headline = text.find("\n")
        document = Document(row["filename"], text, title=row["title"])
        article_quotes = [quote for quote in LearnedExtractor().extract(document) if quote.context.start > headline > 0]
        for quote in article_quotes:
            quotes[quote.id] = IndexedQuote(quote, document.title, quote.context.words(text))
            judged.append(ir_measures.Qrel(document.id, quote.id, 1))
        if article_quotes:
            queries[document.id] = row["title"]
    return queries, quotes, judged


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def score(task: Task, recipe: str, encoder: SentenceEncoder) -> float:
    """Return nDCG@10 of a ranking by the recipe's embeddings."""
    queries, quotes, judged = task
    texts = [recipe_text(quote, recipe) for quote in quotes.values()]
    scores = encoder.encode(list(queries.values())) @ encoder.encode(texts).T
    run = [
        ir_measures.ScoredDoc(query, ids, float(row[place]))
        for query, row in zip(queries, scores, strict=True)
        for place, ids in _best(row, list(quotes))
    ]
    return float(ir_measures.calc_aggregate([nDCG @ 10], judged, run)[nDCG @ 10])


def _best(row: np.ndarray, ids: Sequence[str]) -> list[tuple[int, str]]:
    """Return the places and ids of the ten best scores."""
    return [(int(place), ids[place]) for place in np.argsort(-row, kind="stable")[:10]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with data/")
    parser.add_argument("--articles", type=int, default=80, help="how many articles' headlines to take")
    parser.add_argument("--statements", type=int, default=4000, help="rank this many statements, and all judged ones")
    options = parser.parse_args()
    encoder = SentenceEncoder()
    tasks = {
        "headlines": headlines(options.shared, options.articles),
        "debate2claim": debate2claim(options.shared, options.statements),
    }
    print(f"{'nDCG@10 by recipe':24}" + "".join(f"{recipe:>24}" for recipe in RECIPES))
    for name, task in tasks.items():
        print(f"{name:24}", end="", flush=True)
        for recipe in RECIPES:
            repeats = name == "debate2claim" and "context" in recipe
            print(f"{'no context' if repeats else f'{score(task, recipe, encoder):.3f}':>24}", end="", flush=True)
        print(f"   ({len(task[0])} queries, {len(task[1])} quotes)")


if __name__ == "__main__":
    main()
