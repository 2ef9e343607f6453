"""Scores are those of Whoosh's own search, and quotes that share no term have none."""

import random
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import indexed, sentence
from local import indexed_quotes

from quotesearch.indexer.local.id_sets import id_strings
from quotesearch.indexer.local.keyword import Hits, KeywordIndex, Postings
from quotesearch.indexer.local.keyword.commits import NO_QUOTE, WEIGHTS, document_ids, open_searcher, segment_readers
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.records import IndexedQuote
from quotesearch.indexer.text.analysis import terms

Batches = list[tuple[set[int], set[int]]]
BATCHES = st.lists(
    st.tuples(st.sets(st.integers(0, 9), max_size=4), st.sets(st.integers(0, 9), max_size=4)), min_size=1, max_size=12
)
BRIDGE = indexed("the harbour needs a second bridge")
LIGHT = indexed("the lighthouse needs more light", name="Óskar Brandt")
PAINT = indexed("fresh paint for the old mill", name="Ilse van der Meer", title="Millers meet")


def postings_of(folder: Path, *quotes: IndexedQuote) -> Postings:
    index = KeywordIndex(folder)
    index.apply(Changes(1, (), quotes))
    assert index.view
    return index.view


@pytest.fixture(scope="module")
def postings(tmp_path_factory: pytest.TempPathFactory) -> Postings:
    """Return the postings of three quotes."""
    return postings_of(tmp_path_factory.mktemp("keyword"), BRIDGE, LIGHT, PAINT)


def ids_of(postings: Postings, hits: Hits) -> list[str]:
    """Return the quotes of the hits, best first, ties by id."""
    ids = id_strings(postings.id_array.numbers[hits.positions])
    return [quote_id for _, quote_id in sorted(zip((-hits.scores).tolist(), ids, strict=True))]


def search(postings: Postings, text: str) -> list[str]:
    return ids_of(postings, postings.hits(sorted(terms(text))))


def scores_of_whoosh(folder: Path, text: str) -> dict[int, float]:
    """Return the score of each document by Whoosh's own search for the union of terms."""
    from whoosh.query import Or, Term  # noqa: PLC0415 - only this test compares

    union = Or([Term(field, term, boost=weight) for term in terms(text) for field, weight in WEIGHTS.items()])
    with closing(open_searcher(folder)) as searcher:
        return {number: score for score, number in searcher.search(union, limit=None).top_n}


