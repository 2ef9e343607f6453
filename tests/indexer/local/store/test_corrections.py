"""Corrections in the store: one transaction, all parts agree afterwards, damaged rows are reported."""

from pathlib import Path

import pytest
from local import change_file, changes_of, derived_ids, entry, local_index, retrieved, store_problems, stored_ids

from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.local import writer
from quotesearch.indexer.local.index import LocalStorage


def test_all_parts_of_an_index_agree_after_corrections(folder: Path) -> None:
    first, second, *_ = entry(1).quotes
    with local_index(folder, write=True) as storage:
        storage.writer.correct(first.id, "Ida Holm")
        storage.writer.correct(second.id, None)
        storage.catch_up()
        assert storage.check() == store_problems(storage) == ()
        assert second.id not in stored_ids(storage)
        assert derived_ids(storage) == (stored_ids(storage), stored_ids(storage))
        assert first.id in retrieved(storage, "holm").lists["keyword"]
        assert storage.writer.repair() == ()
        with storage.reader() as reader:
            assert {correction.speaker and correction.speaker.name for correction in reader.corrections()} == {
                "Ida Holm",
                None,
            }


def test_a_correction_that_is_stopped_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    quote = entry(1).quotes[0]
    with local_index(folder, write=True) as storage:
        before = changes_of(storage)
        monkeypatch.setattr(writer, "update_joins", stop)
        with pytest.raises(KeyboardInterrupt):
            storage.writer.correct(quote.id, "Ida Holm")
        assert changes_of(storage) == before
        with storage.reader() as reader:
            assert reader.corrections() == ()
            assert quote in reader.document_quotes("article-1")


def test_the_speaker_of_a_corrected_quote_that_has_no_other_quote_is_deleted(storage: LocalStorage) -> None:
    storage.writer.put([entry(1, quotes=1)])
    storage.writer.correct(entry(1, quotes=1).quotes[0].id, "Ida Holm")
    with storage.reader() as reader:
        assert [count.name for count in reader.speakers()] == ["Ida Holm"]


@pytest.mark.parametrize("speaker", ["Ida Holm", "[]", '{"name": ""}', '{"kind": "robot"}'])
def test_a_correction_that_cannot_be_read_is_damage(folder: Path, speaker: str) -> None:
    with local_index(folder, write=True) as storage:
        storage.writer.correct(entry(1).quotes[0].id, "Ida Holm")
    change_file(folder / "store.sqlite", "UPDATE corrections SET speaker = ?", (speaker,))
    with (
        local_index(folder) as storage,
        storage.reader() as reader,
        pytest.raises(IndexDamagedError, match="index the articles again into another folder"),
    ):
        reader.corrections()
