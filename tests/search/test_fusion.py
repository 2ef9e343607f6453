"""Reciprocal rank fusion: order, bounds, and sums that can be explained."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.model import Ranking
from quotesearch.search.fusion import RANK_CONSTANT, evidence, rrf

RANKINGS = st.dictionaries(
    st.sampled_from(["dense", "keyword", "third"]),
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.floats(min_value=-1e6, max_value=1e6, allow_nan=False), max_size=8
    ).map(Ranking.of),
)


def test_second_in_both_beats_first_in_one() -> None:
    keyword = Ranking.of({"only-keyword": 9.0, "both": 8.0})
    dense = Ranking.of({"only-dense": 0.9, "both": 0.8})
    assert [scored.quote_id for scored in rrf({"keyword": keyword, "dense": dense})] == [
        "both",
        "only-dense",
        "only-keyword",
    ]


def test_the_score_is_the_papers_sum() -> None:
    fused = rrf({"keyword": Ranking.of({"a": 3.0, "b": 2.0}), "dense": Ranking.of({"b": 0.5})})
    scores = {scored.quote_id: scored.score for scored in fused}
    assert scores == {"a": 1 / 61, "b": math.fsum((1 / 61, 1 / 62))}


def test_nothing_to_fuse_gives_nothing() -> None:
    assert rrf({}) == Ranking()
    assert rrf({"keyword": Ranking(), "dense": Ranking()}) == Ranking()


def test_a_negative_rank_constant_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        rrf({"keyword": Ranking.of({"a": 1.0})}, k=-1)


@given(rankings=RANKINGS)
def test_fusion_knows_exactly_the_quotes_that_some_retriever_ranks(rankings: dict[str, Ranking]) -> None:
    fused = {scored.quote_id for scored in rrf(rankings)}
    assert fused == {scored.quote_id for ranking in rankings.values() for scored in ranking}


@given(rankings=RANKINGS)
def test_the_order_in_which_retrievers_come_does_not_matter(rankings: dict[str, Ranking]) -> None:
    assert rrf(rankings) == rrf(dict(reversed(rankings.items())))


@given(ranking=RANKINGS.map(lambda rankings: next(iter(rankings.values()), Ranking())))
def test_one_retriever_alone_keeps_its_order(ranking: Ranking) -> None:
    assert [scored.quote_id for scored in rrf({"keyword": ranking})] == [scored.quote_id for scored in ranking]


@given(rankings=RANKINGS, depth=st.integers(min_value=0, max_value=10))
def test_a_shallower_fusion_is_the_beginning_of_a_deeper_one(rankings: dict[str, Ranking], depth: int) -> None:
    assert rrf(rankings, depth=depth).entries == rrf(rankings).entries[:depth]


@given(rankings=RANKINGS)
def test_the_evidence_adds_up_to_the_score(rankings: dict[str, Ranking]) -> None:
    said = evidence(rankings)
    for scored in rrf(rankings):
        parts = said[scored.quote_id]
        assert math.fsum(part.share for part in parts) == scored.score
        assert scored.score <= len(rankings) / (RANK_CONSTANT + 1) + 1e-12
        assert [part.retriever for part in parts] == sorted(part.retriever for part in parts)
