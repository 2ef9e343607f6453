"""Derived indexes apply the numbered changes of a store in portions of whole changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local import changes_of, connected, entry, ids_of, local_index, spoken, store_problems, stored_ids

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store.changes import Changes, changes_since, last_change
from quotesearch.indexer.model import Speaker
from quotesearch.indexer.records import IndexedQuote

Steps = list[tuple[str, set[int]]]
STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "remove"]), st.sets(st.integers(0, 5), min_size=1, max_size=3)),
    max_size=6,
)


def perform(storage: LocalStorage, step: tuple[str, set[int]]) -> None:
    action, numbers = step
    if action == "remove":
        storage.writer.remove([f"article-{number}" for number in numbers])
    else:
        storage.writer.put([entry(number, edition=int(action == "edit")) for number in sorted(numbers)])


def since(storage: LocalStorage, change: int, *, limit: int = 1000) -> Changes:
    with connected(storage) as connection:
        return changes_since(connection, change, limit=limit)


class Mirror:
    """Copy of a store's quotes that is updated like a derived index."""

    def __init__(self) -> None:
        self.change = 0
        self.quotes = dict[str, IndexedQuote]()

    def follow(self, storage: LocalStorage, *, limit: int) -> None:
        with connected(storage) as connection:
            while self.change < last_change(connection):
                changes = changes_since(connection, self.change, limit=limit)
                assert changes.last_change > self.change
                for quote_id in changes.removed:
                    self.quotes.pop(quote_id, None)
                self.quotes |= {indexed.quote.id: indexed for indexed in changes.added}
                self.change = changes.last_change


@settings(max_examples=30)
@given(early_steps=STEPS, late_steps=STEPS, limit=st.integers(1, 20))
def test_following_from_any_change_equals_following_from_the_first(
    tmp_path_factory: pytest.TempPathFactory, early_steps: Steps, late_steps: Steps, limit: int
) -> None:
    early, late = Mirror(), Mirror()
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        for step in early_steps:
            perform(storage, step)
        early.follow(storage, limit=limit)
        for step in late_steps:
            perform(storage, step)
        early.follow(storage, limit=limit)
        late.follow(storage, limit=1000)
        assert early.quotes == late.quotes
        assert early.quotes.keys() == stored_ids(storage)
        assert early.change == late.change == changes_of(storage)[0]
        assert store_problems(storage) == ()


@settings(max_examples=20)
@given(sequence=STEPS)
def test_putting_twice_is_putting_once(tmp_path_factory: pytest.TempPathFactory, sequence: Steps) -> None:
    folder = tmp_path_factory.mktemp("index")
    with local_index(folder / "once", create=True) as once, local_index(folder / "twice", create=True) as twice:
        for step in sequence:
            perform(once, step)
            perform(twice, step)
            perform(twice, step)
        assert stored_ids(once) == stored_ids(twice)
        assert changes_of(once)[0] == changes_of(twice)[0]
        with once.reader() as first, twice.reader() as second:
            assert first.speakers() == second.speakers()


def test_changes_come_in_whole_portions(storage: LocalStorage) -> None:
    for number in range(6):
        storage.writer.put([entry(number)])  # four quotes each
    portion = since(storage, 0, limit=8)
    assert (portion.last_change, len(portion.added)) == (2, 8)
    assert since(storage, 0, limit=1).last_change == 1
    assert since(storage, 2).last_change == 6
    assert since(storage, 6) == Changes(6, (), ())


def test_a_replaced_quote_is_among_the_removed_and_the_added(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, Speaker("Ana"))])
    changed = replace(spoken(1, Speaker("Bo")), recipe="2")
    storage.writer.put([changed])
    changes = since(storage, 1)
    assert changes.removed == tuple(indexed.quote.id for indexed in changes.added) == tuple(ids_of(changed))


def test_a_correction_is_a_change_that_no_quote_belongs_to(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, Speaker("Ana Moss"), Speaker("Bo Moss"))])
    storage.writer.merge_speakers("Ana Moss", "Bo Moss")
    assert since(storage, 1) == Changes(2, (), ())


def test_a_committed_change_is_there_when_opened_again(folder: Path) -> None:
    with local_index(folder) as storage:
        assert stored_ids(storage) == ids_of(entry(1), entry(2))
        assert changes_of(storage)[0] == 1
