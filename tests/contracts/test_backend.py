"""Storing and retrieving in every backend: the same tests run on the reference backend and on the local one."""

from datetime import date

import numpy as np
import pytest
from contract import by_meaning, by_words, entry, fill, finish, id_of, phrase, retrieved, selected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import HashEncoder

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.model import QuoteKind, Reported
from quotesearch.indexer.protocols import Retrieval, Storage
from quotesearch.indexer.records import EVERYTHING, PutReport, Selection
from quotesearch.indexer.text.analysis import terms

BRIDGE = entry("the harbour needs a second bridge", outlet="Evening Post", published=date(2024, 3, 1), title="Harbour")
LIGHT = entry("the lighthouse needs more light", name="Óskar Brandt", outlet="Gazette", published=date(2024, 5, 2))
PAINT = entry("fresh paint for the old mill", title="The Miller’s Tale", kind=QuoteKind.INDIRECT)
ALL = (BRIDGE, LIGHT, PAINT)


@pytest.fixture
def filled(storage: Storage) -> Storage:
    fill(storage, *ALL)
    return storage


# -- writing ------------------------------------------------------------------------------------


def test_an_empty_index_has_no_quotes_and_returns_no_results(storage: Storage) -> None:
    with storage.reader() as reader:
        assert by_words(reader, "bridge") == by_meaning(reader, "bridge") == ()
        assert reader.select(EVERYTHING, limit=10).scores == {}
        assert reader.statistics().quotes == 0
        assert reader.facets(EVERYTHING).quotes == 0
        assert reader.speakers() == reader.suggest_speakers("mara") == ()


def test_a_put_counts_new_changed_and_unchanged_documents(storage: Storage) -> None:
    assert storage.writer.put([BRIDGE, LIGHT]) == PutReport(added=2, quotes=2)
    changed = entry("fresh paint", document_id=LIGHT.document.id)
    assert storage.writer.put([BRIDGE, changed, PAINT]) == PutReport(added=1, changed=1, unchanged=1, quotes=2)


def test_another_recipe_makes_a_document_count_as_changed(storage: Storage) -> None:
    old_entry, new_entry = entry("more light", recipe="1"), entry("more light", recipe="2")
    storage.writer.put([old_entry])
    assert storage.writer.fingerprints([old_entry.document.id, "nobody"]) == {old_entry.document.id: old_entry.stamp}
    assert storage.writer.put([new_entry]).changed == 1
    assert storage.writer.fingerprints([old_entry.document.id]) == {old_entry.document.id: new_entry.stamp}


def test_the_last_of_two_entries_for_one_document_is_stored(storage: Storage) -> None:
    first, last = entry("first words", document_id="d"), entry("last words", document_id="d")
    assert storage.writer.put([first, last]).added == 1
    with storage.reader() as reader:
        assert [quote.text for quote in reader.document_quotes("d")] == ["last words"]


def test_a_put_with_a_quote_that_is_not_in_its_document_stores_no_entry(storage: Storage) -> None:
    wrong = entry("words that stand elsewhere")
    broken = type(wrong)(entry("other words at all", document_id=wrong.document.id).document, wrong.quotes)
    with pytest.raises(ValueError, match="span"):
        storage.writer.put([BRIDGE, broken])
    with storage.reader() as reader:
        assert reader.statistics().documents == 0


def test_a_removed_document_is_not_found(filled: Storage) -> None:
    assert filled.writer.remove([BRIDGE.document.id, "nobody"]) == 1
    finish(filled)
    with filled.reader() as reader:
        assert set(by_words(reader, "needs")) == {id_of(LIGHT)}
        assert id_of(BRIDGE) not in by_meaning(reader, "harbour")
        assert reader.quotes([id_of(BRIDGE)]) == reader.documents([BRIDGE.document.id]) == {}


def test_a_changed_document_is_found_by_its_new_words_only(filled: Storage) -> None:
    changed = entry("the harbour wants a second bridge", document_id=BRIDGE.document.id)
    assert id_of(changed) == id_of(BRIDGE)
    filled.writer.put([changed])
    finish(filled)
    with filled.reader() as reader:
        assert by_words(reader, "wants") == (id_of(BRIDGE),)
        assert set(by_words(reader, "needs")) == {id_of(LIGHT)}


