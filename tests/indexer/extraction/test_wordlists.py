"""The word lists in the data folder."""

from pathlib import Path

import pytest

from quotesearch.indexer.extraction import wordlists
from quotesearch.indexer.extraction.wordlists import word_list, word_rows

LISTS = sorted((Path(wordlists.__file__).parent / "data").glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_first_which_words_it_has(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert word_list(path.stem)


def test_a_comment_and_an_empty_line_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "trees.txt").write_text("# Trees.\nash elm # two\n\nelm oak\n", encoding="utf-8")
    monkeypatch.setattr(wordlists, "__file__", str(tmp_path / "wordlists.py"))
    assert word_rows("trees") == (("ash", "elm"), ("elm", "oak"))
    assert word_list("trees") == {"ash", "elm", "oak"}


def test_a_list_is_read_once() -> None:
    assert word_list("groups") is word_list("groups")
