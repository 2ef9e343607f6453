"""Similar words of the quotes are suggested for unknown words, and significant words describe a period."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from local import entry_with, local_index

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.records import EVERYTHING, Attributed, Selection, Topics


def dated(words: str, *, document_id: str, published: date | None, name: str = "Mara Lindqvist") -> Attributed:
    attributed = entry_with(words, document_id=document_id, name=name)
    return replace(attributed, document=replace(attributed.document, published=published))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return an index of five quotes from two years and one without a date."""
    entries = [
        dated("the harbour needs a second bridge", document_id="a", published=date(2023, 1, 5)),
        dated("the Harbour is closed for the winter", document_id="b", published=date(2023, 2, 5)),
        dated("the ferry needs more light", document_id="c", published=date(2024, 5, 1)),
        dated("the ferry is late, the ferry is old", document_id="d", published=date(2024, 5, 9), name="Bo Ek"),
        dated("the harvest was honest", document_id="e", published=None),
    ]
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        storage.writer.put(entries)
        storage.catch_up()
        yield storage


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("harbuor", "harbour"),
        ("HARBOR", "harbour"),
        ("ferrry", "ferry"),
        ("brigde", "bridge"),
        ("frery", "ferry"),
    ],
)
def test_the_most_similar_word_is_suggested_for_an_unknown_word(filled: LocalStorage, word: str, nearest: str) -> None:
    with filled.reader() as reader:
        assert reader.suggest_terms([word]) == {word: nearest}


@pytest.mark.parametrize("word", ["harbour", "bridges", "lindqvist", "zz", "fe", "x1y2z", "quantum", "", "\0"])
def test_known_words_short_words_and_strange_words_have_no_suggestion(filled: LocalStorage, word: str) -> None:
    with filled.reader() as reader:
        assert reader.suggest_terms([word]) == {}


def test_several_words_get_suggestions_in_one_call(filled: LocalStorage) -> None:
    with filled.reader() as reader:
        assert reader.suggest_terms(["harbuor", "light", "brigde"]) == {"harbuor": "harbour", "brigde": "bridge"}


def test_the_significant_words_of_a_year_are_those_that_others_lack(filled: LocalStorage) -> None:
    with filled.reader() as reader:
        undated, first, second = reader.significant_terms(EVERYTHING, by_month=False, limit=1)
    assert (undated.period, undated.quotes) == ("", 1)
    assert first == Topics("2023", 2, ("harbour",))
    assert second == Topics("2024", 2, ("ferry",))


def test_the_significant_words_of_a_selection_come_by_month_too(filled: LocalStorage) -> None:
    with filled.reader() as reader:
        selection = Selection(speakers=("Lindqvist",), since=date(2023, 1, 1))
        periods = reader.significant_terms(selection, by_month=True, limit=9)
    assert [(topics.period, topics.quotes) for topics in periods] == [("2023-01", 1), ("2023-02", 1), ("2024-05", 1)]
    assert set(periods[0].words) == {"harbour", "bridge", "second", "needs"}


def test_an_index_without_postings_suggests_nothing(storage: LocalStorage) -> None:
    storage.writer.put([entry_with("the harbour", document_id="a")])
    with storage.reader() as reader:
        assert reader.suggest_terms(["harbuor"]) == {}
        assert reader.significant_terms(EVERYTHING, by_month=False, limit=9) == ()