@settings(max_examples=12)
@given(batches=BATCHES, seed=st.integers(0, 99))
def test_the_postings_score_as_whoosh_does(
    tmp_path_factory: pytest.TempPathFactory, batches: Batches, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("keyword")
    index = KeywordIndex(folder)
    for change, (removed, added) in enumerate(batches, start=1):
        removed_ids = tuple(item.quote.id for number in removed for item in indexed_quotes(number, count=2))
        quotes = tuple(item for number in sorted(added) for item in indexed_quotes(number, count=2))
        index.apply(Changes(change, removed_ids, quotes))
    assert index.view
    text = sentence(random.Random(seed))  # noqa: S311 - sentences, not secrets
    hits = index.view.hits(sorted(terms(text)))
    expected = scores_of_whoosh(folder, text)
    assert dict(zip(hits.positions.tolist(), hits.scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-12)
    with closing(open_searcher(folder)) as searcher:
        readers = segment_readers(searcher)
        ids = np.concatenate([document_ids(reader) for reader in readers])
        deleted = {number for number in range(len(ids)) if searcher.reader().is_deleted(number)}
    assert index.view.id_array.numbers.tolist() == ids.tolist()
    assert set(index.view.ignored.tolist()) == deleted | set(np.flatnonzero(ids == NO_QUOTE).tolist())


def test_many_segments_score_as_whoosh_does(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    for number in range(12):
        index.apply(Changes(number + 1, (), indexed_quotes(number, count=10)))
    assert index.view
    chance = random.Random(7)  # noqa: S311 - sentences, not secrets
    for _ in range(10):
        text = sentence(chance)
        hits = index.view.hits(sorted(terms(text)))
        scores = dict(zip(hits.positions.tolist(), hits.scores.tolist(), strict=True))
        assert scores == pytest.approx(scores_of_whoosh(tmp_path, text), rel=1e-12)


def test_a_term_said_very_often_scores_as_whoosh_does(tmp_path: Path) -> None:
    quotes = [indexed(" ".join(["no"] * often), document_id=f"{often} times") for often in range(1, 270)]
    hits = postings_of(tmp_path, *quotes).hits(["no"])
    assert hits.positions.tolist() == list(range(269))
    expected = scores_of_whoosh(tmp_path, "no")
    assert dict(zip(hits.positions.tolist(), hits.scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("bridge", BRIDGE), ("BRIDGES", BRIDGE), ("brandt", LIGHT), ("Oskar", LIGHT), ("miller", PAINT)],
)
def test_a_quote_is_found_by_its_words_speaker_or_title(postings: Postings, text: str, expected: IndexedQuote) -> None:
    assert search(postings, text) == [expected.quote.id]


def test_one_shared_term_is_enough_and_more_rank_higher(postings: Postings) -> None:
    ids = search(postings, "does the lighthouse need more light, or the harbour?")
    assert ids[0] == LIGHT.quote.id
    assert set(ids) == {LIGHT.quote.id, BRIDGE.quote.id}


def test_a_query_of_stop_words_finds_the_quotes_that_have_no_others(tmp_path: Path) -> None:
    famous = indexed("it is what it is")
    assert search(postings_of(tmp_path, famous, indexed("fresh paint")), "it is what it is") == [famous.quote.id]


def test_the_words_of_the_quote_count_more_than_those_around_it(tmp_path: Path) -> None:
    inside, around = indexed("the lighthouse is dark"), indexed("the bridge is dark")
    around = IndexedQuote(around.quote, "", around.context + " near the lighthouse")
    assert search(postings_of(tmp_path, around, inside), "lighthouse") == [inside.quote.id, around.quote.id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the lighthouse needs light", {LIGHT.quote.id}),
        ("brandt light", {LIGHT.quote.id}),
        ("lighthouse harbour", set()),
        ("bridge unheardof", set()),
        ("?!", set()),
        ("", set()),
    ],
)
def test_only_quotes_with_every_term_match_all_terms(postings: Postings, text: str, expected: set[str]) -> None:
    assert postings.matching_all(terms(text)) == expected


def test_a_term_is_known_in_any_field(postings: Postings) -> None:
    assert [postings.has_term(term) for term in ("bridg", "brandt", "miller", "unheardof")] == [True, True, True, False]


def test_frequencies_count_every_occurrence_in_the_texts(tmp_path: Path) -> None:
    postings = postings_of(tmp_path, indexed("no no no"), indexed("no light", name="Light"))
    assert postings.frequencies(["no", "light", "unheardof", "no"]).tolist() == [4, 1, 0, 4]


def test_unknown_words_in_a_long_query_change_nothing(postings: Postings) -> None:
    text = " ".join(f"word{number}" for number in range(3000)) + " harbour mill"
    assert set(search(postings, text)) == set(search(postings, "harbour mill"))


def test_the_best_hits_include_all_that_tie_with_the_last(tmp_path: Path) -> None:
    twins = [indexed("more light", document_id=f"twin {number}") for number in range(12)]
    postings = postings_of(tmp_path, *twins, indexed("light light light", document_id="best"))
    hits = postings.hits(["light"])
    assert len(hits.best(1).positions) == 1
    assert len(hits.best(2).positions) == 13
    assert ids_of(postings, hits)[1:] == sorted(twin.quote.id for twin in twins)


@given(text=st.text())
def test_no_text_raises(postings: Postings, text: str) -> None:
    assert set(search(postings, text)) <= {BRIDGE.quote.id, LIGHT.quote.id, PAINT.quote.id}


@pytest.mark.parametrize("text", ["", "  ", "!?", "text:bridge AND (", "*", '"', "bridge^", "[a TO", "-bridge", "\0"])
def test_operators_of_query_languages_are_ignored(postings: Postings, text: str) -> None:
    assert search(postings, text) == ([BRIDGE.quote.id] if "bridge" in text else [])
