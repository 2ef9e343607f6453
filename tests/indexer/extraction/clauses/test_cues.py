"""Cues are verbs that report, with their auxiliaries; the same words as nouns are no cues."""

from itertools import pairwise

import pytest
from sentences import tokens_of, words_of

from quotesearch.indexer.extraction.clauses.cues import ACCORDING, Cue, find_cues


def cues_of(sentence: str) -> list[str | None]:
    tokens = tokens_of(sentence)
    return [words_of(tokens, (cue.first, cue.last)) for cue in find_cues(tokens)]


def first_cue(sentence: str) -> Cue:
    return find_cues(tokens_of(sentence))[0]


@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Moss said no", ["said"]),
        ("Moss has also said no", ["has also said"]),
        ("Moss has angrily said no", ["has angrily said"]),
        ("Moss Emily said no", ["said"]),
        ("Fly said no", ["said"]),
        ("the fly said no", ["said"]),
        ("Mrs May told them", ["told"]),
        ("Mrs Later Then told them", ["Later Then told"]),
        ("She pointed out that it fell", ["pointed out"]),
        ("She pointed it out", []),
        ("They lashed out at him", ["lashed out at"]),
        ("According to Moss it fell", ["According to"]),
        ("it fell according to her", ["according to"]),
        ("it fell according", []),
        ("it fell according with her", []),
        ("Moss said no and told them", ["said", "told"]),
        ("Moss did not say no", []),
        ("Moss never said no", []),
        ("Moss didn't say no", []),
        ("He wants to say no", ["wants", "to say"]),
        ("to said no", ["said"]),
        ("They “said” no", []),
        ("Ada Said no", []),
        ("Said no", ["Said"]),
        ("the Said no", ["Said"]),
        ("Ada Saying no", ["Saying"]),
        ("her campaign 's claim that it fell", []),
        ("her campaign 's claimed that it fell", ["'s claimed"]),
        ("her campaign 's claiming that it fell", ["'s claiming"]),
        ("The council's claims", []),
        ("the claims that it fell", []),
        ("the claiming that it fell", ["claiming"]),
        ("the said plan", ["said"]),
        ("in claims", []),
        ("Moss claims it", ["claims"]),
        ("Moss claims 3", ["claims"]),
        ("she claims 3", ["claims"]),
        ("clerk claims 3", []),
        ("clerk claims", []),
        ("clerk claims that it fell", ["claims"]),
        ("clerk claims : it fell", ["claims"]),
        ("clerk claims she fell", ["claims"]),
        ("clerk claims the dam fell", ["claims"]),
        ("clerk claims “it fell”", ["claims"]),
        ("clerk thinks “it fell”", ["thinks"]),
        ("clerk fears “it fell”", []),
        ("clerk insists 3", ["insists"]),
        ("claim it fell", []),
        ("clerks claim it fell", ["claim"]),
        ("people claim it fell", []),
        ("they claim it fell", ["claim"]),
        ("people then claim it fell", []),
        ("they then claim it fell", ["then claim"]),
        ("people insist it fell", ["insist"]),
        ("has claim it fell", ["has claim"]),
        ("these claim it fell", []),
        ("these insist it fell", ["insist"]),
        ("insist it fell", []),
        ("some insist it fell", ["insist"]),
        ("the insist it fell", []),
        ("clerk claimed 3", ["claimed"]),
    ],
)
def test_a_word_is_a_cue_only_as_a_verb_that_reports(sentence: str, cues: list[str]) -> None:
    assert cues_of(sentence) == cues


def test_cues_do_not_overlap() -> None:
    tokens = tokens_of("he has said told also says")
    cues = find_cues(tokens)
    assert len(cues) > 1
    assert all(first.last <= second.first for first, second in pairwise(cues))


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("Moss was told that", True),
        ("Moss has been called it", True),
        ("Moss is said to go", True),
        ("Moss was saying it", False),
        ("Moss has said it", False),
        ("Moss was read it", False),
        ("Moss said it", False),
    ],
)
def test_a_participle_with_a_form_of_be_is_a_passive(sentence: str, passive: bool) -> None:  # noqa: FBT001
    assert first_cue(sentence).passive is passive


def test_an_infinitive_begins_with_to() -> None:
    cue = first_cue("He is ready to say no")
    assert (cue.first, cue.last, cue.verb, cue.infinitive) == (3, 5, 4, True)
    assert first_cue("He gave it to says it").infinitive is False


def test_the_verb_of_a_cue_is_its_last_word_before_particles() -> None:
    cue = first_cue("She has also pointed out that it fell")
    assert (cue.first, cue.last, cue.verb, cue.form.stem) == (1, 5, 3, "point_out")


def test_according_to_is_a_cue_of_its_own_form() -> None:
    assert first_cue("it fell, according to her").form is ACCORDING
