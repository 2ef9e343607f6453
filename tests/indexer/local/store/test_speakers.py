"""Speakers are found by any of their names, counted across documents, and suggested for similar names."""

import pytest
from local import connected, ids_of, passing, spoken

from quotesearch.indexer.errors import NotFoundError, QueryError
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store import speakers as speakers_module
from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.records import MAX_NAME, Selection, SpeakerCount

LINDQVIST = Speaker("Mára Lindqvist", role="harbour master", aliases=("Lindqvist", "the harbour master"))


def speakers(storage: LocalStorage, name: str = "", *, limit: int | None = None) -> tuple[SpeakerCount, ...]:
    with storage.reader() as reader:
        return reader.speakers(name, limit=limit)


def similar(storage: LocalStorage, name: str, *, limit: int = 5) -> tuple[str, ...]:
    with storage.reader() as reader:
        return reader.suggest_speakers(name, limit=limit)


@pytest.mark.parametrize("name", ["Mára Lindqvist", "mara lindqvist", "LINDQVIST", "lindqvist, mára", "harbour master"])
def test_a_speaker_is_found_by_any_name_in_any_case(storage: LocalStorage, name: str) -> None:
    first, second = spoken(1, LINDQVIST), spoken(2, Speaker("Maria Lind"))
    storage.writer.put([first, second])
    assert passing(storage, speakers=(name,)) == ids_of(first)


@pytest.mark.parametrize("name", ["Lindq", "Mara Lind", "qvist", "!!", "%", "Mara Lindqvist Brandt", "' OR 1=1 --"])
def test_an_unknown_speaker_has_no_quotes(storage: LocalStorage, name: str) -> None:
    storage.writer.put([spoken(1, LINDQVIST)])
    assert passing(storage, speakers=(name,)) == set()


def test_a_name_selects_all_quotes_of_a_speaker_under_any_name(storage: LocalStorage) -> None:
    first, second = spoken(1, LINDQVIST), spoken(2, Speaker("Mara LINDQVIST"))
    storage.writer.put([first, second])
    assert passing(storage, speakers=("harbour master",)) == ids_of(first, second)


def test_several_names_select_the_quotes_of_any_of_them(storage: LocalStorage) -> None:
    first, second, third = spoken(1, LINDQVIST), spoken(2, Speaker("Bo Ek")), spoken(3, Speaker("Ada Moss"))
    storage.writer.put([first, second, third])
    assert passing(storage, speakers=("ek", "Lindqvist")) == ids_of(first, second)
    assert passing(storage, speakers=("ek", "!!")) == ids_of(second)


@pytest.mark.parametrize("name", ["the company", "It", "several officials", "They"])
@pytest.mark.parametrize("kind", [SpeakerKind.ORGANISATION, SpeakerKind.GROUP, SpeakerKind.PERSON])
def test_bodies_without_a_name_are_separate_in_each_document(
    storage: LocalStorage, name: str, kind: SpeakerKind
) -> None:
    storage.writer.put([spoken(number, Speaker(name, kind)) for number in (1, 2)])
    assert [(count.name, count.quotes, count.document_id) for count in speakers(storage)] == [
        (name, 1, "d1"),
        (name, 1, "d2"),
    ]


@pytest.mark.parametrize("name", ["Eastport Harbour Commission", "IT", "3M", "ÖBB", "新华社"])
def test_bodies_with_a_name_are_one_across_documents(storage: LocalStorage, name: str) -> None:
    storage.writer.put([spoken(number, Speaker(name, SpeakerKind.ORGANISATION)) for number in (1, 2)])
    assert [(count.name, count.quotes, count.document_id) for count in speakers(storage)] == [(name, 2, "")]


