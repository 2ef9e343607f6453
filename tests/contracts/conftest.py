"""Open an index on every backend: the reference backend in memory, and the local backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import opened

from quotesearch.indexer.protocols import Storage


@pytest.fixture(params=["memory", "local"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def storage(backend: str, tmp_path: Path) -> Iterator[Storage]:
    """Return an empty index of each backend."""
    index = opened(backend, tmp_path)
    yield index
    index.close()
