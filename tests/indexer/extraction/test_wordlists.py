"""The word lists in the data folder."""

from pathlib import Path

import pytest

from quotesearch.indexer.extraction import wordlists
from quotesearch.indexer.extraction.wordlists import word_list

LISTS = sorted((Path(wordlists.__file__).parent / "data").glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_first_which_words_it_has_and_has_each_once(path: Path) -> None:
    heading, *lines = path.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines for word in line.partition("#")[0].split()]
    assert heading.startswith("# ")
    assert len(words) == len(set(words)) > 0
    assert word_list(path.stem) == set(words)


def test_a_comment_is_not_read() -> None:
    assert "#" not in word_list("abbreviations")
    assert word_list("abbreviated_titles") >= {"Mr", "Mrs", "Messrs"}
    assert "Titles" not in word_list("abbreviated_titles")


def test_a_list_is_read_once() -> None:
    assert word_list("groups") is word_list("groups")
