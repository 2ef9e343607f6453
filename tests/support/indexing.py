"""Index invented articles and say what is committed; run by tests as a process of its own, to be killed.

    python indexing.py FOLDER ARTICLES [STEP]

Every fourth article comes in a second edition, so that quotes are replaced too. With STEP the process
kills itself as it is about to take that step of all that create, rename, truncate or delete a file.
"""

import os
import signal
import sys
from itertools import count

from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer import pipeline
from quotesearch.indexer.derived import PORTIONS
from quotesearch.indexer.index import Index
from quotesearch.indexer.model import Record
from quotesearch.indexer.pipeline import Progress

EDITION_OF = (0, 0, 0, 1)
STEPS = {"os.rename", "os.remove", "os.mkdir", "os.truncate", "shutil.rmtree"}


def kill_at(step: int) -> None:
    """End this process, as `kill -9` does, at the given step from now on."""
    steps = count(1)

    def heed(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and not arguments[1].startswith("r")
        if (writes or event in STEPS) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heed)


def tell(progress: Progress) -> None:
    """Say how many articles are committed."""
    print(progress.read, flush=True)  # noqa: T201 - what the parent reads


def main(folder: str, articles: str, step: str = "0") -> None:
    """Index the articles in small batches, with postings committed often."""
    PORTIONS["keyword"] = 10
    numbers = range(int(articles))
    documents = [article(number) for number in numbers]
    documents += [article(number, edition=1) for number in numbers if EDITION_OF[number % 4]]
    print("ready", flush=True)  # noqa: T201
    kill_at(int(step))
    with Index.open(folder, create=True, encoder=HashEncoder()) as index:
        pipeline.add(index, map(Record, documents), extractor=LineExtractor(), batch=2, progress=tell)
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
