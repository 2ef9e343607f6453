"""Index folders for the tests of the local backend."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from local import entry, local_index

from quotesearch.indexer.local import lock
from quotesearch.indexer.local.index import LocalStorage


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only .1 s for the lock of another writer."""
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[LocalStorage]:
    """Return a new index that is open to write."""
    with local_index(tmp_path / "index", create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an index of two articles, in which all parts agree."""
    with local_index(tmp_path / "news", create=True) as storage:
        storage.writer.put([entry(1), entry(2)])
        storage.catch_up()
    return tmp_path / "news"


@pytest.fixture
def lagging(folder: Path) -> Path:
    """Return the folder of an index whose writer was stopped after two commits to the store."""
    with local_index(folder, write=True) as storage:
        storage.writer.put([entry(1, edition=1), entry(3)])
        storage.writer.remove(["article-2"])
    return folder


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Return the log, with the warnings of quotesearch."""
    with caplog.at_level(logging.WARNING, logger="quotesearch"):
        yield caplog
