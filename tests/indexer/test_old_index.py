"""An index that version 0.1.0 made is opened or brought up to date: nothing in it is lost.

`tests/support/index-0.1.0` was made by commit 2f20219 from one invented article, without its `encoder/`.
"""

import shutil
from pathlib import Path

import pytest

from quotesearch.search.library import open_index

SAID = {
    "Ines Marlow": [
        "We have repaired both engines, … Nobody will be left on the island this summer.",
        "that the fare would stay at four crowns",
    ],
    "Tom Brandt": ["I have heard that before, … and I was left standing here for a week."],
    "a report by the island council": ["the old ferry broke down 31 times last year"],
}


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    return Path(shutil.copytree(root / "tests" / "support" / "index-0.1.0", tmp_path / "index"))


@pytest.mark.parametrize("write", [True, False], ids=["writer", "reader"])
def test_an_index_of_version_0_1_0_answers(folder: Path, *, write: bool) -> None:
    with open_index(folder, write=write) as index:
        found = {name: [one.quote.text for one in index.search(speaker=name)] for name in SAID}
        (ferry,) = index.search("engines", mode="keyword")
        assert found == SAID
        assert ferry.quote.speaker.name == "Ines Marlow"
        assert index.search('"both engines"', mode="keyword")[0].quote == ferry.quote
        assert index.verify("Nobody will be left on the island this summer").verdict == "verbatim"


def test_an_index_of_version_0_1_0_needs_no_repair(folder: Path) -> None:
    with open_index(folder, write=True) as index:
        assert index.check() == ()
        assert index.remove(index.search("ferry", mode="keyword")[0].document.id) == 1
        assert index.stats().counts.quotes == 0
