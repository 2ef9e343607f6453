"""An index that version 0.1.0 made is opened and upgraded. Nothing in it is lost.

Commit 2f20219 made `tests/support/index-0.1.0` from one invented article. The folder `encoder/` of that index is left
out.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from local import store_problems

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.model import Reported
from quotesearch.indexer.protocols import Retrieval, Storage
from quotesearch.indexer.records import EVERYTHING, Pattern, Selection
from quotesearch.indexer.text.analysis import terms

QUOTES = {
    "Ines Marlow": [
        "We have repaired both engines, … Nobody will be left on the island this summer.",
        "that the fare would stay at four crowns",
    ],
    "Tom Brandt": ["I have heard that before, … and I was left standing here for a week."],
    "a report by the island council": ["the old ferry broke down 31 times last year"],
}


STATEMENTS = frozenset({Reported.SPEECH, Reported.DOCUMENT})


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """Return a copy of the old index."""
    return Path(shutil.copytree(root / "tests" / "support" / "index-0.1.0", tmp_path / "index"))


@contextmanager
def opened(folder: Path, *, write: bool = False) -> Iterator[Storage]:
    with closing(open_storage(folder, write=write)) as storage:
        storage.catch_up()
        yield storage


@pytest.mark.parametrize("write", [True, False], ids=["writer", "reader"])
def test_an_index_of_version_0_1_0_has_all_its_quotes(folder: Path, *, write: bool) -> None:
    with opened(folder, write=write) as storage, storage.reader() as reader:
        for name, texts in QUOTES.items():
            page = reader.select(Selection(speakers=(name,), reports=STATEMENTS), limit=9)
            assert [stored.quote.text for stored in reader.quotes(page.scores).values()] == texts
        thoughts = reader.select(Selection(reports=frozenset({Reported.THOUGHT})), limit=9)
        (thought,) = reader.quotes(thoughts.scores).values()
        assert (thought.quote.text, thought.quote.speaker.name) == ("her", "Tom Brandt")
        assert reader.statistics().quotes == 6


@pytest.mark.parametrize("write", [True, False], ids=["writer", "reader"])
def test_an_index_of_version_0_1_0_answers_by_words_and_phrases(folder: Path, *, write: bool) -> None:
    phrase = Selection(required=(Pattern((("both", "engines"),)),))
    with opened(folder, write=write) as storage, storage.reader() as reader:
        (candidates,) = reader.retrieve(Retrieval(terms=terms("engines")))
        assert len(candidates.lists["keyword"]) == 1
        assert tuple(reader.select(phrase, limit=9).scores) == candidates.lists["keyword"]
        (stored,) = reader.quotes(candidates.lists["keyword"]).values()
        assert stored.quote.speaker.name == "Ines Marlow"
        ids = tuple(reader.select(EVERYTHING, limit=99).scores)
        rows = reader.vectors(ids)
        assert rows.keys() == set(ids)
        (candidates,) = reader.retrieve(Retrieval(vector=rows[ids[0]]))
        assert candidates.lists["dense"][0] == ids[0]


def test_an_index_of_version_0_1_0_needs_no_repair(folder: Path) -> None:
    with opened(folder, write=True) as storage:
        assert storage.check() == ()
        assert store_problems(storage) == ()
        with storage.reader() as reader:
            (document_id,) = reader.find_documents(next(iter(reader.documents_like(["ferry"], limit=1))).document.id)
        assert storage.writer.remove([document_id]) == 1
        storage.catch_up()
        assert storage.check() == ()
        with storage.reader() as reader:
            assert reader.statistics().quotes == 0
