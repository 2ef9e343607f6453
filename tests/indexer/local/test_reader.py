"""A reader shows one view: a commit does not change its answers, and every answer matches its query.

The derived indexes are updated later than the store. Until then, a quote that was replaced must not be found by its old
words or its old vector.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder
from local import changes_of, connected, entry, entry_with, ids_of, local_index, passing, stored_ids

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.protocols import Reader, Retrieval, Vector
from quotesearch.indexer.records import EVERYTHING, Attributed, Candidates, Pattern, Selection, StoredQuote
from quotesearch.indexer.text.analysis import field_terms, terms
from quotesearch.indexer.text.normalise import folded_words

BEFORE = entry_with("the harbour needs a second bridge", document_id="one")
AFTER = entry_with("the airport wants a longer runway", document_id="one")
OTHER = entry_with("the lighthouse needs more light", document_id="two", name="Óskar Brandt")
NEW = entry_with("the harbour needs fresh paint", document_id="three", name="Ilse van der Meer")


def vector_of(text: str) -> Vector:
    return HashEncoder().encode([text])[0]


def embedded(stored: StoredQuote) -> Vector:
    """Return the embedding of a quote by the default recipe."""
    return vector_of(f"{stored.quote.speaker.name}: {stored.quote.text} {stored.context}")


def searched(reader: Reader, text: str, **parts: object) -> Candidates:
    """Return the candidates for a text by both retrievers."""
    (candidates,) = reader.retrieve(
        Retrieval(Selection(**parts), terms=terms(text), vector=vector_of(text), depth=50, feedback=2)
    )
    return candidates


def answers(reader: Reader) -> tuple[object, ...]:
    """Return an answer of every kind."""
    page = reader.select(EVERYTHING, limit=100)
    ids = sorted(page.scores)
    return (
        reader.version(),
        page,
        searched(reader, "harbour bridge light"),
        reader.select(Selection(required=(Pattern((("needs",),)),)), limit=99),
        reader.select(EVERYTHING, terms=terms("harbour"), limit=99),
        reader.select(Selection(all_terms=terms("harbour needs")), limit=99),
        reader.facets(EVERYTHING),
        reader.quotes(ids, copies=True),
        reader.documents(["one", "two", "three"]),
        reader.document_quotes("one"),
        reader.documents_like(["harbour", "airport"], limit=9),
        {quote_id: tuple(row.tolist()) for quote_id, row in reader.vectors(ids).items()},
        reader.speakers(),
        reader.suggest_speakers("Lindkvist"),
        reader.suggest_terms(["harbuor"]),
        reader.significant_terms(EVERYTHING, by_month=False, limit=9),
        reader.find_quotes("", limit=99),
        reader.find_documents("one"),
        reader.statistics(),
    )


@pytest.fixture
def filled(storage: LocalStorage) -> LocalStorage:
    """Return an index of two quotes, open to write, in which all parts agree."""
    storage.writer.put([BEFORE, OTHER])
    storage.catch_up()
    return storage


COMMITS: dict[str, Callable[[LocalStorage], object]] = {
    "other documents": lambda storage: storage.writer.put([NEW]),
    "changed documents": lambda storage: storage.writer.put([AFTER]),
    "a removal": lambda storage: storage.writer.remove(["one"]),
    "a removal of all": lambda storage: storage.writer.remove(["one", "two"]),
    "a merge": lambda storage: storage.writer.merge_speakers("Óskar Brandt", "Mara Lindqvist"),
}


@pytest.mark.parametrize("commit", COMMITS.values(), ids=list(COMMITS))
@pytest.mark.parametrize("derived", [True, False], ids=["caught up", "not caught up"])
def test_a_reader_answers_as_before_while_a_writer_commits(
    filled: LocalStorage, commit: Callable[[LocalStorage], object], *, derived: bool
) -> None:
    with local_index(filled.folder) as second, second.reader() as reader, filled.reader() as own_reader:
        expected = answers(reader)
        assert answers(own_reader) == expected
        commit(filled)
        if derived:
            filled.catch_up()
            second._derived.refresh()
        assert answers(reader) == answers(own_reader) == expected
        with second.reader() as fresh:
            assert fresh.version() != reader.version()
            assert fresh.statistics() != reader.statistics() or fresh.find_quotes("", limit=9) != expected[-3]


def test_equal_versions_give_equal_answers(filled: LocalStorage) -> None:
    with filled.reader() as first, filled.reader() as second:
        assert first.version() == second.version()
        assert hash(first.version()) == hash(second.version())
        assert answers(first) == answers(second)


def test_a_view_is_pinned_before_its_first_query(filled: LocalStorage) -> None:
    with local_index(filled.folder) as second, second.reader() as reader:
        filled.writer.put([NEW])
        filled.catch_up()
        assert reader.find_documents("three") == ()


# -- derived indexes that have not caught up ------------------------------------------------------


@pytest.fixture
def replaced(filled: LocalStorage) -> Iterator[Reader]:
    """Return a reader of an index whose first quote was replaced after the last update of the derived indexes."""
    filled.writer.put([AFTER])
    assert changes_of(filled) == (2, 1, 1)
    with filled.reader() as reader:
        yield reader


def test_a_replaced_quote_is_not_found_by_its_old_words(replaced: Reader) -> None:
    candidates = searched(replaced, "harbour bridge")
    (quote,) = AFTER.quotes
    assert quote.id == BEFORE.quotes[0].id
    assert candidates.lists["keyword"] == ()
    assert candidates.lists["dense"] == tuple(ids_of(OTHER))
    assert candidates.candidates.keys() == ids_of(OTHER)


def test_a_replaced_quote_does_not_have_its_old_terms(replaced: Reader) -> None:
    assert replaced.select(Selection(all_terms=terms("harbour bridge")), limit=9).scores == {}
    assert replaced.facets(Selection(all_terms=terms("harbour bridge"))).quotes == 0
    assert searched(replaced, "needs", all_terms=terms("harbour")).candidates == {}
    assert replaced.significant_terms(Selection(all_terms=terms("harbour")), by_month=False, limit=9) == ()


def test_a_replaced_quote_has_no_score_for_its_old_words(replaced: Reader) -> None:
    page = replaced.select(EVERYTHING, terms=terms("harbour bridge"), limit=9)
    assert page.scores == dict.fromkeys(sorted(ids_of(AFTER, OTHER)), 0.0)


def test_the_old_vector_of_a_replaced_quote_is_not_returned(replaced: Reader) -> None:
    assert replaced.vectors([*ids_of(AFTER, OTHER)]).keys() == ids_of(OTHER)


def test_a_replaced_quote_is_found_by_its_new_words_in_the_store(replaced: Reader) -> None:
    airport, harbour = Pattern((("airport", "wants"),)), Pattern((("harbour",),))
    assert replaced.select(Selection(required=(airport,)), limit=9).scores.keys() == ids_of(AFTER)
    assert replaced.select(Selection(required=(harbour,)), limit=9).scores == {}
    assert replaced.select(Selection(excluded=(airport,)), limit=9).scores.keys() == ids_of(OTHER)


def test_a_removed_quote_is_in_no_answer(filled: LocalStorage) -> None:
    filled.writer.remove(["one"])
    with filled.reader() as reader:
        assert searched(reader, "harbour bridge").candidates.keys() == ids_of(OTHER)
        assert reader.select(EVERYTHING, terms=terms("harbour"), limit=9).scores.keys() == ids_of(OTHER)
        assert reader.select(Selection(all_terms=terms("harbour")), limit=9).scores == {}
        assert reader.vectors([*ids_of(BEFORE, OTHER)]).keys() == ids_of(OTHER)


def test_a_list_of_stale_quotes_does_not_exhaust_the_search(filled: LocalStorage) -> None:
    filled.writer.put([AFTER])
    with filled.reader() as reader:
        (candidates,) = reader.retrieve(Retrieval(terms=terms("harbour bridge"), vector=vector_of("bridge"), depth=1))
    assert not candidates.exhausted


# -- any sequence of commits ---------------------------------------------------------------------


def terms_of(stored: StoredQuote) -> set[str]:
    """Return the terms of all fields of a quote."""
    return set(chain.from_iterable(field_terms(stored.indexed).values()))


def must_match_its_queries(storage: LocalStorage) -> None:
    """Check every quote of several answers against the query that found it."""
    phrase, query = Pattern((("the", "harbour"),)), "harbour tramway"
    with storage.reader() as reader:
        stored = reader.quotes(reader.select(EVERYTHING, limit=1000).scores)
        assert stored.keys() == stored_ids(storage)
        candidates = searched(reader, query)
        assert candidates.candidates.keys() <= stored.keys()
        for quote_id, candidate in candidates.candidates.items():
            exact = float(embedded(stored[quote_id]) @ vector_of(query))
            assert candidate.dense == -1.0 or candidate.dense == pytest.approx(exact, abs=1e-4)
            assert candidate.keyword == 0.0 or terms_of(stored[quote_id]) & terms(query)
        for quote_id in stored.keys() & set(candidates.lists["keyword"]):
            assert terms_of(stored[quote_id]) & terms(query)
        for quote_id in reader.select(Selection(all_terms=terms("harbour needs")), limit=1000).scores:
            assert terms("harbour needs") <= terms_of(stored[quote_id])
        for quote_id, score in reader.select(EVERYTHING, terms=terms(query), limit=1000).scores.items():
            assert score == 0.0 or terms_of(stored[quote_id]) & terms(query)
        by_phrase = reader.select(Selection(required=(phrase,)), limit=1000).scores
        texts = {quote_id: " ".join(folded_words(quote.quote.text)) for quote_id, quote in stored.items()}
        assert by_phrase.keys() == {quote_id for quote_id, text in texts.items() if "the harbour" in text}
        by_name = searched(reader, "harbour", speakers=("Lindqvist",))
        assert all("Lindqvist" in stored[quote_id].quote.speaker.name for quote_id in by_name.candidates)
        for quote_id, row in reader.vectors([*stored, "0" * 16]).items():
            assert row == pytest.approx(embedded(stored[quote_id]), abs=1e-4)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "edit", "remove", "flush", "embed"]), st.sets(st.integers(0, 5), min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12)
@given(sequence=STEPS)
def test_every_answer_matches_its_query_after_any_commits(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, set[int]]]
) -> None:
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        for action, numbers in sequence:
            if action == "flush":
                storage.writer.flush()
            elif action == "embed":
                storage.encoder.embed(storage.writer)
            elif action == "remove":
                storage.writer.remove([f"article-{number}" for number in numbers])
            else:
                storage.writer.put([entry(number, edition=int(action == "edit")) for number in sorted(numbers)])
            must_match_its_queries(storage)


# -- the connection ------------------------------------------------------------------------------


def test_a_view_is_closed_at_the_end_of_its_block(filled: LocalStorage) -> None:
    with filled.reader() as reader:
        assert reader.statistics().documents == 2
    reader.close()
    filled.writer.put([NEW])
    with filled.reader() as reader:
        assert reader.statistics().documents == 3
    with connected(filled) as connection:
        assert not connection._connection.in_transaction


def test_a_view_that_ends_in_an_error_is_closed(filled: LocalStorage) -> None:
    with pytest.raises(RuntimeError), filled.reader():
        raise RuntimeError
    filled.writer.put([NEW])
    assert passing(filled) == ids_of(BEFORE, OTHER, NEW)


def test_a_view_keeps_the_log_only_while_it_is_open(filled: LocalStorage) -> None:
    log = Path(filled.folder / "store.sqlite-wal")
    with local_index(filled.folder) as second:
        with second.reader() as reader:
            reader.statistics()
            for number in range(20):
                filled.writer.put([entry(number, quotes=20)])
        with connected(filled) as connection:
            connection.checkpoint()
        assert log.stat().st_size == 0


def speaks(name: str) -> Attributed:
    return entry_with("the mill is old", document_id=name, name=name)


def test_a_merge_is_seen_by_filters_facets_and_copies_at_once(filled: LocalStorage) -> None:
    filled.writer.put([speaks("Bob Lind"), speaks("Robert Lind")])
    filled.writer.merge_speakers("Bob Lind", "Robert Lind")
    with filled.reader() as reader:
        ids = reader.select(Selection(speakers=("Bob Lind",)), limit=9).scores
        assert ids.keys() == ids_of(speaks("Bob Lind"), speaks("Robert Lind"))
        copies = [copy for stored in reader.quotes(ids, copies=True).values() for copy in stored.copies]
        assert len(copies) == 2
        assert all(copy.same_person for copy in copies)
        assert dict(reader.facets(EVERYTHING).speakers)["Bob Lind"] == 2
