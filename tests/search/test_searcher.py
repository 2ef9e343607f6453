"""Searching an index: the right quotes, with their places and scores, from the current contents."""

import math
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from statements import BRANDT, LINDQVIST, RECORDS, BrokenEncoder, WordEncoder, every_quote, indexed_in, names, statement
from statements import store as add

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Record, Reported
from quotesearch.indexer.protocols import Storage
from quotesearch.search.query import Query
from quotesearch.search.searcher import Searcher


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_the_quote_with_the_words_and_the_meaning_comes_first(searcher: Searcher, mode: str) -> None:
    assert names(searcher.search(Query.of("dredging of the harbour", mode=mode)))[0] == "dredging"


def test_a_result_has_the_quote_its_document_and_its_place(searcher: Searcher) -> None:
    result = searcher.search(Query.of("herring", mode="keyword"))[0]
    assert result.rank == 1
    assert result.quote == (RECORDS[2].quotes or ())[0]
    assert (result.document.title, result.document.path) == ("About herring", "/articles/herring.txt")
    assert (result.line, result.context) == (2, "Dredged sand drives away the herring")


def test_the_words_of_the_query_are_marked_in_any_form(searcher: Searcher) -> None:
    result = searcher.search(Query.of("dredging herrings", speaker="Brandt", mode="keyword"))[0]
    assert [span.words(result.quote.text) for span in result.marks] == ["Dredged", "herring"]


def test_the_score_is_the_sum_of_the_shares_of_the_retrievers(searcher: Searcher) -> None:
    for result in searcher.search(Query.of("harbour dredging")):
        assert [reason.retriever for reason in result.why] == ["dense", "feedback", "keyword", "substance"]
        assert math.fsum(reason.share for reason in result.why) == result.score


def test_keyword_mode_embeds_nothing(searcher: Searcher, encoder: WordEncoder) -> None:
    first = searcher.search(Query.of("harbour", mode="keyword"))[0]
    assert [reason.retriever for reason in first.why] == ["keyword", "substance"]
    assert encoder.asked == []


def test_dense_mode_embeds_only_the_query(searcher: Searcher, encoder: WordEncoder) -> None:
    first = searcher.search(Query.of("harbour", mode="dense"))[0]
    assert [reason.retriever for reason in first.why] == ["dense", "feedback", "substance"]
    assert encoder.asked == ["harbour"]


def test_a_query_is_embedded_once_for_all_its_pages_and_filters(searcher: Searcher, encoder: WordEncoder) -> None:
    for query in (Query.of("harbour"), Query.of("harbour", offset=1), Query.of("harbour", speaker="Brandt")):
        searcher.search(query)
    assert encoder.asked == ["harbour"]


def test_a_long_query_gets_no_feedback(searcher: Searcher) -> None:
    results = searcher.search(Query.of("dredging harbour ferries herring skipper"))
    assert {reason.retriever for result in results for reason in result.why} == {"dense", "keyword", "substance"}


def test_the_more_certain_of_two_equal_quotes_comes_first(tmp_path: Path, encoder: WordEncoder) -> None:
    record = statement("a", "The dredging of the harbour cannot wait", LINDQVIST, None)
    assert record.quotes is not None
    records = [
        Record(replace(record.document, id=name), (replace(record.quotes[0], document_id=name, confidence=confidence),))
        for name, confidence in (("doubtful", 0.3), ("sure", 0.9))
    ]
    with indexed_in(tmp_path / "index", records, encoder) as storage:
        results = Searcher(storage).search(Query.of("harbour dredging", each=True))
        assert [result.quote.confidence for result in results] == [0.9, 0.3]


def test_an_unknown_speaker_has_no_results_but_similar_names(searcher: Searcher) -> None:
    results = searcher.search(Query.of("harbour", speaker="Lindquist"))
    assert (len(results), results.unknown_speaker) == (0, "Lindquist")
    assert "Mara Lindqvist" in results.near_speakers


def test_a_known_speaker_without_matching_quotes_is_not_unknown(searcher: Searcher) -> None:
    results = searcher.search(Query.of("harbour", speaker="Lindqvist", since="2030"))
    assert (len(results), results.unknown_speaker, results.near_speakers) == (0, "", ())


def test_without_words_the_quotes_are_listed_newest_first(searcher: Searcher, encoder: WordEncoder) -> None:
    results = searcher.search(every_quote())
    assert names(results) == ["herring", "dredging", "ferries", "nobody"]
    assert [(result.rank, result.score, result.why, result.marks) for result in results][:1] == [(1, 0.0, (), ())]
    assert encoder.asked == []


