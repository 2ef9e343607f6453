"""Documents are found by id, url, path or words, with or without quotes."""

from pathlib import Path

import pytest
from local import entry, ids_of, spoken

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.model import Document, Speaker
from quotesearch.indexer.records import Attributed, Selection, SimilarDocument
from quotesearch.indexer.text.normalise import folded_words


def similar(storage: LocalStorage, words: tuple[str, ...] | list[str], *, limit: int = 9) -> list[str]:
    with storage.reader() as reader:
        return [similar.document.id for similar in reader.documents_like(words, limit=limit)]


def test_a_document_is_found_by_id_url_or_path(
    storage: LocalStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = str(tmp_path / "town" / "a.txt")
    storage.writer.put(
        [
            Attributed(Document(path, "text", path=path), ()),
            Attributed(Document("https://x/1", "text", url="https://x/1", path=path), ()),
            Attributed(Document("other", "text", url="https://x/2"), ()),
        ]
    )
    with storage.reader() as reader:
        assert reader.find_documents("town/../town/a.txt") == (path, "https://x/1")
        assert reader.find_documents(path) == (path, "https://x/1")
        assert reader.find_documents("https://x/2") == reader.find_documents("other") == ("other",)
        assert reader.find_documents("town") == ()


def test_whole_articles_are_found_by_their_words(storage: LocalStorage) -> None:
    storage.writer.put([entry(number) for number in range(5)])
    words = folded_words(entry(3).document.text)
    assert similar(storage, words, limit=1) == ["article-3"]
    storage.writer.put([entry(3, edition=1)])
    with storage.reader() as reader:
        texts = [similar.document.text for similar in reader.documents_like(words, limit=9)]
    assert entry(3).document.text not in texts
    assert len(texts) == 5
    storage.writer.remove([f"article-{number}" for number in range(5)])
    assert similar(storage, words) == []


def test_the_documents_come_with_their_quotes_and_those_that_pass(storage: LocalStorage) -> None:
    town = spoken(1, Speaker("Ana"), Speaker("Bo"))
    silent = Attributed(Document("silent", "nobody spoke"), ())
    storage.writer.put([town, silent])
    with storage.reader() as reader:
        by_bo, also = Selection(speakers=("Bo",)), ["silent", "d1"]
        similar_documents = reader.documents_like(["yes"], limit=1, selection=by_bo, also=also)
    quote_ids = frozenset({town.quotes[1].id})
    assert similar_documents == (
        SimilarDocument(town.document, town.quotes, quote_ids),
        SimilarDocument(silent.document, (), frozenset(), is_similar=False),
    )
    assert quote_ids < ids_of(town)


@pytest.mark.parametrize("words", [(), ("",), ('"',), ("AND", "NOT"), ("a*",), ("ø",), ("\0",), ("東京",)])
def test_words_that_no_article_has_find_nothing(storage: LocalStorage, words: tuple[str, ...]) -> None:
    storage.writer.put([entry(1)])
    assert similar(storage, words, limit=3) == []
