"""Kill an indexing run with `kill -9` at random moments, check the index after each kill, and print a table.

    python tests/benchmarks/kill_nine.py ARTICLES [--moments 20] [--seconds 20] [--seed 9] [--batch 8]
                                         [--fake-encoder] [--query TEXT]

ARTICLES is a folder, file or glob as for `quotes index`. Each process continues the work of the process before it. It
is killed after at most `--seconds` seconds of indexing; only the last process runs to the end. After each kill, the
index is opened (which updates its derived indexes), checked and searched. The exit code is 1 if a document is lost that
a process had announced as committed, or if the parts of the index disagree.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from quotesearch.indexer import corpus, pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import SentenceEncoder
from quotesearch.indexer.errors import IndexNotFoundError
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.protocols import Encoder, Retrieval, Storage
from quotesearch.indexer.records import Statistics
from quotesearch.indexer.text.analysis import terms

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from invented import HashEncoder

COLUMNS = ("run", "ended", "lived s", "announced", "stored", "quotes", "to open s", "results", "problems")
WIDTHS = (4, 7, 8, 10, 7, 8, 10, 8, 9)


@dataclass(frozen=True)
class Outcome:
    """The counts of an index after a run, the number of results of a search, and the problems of the index."""

    documents: int
    quotes: int
    results: int
    seconds: float
    problems: tuple[str, ...]


def encoder(*, fake: bool) -> Encoder:
    """Return the encoder for indexing and for the checks."""
    return HashEncoder() if fake else SentenceEncoder()


def child(options: argparse.Namespace) -> None:
    """Index the articles, and print the number of stored documents after each commit."""
    model = encoder(fake=options.fake_encoder)
    model.encode(["so that the model is loaded before the clock starts"])
    print("ready", flush=True)
    with closing(open_storage(options.index, create=True, encoder=model)) as storage:
        report = pipeline.add(
            storage,
            corpus.read([options.articles]),
            extractor=LearnedExtractor(),
            batch=options.batch,
            progress=lambda _: print(counts(storage).documents, flush=True),
        )
    for reason in report.failed:
        print(reason, file=sys.stderr)
    print("done", flush=True)


def look(folder: str, model: Encoder, query: str) -> Outcome:
    """Open, check and search the index, and return the outcome."""
    started = time.monotonic()
    try:
        storage = open_storage(folder, encoder=model)
    except IndexNotFoundError:
        return Outcome(0, 0, 0, 0.0, ())
    with closing(storage):
        storage.catch_up()
        retrieval = Retrieval(terms=terms(query), vector=model.encode([query])[0], depth=10)
        with storage.reader() as reader:
            (candidates,) = reader.retrieve(retrieval)
            seconds = time.monotonic() - started
            stored_quotes = reader.quotes([quote_id for ids in candidates.lists.values() for quote_id in ids])
        statistics = counts(storage)
        return Outcome(statistics.documents, statistics.quotes, len(stored_quotes), seconds, storage.check())


def counts(storage: Storage) -> Statistics:
    """Return the numbers of documents, quotes and speakers in the present index."""
    with storage.reader() as reader:
        return reader.statistics()


def run(options: argparse.Namespace, lives: float | None) -> tuple[str, float, int]:
    """Run a process for `lives` seconds, or to the end. Return its state, its seconds, and the announced documents."""
    command = [sys.executable, __file__, options.articles, "--index", options.index, "--batch", str(options.batch)]
    command += ["--fake-encoder"] if options.fake_encoder else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        started = time.monotonic()
        if lives is not None:
            time.sleep(lives)
            process.kill()
        lines = process.stdout.read().splitlines()
    announced = max((int(line) for line in lines if line.isdigit()), default=0)
    return "done" if "done" in lines else "killed", time.monotonic() - started, announced


def main(options: argparse.Namespace) -> int:
    """Kill this number of runs, then wait for a complete run. Return the exit code."""
    chance, model, failed = random.Random(options.seed), encoder(fake=options.fake_encoder), False  # noqa: S311
    moments = [chance.uniform(0.0, options.seconds) for _ in range(options.moments)]
    show(COLUMNS)
    for number, lives in enumerate([*moments, None], start=1):
        ended, lived, announced = run(options, lives)
        outcome = look(options.index, model, options.query)
        lost = outcome.documents < announced
        failed = failed or lost or bool(outcome.problems)
        problems = f"LOST {announced - outcome.documents}" if lost else str(len(outcome.problems))
        figures = (
            f"{lived:.1f}",
            announced,
            outcome.documents,
            outcome.quotes,
            f"{outcome.seconds:.1f}",
            outcome.results,
            problems,
        )
        show((number, ended, *figures))
        for problem in outcome.problems:
            show(("", problem))
    return int(failed or not outcome.documents)


def show(cells: tuple[object, ...]) -> None:
    """Print a line of the table."""
    print(*(str(cell).rjust(width) for cell, width in zip(cells, WIDTHS, strict=False)), flush=True)


def parsed() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles")
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--query", default="what the president said about the economy")
    parser.add_argument("--fake-encoder", action="store_true", help="hash words instead of using the model; fast")
    parser.add_argument("--index", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    options = parsed()
    if options.index:
        child(options)
    else:
        with tempfile.TemporaryDirectory() as folder:
            options.index = folder
            sys.exit(main(options))
