"""Texts of nearly the same words share a key, other texts do not. Only the words of a text decide its keys."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.text.near_duplicates import near_keys

WORDS = [f"{first}{second}" for first in "abcdefghijklmnopqrstuvwxyz" for second in "abcdefghijklmnopqrstuvwxyz"]
"""Words that are too short to be pieces. Only their pairs count."""


def sharing(similarity: float, texts: int = 600, words: int = 46) -> float:
    """Return how many random pairs have a common key, as a share, if `similarity` of their pieces is common."""
    chance = random.Random(7)  # noqa: S311 - variety, not secrets
    common = round(2 * words * similarity / (1 + similarity))
    samples = [chance.sample(WORDS, 2 * words - common) for _ in range(texts)]
    first = near_keys(" ".join(sample[:words]) for sample in samples)
    second = near_keys(" ".join(sample[:common] + sample[words:]) for sample in samples)
    return sum(bool({*keys} & {*other_keys}) for keys, other_keys in zip(first, second, strict=True)) / texts


@pytest.mark.parametrize("similarity", [0.3, 0.5, 0.65, 0.8])
def test_the_more_pieces_are_common_the_likelier_is_a_shared_key(similarity: float) -> None:
    assert sharing(similarity) == pytest.approx(1 - (1 - similarity**4) ** 12, abs=0.07)


def test_unrelated_texts_share_no_key() -> None:
    keys = [key for number in range(2000) for key in next(near_keys([f"{number} x{number} y{number} z{number}"]))]
    assert len(set(keys)) >= len(keys) - 1


def test_the_keys_of_a_text_are_the_same_on_every_machine() -> None:
    (keys,) = near_keys(["The harbour will be dredged before the herring come back."])
    assert keys[::4] == (402498151, 3951363046, 3080634055)


@pytest.mark.parametrize("text", ["", " ", "— …", "\n"])
def test_a_text_without_words_has_no_keys(text: str) -> None:
    assert list(near_keys([text])) == [()]
    assert [len(keys) for keys in near_keys(["a", text, "b"])] == [12, 0, 12]


def test_no_texts_have_no_keys() -> None:
    assert list(near_keys([])) == []


def test_punctuation_case_and_repeated_words_do_not_matter() -> None:
    first, second = near_keys(["The bridge, the bridge: is “old”.", "the bridge the bridge the bridge is OLD"])
    assert first == second


def test_one_word_has_keys_of_its_own() -> None:
    assert len({keys for word in WORDS for keys in near_keys([word])}) == len(WORDS)


@given(st.lists(st.text("ab cde.", max_size=40), max_size=6))
def test_the_keys_of_a_text_do_not_depend_on_the_other_texts(texts: list[str]) -> None:
    together = list(near_keys(texts))
    assert together == [keys for text in texts for keys in near_keys([text])]
    assert all(0 <= key < 1 << 32 for keys in together for key in keys)
