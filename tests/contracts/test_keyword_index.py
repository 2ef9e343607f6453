"""What every KeywordIndex promises."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import MemoryKeywordIndex, indexed

from quotesearch.indexer.keyword import WhooshIndex
from quotesearch.indexer.protocols import Changes, KeywordIndex, Pattern

BRIDGE = indexed("the harbour needs a second bridge")
LIGHT = indexed("the lighthouse needs more light", name="Óskar Brandt")
PAINT = indexed("fresh paint for the old mill", name="Ilse van der Meer", title="Millers meet")


@pytest.fixture(params=[WhooshIndex, MemoryKeywordIndex])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], KeywordIndex]:
    """Return what makes a new index of each kind."""
    if request.param is WhooshIndex:
        return lambda: WhooshIndex(tmp_path / "keyword")
    return MemoryKeywordIndex


@pytest.fixture
def filled(make: Callable[[], KeywordIndex]) -> KeywordIndex:
    index = make()
    index.apply(Changes(3, (), (BRIDGE, LIGHT, PAINT)))
    return index


def found(index: KeywordIndex, text: str, **options: object) -> list[str]:
    return [scored.quote_id for scored in index.search(text, **{"depth": 10, **options})]


def test_a_new_index_holds_no_change_and_finds_nothing(make: Callable[[], KeywordIndex]) -> None:
    index = make()
    assert index.change == 0
    assert found(index, "bridge") == []


def test_it_holds_the_change_it_was_brought_to(filled: KeywordIndex) -> None:
    assert filled.change == 3
    filled.apply(Changes(7, (), ()))
    assert filled.change == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [("bridge", BRIDGE), ("BRIDGES", BRIDGE), ("brandt", LIGHT), ("Oskar", LIGHT), ("miller", PAINT)],
)
def test_a_quote_is_found_by_its_words_speaker_or_title(filled: KeywordIndex, text: str, expected: object) -> None:
    assert found(filled, text) == [expected.quote.id]


def test_one_shared_term_is_enough_and_more_rank_higher(filled: KeywordIndex) -> None:
    ranked = found(filled, "does the lighthouse need more light, or the harbour?")
    assert ranked[0] == LIGHT.quote.id
    assert set(ranked) == {LIGHT.quote.id, BRIDGE.quote.id}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the lighthouse needs light", {LIGHT.quote.id}),
        ("brandt light", {LIGHT.quote.id}),
        ("lighthouse harbour", set()),
        ("bridge unheardof", set()),
        ("?!", set()),
        ("", set()),
    ],
)
def test_quotes_that_have_every_term_are_told_from_the_rest(
    filled: KeywordIndex, text: str, expected: set[str]
) -> None:
    assert filled.having(text) == expected


def test_scores_of_others_come_behind_the_ranking(filled: KeywordIndex) -> None:
    alone = filled.search("needs a second bridge", depth=1)
    both = filled.search(
        "needs a second bridge", depth=1, also=[LIGHT.quote.id, PAINT.quote.id, BRIDGE.quote.id, "0" * 16]
    )
    assert both.entries[:1] == alone.entries
    every = filled.search("needs a second bridge", depth=10)
    assert both == every
    assert [scored.quote_id for scored in both] == [BRIDGE.quote.id, LIGHT.quote.id]


def test_depth_bounds_the_ranking(filled: KeywordIndex) -> None:
    assert found(filled, "needs", depth=1) == found(filled, "needs")[:1]


def test_quotes_that_tie_are_ranked_by_id_at_every_depth(make: Callable[[], KeywordIndex]) -> None:
    twins = [indexed("more light", document_id=f"twin {number}") for number in range(12)]
    index = make()
    index.apply(Changes(1, (), tuple(twins)))
    ids = sorted(twin.quote.id for twin in twins)
    for depth in range(1, 13):
        assert found(index, "light", depth=depth) == ids[:depth]


def test_only_quotes_within_are_ranked(filled: KeywordIndex) -> None:
    assert found(filled, "needs", within={LIGHT.quote.id, PAINT.quote.id}) == [LIGHT.quote.id]
    assert found(filled, "needs", within=[BRIDGE.quote.id]) == [BRIDGE.quote.id]


def test_within_nothing_nothing_is_found(filled: KeywordIndex) -> None:
    assert found(filled, "needs", within=frozenset()) == []
    assert found(filled, "needs", within={"0123456789abcdef"}) == []


def test_a_removed_quote_is_not_found(filled: KeywordIndex) -> None:
    filled.apply(Changes(4, (BRIDGE.quote.id, "0123456789abcdef"), ()))
    assert found(filled, "needs") == [LIGHT.quote.id]


def test_a_replaced_quote_is_found_by_its_new_words_only(filled: KeywordIndex) -> None:
    changed = indexed("the harbour wants a second bridge", document_id=BRIDGE.quote.document_id)
    assert changed.quote.id == BRIDGE.quote.id
    filled.apply(Changes(4, (BRIDGE.quote.id,), (changed,)))
    assert found(filled, "wants") == [BRIDGE.quote.id]
    assert found(filled, "needs") == [LIGHT.quote.id]


def test_applying_twice_is_applying_once(filled: KeywordIndex) -> None:
    before = filled.search("needs harbour light", depth=10)
    filled.apply(Changes(3, (), (BRIDGE, LIGHT, PAINT)))
    assert [one.quote_id for one in filled.search("needs harbour light", depth=10)] == [one.quote_id for one in before]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text())
def test_no_text_raises(filled: KeywordIndex, text: str) -> None:
    assert set(found(filled, text)) <= {BRIDGE.quote.id, LIGHT.quote.id, PAINT.quote.id}


@pytest.mark.parametrize("text", ["", "  ", "!?", "text:bridge AND (", "*", '"', "bridge^", "[a TO", "-bridge", "\0"])
def test_the_signs_of_query_languages_are_only_signs(filled: KeywordIndex, text: str) -> None:
    assert found(filled, text) == ([BRIDGE.quote.id] if "bridge" in text else [])


def having(index: KeywordIndex, *phrases: str, apart: int = 0) -> set[str]:
    return set(index.containing(Pattern(tuple(tuple(phrase.split()) for phrase in phrases), apart)))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("second bridge", {BRIDGE.quote.id}),
        ("bridge second", set()),
        ("second bridges", set()),
        ("needs", {BRIDGE.quote.id, LIGHT.quote.id}),
        ("need", set()),
        ("light*", {LIGHT.quote.id}),
        ("har*", {BRIDGE.quote.id}),
        ("mi?l", {PAINT.quote.id}),
        ("lig*ouse", {LIGHT.quote.id}),
        ("more li*", {LIGHT.quote.id}),
        ("brandt", set()),
    ],
)
def test_a_phrase_is_words_of_the_quote_itself_side_by_side(
    filled: KeywordIndex, phrase: str, expected: set[str]
) -> None:
    assert having(filled, phrase) == expected


@pytest.mark.parametrize(
    ("phrases", "apart", "found"),
    [
        (("harbour", "bridge"), 3, True),
        (("harbour", "bridge"), 2, False),
        (("bridge", "harbour"), 3, True),
        (("second bridge", "the harbour"), 2, True),
        (("needs a", "a second"), 5, False),
    ],
)
def test_two_phrases_are_near_each_other_in_either_order(
    filled: KeywordIndex, phrases: tuple[str, str], apart: int, *, found: bool
) -> None:
    assert having(filled, *phrases, apart=apart) == ({BRIDGE.quote.id} if found else set())


WORDS = ["the", "old", "mill", "needs", "light", "li*", "mi?l"]
PHRASES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), min_size=1, max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5),
    phrases=PHRASES,
    apart=st.integers(0, 3),
)
def test_every_index_finds_the_same_patterns(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], phrases: list[tuple[str, ...]], apart: int
) -> None:
    pattern = Pattern(tuple(phrases), apart)
    added = tuple(indexed(text, document_id=f"{place} {text}") for place, text in enumerate(texts))
    whoosh, memory = WhooshIndex(tmp_path_factory.mktemp("keyword")), MemoryKeywordIndex()
    for index in (whoosh, memory):
        index.apply(Changes(1, (), added))
    assert whoosh.containing(pattern) == memory.containing(pattern)
    whoosh.close()
