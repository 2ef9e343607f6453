"""Fixtures for every test: the root of the repository, its example articles, and the shared texts next to it."""

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure: no test of this project is timed.
settings.register_profile("quotesearch", deadline=None)
settings.load_profile("quotesearch")


@pytest.fixture(autouse=True)
def _no_index_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the user's QUOTESEARCH_INDEX from the environment of the tests."""
    monkeypatch.delenv("QUOTESEARCH_INDEX", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the repository, which is also the root of the package."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    """Return the folder of the example articles that ship with the project."""
    return root / "index_data" / "examples"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Return the folder of texts that may be measured but not published; skip the test if it is missing."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not on this machine")
    return folder