def test_a_changed_document_is_never_found_by_its_old_words(filled: Storage) -> None:
    filled.writer.put([entry("the airport wants a second runway", document_id=BRIDGE.document.id)])
    with filled.reader() as reader:  # the derived indexes are not up to date
        assert id_of(BRIDGE) not in by_words(reader, "harbour bridge")
        assert selected(reader, phrase("second bridge")) == []
        assert selected(reader, Selection(all_terms=terms("harbour"))) == []
        assert selected(reader, phrase("second runway")) == [id_of(BRIDGE)]


def test_an_open_reader_does_not_see_later_changes(filled: Storage) -> None:
    with filled.reader() as reader:
        first_answers = retrieved(reader, "harbour light"), reader.quotes([id_of(BRIDGE)]), selected(reader, EVERYTHING)
        filled.writer.put([entry("the airport wants a runway", document_id=BRIDGE.document.id), entry("more")])
        filled.writer.remove([LIGHT.document.id])
        finish(filled)
        assert (
            retrieved(reader, "harbour light"),
            reader.quotes([id_of(BRIDGE)]),
            selected(reader, EVERYTHING),
        ) == first_answers
        version = reader.version()
    with filled.reader() as reader:
        assert selected(reader, EVERYTHING) != first_answers[2]
        assert version is None or reader.version() != version


def test_a_quote_is_unembedded_until_it_has_a_vector(storage: Storage) -> None:
    storage.writer.put(ALL)
    unembedded = storage.writer.unembedded(10)
    assert {indexed.quote.id for indexed in unembedded} == set(map(id_of, ALL))
    assert {indexed.document_title for indexed in unembedded} == {"Harbour", "", "The Miller’s Tale"}
    storage.writer.add_vectors(
        [indexed.quote.id for indexed in unembedded], HashEncoder().encode(["a"] * len(unembedded))
    )
    assert not storage.writer.unembedded(10)
    with storage.reader() as reader:
        assert set(by_meaning(reader, "a")) == set(map(id_of, ALL))
        assert set(reader.vectors([id_of(BRIDGE), "no id"])) == {id_of(BRIDGE)}
        assert reader.vectors([id_of(BRIDGE)])[id_of(BRIDGE)] == pytest.approx(HashEncoder().encode(["a"])[0], abs=1e-3)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_vector_that_is_not_finite_is_refused(storage: Storage, value: float) -> None:
    storage.writer.put([BRIDGE])
    (indexed,) = storage.writer.unembedded(10)
    with pytest.raises(ValueError, match="finite"):
        storage.writer.add_vectors([indexed.quote.id], np.full((1, HashEncoder.dimension), value, np.float32))


# -- retrieving ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [("bridge", BRIDGE), ("BRIDGES", BRIDGE), ("brandt", LIGHT), ("Oskar", LIGHT), ("miller", PAINT)],
)
def test_a_quote_is_found_by_its_words_speaker_or_title(filled: Storage, text: str, expected: object) -> None:
    with filled.reader() as reader:
        assert by_words(reader, text) == (id_of(expected),)


def test_one_shared_term_is_enough_and_more_rank_higher(filled: Storage) -> None:
    with filled.reader() as reader:
        ids = by_words(reader, "does the lighthouse need more light, or the harbour?")
        assert ids[0] == id_of(LIGHT)
        assert set(ids) == {id_of(LIGHT), id_of(BRIDGE)}


def test_every_retriever_scores_every_candidate(filled: Storage) -> None:
    with filled.reader() as reader:
        answer = retrieved(reader, "second bridge", depth=10, feedback=2)
        assert set(answer.lists) == {"keyword", "dense"}
        assert answer.lists["keyword"] == (id_of(BRIDGE),)
        assert answer.candidates.keys() == set(map(id_of, ALL))
        assert answer.candidates[id_of(PAINT)].keyword == 0
        assert all(
            -1 <= candidate.dense <= 1 and -1 <= candidate.feedback <= 1 for candidate in answer.candidates.values()
        )
        dense = [answer.candidates[quote_id].dense for quote_id in answer.lists["dense"]]
        assert dense == sorted(dense, reverse=True)
        assert answer.candidates[id_of(BRIDGE)].words == 6
        assert answer.candidates[id_of(BRIDGE)].confidence == 1
        assert answer.exhausted


