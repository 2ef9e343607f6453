"""Between a cue and its content stand a recipient and adverbials, which are skipped."""

import pytest
from sentences import tokens_of, words_of

from quotesearch.indexer.extraction.clauses.adverbials import skip_adverbials, skip_recipient
from quotesearch.indexer.extraction.lexicon import Frame

SAY = Frame.QUOTE | Frame.THAT | Frame.BARE
NEVER = "(no content)"


def content_after(sentence: str, frames: Frame) -> str:
    """Return the words from the start of the content; the cue is the first token."""
    tokens = tokens_of(sentence)
    start = skip_adverbials(tokens, 1, len(tokens), frames)
    return NEVER if start is None else str(words_of(tokens, (start, len(tokens))))


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("said it fell", "it fell"),
        ("said : it fell", "it fell"),
        ("said on Monday it fell", "it fell"),
        ("said on Monday night it fell", "it fell"),
        ("said Monday it fell", "it fell"),
        ("said Monday morning it fell", "it fell"),
        ("said morning it fell", "morning it fell"),
        ("said last week it fell", "it fell"),
        ("said the week it fell", "it fell"),
        ("said a day it fell", "it fell"),
        ("said that night it fell", "it fell"),
        ("said that it fell", "that it fell"),
        ("said this week it fell", "it fell"),
        ("said angrily it fell", "it fell"),
        ("said early it fell", "it fell"),
        ("said only it fell", "it fell"),
        ("said family fell", "fell"),
        ("said July fell", "fell"),
        ("said fly fell", "fly fell"),
        ("said 2019 it fell", "it fell"),
        ("said again it fell", "it fell"),
        ("said in a speech on the dam that it fell", "that it fell"),
        ("said in a speech on the dam, it fell in the town", "it fell in the town"),
        ("said in a speech, it fell", NEVER),
        ("said in a speech, it fell now", NEVER),
        ("said in a speech, it fell just now", "it fell just now"),
        ("said in a speech, “it fell”", "“it fell”"),
        ("said in a speech : it fell", "it fell"),
        ("said in a speech on Monday it fell", "it fell"),
        ("said in a speech “it fell”", "“it fell”"),
        ("said in a “dam” it fell", NEVER),
        ("said in a speech it fell", "it fell"),
        ("said to him in it", NEVER),
        ("said in a speech", NEVER),
        ("said in the time of that dam it fell", "it fell"),
        ("said, “it fell”", "“it fell”"),
        ("said, it fell", NEVER),
        ("said, in a speech on Monday, that it fell", "that it fell"),
        ("said, in a speech that fell, it", NEVER),
        ("said, in a speech “it fell”", "“it fell”"),
        ("said Monday, it fell", "it fell"),
        ("said,", NEVER),
        ("said", NEVER),
        ("said on", NEVER),
        ("said on Monday", NEVER),
        (
            "said in one two three four five six seven eight nine ten one two three four five six seven that it fell",
            "that it fell",
        ),
    ],
)
def test_content_begins_after_the_adverbials(sentence: str, content: str) -> None:
    assert content_after(sentence, SAY) == content


def test_an_adverbial_has_a_greatest_length() -> None:
    words = "word " * 23
    assert content_after(f"said in {words}that it fell", SAY) == "that it fell"
    assert content_after(f"said in {words}word that it fell", SAY) == NEVER
    assert content_after(f"said in {words}on Monday it fell", SAY) == NEVER
    assert content_after(f"said, {words}“it fell”", SAY) == "“it fell”"
    assert content_after(f"said, {words}word “it fell”", SAY) == NEVER


def test_to_opens_content_if_the_verb_takes_an_infinitive() -> None:
    assert content_after("vowed to keep it", Frame.TO) == "to keep it"
    assert content_after("said to keep it", SAY) == "it"


def test_a_verb_with_an_object_may_begin_its_content_with_a_preposition() -> None:
    assert content_after("talked of the dam", Frame.OBJECT) == "of the dam"
    assert content_after("talked of the dam", SAY) == NEVER


def test_a_recipient_is_skipped_only_after_a_verb_of_telling() -> None:
    assert content_after("told him it fell", SAY | Frame.TELL) == "it fell"
    assert content_after("said him it fell", SAY) == "him it fell"
    assert content_after("told the paper on Monday that it fell", SAY | Frame.TELL) == "that it fell"


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("him it fell", "it fell"),
        ("Me it fell", "it fell"),
        ("reporters it fell", "it fell"),
        ("that it fell", "that it fell"),
        ("“it fell”", "“it fell”"),
        ("Ada Moss it fell", "it fell"),
        ("the old paper it fell", "paper it fell"),
        ("the paper it fell", "it fell"),
        ("his paper it fell", "it fell"),
        ("the Eastport Courier it fell", "it fell"),
        ("the BBC's Ann Hale it fell", "it fell"),
        ("Ada Moss of the Courier it fell", "it fell"),
        ("Moss and Lind it fell", "it fell"),
        ("Smith & Sons it fell", "it fell"),
        ("Ada Moss the dam fell", "the dam fell"),
        ("Ada Moss his dam fell", "fell"),
        ("Moss Monday it fell", "Monday it fell"),
        ("the , it fell", ", it fell"),
        ("the", ""),
        ("Moss", ""),
    ],
)
def test_the_recipient_is_one_word_or_a_noun_phrase(sentence: str, content: str) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, (skip_recipient(tokens, 0, len(tokens)), len(tokens))) == content


def test_a_recipient_ends_at_the_limit() -> None:
    tokens = tokens_of("the old Ada Moss fell")
    assert [skip_recipient(tokens, 0, limit) for limit in (0, 1, 2)] == [0, 1, 2]
    assert [skip_recipient(tokens, 2, limit) for limit in (2, 3, 4)] == [2, 3, 4]
