"""Fusion: order, bounds, scales, and sums that can be explained."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.model import Ranking
from quotesearch.search.fusion import Fusion, Retrieved, fuse

SCORES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.floats(min_value=0, max_value=1e6, allow_nan=False), max_size=8
)
FUSIONS = st.sampled_from(Fusion)
BY_SCORE = st.sampled_from([Fusion.CONVEX, Fusion.MINMAX, Fusion.DBSF])


def retrieved(scores: dict[str, float], *, below: dict[str, float] | None = None) -> Retrieved:
    """Return a retriever's result: `scores` are in its list, `below` are scores of quotes outside the list."""
    return Retrieved(Ranking.of(scores), {**(below or {}), **scores})


def order(**lists: Retrieved) -> list[str]:
    return [scored.quote_id for scored in fuse(lists, Fusion.RRF).ranking]


RETRIEVED = st.dictionaries(
    st.sampled_from(["dense", "keyword", "third"]),
    st.tuples(SCORES, SCORES).map(lambda pair: retrieved(pair[0], below=pair[1])),
)


def test_with_rrf_a_quote_second_in_both_lists_beats_one_first_in_one_list() -> None:
    keyword = retrieved({"only-keyword": 9.0, "both": 8.0})
    dense = retrieved({"only-dense": 0.9, "both": 0.8})
    assert order(keyword=keyword, dense=dense) == ["both", "only-dense", "only-keyword"]


def test_the_rrf_score_is_the_sum_of_the_paper() -> None:
    fused = fuse({"keyword": retrieved({"a": 3.0, "b": 2.0}), "dense": retrieved({"b": 0.5})}, Fusion.RRF)
    assert {scored.quote_id: scored.score for scored in fused.ranking} == {
        "a": 1 / 61,
        "b": math.fsum((1 / 61, 1 / 62)),
    }


def test_convex_fusion_scales_from_the_lowest_possible_to_the_best_present_score() -> None:
    lists = {"keyword": retrieved({"a": 8.0}, below={"b": 2.0}), "dense": retrieved({"b": 0.6}, below={"a": 0.2})}
    fused = fuse(lists, Fusion.CONVEX, weights={"keyword": 0.5, "dense": 0.5})
    scores = {scored.quote_id: scored.score for scored in fused.ranking}
    assert scores == {"a": pytest.approx(0.5 + 0.5 * 1.2 / 1.6), "b": pytest.approx(0.5 * 2 / 8 + 0.5)}


def test_minmax_fusion_scales_from_the_lowest_present_score() -> None:
    lists = {"keyword": retrieved({"a": 8.0, "b": 4.0, "c": 2.0})}
    fused = fuse(lists, Fusion.MINMAX, weights={"keyword": 1.0})
    assert [scored.score for scored in fused.ranking] == [1.0, pytest.approx(1 / 3), 0.0]


def test_dbsf_scales_by_the_standard_deviation_of_the_list() -> None:
    lists = {"keyword": retrieved({"a": 3.0, "b": 1.0}, below={"c": 0.0})}
    fused = fuse(lists, Fusion.DBSF, weights={"keyword": 1.0})
    assert [scored.score for scored in fused.ranking] == pytest.approx([0.5 + 1 / 6, 0.5 - 1 / 6, 0.5 - 2 / 6])


def test_the_retriever_with_the_larger_weight_decides() -> None:
    lists = {"keyword": retrieved({"a": 8.0}, below={"b": 0.0}), "dense": retrieved({"b": 0.9}, below={"a": 0.1})}
    for favoured, first in (("keyword", "a"), ("dense", "b")):
        weights = {"keyword": 0.1, "dense": 0.1, favoured: 0.9}
        assert fuse(lists, Fusion.MINMAX, weights=weights).ranking.entries[0].quote_id == first


def test_a_quote_that_is_not_listed_has_no_rank() -> None:
    lists = {"keyword": retrieved({"a": 8.0}, below={"b": 0.0}), "dense": retrieved({"b": 0.6}, below={"a": 0.2})}
    assert [(evidence.retriever, evidence.rank, evidence.score) for evidence in fuse(lists).evidence["b"]] == [
        ("dense", 1, 0.6),
        ("keyword", None, 0.0),
    ]
    assert [evidence.retriever for evidence in fuse(lists, Fusion.RRF).evidence["b"]] == ["dense"]


