"""Cue verbs have forms and frames, and word lists are files."""

from pathlib import Path

import pytest

from quotesearch.indexer.extraction.lexicon import VERBS, Frame, forms, is_negation
from quotesearch.indexer.text import wordlists
from quotesearch.indexer.text.wordlists import word_list, word_rows


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("claim", ["claims", "claimed", "claiming"]),
        ("note", ["notes", "noted", "noting"]),
        ("deny", ["denies", "denied", "denying"]),
        ("bray", ["brays", "brayed", "braying"]),
        ("stress", ["stresses", "stressed", "stressing"]),
        ("preach", ["preaches", "preached", "preaching"]),
        ("wish", ["wishes", "wished", "wishing"]),
        ("vex", ["vexes", "vexed", "vexing"]),
        ("tell", ["tells", "told", "telling"]),
    ],
)
def test_the_forms_of_a_verb_follow_english_spelling(stem: str, expected: list[str]) -> None:
    assert forms(stem) == expected


def test_a_form_knows_its_stem_its_frames_and_whether_it_is_a_gerund_or_the_stem() -> None:
    assert VERBS["said"] == [((), ("say", Frame.QUOTE | Frame.THAT | Frame.BARE, False, False))]
    ((_, gerund),) = VERBS["saying"]
    ((_, stem),) = VERBS["say"]
    assert (gerund.gerund, gerund.base) == (True, False)
    assert (stem.gerund, stem.base) == (False, True)
    assert VERBS["sing"][0][1].gerund is False


def test_a_stem_that_is_a_past_form_too_does_not_count_as_the_stem() -> None:
    assert [VERBS[stem][-1][1].base for stem in ("read", "put", "hit", "forecast")] == [False] * 4


def test_a_verb_with_particles_comes_before_the_same_verb_without() -> None:
    assert [particles for particles, _ in VERBS["called"]] == [("for",), ("on",), ()]
    assert [particles for particles, _ in VERBS["lashed"]] == [("out", "at")]


def test_a_verb_in_several_rows_has_the_frames_of_all() -> None:
    frames = VERBS["caution"][0][1].frames
    assert frames == Frame.QUOTE | Frame.THAT
    assert VERBS["support"][0][1].frames == Frame.OBJECT | Frame.STANCE


def test_a_word_list_has_the_words_of_its_file_without_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "birds.txt").write_text("# birds\ngull tern\n\nauk  # rare\n", encoding="utf-8")
    monkeypatch.setattr(wordlists, "__file__", str(tmp_path / "wordlists.py"))
    assert word_rows("birds") == (("gull", "tern"), ("auk",))
    assert word_list("birds") == {"gull", "tern", "auk"}


def test_each_shipped_word_list_is_lower_case_and_says_what_it_holds() -> None:
    for path in (Path(wordlists.__file__).parent / "data").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert word_list(path.stem)
        assert {word for word in word_list(path.stem) if word != word.lower()} == set()


def test_a_negation_is_listed_or_ends_in_nt() -> None:
    assert [is_negation(word) for word in ("never", "cannot", "didn't", "also", "note")] == [
        True,
        True,
        True,
        False,
        False,
    ]
