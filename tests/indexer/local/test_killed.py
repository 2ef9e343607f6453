"""After `kill -9` an index can be opened and has everything that was committed.

A separate process indexes invented articles and prints the number of committed articles after each batch. It kills
itself before it creates, renames or deletes a file, or the test kills it at a random time.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invented import LineExtractor, article
from local import derived_ids, local_index, retrieved, store_problems, stored_ids

from quotesearch.indexer.errors import IndexNotFoundError
from quotesearch.indexer.local.index import LocalStorage

ARTICLES = 24
KILLED = -9
CHILD = Path(__file__).resolve().parents[2] / "support" / "indexing.py"


def command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, str(CHILD), str(folder), str(ARTICLES), *options]


def committed(lines: list[str]) -> int:
    """Return the last number of committed articles that the process printed."""
    return max((int(line) for line in lines if line.isdigit()), default=0)


def must_have(folder: Path, articles: int) -> None:
    """Check that an index has the committed articles, can be searched, and that all its parts agree."""
    try:
        with local_index(folder) as storage:
            must_answer(storage, caught_up=False)
            storage.catch_up()
            must_answer(storage, caught_up=True)
            assert storage.check() == ()
            with storage.reader() as reader:
                stored = reader.documents([f"article-{number}" for number in range(ARTICLES)])
            assert {f"article-{number}" for number in range(min(articles, ARTICLES))} <= stored.keys()
    except IndexNotFoundError:
        assert articles == 0


def must_answer(storage: LocalStorage, *, caught_up: bool) -> None:
    """Check that a search finds only stored quotes, and all of them if the indexes are up to date."""
    stored = stored_ids(storage)
    results = retrieved(storage, "harbour tramway roof quota lighthouse bus mill")
    lists = {
        name: {quote_id for quote_id in ids if quote_id in results.candidates} for name, ids in results.lists.items()
    }
    assert lists["dense"] | lists["keyword"] <= stored
    if caught_up:
        assert lists["dense"] == lists["keyword"] == stored
        assert derived_ids(storage) == (stored, stored)


def must_finish(folder: Path) -> None:
    """Run the process to its end, and check that the index equals one that was made without a kill."""
    process = subprocess.run(command(folder), capture_output=True, text=True, check=True)
    assert process.stdout.endswith("done\n")
    must_have(folder, ARTICLES)
    last = [article(number, edition=int(number % 4 == 3)) for number in range(ARTICLES)]
    with local_index(folder, write=True) as storage:
        assert stored_ids(storage) == {quote.id for document in last for quote in LineExtractor().extract(document)}
        assert store_problems(storage) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_committed_is_lost_at_any_step_of_writing_files(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for _ in range(5):
        step = str(chance.choice([chance.randrange(1, 30), chance.randrange(30, 200)]))
        process = subprocess.run(command(tmp_path, step), capture_output=True, text=True, check=False)
        assert process.returncode in {0, KILLED}, process.stderr
        must_have(tmp_path, committed(process.stdout.splitlines()))
    must_finish(tmp_path)


def test_nothing_committed_is_lost_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - moments, not secrets
    for _ in range(5):
        with subprocess.Popen(command(tmp_path), stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.6))
            child.kill()
            lines = child.stdout.read().splitlines()
        must_have(tmp_path, committed(lines))
    must_finish(tmp_path)
