"""Phrases, wildcards and NEAR: the full-text index finds the same quotes as a plain comparison of words."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local import entry_with, ids_of, local_index, passing

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store import patterns
from quotesearch.indexer.local.store.patterns import has_pattern
from quotesearch.indexer.records import Attributed, Pattern
from quotesearch.indexer.text.normalise import folded_words

BRIDGE = entry_with("the harbour needs a second bridge", document_id="bridge")
LIGHT = entry_with("the lighthouse needs more light", document_id="light", name="Óskar Brandt")
PAINT = entry_with("fresh paint for the old mill", document_id="paint", name="Ilse van der Meer")
WORDS = ("the", "old", "mill", "milk", "light", "east", "東京")
SHAPES = (*WORDS, "li*", "mi?l", "m*l", "m?l?", "l*t", "ea?t", "東*", "none", "no*e")
"""Words of patterns; each has a letter before its first wildcard, as `pattern_words` requires."""

phrases = st.lists(st.sampled_from(SHAPES), min_size=1, max_size=3).map(tuple)
a_pattern = st.builds(Pattern, st.lists(phrases, min_size=1, max_size=2).map(tuple), st.integers(0, 3))
some_texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=6)


def pattern(*written: str, apart: int = 0) -> Pattern:
    return Pattern(tuple(tuple(phrase.split()) for phrase in written), apart)


def matching(storage: LocalStorage, query: Pattern) -> set[str]:
    return passing(storage, required=(query,))


def matches_plainly(words: Sequence[str], query: Pattern) -> bool:
    """Return whether the words match the pattern, by trying every position of both phrases."""
    ends = [
        [(start, start + len(phrase)) for start in range(len(words)) if fits(words[start:], phrase)]
        for phrase in query.phrases
    ]
    if len(ends) == 1:
        return bool(ends[0])
    gaps = [max(first[0] - second[1], second[0] - first[1]) for first in ends[0] for second in ends[1]]
    return any(0 <= gap <= query.apart for gap in gaps)


def fits(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) >= len(phrase) and all(map(fnmatchcase, words, phrase))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return an index of three quotes; its derived indexes have nothing yet."""
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        storage.writer.put([BRIDGE, LIGHT, PAINT])
        yield storage


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("second bridge", (BRIDGE,)),
        ("bridge second", ()),
        ("second bridges", ()),
        ("needs", (BRIDGE, LIGHT)),
        ("need", ()),
        ("light*", (LIGHT,)),
        ("har*", (BRIDGE,)),
        ("mi?l", (PAINT,)),
        ("lig*ouse", (LIGHT,)),
        ("more li*", (LIGHT,)),
        ("har* needs", (BRIDGE,)),
        ("ha?bour ne*s", (BRIDGE,)),
        ("zz*", ()),
        ("z?z", ()),
        ("brandt", ()),
    ],
)
def test_a_phrase_matches_consecutive_words_of_the_quote(
    filled: LocalStorage, phrase: str, expected: tuple[Attributed, ...]
) -> None:
    assert matching(filled, pattern(phrase)) == ids_of(*expected)
    assert passing(filled, excluded=(pattern(phrase),)) == ids_of(BRIDGE, LIGHT, PAINT) - ids_of(*expected)


@pytest.mark.parametrize(
    ("phrases", "apart", "expected"),
    [
        (("harbour", "bridge"), 3, True),
        (("harbour", "bridge"), 2, False),
        (("bridge", "harbour"), 3, True),
        (("second bridge", "the harbour"), 2, True),
        (("needs a", "a second"), 5, False),
        (("bridge", "bridge"), 5, False),
        (("har*", "b?idge"), 3, True),
    ],
)
def test_two_phrases_are_near_each_other_in_either_order(
    filled: LocalStorage, phrases: tuple[str, str], apart: int, *, expected: bool
) -> None:
    assert matching(filled, pattern(*phrases, apart=apart)) == (ids_of(BRIDGE) if expected else set())


def test_every_pattern_of_a_selection_has_to_match(filled: LocalStorage) -> None:
    needs, light = pattern("needs"), pattern("light")
    assert passing(filled, required=(needs, light)) == ids_of(LIGHT)
    assert passing(filled, required=(needs,), excluded=(light,)) == ids_of(BRIDGE)
    assert passing(filled, excluded=(needs, light)) == ids_of(PAINT)


