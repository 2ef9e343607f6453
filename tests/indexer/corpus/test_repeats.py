"""Two articles with one id are a complaint, for as many articles as a run remembers."""

import tracemalloc

import pytest

from quotesearch.indexer.corpus import repeats
from quotesearch.indexer.corpus.repeats import Repeats
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Document, Record


def article(number: int, text: str = "It is old.") -> Record:
    return Record(Document(f"a.jsonl#{number}", text), place=f"a.jsonl:{number}")


def test_reading_an_article_twice_is_not_an_error() -> None:
    run = Repeats()
    assert [run.checked(article(1)) for _ in range(2)] == [article(1)] * 2


def test_another_article_with_the_same_id_names_the_first() -> None:
    run = Repeats()
    run.checked(article(1))
    error = run.checked(article(1, "It is cold."))
    assert str(error) == (
        "a.jsonl:1: has the same id as a.jsonl:1, 'a.jsonl#1'; remove one of the two, or give each a different id"
    )


def test_an_error_is_passed_on() -> None:
    complaint = InputError("a.jsonl:1: is not JSON")
    assert Repeats().checked(complaint) is complaint


@pytest.mark.parametrize("between", [0, 1, 9])
def test_the_last_articles_are_remembered(monkeypatch: pytest.MonkeyPatch, between: int) -> None:
    monkeypatch.setattr(repeats, "_GENERATION", 10)
    run = Repeats()
    for number in range(35):
        run.checked(article(number))
        assert isinstance(run.checked(article(max(0, number - between), "It is cold.")), InputError)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "_GENERATION", 1000)
    run = Repeats()
    tracemalloc.start()
    for number in range(20_000):
        run.checked(article(number))
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert memory < 2 * 1000 * 400