@pytest.mark.parametrize("fusion", Fusion)
def test_fusion_without_candidates_is_empty(fusion: Fusion) -> None:
    assert fuse({}, fusion).ranking == Ranking()
    assert fuse({"keyword": retrieved({}), "dense": retrieved({})}, fusion).ranking == Ranking()


@given(lists=RETRIEVED, fusion=BY_SCORE)
def test_the_fused_ranking_has_exactly_the_scored_quotes(lists: dict[str, Retrieved], fusion: Fusion) -> None:
    fused = {scored.quote_id for scored in fuse(lists, fusion).ranking}
    assert fused == {quote_id for scored_list in lists.values() for quote_id in scored_list.scores}


@given(lists=RETRIEVED, fusion=FUSIONS)
def test_the_order_of_the_retrievers_does_not_matter(lists: dict[str, Retrieved], fusion: Fusion) -> None:
    assert fuse(lists, fusion) == fuse(dict(reversed(lists.items())), fusion)


@given(scores=SCORES, fusion=FUSIONS)
def test_the_order_of_a_single_retriever_is_kept(scores: dict[str, float], fusion: Fusion) -> None:
    alone = retrieved(scores)
    fused = fuse({"keyword": alone}, fusion).ranking
    places = {scored.quote_id: place for place, scored in enumerate(fused)}
    for better, worse in zip(alone.ranking, alone.ranking.entries[1:], strict=False):
        tie = math.isclose(fused.entries[places[better.quote_id]].score, fused.entries[places[worse.quote_id]].score)
        assert tie or places[better.quote_id] < places[worse.quote_id]


@given(lists=RETRIEVED, fusion=FUSIONS)
def test_the_evidence_adds_up_to_the_score(lists: dict[str, Retrieved], fusion: Fusion) -> None:
    fused = fuse(lists, fusion)
    for scored in fused.ranking:
        parts = fused.evidence[scored.quote_id]
        assert math.fsum(part.share for part in parts) == scored.score
        assert [part.retriever for part in parts] == sorted(part.retriever for part in parts)


@given(lists=RETRIEVED)
def test_convex_shares_are_between_0_and_the_weight(lists: dict[str, Retrieved]) -> None:
    fused = fuse(lists, Fusion.CONVEX, weights={"keyword": 0.25, "dense": 0.75, "third": 1.0})
    for parts in fused.evidence.values():
        for part in parts:
            weight = {"keyword": 0.25, "dense": 0.75, "third": 1.0}[part.retriever] if len(lists) > 1 else 1.0
            assert 0 <= part.share <= weight * (1 + 1e-9)


@given(lists=RETRIEVED, fusion=BY_SCORE)
def test_substance_is_added_to_the_shares_of_a_score_fusion(lists: dict[str, Retrieved], fusion: Fusion) -> None:
    priors = {quote_id: 0.5 for scored_list in lists.values() for quote_id in scored_list.scores}
    without_substance = {scored.quote_id: scored.score for scored in fuse(lists, fusion).ranking}
    with_substance = fuse({**lists, "substance": Retrieved(Ranking(), priors)}, fusion).ranking
    assert {scored.quote_id: scored.score for scored in with_substance} == pytest.approx(
        {quote_id: score + 0.06 for quote_id, score in without_substance.items()}
    )


def test_feedback_gets_a_part_of_the_dense_weight() -> None:
    lists = {"keyword": retrieved({"a": 1.0}), "dense": retrieved({"a": 1.0}), "feedback": retrieved({"a": 1.0})}
    shares = {part.retriever: part.share for part in fuse(lists, Fusion.CONVEX).evidence["a"]}
    assert shares == pytest.approx({"keyword": 0.1, "dense": 0.72, "feedback": 0.18})


def test_rrf_ignores_retrievers_without_a_list() -> None:
    unlisted = Retrieved(Ranking(), {"a": 1.0})
    fused = fuse({"keyword": retrieved({"a": 3.0}), "substance": unlisted, "feedback": unlisted}, Fusion.RRF)
    assert [part.retriever for part in fused.evidence["a"]] == ["keyword"]
