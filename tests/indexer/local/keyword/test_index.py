"""The keyword index of a folder: commits, views that do not change, and folders that cannot be read."""

import gc
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import indexed
from local import indexed_quotes

from quotesearch.indexer.local.id_sets import id_strings
from quotesearch.indexer.local.keyword import KeywordIndex
from quotesearch.indexer.local.keyword import commits as commits_module
from quotesearch.indexer.local.keyword import index as index_module
from quotesearch.indexer.local.keyword.array_format import state_text
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.text.analysis import terms

Batches = list[tuple[set[int], set[int]]]
BATCHES = st.lists(
    st.tuples(st.sets(st.integers(0, 9), max_size=4), st.sets(st.integers(0, 9), max_size=4)), min_size=1, max_size=10
)
"""Changes, one after the other: the numbers of articles that are removed, and of those that are added."""


def scores(index: KeywordIndex, text: str) -> dict[str, float]:
    """Return the score of each quote that shares a term with the text."""
    if index.view is None:
        return {}
    hits = index.view.hits(sorted(terms(text)))
    return dict(zip(id_strings(index.view.id_array.numbers[hits.positions]), hits.scores.tolist(), strict=True))


def ids(*numbers: int, count: int = 4) -> set[str]:
    return {item.quote.id for number in numbers for item in indexed_quotes(number, count=count)}


def changes(batches: Batches) -> Iterator[Changes]:
    for change, (removed, added) in enumerate(batches, start=1):
        quotes = tuple(item for number in sorted(added) for item in indexed_quotes(number, count=2))
        yield Changes(change, tuple(ids(*removed, count=2)), quotes)


# -- commits ------------------------------------------------------------------------------------


def test_a_committed_change_is_there_when_opened_again(tmp_path: Path) -> None:
    first = KeywordIndex(tmp_path / "keyword")
    first.apply(Changes(4, (), indexed_quotes(1)))
    reopened = KeywordIndex(tmp_path / "keyword")
    assert reopened.change == 4
    assert reopened.ids() == first.ids() == ids(1)
    assert scores(reopened, "harbour tramway") == scores(first, "harbour tramway")


def test_opening_writes_nothing(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "keyword")
    assert (index.change, index.ids(), scores(index, "harbour")) == (0, frozenset(), {})
    assert list(tmp_path.iterdir()) == []


def test_a_change_without_quotes_is_applied_too(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(3, (), indexed_quotes(1)))
    index.apply(Changes(7, (), ()))
    assert (index.change, KeywordIndex(tmp_path).change) == (7, 7)


def test_a_view_stays_as_it_is_until_the_index_is_refreshed(tmp_path: Path) -> None:
    writer = KeywordIndex(tmp_path)
    writer.apply(Changes(1, (), indexed_quotes(1)))
    reader = KeywordIndex(tmp_path)
    expected = scores(reader, "town news 1")
    writer.apply(Changes(2, tuple(ids(1)), indexed_quotes(2)))
    assert reader.ids() == expected.keys() == ids(1)
    assert scores(reader, "town news 1") == expected
    reader.refresh()
    assert (reader.change, reader.ids()) == (2, ids(2))


def test_many_commits_are_kept_in_few_segments(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    for number in range(40):
        index.apply(Changes(number + 1, (), indexed_quotes(number, count=2)))
    assert len(list(tmp_path.glob("*.trm"))) <= 18
    assert len(list((tmp_path / "decoded").glob("*.postings"))) <= 18
    assert len(index.ids()) == 80


def test_segments_with_many_deleted_quotes_are_rewritten(tmp_path: Path) -> None:
    quotes = indexed_quotes(1, count=100)
    index, fresh = KeywordIndex(tmp_path / "index"), KeywordIndex(tmp_path / "fresh")
    index.apply(Changes(1, (), quotes))
    index.apply(Changes(2, tuple(item.quote.id for item in quotes[10:]), ()))
    assert index.ids() == {item.quote.id for item in quotes[:10]}
    assert index.view
    assert index.view.size < 20
    fresh.apply(Changes(2, (), quotes[:10]))
    for text in ("harbour", "tramway needs paint", "Óskar"):  # Whoosh rounds the lengths that it writes again
        assert scores(index, text) == pytest.approx(scores(fresh, text), rel=0.05)


@settings(max_examples=12)
@given(batches=BATCHES)
def test_the_index_has_the_quotes_that_a_plain_set_would_have(
    tmp_path_factory: pytest.TempPathFactory, batches: Batches
) -> None:
    index, plain = KeywordIndex(tmp_path_factory.mktemp("keyword")), set[str]()
    for item in changes(batches):
        index.apply(item)
        plain = (plain - {*item.removed}) | {added.quote.id for added in item.added}
        assert index.ids() == plain
        assert scores(index, "town news").keys() == plain
        assert index.change == item.last_change


def test_a_replaced_quote_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    old = indexed("the harbour needs a second bridge", document_id="one")
    new = indexed("the harbour wants a second bridge", document_id="one")
    assert old.quote.id == new.quote.id
    index.apply(Changes(1, (), (old, indexed("more light", document_id="two"))))
    index.apply(Changes(2, (old.quote.id,), (new,)))
    assert scores(index, "wants").keys() == {new.quote.id}
    assert scores(index, "needs") == {}


def test_applying_a_change_twice_is_applying_it_once(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    for _ in range(2):
        index.apply(Changes(3, (), indexed_quotes(1)))
        assert (index.change, index.ids(), scores(index, "town news").keys()) == (3, ids(1), ids(1))


def test_a_reader_opens_the_newer_commit_if_a_writer_deletes_files_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    writer = KeywordIndex(tmp_path)
    writer.apply(Changes(1, (), indexed_quotes(1)))

    class Slow(index_module.Postings):
        def __init__(self, folder: Path, text: str) -> None:
            if text == first:
                writer.apply(Changes(2, tuple(ids(1)), indexed_quotes(2)))
            super().__init__(folder, text)

    first = state_text(tmp_path)
    monkeypatch.setattr(index_module, "Postings", Slow)
    reader = KeywordIndex(tmp_path)
    assert (reader.change, reader.ids()) == (2, ids(2))
    assert not caplog.records


# -- interrupted --------------------------------------------------------------------------------


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupted_commit_changes_nothing_and_the_next_one_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))
    with monkeypatch.context() as patch:
        patch.setattr(commits_module, "sync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), indexed_quotes(2)))
    assert KeywordIndex(tmp_path).change == 1
    index.apply(Changes(2, (), indexed_quotes(2)))
    assert KeywordIndex(tmp_path).ids() == ids(1, 2)
    assert not list(tmp_path.glob("*.toc.*"))


def test_an_interrupt_after_the_commit_leaves_the_old_view_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))
    with monkeypatch.context() as patch:
        patch.setattr(index_module, "write_arrays", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), indexed_quotes(2)))
    assert (index.change, index.ids()) == (1, ids(1))
    recovered = KeywordIndex(tmp_path)
    assert recovered.change == 1
    recovered.recover()
    assert (recovered.change, recovered.ids()) == (2, ids(1, 2))
    index.apply(Changes(2, (), indexed_quotes(2)))
    assert index.ids() == ids(1, 2)


