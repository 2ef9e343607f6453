"""Scores become spans: the best valid labels, runs, links."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotesearch.indexer.extraction.tagger import decoding
from quotesearch.indexer.extraction.tagger.decoding import FURTHEST, Run, best_labels


def scores(labels: list[int], count: int) -> NDArray[np.float32]:
    """Return log probabilities that favour the labels."""
    table = np.full((len(labels), count), np.log(0.1), np.float32)
    table[range(len(labels)), labels] = np.log(0.6)
    return table


@given(st.lists(st.lists(st.floats(-9, 0), min_size=5, max_size=5), min_size=1, max_size=9))
def test_a_continuing_label_follows_a_beginning_one(rows: list[list[float]]) -> None:
    (labels,) = best_labels(np.array([rows], np.float32))
    for previous, label in zip([0, *labels], labels, strict=False):
        assert label % 2 == 1 or label == 0 or previous in (label - 1, label)


@given(st.lists(st.lists(st.floats(-9, 0), min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_labels_are_the_best_of_all_valid_ones(rows: list[list[float]]) -> None:
    table = np.array(rows, np.float32)
    (labels,) = best_labels(table[None])
    sequences = np.array(np.meshgrid(*[range(3)] * len(rows))).T.reshape(-1, len(rows))
    valid = [
        sequence
        for sequence in sequences
        if all(b != 2 or a > 0 for a, b in zip([0, *sequence], sequence, strict=False))
    ]
    best = max(table[range(len(rows)), sequence].sum() for sequence in valid)
    assert table[range(len(rows)), labels].sum() == pytest.approx(best, abs=1e-4)


def test_cues_that_touch_are_two() -> None:
    flat = np.repeat(scores([0, 1, 2, 1, 0], 3)[:, None], 3, axis=1)
    assert decoding.cues(flat, bias=0.0) == [Run(1, 2), Run(3, 3)]


def test_a_bias_finds_more_cues() -> None:
    doubtful = np.log(np.array([[[0.6, 0.4, 0.0001]] * 3], np.float32))
    assert decoding.cues(doubtful, bias=0.0) == []
    assert decoding.cues(doubtful, bias=1.0) == [Run(0, 0)]


def test_a_cue_is_linked_to_its_source_and_to_each_part_of_its_content() -> None:
    roles = scores([3, 4, 0, 1, 0, 3], 5)
    flat = np.repeat(scores([0, 0, 0, 0, 1, 0], 3)[:, None], 3, axis=1)
    (linked,) = decoding.link([Run(4, 4)], flat, roles[None])
    assert linked.content == (Run(0, 1), Run(5, 5))
    assert linked.source == (Run(3, 3),)
    assert linked.cue_probability == pytest.approx(0.9)
    assert linked.content_probability == pytest.approx(0.7)


def test_a_cue_without_content_is_not_an_attribution() -> None:
    flat = np.repeat(scores([1, 0], 3)[:, None], 3, axis=1)
    assert decoding.link([Run(0, 0)], flat, scores([0, 1], 5)[None]) == []


def test_short_distances_have_separate_buckets_and_long_ones_share_buckets() -> None:
    buckets = decoding.buckets()
    assert len(buckets) == 2 * FURTHEST + 1
    assert len({*buckets[FURTHEST - 7 : FURTHEST + 8]}) == 15
    assert buckets[1] == buckets[3]
    assert buckets[FURTHEST] == 0
