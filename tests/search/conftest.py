"""Fixtures for the tests of searching: an index of four quotes, and a searcher of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from statements import RECORDS, WordEncoder, indexed_in

from quotesearch.indexer.protocols import Storage
from quotesearch.search.searcher import Searcher


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def storage(tmp_path: Path, encoder: WordEncoder) -> Iterator[Storage]:
    with indexed_in(tmp_path / "index", RECORDS, encoder) as opened:
        encoder.asked.clear()
        yield opened


@pytest.fixture
def searcher(storage: Storage) -> Searcher:
    return Searcher(storage)