@given(words=st.lists(st.sampled_from(WORDS), max_size=8), query=a_pattern)
def test_words_are_compared_as_file_names_at_every_position(words: list[str], query: Pattern) -> None:
    assert has_pattern(words, query) is matches_plainly(words, query)


@given(
    words=st.lists(st.text("ab", min_size=1, max_size=4), max_size=5),
    query=st.lists(st.text("ab?*", min_size=1, max_size=4), min_size=1, max_size=2).map(lambda p: Pattern((tuple(p),))),
)
def test_wildcards_inside_a_phrase_are_those_of_file_names(words: list[str], query: Pattern) -> None:
    assert has_pattern(words, query) is matches_plainly(words, query)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return an index that every example of a property fills again."""
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        yield storage


@pytest.mark.parametrize("limit", [0, 1, 2, patterns.MOST_PHRASES])
def test_the_index_finds_what_a_plain_comparison_finds(
    example: LocalStorage, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(patterns, "MOST_PHRASES", limit)

    @settings(max_examples=60)
    @given(texts=some_texts, query=a_pattern)
    def compare(texts: list[list[str]], query: Pattern) -> None:
        entries = [entry_with(" ".join(words), document_id=f"d{place}") for place, words in enumerate(texts)]
        example.writer.remove([f"d{place}" for place in range(6)])
        example.writer.put(entries)
        expected = [article for article, words in zip(entries, texts, strict=True) if matches_plainly(words, query)]
        assert matching(example, query) == ids_of(*expected)
        assert passing(example, excluded=(query,)) == ids_of(*entries) - ids_of(*expected)

    compare()


def test_a_pattern_may_match_more_words_than_a_query_allows(storage: LocalStorage) -> None:
    words = [f"wa{number:03}x" for number in range(patterns.MOST_PHRASES + 200)]
    entries = [
        entry_with(" ".join(words), document_id="all"),
        entry_with("wa001x wa003x wa002x", document_id="some"),
        entry_with("wa001 wa002", document_id="none"),
        entry_with("the old mill", document_id="other"),
    ]
    storage.writer.put(entries)
    assert matching(storage, pattern("wa*x")) == ids_of(*entries[:2])
    assert matching(storage, pattern("wa*1x wa?0?x wa*2x")) == ids_of(entries[1])
    assert matching(storage, pattern("wa*9x", "wa0?1x", apart=1)) == ids_of(entries[0])
    assert passing(storage, excluded=(pattern("wa*x"),)) == ids_of(*entries[2:])


def test_a_pattern_may_match_as_many_words_as_a_query_allows(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"wa{number:03}x" for number in range(patterns.MOST_PHRASES)]
    article = entry_with(" ".join(["mill", *words]), document_id="all")
    storage.writer.put([article, entry_with("the old mill", document_id="other")])
    monkeypatch.setattr(patterns, "_compare", lambda *_: pytest.fail("read the quotes"))
    assert matching(storage, pattern("wa*x")) == ids_of(article)
    assert matching(storage, pattern("wa*x", "mill", apart=1)) == ids_of(article)


def test_a_replaced_quote_is_not_found_by_a_phrase_of_its_old_text(storage: LocalStorage) -> None:
    old = entry_with("the harbour needs a second bridge", document_id="one")
    new = entry_with("the harbour wants a second bridge", document_id="one")
    assert ids_of(old) == ids_of(new)
    storage.writer.put([old, LIGHT])
    storage.writer.put([new])
    assert matching(storage, pattern("harbour needs")) == set()
    assert matching(storage, pattern("wants")) == ids_of(new)
    storage.writer.remove(["one"])
    assert matching(storage, pattern("wants")) == set()


@pytest.mark.parametrize("words", ["peace ﷺ upon", "the ⑴ paragraph", "one ½ mile", "東京 tower", "ﬁne Ĳssel"])
def test_a_letter_that_is_spelt_out_is_found_by_a_phrase(storage: LocalStorage, words: str) -> None:
    article = entry_with(f"he said {words} to all", document_id="one")
    storage.writer.put([article, LIGHT])
    assert matching(storage, Pattern((tuple(folded_words(words)),))) == ids_of(article)
    assert matching(storage, Pattern((tuple(reversed(folded_words(words))),))) == set()


@pytest.mark.parametrize("phrases", [(), (("a",), ("b",), ("c",)), ((),), (("a", ""),)])
def test_a_pattern_has_one_or_two_phrases_of_words(phrases: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="one or two non-empty phrases"):
        Pattern(phrases)
