"""Whoosh: analysis, scores, commits that survive, folders that cannot be read."""

import gc
import itertools
import logging
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import LineExtractor, article, indexed, sentence

from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.keyword import WhooshIndex, mark, terms
from quotesearch.indexer.keyword import index as index_module
from quotesearch.indexer.keyword import postings as postings_module
from quotesearch.indexer.keyword.decoded import read_state, state_text
from quotesearch.indexer.keyword.scoring import DecodedPostings, WalkedPostings
from quotesearch.indexer.keyword.written import Written
from quotesearch.indexer.protocols import Changes, IndexedQuote, Pattern

Batches = list[tuple[set[int], set[int]]]
BATCHES = st.lists(
    st.tuples(st.sets(st.integers(0, 9), max_size=4), st.sets(st.integers(0, 9), max_size=4)), min_size=1, max_size=12
)
"""Changes, one after the other: the numbers of articles that go, and of those that come."""


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every index that a test has opened."""
    opened, begin = list[WhooshIndex](), WhooshIndex.__init__

    def opening(self: WhooshIndex, folder: Path, *, trust: bool = False) -> None:
        begin(self, folder, trust=trust)
        opened.append(self)

    monkeypatch.setattr(WhooshIndex, "__init__", opening)
    yield
    for index in opened:
        index.close()


def quotes(number: int, *, count: int = 4) -> tuple[IndexedQuote, ...]:
    document = article(number, quotes=count)
    found = LineExtractor().extract(document)
    return tuple(IndexedQuote(quote, document.title, quote.context.words(document.text)) for quote in found)


def changes(batches: Batches) -> Iterator[Changes]:
    for change, (removed, added) in enumerate(batches, start=1):
        gone = tuple(one.quote.id for number in removed for one in quotes(number, count=2))
        yield Changes(change, gone, tuple(one for number in sorted(added) for one in quotes(number, count=2)))


def apply_all(index: WhooshIndex, batches: Batches) -> None:
    for one in changes(batches):
        index.apply(one)


def found(index: WhooshIndex, text: str) -> list[str]:
    return [scored.quote_id for scored in index.search(text, depth=100)]


# -- terms --------------------------------------------------------------------------------------


def test_terms_are_stems_of_folded_words_without_stop_words() -> None:
    assert terms("The Générals’ operations are operating") == {"general", "oper"}


def test_stop_words_are_asked_for_where_there_is_nothing_else() -> None:
    assert terms("to be or not to be") == {"to", "be", "or", "not"}
    assert terms("?!") == frozenset()


def test_capitals_are_no_stop_words() -> None:
    assert terms("US and WHO") == {"us", "who"}
    assert terms("U.S. troops") == {"us", "troop"}


def test_marks_show_the_querys_words_in_any_form() -> None:
    text = "Operating costs: they’re the general’s, not the operation’s."
    assert [span.words(text) for span in mark(text, "the generals operate")] == [
        "Operating",
        "general’s",
        "operation’s",
    ]
    assert mark(text, "!") == ()


@given(text=st.text(), query=st.text())
def test_marks_are_words_in_order(text: str, query: str) -> None:
    marks = mark(text, query)
    assert all(a.end <= b.start for a, b in itertools.pairwise(marks))
    assert all(terms(span.words(text)) or not span for span in marks)


# -- scores -------------------------------------------------------------------------------------


def test_a_query_of_stop_words_finds_those_who_said_nothing_else(tmp_path: Path) -> None:
    famous, other = indexed("it is what it is"), indexed("fresh paint")
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), (famous, other)))
    assert found(index, "it is what it is") == [famous.quote.id]


def test_the_quotes_own_words_count_more_than_those_around_it(tmp_path: Path) -> None:
    said, around = indexed("the lighthouse is dark"), indexed("the bridge is dark")
    around = IndexedQuote(around.quote, "", around.context + " near the lighthouse")
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), (around, said)))
    assert found(index, "lighthouse") == [said.quote.id, around.quote.id]


def test_scores_are_those_of_whooshs_own_search(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    for number in range(12):
        index.apply(Changes(number + 1, (), quotes(number, count=10)))
    from whoosh.query import Or, Term  # noqa: PLC0415 - only this test compares

    chance = random.Random(7)  # noqa: S311 - sentences, not secrets
    for _ in range(10):
        text = sentence(chance)
        union = Or([Term(field, term, boost=w) for term in terms(text) for field, w in postings_module.WEIGHTS.items()])
        theirs = sorted(
            (round(score, 9) for score, _ in index._searcher().search(union, limit=None).top_n), reverse=True
        )
        ours = [scored.score for scored in index.search(text, depth=1000)]
        assert ours == pytest.approx(theirs)


def test_a_long_query_is_only_long(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))
    text = " ".join(f"word{number}" for number in range(3000)) + " harbour tramway mill"
    assert set(found(index, text)) == set(found(index, "harbour tramway mill"))


# -- commits ------------------------------------------------------------------------------------


def test_what_was_committed_is_there_when_opened_again(tmp_path: Path) -> None:
    first = WhooshIndex(tmp_path / "keyword")
    first.apply(Changes(4, (), quotes(1)))
    again = WhooshIndex(tmp_path / "keyword")
    assert again.change == 4
    assert again.ids() == first.ids() == {one.quote.id for one in quotes(1)}
    assert again.search("harbour tramway", depth=9) == first.search("harbour tramway", depth=9)


def test_opening_writes_nothing(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "keyword")
    assert found(index, "harbour") == []
    assert index.ids() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_reader_sees_a_commit_when_it_refreshes(tmp_path: Path) -> None:
    writer = WhooshIndex(tmp_path)
    writer.apply(Changes(1, (), quotes(1)))
    reader = WhooshIndex(tmp_path)
    writer.apply(Changes(2, tuple(one.quote.id for one in quotes(1)), quotes(2)))
    assert reader.ids() == {one.quote.id for one in quotes(1)}
    assert found(reader, "town news 1") == [one.quote.id for one in sorted(quotes(1), key=lambda one: one.quote.id)]
    reader.refresh()
    assert (reader.change, reader.ids()) == (2, {one.quote.id for one in quotes(2)})


def test_many_commits_are_kept_in_few_segments(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    for number in range(40):
        index.apply(Changes(number + 1, (), quotes(number, count=2)))
    assert len(list(tmp_path.glob("*.trm"))) <= 18
    assert len(index.ids()) == 80


def test_deleted_quotes_are_written_away(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1, count=100)))
    kept = quotes(1, count=100)[:10]
    index.apply(Changes(2, tuple(one.quote.id for one in quotes(1, count=100)[10:]), ()))
    assert index.ids() == {one.quote.id for one in kept}
    assert index._searcher().doc_count_all() < 20
    fresh = WhooshIndex(tmp_path / "fresh")
    fresh.apply(Changes(2, (), kept))
    for text in ("harbour", "tramway needs paint", "Óskar"):  # Whoosh rounds the lengths that it writes again
        ours, anew = index.search(text, depth=20), fresh.search(text, depth=20)
        assert {scored.quote_id for scored in ours} == {scored.quote_id for scored in anew}
        assert [scored.score for scored in ours] == pytest.approx([scored.score for scored in anew], rel=0.05)


@settings(max_examples=12)
@given(batches=BATCHES)
def test_it_holds_what_it_was_told_to_hold(tmp_path_factory: pytest.TempPathFactory, batches: Batches) -> None:
    index, held = WhooshIndex(tmp_path_factory.mktemp("keyword")), set[str]()
    for one in changes(batches):
        index.apply(one)
        held = (held - {*one.removed}) | {come.quote.id for come in one.added}
        assert index.ids() == held
        assert set(found(index, "town news")) <= held
        assert index.change == one.upto


def test_an_interrupted_commit_changes_nothing_and_the_next_one_goes_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))
    with monkeypatch.context() as patch:
        patch.setattr(postings_module, "sync", lambda _path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), quotes(2)))
    assert WhooshIndex(tmp_path).change == 1
    index.apply(Changes(2, (), quotes(2)))
    assert WhooshIndex(tmp_path).ids() == {one.quote.id for number in (1, 2) for one in quotes(number)}
    assert not list(tmp_path.glob("*.toc.*"))


def test_an_interrupt_after_the_commit_leaves_the_old_view_and_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))
    with monkeypatch.context() as patch:
        patch.setattr(index_module, "decode", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), quotes(2)))
    assert (index.change, index.ids()) == (1, {one.quote.id for one in quotes(1)})
    index.apply(Changes(2, (), quotes(2)))
    assert index.ids() == {one.quote.id for number in (1, 2) for one in quotes(number)}


@pytest.mark.parametrize("postings", [0, 1, 7])
def test_an_interrupt_in_the_middle_of_a_quote_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postings: int
) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))

    class Interrupted(list[str]):
        def __iter__(self) -> Iterator[str]:
            yield from ("word",) * postings
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "field_terms", lambda _: {"speaker": ["name"], "text": Interrupted()})
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(2, (), quotes(2)))
    index.apply(Changes(2, (), quotes(3)))
    assert WhooshIndex(tmp_path).ids() == {one.quote.id for number in (1, 3) for one in quotes(number)}


def test_an_index_just_begun_by_a_writer_reads_as_new(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    postings_module._storage(tmp_path).create_index(postings_module._schema())
    index = WhooshIndex(tmp_path)
    assert (index.change, index.ids(), found(index, "harbour")) == (0, frozenset(), [])
    assert not caplog.records


# -- folders that cannot be read ----------------------------------------------------------------


def damage(path: Path) -> None:
    path.write_bytes(b"\x80\x02nonsense")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh lets go of files it gave up
@pytest.mark.parametrize("pattern", ["*.toc", "*.trm"])
@pytest.mark.parametrize("how", [damage, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_folder_that_cannot_be_read_is_new_and_made_anew(
    tmp_path: Path, pattern: str, how: object, caplog: pytest.LogCaptureFixture
) -> None:
    WhooshIndex(tmp_path).apply(Changes(5, (), quotes(1)))
    for path in tmp_path.glob(pattern):
        how(path)
    with caplog.at_level(logging.WARNING):
        index = WhooshIndex(tmp_path)
    assert index.change == 0
    assert found(index, "harbour") == []
    assert ("rebuilt" in caplog.text) is any(tmp_path.glob("*.toc"))
    index.apply(Changes(6, (), quotes(2)))
    again = WhooshIndex(tmp_path)
    assert (again.change, again.ids()) == (6, {one.quote.id for one in quotes(2)})
    gc.collect()


def test_a_cleared_index_is_new_and_its_next_change_takes_the_place_of_all(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(5, (), quotes(1)))
    index.clear()
    assert (index.change, index.ids(), found(index, "harbour")) == (0, frozenset(), [])
    index.apply(Changes(2, (), quotes(2)))
    again = WhooshIndex(tmp_path)
    assert (again.change, again.ids()) == (2, {one.quote.id for one in quotes(2)})


def test_a_reader_outlives_the_folder_it_reads(tmp_path: Path) -> None:
    folder = tmp_path / "keyword"
    WhooshIndex(folder).apply(Changes(5, (), quotes(1)))
    reader = WhooshIndex(folder)
    shutil.rmtree(folder)
    assert reader.ids() == {one.quote.id for one in quotes(1)}
    reader.refresh()
    assert (reader.change, reader.ids()) == (0, frozenset())


def test_importing_it_does_not_import_whoosh() -> None:
    code = "import sys, quotesearch.indexer.keyword; sys.exit('whoosh' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- decoded postings ---------------------------------------------------------------------------


def harbour_and_airport(folder: Path) -> WhooshIndex:
    """Return an index of ten quotes about the harbour, two of which were changed to be about the airport."""
    index = WhooshIndex(folder)
    before = [indexed(f"the harbour is closed {number}", document_id=f"d{number}") for number in range(10)]
    index.apply(Changes(1, (), tuple(before)))
    (segment,) = read_state(state_text(folder)).segments
    for count in range(1, 4):  # as by a writer that was killed between opening and writing the file
        (folder / "decoded" / f"{segment.name}.{count}.gone").touch()
    after = [indexed(f"the airport is closed {number}", document_id=f"d{number}") for number in range(2)]
    removed = tuple(one.quote.id for one in before[:2])
    index.apply(Changes(2, removed, tuple(after)))
    return index


def test_an_empty_gone_file_of_a_killed_writer_is_replaced(tmp_path: Path) -> None:
    assert len(harbour_and_airport(tmp_path).having("harbour")) == 8
    assert len(WhooshIndex(tmp_path, trust=True).having("harbour")) == 8


@pytest.mark.parametrize("content", [b"", b"\x01\x00\x00\x00\x05\x00\x00\x00\x07\x00\x00\x00"])
def test_a_gone_file_with_another_checksum_is_not_trusted(tmp_path: Path, content: bytes) -> None:
    index = harbour_and_airport(tmp_path)
    gone = max((tmp_path / "decoded").glob("*.gone"), key=lambda path: path.stat().st_size)
    gone.write_bytes(content)
    assert index.damaged_files() == 1
    assert len(WhooshIndex(tmp_path, trust=True).having("harbour")) == 8


@settings(max_examples=12)
@given(batches=BATCHES, seed=st.integers(0, 99))
def test_decoded_postings_score_as_whooshs_own(
    tmp_path_factory: pytest.TempPathFactory, batches: Batches, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("keyword")
    apply_all(WhooshIndex(folder), batches)
    own, text = WhooshIndex(folder), sentence(random.Random(seed))  # noqa: S311 - sentences, not secrets
    decoded, walked = DecodedPostings(folder, state_text(folder)), WalkedPostings(folder, own._searcher())
    assert decoded.numbered.held.tolist() == walked.numbered.held.tolist()
    assert decoded.gone.tolist() == walked.gone.tolist()
    assert decoded.change == walked.change
    ours, theirs = decoded.hits(sorted(terms(text))), walked.hits(sorted(terms(text)))
    assert ours.places.tolist() == theirs.places.tolist()
    assert ours.scores == pytest.approx(theirs.scores, rel=1e-12)


@settings(max_examples=12)
@given(batches=BATCHES)
def test_the_words_of_decoded_postings_are_those_that_whoosh_keeps(
    tmp_path_factory: pytest.TempPathFactory, batches: Batches
) -> None:
    folder = tmp_path_factory.mktemp("keyword")
    apply_all(WhooshIndex(folder), batches)
    own = WhooshIndex(folder)
    decoded, walked = DecodedPostings(folder, state_text(folder)), WalkedPostings(folder, own._searcher())
    for one, other in zip(decoded.written, walked.written, strict=True):
        assert {name: array.tolist() for name, array in one.arrays().items()} == {
            name: array.tolist() for name, array in other.arrays().items()
        }


def test_a_replaced_quote_is_not_found_by_a_phrase_of_before(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    before = indexed("the harbour needs a second bridge", document_id="one")
    after = indexed("the harbour wants a second bridge", document_id="one")
    assert before.quote.id == after.quote.id
    index.apply(Changes(1, (), (before, indexed("light more lighthouses", document_id="two"))))
    index.apply(Changes(2, (before.quote.id,), (after,)))
    assert index.containing(Pattern((("needs",),))) == frozenset()
    assert index.containing(Pattern((("wants",),))) == {after.quote.id}


def test_a_word_that_letters_are_spelt_out_to_is_one_word(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    said = indexed("peace ﷺ upon him")  # one letter, and four words once it is taken apart
    index.apply(Changes(1, (), (said,)))
    assert index.containing(Pattern((tuple(folded_words("peace ﷺ upon")),))) == {said.quote.id}


@given(word=st.text("ab", min_size=1, max_size=8), shape=st.text("ab*?", max_size=6).map(lambda shape: f"a{shape}"))
def test_wildcards_are_those_of_file_names(word: str, shape: str) -> None:
    assert (len(Written.of([word.encode()]).numbers(shape)) == 1) is fnmatchcase(word, shape)


def test_many_wildcards_take_no_longer_than_a_few() -> None:
    assert len(Written.of([b"ab" * 20_000]).numbers("ab" + "*ab" * 40 + "*c")) == 0


@pytest.mark.parametrize("state", ["", "{", "[1]", '{"change": 1, "segments": [{"name": "MAIN_x", "ids": 2}]}'])
def test_a_state_that_cannot_be_read_is_one_damaged_file_and_the_next_change_writes_another(
    tmp_path: Path, state: str
) -> None:
    WhooshIndex(tmp_path).apply(Changes(1, (), quotes(1)))
    (tmp_path / "decoded" / "state.json").write_text(state, encoding="utf-8")
    index = WhooshIndex(tmp_path, trust=True)
    assert index.ids() == {one.quote.id for one in quotes(1)}
    assert index.damaged_files() == 1
    index.apply(Changes(2, (), quotes(2)))
    assert WhooshIndex(tmp_path, trust=True).damaged_files() == 0


@pytest.mark.parametrize("pattern", ["MAIN_*.trm", "MAIN_*.pst", "MAIN_*.written.col", "decoded/*.postings"])
@pytest.mark.parametrize("how", [damage, Path.unlink])
def test_each_file_that_is_not_as_it_was_written_is_counted(tmp_path: Path, pattern: str, how: object) -> None:
    WhooshIndex(tmp_path).apply(Changes(1, (), quotes(1)))
    how(next(tmp_path.glob(pattern)))
    assert WhooshIndex(tmp_path, trust=True).damaged_files() == 1


def test_a_term_said_very_often_scores_as_whoosh_says(tmp_path: Path) -> None:
    said = tuple(indexed(" ".join(["no"] * often), document_id=f"{often} times") for often in range(1, 270))
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), said))
    decoded, walked = DecodedPostings(tmp_path, state_text(tmp_path)), WalkedPostings(tmp_path, index._searcher())
    assert decoded.hits(["no"]).places.tolist() == list(range(269))
    assert decoded.hits(["no"]).scores == pytest.approx(walked.hits(["no"]).scores, rel=1e-12)


@pytest.fixture
def decoded_nowhere(tmp_path: Path) -> Path:
    """Return a folder whose writer was killed between its second commit and the decoding of it."""
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))
    before = state_text(tmp_path)
    index.apply(Changes(2, (), quotes(2)))
    (tmp_path / "decoded" / "state.json").write_text(before, encoding="utf-8")
    return tmp_path


def test_what_was_committed_counts_where_it_is_not_decoded(decoded_nowhere: Path) -> None:
    for trust in (True, False):
        index = WhooshIndex(decoded_nowhere, trust=trust)
        assert (index.change, len(index.ids())) == (2, len({one.quote.id for n in (1, 2) for one in quotes(n)}))
        assert found(index, "town news harbour")


def test_a_reader_walks_until_what_was_committed_is_decoded(decoded_nowhere: Path) -> None:
    reader, writer = WhooshIndex(decoded_nowhere, trust=True), WhooshIndex(decoded_nowhere)
    before = reader.search("town news harbour", depth=9)
    assert isinstance(reader._view.postings, WalkedPostings)
    writer.decode()
    reader.refresh()
    assert isinstance(reader._view.postings, DecodedPostings)
    assert reader.search("town news harbour", depth=9) == before


@pytest.mark.parametrize("damage", [b"", b"short"])
def test_decoded_postings_that_are_damaged_are_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    index = WhooshIndex(tmp_path)
    index.apply(Changes(1, (), quotes(1)))
    expected = index.search("town news harbour", depth=9)
    next((tmp_path / "decoded").glob("*.postings")).write_bytes(damage)
    assert WhooshIndex(tmp_path, trust=True).search("town news harbour", depth=9) == expected
    assert "decoded" in caplog.text


def test_a_trusting_reader_does_not_open_whoosh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    WhooshIndex(tmp_path).apply(Changes(1, (), (indexed("the harbour needs a second bridge"),)))
    reader = WhooshIndex(tmp_path, trust=True)
    with monkeypatch.context() as patch:
        patch.setattr(index_module, "open_searcher", lambda _: pytest.fail("opened Whoosh"))
        assert found(reader, "bridge")
        assert reader.having("harbour bridge")
        assert reader.containing(Pattern((("second", "bridge"),)))
        assert reader.nearest_word("harbuor") == "harbour"
    assert reader.telling_words(["a bridge"], limit=1) == ("bridge",)


def test_files_that_whoosh_cannot_read_are_said_to_be_damaged(tmp_path: Path) -> None:
    WhooshIndex(tmp_path).apply(Changes(1, (), (indexed("the harbour needs a second bridge"),)))
    next(tmp_path.glob("*.trm")).unlink()
    reader = WhooshIndex(tmp_path, trust=True)
    assert found(reader, "bridge")
    with pytest.raises(IndexDamagedError, match="quotes check --repair"):
        reader.telling_words(["a bridge"], limit=1)