def test_the_same_query_has_the_same_answer(storage: Storage) -> None:
    query = Query.of("harbour dredging")
    assert Searcher(storage).search(query) == Searcher(storage).search(query)


def test_an_empty_index_finds_nothing(tmp_path: Path, encoder: WordEncoder) -> None:
    with indexed_in(tmp_path / "empty", (), encoder) as storage:
        assert not Searcher(storage).search(Query.of("harbour"))
        results = Searcher(storage).search(Query.of("harbour", speaker="Lindqvist"))
        assert (len(results), results.near_speakers) == (0, ())


def test_a_removed_document_is_not_found(storage: Storage, searcher: Searcher) -> None:
    storage.writer.remove(["dredging"])
    assert "dredging" not in names(searcher.search(Query.of("dredging of the harbour")))


def test_a_reader_sees_what_a_writer_has_stored_since(tmp_path: Path, encoder: WordEncoder) -> None:
    with indexed_in(tmp_path / "index", RECORDS[:1], encoder):
        pass
    with closing(open_storage(tmp_path / "index", encoder=encoder)) as reading:
        searcher = Searcher(reading)
        assert names(searcher.search(Query.of("herring", mode="keyword"))) == []
        with indexed_in(tmp_path / "index", RECORDS[2:3], encoder):
            pass
        assert names(searcher.search(Query.of("herring", mode="keyword"))) == ["herring"]


def test_a_model_that_cannot_be_used_is_an_error_except_in_keyword_mode(tmp_path: Path, encoder: WordEncoder) -> None:
    with indexed_in(tmp_path / "index", RECORDS, encoder):
        pass
    with closing(open_storage(tmp_path / "index", encoder=BrokenEncoder())) as storage:
        with pytest.raises(ModelError, match="--mode keyword"):
            Searcher(storage).search(Query.of("harbour"))
        assert names(Searcher(storage).search(Query.of("herring", mode="keyword"))) == ["herring"]


@pytest.mark.parametrize("text", ["“”…", "the of and", '" OR speaker:* NOT (', "ß" * 500, "\x00\u202e"])
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_a_search_for_any_text_ends_without_an_error(searcher: Searcher, text: str, mode: str) -> None:
    searcher.search(Query.of(text, mode=mode))


def test_a_changed_document_is_found_by_its_new_words_only(storage: Storage, searcher: Searcher) -> None:
    add(storage, [statement("dredging", "The lighthouse is for sale", LINDQVIST, date(2024, 5, 7))])
    assert names(searcher.search(Query.of("lighthouse", mode="keyword"))) == ["dredging"]
    assert "dredging" not in names(searcher.search(Query.of("waiting", mode="keyword")))


def test_thoughts_are_found_only_if_they_are_included(storage: Storage, searcher: Searcher) -> None:
    record = statement("doubts", "The dredging of the harbour is a mistake", BRANDT, None)
    thought = replace(record, quotes=tuple(replace(quote, reports=Reported.THOUGHT) for quote in record.quotes or ()))
    add(storage, [thought])
    assert "doubts" not in names(searcher.search(Query.of("dredging of the harbour")))
    assert "doubts" in names(searcher.search(Query.of("dredging of the harbour", thoughts=True)))
    assert "doubts" not in names(searcher.search(Query.of(speaker="Brandt")))
    assert "doubts" in names(searcher.search(Query.of(speaker="Brandt", thoughts=True)))


def test_similar_quotes_are_the_nearest_ones_without_the_quote_itself(searcher: Searcher, encoder: WordEncoder) -> None:
    first = searcher.search(Query.of("harbour", mode="dense"))[0].quote
    encoder.asked.clear()
    results = searcher.similar(first, limit=2)
    assert len(results) == 2
    assert first.id not in {result.quote.id for result in results}
    assert encoder.asked == []


def test_similar_quotes_are_ranked_only_by_meaning(searcher: Searcher) -> None:
    first = searcher.search(Query.of("harbour", mode="dense"))[0].quote
    results = searcher.similar(first, limit=3)
    assert [[reason.retriever for reason in result.why] for result in results] == [["dense"]] * 3
    cosines = [result.why[0].score for result in results]
    assert cosines == sorted(cosines, reverse=True)


def test_a_misspelt_word_gets_a_suggestion(searcher: Searcher) -> None:
    assert searcher.search(Query.of("dregding hrabour", mode="keyword")).spelling == (
        ("dregding", "dredging"),
        ("hrabour", "harbour"),
    )
    long = Query.of(" ".join(f"nonsense{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), mode="keyword")
    assert searcher.search(long).spelling == ()
