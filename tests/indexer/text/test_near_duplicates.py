"""Texts of nearly the same words share a key, and texts of other words do not."""

import pytest

from quotesearch.indexer.text.near_duplicates import near_keys

SAID = (
    "We have repaired both engines of the ferry, and nobody will be left on the island this summer, "
    "whatever the weather brings to the harbour in the coming weeks of autumn storms"
)
OTHER = "The council pays for fresh paint on the old mill before another winter comes to the valley of the herring"


def shared(first: str, second: str) -> set[int]:
    """Return the keys that two texts share."""
    first, second = (set(keys) for keys in near_keys([first, second]))
    return first & second


def test_case_accents_and_marks_make_no_other_keys() -> None:
    first, second = near_keys([SAID, f"«{SAID.upper()}!»"])
    assert first == second


def test_a_text_with_one_other_word_shares_a_key() -> None:
    assert shared(SAID, SAID.replace("summer", "winter"))


def test_texts_of_other_words_share_no_key() -> None:
    assert not shared(SAID, OTHER)


def test_a_text_in_another_order_of_words_shares_less_than_itself() -> None:
    backwards = " ".join(reversed(SAID.split()))
    assert len(shared(SAID, backwards)) < len(shared(SAID, SAID))


@pytest.mark.parametrize("text", ["", "?!", "…"])
def test_a_text_without_words_has_no_key(text: str) -> None:
    assert list(near_keys([text])) == [()]


def test_the_keys_of_a_text_do_not_depend_on_the_texts_next_to_it() -> None:
    assert list(near_keys([SAID, "", OTHER])) == [*near_keys([SAID]), (), *near_keys([OTHER])]


def test_a_key_is_a_number_of_32_bits() -> None:
    assert all(0 <= key < 1 << 32 for keys in near_keys([SAID, "yes"]) for key in keys)
