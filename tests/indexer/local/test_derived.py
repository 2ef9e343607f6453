"""The derived indexes are brought up to date with the store, also after a kill, and have no other quotes."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder
from local import changes_of, derived_ids, entry, ids_of, local_index, retrieved, stored_ids

from quotesearch.indexer.local import derived as derived_module
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.lock import WriteLock


def must_agree(storage: LocalStorage) -> None:
    """Check that both derived indexes have the quotes of the store."""
    stored = stored_ids(storage)
    assert derived_ids(storage) == (stored, stored)
    assert storage.check() == ()


def test_the_commits_of_a_stopped_writer_are_found_by_the_next_reader(
    lagging: Path, warnings: pytest.LogCaptureFixture
) -> None:
    with local_index(lagging) as storage:
        assert changes_of(storage) == (3, 1, 1)
        storage.catch_up()
        must_agree(storage)
    assert [record.getMessage() for record in warnings.records] == [
        "the keyword index is older than the store; bringing it up to date",
        "the vector index is older than the store; bringing it up to date",
    ]
    warnings.clear()
    with local_index(lagging) as storage:
        storage.catch_up()
        must_agree(storage)
    assert not warnings.records


def test_a_writer_catches_up_when_it_opens(lagging: Path) -> None:
    with local_index(lagging, write=True) as storage:
        assert changes_of(storage) == (3, 3, 3)
        must_agree(storage)


def test_catching_up_embeds_only_the_new_quotes(lagging: Path) -> None:
    encoder = HashEncoder()
    with local_index(lagging, encoder=encoder) as storage:
        storage.catch_up()
        storage.catch_up()
    assert encoder.texts == len(ids_of(entry(1, edition=1), entry(3)))


def test_a_reader_uses_outdated_indexes_while_a_writer_has_the_lock(lagging: Path) -> None:
    lock = WriteLock(lagging)
    lock.acquire()
    with local_index(lagging) as storage:
        storage.catch_up()
        assert changes_of(storage) == (3, 1, 1)
        lock.release()
        storage.catch_up()
        assert changes_of(storage) == (3, 3, 3)


def test_a_long_lived_reader_sees_the_commits_of_writers(folder: Path) -> None:
    with local_index(folder) as reader:
        must_agree(reader)
        with local_index(folder, write=True) as writer:
            writer.writer.put([entry(5)])
            writer.catch_up()
        assert stored_ids(reader) == ids_of(entry(1), entry(2), entry(5))
        must_agree(reader)


@pytest.mark.parametrize("part", ["keyword", "vectors"])
def test_a_derived_index_that_is_missing_is_rebuilt(
    folder: Path, part: str, warnings: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder / part)
    with local_index(folder) as storage:
        storage.catch_up()
        must_agree(storage)
    assert len(warnings.records) == 1


def test_an_index_that_is_ahead_of_a_copy_of_the_store_is_rebuilt(folder: Path) -> None:
    copy = (folder / "store.sqlite").read_bytes()
    with local_index(folder, write=True) as storage:
        storage.writer.put([entry(3)])
        storage.writer.put([entry(4)])
        storage.catch_up()
    (folder / "store.sqlite").write_bytes(copy)
    with local_index(folder) as storage:
        storage.catch_up()
        assert stored_ids(storage) == ids_of(entry(1), entry(2))
        must_agree(storage)


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh does not close files that it cannot read
def test_a_lagging_index_whose_whoosh_files_are_lost_is_rebuilt(lagging: Path) -> None:
    for path in (lagging / "keyword").glob("*.trm"):
        path.unlink()
    with local_index(lagging, write=True) as storage:
        must_agree(storage)


def test_the_keyword_index_applies_whole_changes_in_portions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived_module, "KEYWORD_PORTION", 8)
    with local_index(folder, write=True) as storage:
        for number in range(3, 9):
            storage.writer.put([entry(number)])
        changes: list[int] = []

        def stopped() -> bool:
            changes.append(storage._derived.keyword.change)
            return len(changes) > 2

        storage.writer.flush(stopped=stopped)
        assert changes == [1, 3, 5]
        assert changes_of(storage) == (7, 5, 1)
        storage.catch_up()
        must_agree(storage)


def test_a_flush_may_wait_until_enough_quotes_are_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotesearch.indexer.local.writer.KEYWORD_BACKLOG", 6)
    with local_index(folder, write=True) as storage:
        storage.writer.put([entry(3)])
        storage.writer.flush(all_quotes=False)
        assert changes_of(storage)[1] == 1
        storage.writer.put([entry(4)])
        storage.writer.flush(all_quotes=False)
        assert changes_of(storage)[1] == 3


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "remove", "catch up", "open"]), st.sets(st.integers(0, 4), min_size=1)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=10)
@given(sequence=STEPS)
def test_no_retriever_returns_a_quote_that_the_store_does_not_have(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    with local_index(folder, create=True):
        pass
    for action, numbers in sequence:
        with local_index(folder, write=True) as storage:
            if action == "remove":
                storage.writer.remove([f"article-{number}" for number in numbers])
            elif action in {"put", "edit"}:
                storage.writer.put([entry(number, edition=int(action == "edit")) for number in sorted(numbers)])
            elif action == "catch up":
                storage.catch_up()
            assert retrieved(storage, "harbour tramway mill roof").candidates.keys() <= stored_ids(storage)
    with local_index(folder) as storage:
        storage.catch_up()
        stored = stored_ids(storage)
        lists = retrieved(storage, "the harbour").lists
        assert set(lists["dense"]) == stored
        assert set(lists["keyword"]) <= stored
        must_agree(storage)
