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
    """Return what a retriever says that lists the scores, and when asked gives those `below`."""
    return Retrieved(Ranking.of(scores), {**(below or {}), **scores})


def order(**said: Retrieved) -> list[str]:
    return [scored.quote_id for scored in fuse(said, Fusion.RRF).ranking]


RETRIEVED = st.dictionaries(
    st.sampled_from(["dense", "keyword", "third"]),
    st.tuples(SCORES, SCORES).map(lambda two: retrieved(two[0], below=two[1])),
)


def test_by_rank_second_in_both_beats_first_in_one() -> None:
    keyword = retrieved({"only-keyword": 9.0, "both": 8.0})
    dense = retrieved({"only-dense": 0.9, "both": 0.8})
    assert order(keyword=keyword, dense=dense) == ["both", "only-dense", "only-keyword"]


def test_by_rank_the_score_is_the_papers_sum() -> None:
    fused = fuse({"keyword": retrieved({"a": 3.0, "b": 2.0}), "dense": retrieved({"b": 0.5})}, Fusion.RRF)
    assert {scored.quote_id: scored.score for scored in fused.ranking} == {
        "a": 1 / 61,
        "b": math.fsum((1 / 61, 1 / 62)),
    }


def test_convex_fusion_reaches_from_the_lowest_possible_score_to_the_best_seen() -> None:
    said = {"keyword": retrieved({"a": 8.0}, below={"b": 2.0}), "dense": retrieved({"b": 0.6}, below={"a": 0.2})}
    fused = fuse(said, Fusion.CONVEX, weights={"keyword": 0.5, "dense": 0.5})
    scores = {scored.quote_id: scored.score for scored in fused.ranking}
    assert scores == {"a": pytest.approx(0.5 + 0.5 * 1.2 / 1.6), "b": pytest.approx(0.5 * 2 / 8 + 0.5)}


def test_minmax_fusion_reaches_from_the_lowest_score_seen() -> None:
    said = {"keyword": retrieved({"a": 8.0, "b": 4.0, "c": 2.0})}
    fused = fuse(said, Fusion.MINMAX, weights={"keyword": 1.0})
    assert [scored.score for scored in fused.ranking] == [1.0, pytest.approx(1 / 3), 0.0]


def test_distribution_based_fusion_counts_standard_deviations_of_the_list() -> None:
    said = {"keyword": retrieved({"a": 3.0, "b": 1.0}, below={"c": 0.0})}
    fused = fuse(said, Fusion.DBSF, weights={"keyword": 1.0})
    assert [scored.score for scored in fused.ranking] == pytest.approx([0.5 + 1 / 6, 0.5 - 1 / 6, 0.5 - 2 / 6])


def test_weights_shift_what_counts() -> None:
    said = {"keyword": retrieved({"a": 8.0}, below={"b": 0.0}), "dense": retrieved({"b": 0.9}, below={"a": 0.1})}
    for favoured, first in (("keyword", "a"), ("dense", "b")):
        weights = {"keyword": 0.1, "dense": 0.1, favoured: 0.9}
        assert fuse(said, Fusion.MINMAX, weights=weights).ranking.entries[0].quote_id == first


def test_a_score_below_the_list_has_no_rank() -> None:
    said = {"keyword": retrieved({"a": 8.0}, below={"b": 0.0}), "dense": retrieved({"b": 0.6}, below={"a": 0.2})}
    assert [(each.retriever, each.rank, each.score) for each in fuse(said).evidence["b"]] == [
        ("dense", 1, 0.6),
        ("keyword", None, 0.0),
    ]
    assert [each.retriever for each in fuse(said, Fusion.RRF).evidence["b"]] == ["dense"]


@pytest.mark.parametrize("fusion", Fusion)
def test_nothing_to_fuse_gives_nothing(fusion: Fusion) -> None:
    assert fuse({}, fusion).ranking == Ranking()
    assert fuse({"keyword": retrieved({}), "dense": retrieved({})}, fusion).ranking == Ranking()


@given(said=RETRIEVED, fusion=BY_SCORE)
def test_fusion_knows_exactly_the_quotes_that_are_scored(said: dict[str, Retrieved], fusion: Fusion) -> None:
    fused = {scored.quote_id for scored in fuse(said, fusion).ranking}
    assert fused == {quote_id for own in said.values() for quote_id in own.scores}


@given(said=RETRIEVED, fusion=FUSIONS)
def test_the_order_in_which_retrievers_come_does_not_matter(said: dict[str, Retrieved], fusion: Fusion) -> None:
    assert fuse(said, fusion) == fuse(dict(reversed(said.items())), fusion)


@given(scores=SCORES, fusion=FUSIONS)
def test_one_retriever_alone_keeps_its_order(scores: dict[str, float], fusion: Fusion) -> None:
    alone = retrieved(scores)
    fused = fuse({"keyword": alone}, fusion).ranking
    places = {scored.quote_id: place for place, scored in enumerate(fused)}
    for better, worse in zip(alone.ranking, alone.ranking.entries[1:], strict=False):
        tie = math.isclose(fused.entries[places[better.quote_id]].score, fused.entries[places[worse.quote_id]].score)
        assert tie or places[better.quote_id] < places[worse.quote_id]


@given(said=RETRIEVED, fusion=FUSIONS)
def test_the_evidence_adds_up_to_the_score(said: dict[str, Retrieved], fusion: Fusion) -> None:
    fused = fuse(said, fusion)
    for scored in fused.ranking:
        parts = fused.evidence[scored.quote_id]
        assert math.fsum(part.share for part in parts) == scored.score
        assert [part.retriever for part in parts] == sorted(part.retriever for part in parts)


@given(said=RETRIEVED)
def test_convex_shares_lie_between_nothing_and_their_weight(said: dict[str, Retrieved]) -> None:
    fused = fuse(said, Fusion.CONVEX, weights={"keyword": 0.25, "dense": 0.75, "third": 1.0})
    for parts in fused.evidence.values():
        for part in parts:
            weight = {"keyword": 0.25, "dense": 0.75, "third": 1.0}[part.retriever] if len(said) > 1 else 1.0
            assert 0 <= part.share <= weight * (1 + 1e-9)


@given(said=RETRIEVED, fusion=BY_SCORE)
def test_shares_of_score_fusions_are_weighed_to_one_and_substance_comes_on_top(
    said: dict[str, Retrieved], fusion: Fusion
) -> None:
    told = {quote_id: 0.5 for own in said.values() for quote_id in own.scores}
    before = {scored.quote_id: scored.score for scored in fuse(said, fusion).ranking}
    after = fuse({**said, "substance": Retrieved(Ranking(), told)}, fusion).ranking
    assert {scored.quote_id: scored.score for scored in after} == pytest.approx(
        {quote_id: score + 0.06 for quote_id, score in before.items()}
    )


def test_feedback_takes_a_part_of_the_dense_retrievers_weight() -> None:
    said = {"keyword": retrieved({"a": 1.0}), "dense": retrieved({"a": 1.0}), "feedback": retrieved({"a": 1.0})}
    shares = {part.retriever: part.share for part in fuse(said, Fusion.CONVEX).evidence["a"]}
    assert shares == pytest.approx({"keyword": 0.1, "dense": 0.72, "feedback": 0.18})


def test_what_ranks_nothing_has_no_part_in_fusion_by_rank() -> None:
    told = Retrieved(Ranking(), {"a": 1.0})
    fused = fuse({"keyword": retrieved({"a": 3.0}), "substance": told, "feedback": told}, Fusion.RRF)
    assert [part.retriever for part in fused.evidence["a"]] == ["keyword"]
