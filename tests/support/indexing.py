"""Index invented articles and print how many are committed. Tests run this as a process and kill it.

    python indexing.py FOLDER ARTICLES [STEP]

Every fourth article has a second edition, so that quotes are replaced too. With STEP, the process kills itself before
that step. A step is the creation, renaming, truncation or deletion of a file.

    python indexing.py FOLDER ARTICLES --editions COUNT

Every article has COUNT editions, one after the other.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from itertools import count

from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer import pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.local import derived, writer
from quotesearch.indexer.model import Document, Record
from quotesearch.indexer.pipeline import Progress

EDITION_OF = (0, 0, 0, 1)
STEPS = {"os.rename", "os.remove", "os.mkdir", "os.truncate", "shutil.rmtree"}


def kill_at(step: int) -> None:
    """From now on, count the steps, and end this process before the given step, as `kill -9` does."""
    steps = count(1)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and not arguments[1].startswith("r")
        if (writes or event in STEPS) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def print_progress(progress: Progress) -> None:
    """Print how many articles are committed."""
    print(progress.read, flush=True)  # noqa: T201 - the parent process reads it


def documents(articles: int, editions: int) -> Sequence[Document]:
    """Return the articles in each edition.

    With 0 editions, return all in the first edition and some in a second edition.
    """
    numbers = range(articles)
    if not editions:
        second = [article(number, edition=1) for number in numbers if EDITION_OF[number % 4]]
        return [*map(article, numbers), *second]
    return [article(number, edition=edition) for edition in range(editions) for number in numbers]


def main(folder: str, articles: str, step: str = "0", editions: str = "0") -> None:
    """Index the articles in small batches. Postings are committed often."""
    derived.KEYWORD_PORTION = writer.KEYWORD_BACKLOG = 10
    records = [Record(document) for document in documents(int(articles), int(editions))]
    print("ready", flush=True)  # noqa: T201
    if step != "--editions":
        kill_at(int(step))
    with closing(open_storage(folder, create=True, encoder=HashEncoder())) as storage:
        pipeline.add(storage, records, extractor=LineExtractor(), batch=2, progress=print_progress)
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