def test_named_speakers_are_one_across_documents_and_anonymous_ones_never(storage: LocalStorage) -> None:
    anonymous = Speaker("a senior sailor", SpeakerKind.ANONYMOUS)
    mayor = Speaker("Mara Lindqvist", role="mayor")
    storage.writer.put([spoken(1, LINDQVIST, anonymous), spoken(2, mayor, anonymous), spoken(3, LINDQVIST)])
    first, *anonymous_counts = speakers(storage)
    assert (first.name, first.quotes, first.role) == ("Mára Lindqvist", 3, "harbour master")
    assert first.aliases == ("Lindqvist", "Mara Lindqvist", "the harbour master")
    assert [(count.name, count.quotes, count.document_id) for count in anonymous_counts] == [
        ("a senior sailor", 1, "d1"),
        ("a senior sailor", 1, "d2"),
    ]
    with storage.reader() as reader:
        assert reader.statistics().speakers == 3


def test_speakers_are_listed_by_name_too(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, LINDQVIST, Speaker("Bo Ek"))])
    assert [count.name for count in speakers(storage, "ek")] == ["Bo Ek"]
    assert speakers(storage, "nobody") == speakers(storage, "??") == ()
    assert len(speakers(storage, limit=1)) == 1


def test_similar_names_are_suggested_most_similar_first(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, LINDQVIST, Speaker("Mara Lund"), Speaker("Tomás Arriaga"))])
    assert similar(storage, "Lindkvist") == ("Mára Lindqvist",)
    assert similar(storage, "mara lindkvist")[0] == "Mára Lindqvist"
    assert similar(storage, "mara l", limit=1) in {("Mára Lindqvist",), ("Mara Lund",)}
    assert similar(storage, "Zz") == similar(storage, "") == ()


@pytest.mark.parametrize("part", ["speakers", "outlets"])
def test_a_name_in_a_selection_is_bounded(part: str) -> None:
    assert Selection(**{part: ("x" * MAX_NAME,)})
    with pytest.raises(QueryError, match="a name of 201 characters is too long; give one of at most 200"):
        Selection(**{part: ("Bo", "x" * (MAX_NAME + 1))})


@pytest.fixture
def compared_lengths(storage: LocalStorage, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which the length of each compared name is added."""
    storage.writer.put([spoken(1, LINDQVIST, Speaker("Lind " * 2_000))])
    lengths, fold_name, windows = list[int](), speakers_module.fold_name, speakers_module._windows

    def folded(name: str) -> str:
        lengths.append(len(name))
        return fold_name(name)

    def windowed(words: list[str], size: int) -> set[str]:
        parts = windows(words, size)
        lengths.extend(map(len, parts))
        return parts

    monkeypatch.setattr(speakers_module, "fold_name", folded)
    monkeypatch.setattr(speakers_module, "_windows", windowed)
    return lengths


def test_a_very_long_name_is_compared_by_its_beginning(storage: LocalStorage, compared_lengths: list[int]) -> None:
    similar(storage, "lind " * 32_000)
    assert len(compared_lengths) > 2
    assert max(compared_lengths) <= MAX_NAME


def test_a_correction_of_a_very_long_name_is_refused_as_any_unknown_name(
    storage: LocalStorage, compared_lengths: list[int]
) -> None:
    with pytest.raises(NotFoundError, match="no quoted speaker is named exactly"):
        storage.writer.merge_speakers("lind " * 32_000, "Mara Lindqvist")
    assert max(compared_lengths) <= MAX_NAME


def test_a_word_that_a_name_repeats_is_compared_once(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, LINDQVIST)])
    statements: list[str] = []
    with connected(storage) as connection:
        connection._connection.set_trace_callback(statements.append)
        counts = speakers_module.speaker_counts(connection, "lindqvist " * 32_000)
        connection._connection.set_trace_callback(None)
    assert [count.name for count in counts] == ["Mára Lindqvist"]
    assert max(map(len, statements)) < 1_000


def test_all_names_are_read_in_one_statement(storage: LocalStorage) -> None:
    storage.writer.put([spoken(number, Speaker(f"Mara Lind{number}")) for number in range(20)])
    statements: list[str] = []
    with connected(storage) as connection:
        connection._connection.set_trace_callback(statements.append)
        speakers_module.similar_names(connection, "Mara Lind", limit=5)
        connection._connection.set_trace_callback(None)
    assert len(statements) == 1
