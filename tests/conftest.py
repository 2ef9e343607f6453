"""What every test may ask for: where the repository is, its example articles, and the texts that lie beside it."""

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure: no test of this project is timed.
settings.register_profile("quotesearch", deadline=None)
settings.load_profile("quotesearch")


@pytest.fixture(autouse=True)
def _no_index_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the environment of whoever runs the tests out of them."""
    monkeypatch.delenv("QUOTESEARCH_INDEX", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's root, which is also the package's."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    """Return the folder of the example articles that ship with the project."""
    return root / "index_data" / "examples"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Return the folder of texts that may be measured but not published; skip where it is not laid out."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not on this machine")
    return folder