@pytest.mark.parametrize("postings", [0, 1, 7])
def test_an_interrupt_in_the_middle_of_a_quote_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postings: int
) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))

    class Interrupted(list[str]):
        def __iter__(self) -> Iterator[str]:
            yield from ("word",) * postings
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "field_terms", lambda _: {"speaker": ["name"], "text": Interrupted()})
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), indexed_quotes(2)))
    index.apply(Changes(2, (), indexed_quotes(3)))
    assert KeywordIndex(tmp_path).ids() == ids(1, 3)


def test_an_index_that_a_writer_has_just_created_counts_as_new(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    commits_module._storage(tmp_path).create_index(commits_module._schema())
    index = KeywordIndex(tmp_path)
    assert (index.change, index.ids(), scores(index, "harbour")) == (0, frozenset(), {})
    assert not caplog.records


# -- folders that cannot be read ----------------------------------------------------------------

Damage = Callable[[Path], object]


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x80\x02nonsense")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh does not close files that it cannot read
@pytest.mark.parametrize("pattern", ["*.toc", "*.trm"])
@pytest.mark.parametrize("damage", [overwrite, Path.unlink, empty])
def test_files_that_whoosh_cannot_read_are_replaced_by_the_next_writer(
    tmp_path: Path, pattern: str, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    KeywordIndex(tmp_path).apply(Changes(5, (), indexed_quotes(1)))
    for path in tmp_path.glob(pattern):
        damage(path)
    reader, writer = KeywordIndex(tmp_path), KeywordIndex(tmp_path)
    assert (reader.change, reader.ids()) == (5, ids(1))
    with caplog.at_level(logging.WARNING):
        writer.recover()
    assert "rebuilt" in caplog.text
    assert writer.change == 0
    writer.apply(Changes(6, (), indexed_quotes(2)))
    reopened = KeywordIndex(tmp_path)
    assert (reopened.change, reopened.ids()) == (6, ids(2))
    caplog.clear()  # the logged errors refer to files that Whoosh opened
    gc.collect()


def test_recovering_a_sound_index_changes_nothing(tmp_path: Path) -> None:
    KeywordIndex(tmp_path).apply(Changes(5, (), indexed_quotes(1)))
    index = KeywordIndex(tmp_path)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    index.recover()
    assert (index.change, index.ids()) == (5, ids(1))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == files


def test_a_cleared_index_is_new_and_its_next_change_replaces_all(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(5, (), indexed_quotes(1)))
    index.clear()
    assert (index.change, index.ids(), scores(index, "harbour")) == (0, frozenset(), {})
    index.apply(Changes(2, (), indexed_quotes(2)))
    reopened = KeywordIndex(tmp_path)
    assert (reopened.change, reopened.ids()) == (2, ids(2))


def test_a_reader_still_answers_after_its_folder_is_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "keyword"
    KeywordIndex(folder).apply(Changes(5, (), indexed_quotes(1)))
    reader = KeywordIndex(folder)
    expected = scores(reader, "town news")
    shutil.rmtree(folder)
    assert scores(reader, "town news") == expected
    reader.refresh()
    assert (reader.change, reader.ids()) == (0, frozenset())


def test_importing_it_does_not_import_whoosh() -> None:
    code = "import sys, quotesearch.indexer.local.keyword; sys.exit('whoosh' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_search_does_not_open_whoosh(tmp_path: Path) -> None:
    KeywordIndex(tmp_path).apply(Changes(1, (), (indexed("the harbour needs a second bridge"),)))
    code = (
        "import sys; from pathlib import Path; from quotesearch.indexer.local.keyword import KeywordIndex\n"
        "index = KeywordIndex(Path(sys.argv[1])); index.refresh()\n"
        "assert len(index.view.hits(['bridg']).positions) == 1 and len(index.ids()) == 1\n"
        "sys.exit('whoosh' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0