def test_a_retriever_that_was_not_requested_gives_the_lowest_score(filled: Storage) -> None:
    with filled.reader() as reader:
        (words,) = reader.retrieve(Retrieval(terms=terms("bridge")))
        (meaning,) = reader.retrieve(Retrieval(vector=HashEncoder().encode(["bridge"])[0]))
        assert {(candidate.dense, candidate.feedback) for candidate in words.candidates.values()} == {(-1, -1)}
        assert {(candidate.keyword, candidate.feedback) for candidate in meaning.candidates.values()} == {(0, -1)}
        assert set(words.lists) == {"keyword"}
        assert set(meaning.lists) == {"dense"}


def test_several_retrievals_are_answered_in_one_call(filled: Storage) -> None:
    with filled.reader() as reader:
        retrievals = [Retrieval(terms=terms(text)) for text in ("bridge", "light", "nothing")]
        assert [set(answer.candidates) for answer in reader.retrieve(*retrievals)] == [
            {id_of(BRIDGE)},
            {id_of(LIGHT)},
            set(),
        ]


def test_a_deeper_list_begins_with_the_shallower_one(storage: Storage) -> None:
    fill(storage, *(entry(f"light {'light ' * (number % 3)}{number}") for number in range(12)))
    with storage.reader() as reader:
        for ranking_of in (by_words, by_meaning):
            deepest = ranking_of(reader, "light", depth=20)
            assert len(deepest) == 12
            assert [ranking_of(reader, "light", depth=depth) for depth in range(1, 13)] == [
                deepest[:depth] for depth in range(1, 13)
            ]


def test_quotes_with_equal_scores_are_ranked_by_id(storage: Storage) -> None:
    twins = [entry("more light", document_id=f"twin {number}") for number in range(12)]
    fill(storage, *twins)
    with storage.reader() as reader:
        ids = tuple(sorted(map(id_of, twins)))
        assert by_words(reader, "light") == by_meaning(reader, "light") == ids
        assert by_words(reader, "light", depth=5) == ids[:5]


def test_a_retrieval_is_exhausted_if_no_list_is_full(filled: Storage) -> None:
    with filled.reader() as reader:
        assert retrieved(reader, "needs", depth=4).exhausted
        assert not retrieved(reader, "needs", depth=2).exhausted


@pytest.mark.parametrize("text", ["", "  ", "!?", "text:bridge AND (", "*", '"', "bridge^", "[a TO", "-bridge", "\0"])
def test_operators_of_query_languages_have_no_meaning(filled: Storage, text: str) -> None:
    with filled.reader() as reader:
        assert by_words(reader, text) == ((id_of(BRIDGE),) if "bridge" in text else ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text())
def test_no_text_raises(filled: Storage, text: str) -> None:
    with filled.reader() as reader:
        assert set(by_words(reader, text)) <= set(map(id_of, ALL))


def test_every_candidate_passes_the_reports_of_a_selection(storage: Storage) -> None:
    thought = entry("more light for the harbour", reports=Reported.THOUGHT)
    fill(storage, *ALL, thought)
    speech = Selection(reports=frozenset({Reported.SPEECH}))
    with storage.reader() as reader:
        assert set(retrieved(reader, "harbour light", speech).candidates) == set(map(id_of, ALL))
        assert id_of(thought) in retrieved(reader, "harbour light").candidates


def test_no_quote_passes_a_filter_by_an_unknown_name(filled: Storage) -> None:
    with filled.reader() as reader:
        for name in ("nobody", "…", "brandt lindqvist"):
            assert retrieved(reader, "needs", Selection(speakers=(name,))).candidates == {}
            assert selected(reader, Selection(outlets=(name,))) == []


def test_a_speaker_who_is_not_quoted_is_not_merged(filled: Storage) -> None:
    for name, into in (("Óskar Brandt", "Nobody"), ("Nobody", "Óskar Brandt")):
        with pytest.raises(NotFoundError):
            filled.writer.merge_speakers(name, into)
