"""Documents, quotes and speakers are read as they were stored, or the row is reported as damaged."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local import (
    UNKNOWN,
    change_file,
    changes_of,
    connected,
    entry,
    entry_with,
    ids_of,
    local_index,
    spoken,
    store_problems,
    stored_ids,
)

from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import Attributed, PutReport

TEXT = "Ana: we build\nBo: they may\nit seems"


def test_a_document_and_its_quotes_are_read_as_they_were_stored(storage: LocalStorage) -> None:
    document = Document("d", TEXT, "T", "O", "A", date(2024, 2, 29), "https://x", "en", "/p/é.txt")
    quote = Quote.of(
        document,
        content=(Span(5, 7), Span(8, 13)),
        context=Span(0, 13),
        kind=QuoteKind.MIXED,
        speaker=Speaker("Ana", SpeakerKind.GROUP, "builder", ("A. N. A.", "ana"), "the council", 0.1 + 0.6),
        cue=(Span(3, 4),),
        source=(Span(0, 3),),
        confidence=0.1 + 0.2,
    )
    storage.writer.put([Attributed(document, (quote,))])
    with storage.reader() as reader:
        assert reader.documents(["d", "e"]) == {"d": document}
        assert reader.document_quotes("d") == (quote,)
        assert reader.document_quotes("e") == ()


def test_a_stored_quote_has_its_line_its_context_and_its_document(storage: LocalStorage) -> None:
    first = entry(3)
    storage.writer.put([first])
    with storage.reader() as reader:
        stored = reader.quotes([first.quotes[1].id])[first.quotes[1].id]
    assert stored.quote == first.quotes[1]
    assert stored.context == first.document.text.splitlines()[2]
    assert (stored.line, stored.document.title, stored.document.path) == (3, "News 3", "/town/3.txt")


def test_quotes_are_in_the_order_of_the_ids_without_unknown_ids(storage: LocalStorage) -> None:
    first, second = entry(1), entry(2)
    storage.writer.put([first, second])
    ids = [second.quotes[3].id, UNKNOWN, first.quotes[0].id, second.quotes[0].id]
    with storage.reader() as reader:
        assert list(reader.quotes(ids)) == [ids[0], ids[2], ids[3]]


def test_any_number_of_ids_is_allowed(storage: LocalStorage) -> None:
    first = entry(1)
    storage.writer.put([first])
    unknown_ids = [f"{number:016x}" for number in range(50_000)]
    with storage.reader() as reader:
        assert set(reader.quotes([*unknown_ids, *ids_of(first)])) == ids_of(first)


def test_putting_again_changes_nothing(storage: LocalStorage) -> None:
    assert storage.writer.put([entry(1), entry(2)]) == PutReport(added=2, quotes=8)
    assert storage.writer.put([entry(2), entry(1)]) == PutReport(unchanged=2)
    assert changes_of(storage)[0] == 1


def test_a_changed_document_replaces_its_quotes(storage: LocalStorage) -> None:
    storage.writer.put([entry(1), entry(2)])
    assert storage.writer.put([entry(1, edition=1)]) == PutReport(changed=1, quotes=4)
    assert stored_ids(storage) == ids_of(entry(1, edition=1), entry(2))
    with storage.reader() as reader:
        assert reader.document_quotes("article-1") == entry(1, edition=1).quotes


def test_another_recipe_makes_a_document_changed(storage: LocalStorage) -> None:
    storage.writer.put([entry(1)])
    assert storage.writer.put([entry(1, recipe="lines-2")]).changed == 1
    assert storage.writer.fingerprints(["article-1", "article-2"]) == {"article-1": entry(1, recipe="lines-2").stamp}


def test_of_entries_for_one_document_the_last_counts(storage: LocalStorage) -> None:
    storage.writer.put([entry(1), entry(1, edition=1)])
    assert stored_ids(storage) == ids_of(entry(1, edition=1))


def test_of_quotes_at_one_position_the_first_is_stored(storage: LocalStorage) -> None:
    first = spoken(1, Speaker("Ana"))
    twice = replace(first, quotes=(*first.quotes, replace(first.quotes[0], speaker=Speaker("Bo"))))
    assert storage.writer.put([twice]).quotes == 1
    with storage.reader() as reader:
        assert [count.name for count in reader.speakers()] == ["Ana"]


def test_a_removed_document_is_deleted_with_its_quotes_and_speakers(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, Speaker("Ana")), spoken(2, Speaker("Bo"))])
    assert storage.writer.remove(["d1", "d9"]) == 1
    assert stored_ids(storage) == ids_of(spoken(2, Speaker("Bo")))
    with storage.reader() as reader:
        assert [count.name for count in reader.speakers()] == ["Bo"]
        assert reader.documents(["d1"]) == {}


def test_removing_what_is_not_stored_is_no_change(storage: LocalStorage) -> None:
    storage.writer.put([entry(1)])
    assert storage.writer.remove(["article-2"]) == 0
    assert changes_of(storage)[0] == 1


def test_a_quote_whose_spans_do_not_select_its_words_is_refused_and_nothing_is_stored(storage: LocalStorage) -> None:
    good, bad = entry(1), entry(2)
    broken = replace(bad.quotes[0], text="other words")
    with pytest.raises(ValueError, match="not the document's text at its spans"):
        storage.writer.put([good, replace(bad, quotes=(broken,))])
    assert stored_ids(storage) == frozenset()
    assert changes_of(storage)[0] == 0


def test_half_a_character_is_refused(storage: LocalStorage) -> None:
    with pytest.raises(ValueError, match="half of a character"):
        storage.writer.put([Attributed(Document("d", "a \ud800 b"), ())])


def test_nul_characters_are_stored(storage: LocalStorage) -> None:
    text = "a\0b said \0"
    document, whole = Document("d", text), Span(0, len(text))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker("N\0N"))
    storage.writer.put([Attributed(document, (quote,))])
    with storage.reader() as reader:
        assert reader.document_quotes("d") == (quote,)
        assert reader.quotes([quote.id])[quote.id].context == text
    assert store_problems(storage) == ()


@pytest.fixture(scope="module")
def shared_storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return one index for all examples of a property."""
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        yield storage


@given(text=st.text(min_size=1).filter(str.strip), name=st.text(min_size=1).filter(str.strip))
def test_any_text_and_any_name_are_read_as_they_were_stored(shared_storage: LocalStorage, text: str, name: str) -> None:
    document, whole = Document("d", text), Span(0, len(text))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker(name))
    shared_storage.writer.put([Attributed(document, (quote,))])
    shared_storage.writer.put([Attributed(document, (quote,), "again")])
    with shared_storage.reader() as reader:
        assert reader.documents(["d"]) == {"d": document}
        assert reader.document_quotes("d") == (quote,)
    assert store_problems(shared_storage) == ()


def test_a_quote_is_found_by_the_beginning_of_its_id(storage: LocalStorage) -> None:
    storage.writer.put([entry(1)])
    quotes = sorted(entry(1).quotes, key=lambda quote: quote.id)
    with storage.reader() as reader:
        assert reader.find_quotes(quotes[0].id, limit=2) == (quotes[0],)
        assert quotes[0] in reader.find_quotes(quotes[0].id[:3], limit=9)
        assert reader.find_quotes("", limit=2) == tuple(quotes[:2])
        assert reader.find_quotes("nothing", limit=9) == ()


def test_spans_are_stored_as_json(folder: Path) -> None:
    with local_index(folder) as storage, connected(storage) as connection:
        (row,) = connection.rows("SELECT content FROM quotes LIMIT 1")
    assert all(start < end for start, end in json.loads(row["content"]))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE quotes SET content = 'x'",
        "UPDATE quotes SET context = '[[0, 9999]]'",
        "UPDATE quotes SET context = '[]'",
        "UPDATE quotes SET kind = 'shouted'",
        "UPDATE quotes SET confidence = 'sure'",
        "UPDATE quotes SET speaker_confidence = 'sure'",
        "UPDATE quotes SET speaker_confidence = 1.5",
        "UPDATE speakers SET aliases = '5'",
        "UPDATE speakers SET aliases = '[5]'",
        "UPDATE speakers SET kind = 'robot'",
        "UPDATE documents SET published = 'May'",
        "UPDATE documents SET text = ''",
    ],
)
def test_a_row_that_cannot_be_read_is_damage(folder: Path, damage: str) -> None:
    change_file(folder / "store.sqlite", damage)
    queries: list[Callable[[Reader], object]] = [
        lambda reader: reader.quotes(ids_of(entry(1))),
        lambda reader: reader.speakers(),
        lambda reader: reader.documents(["article-1"]),
        lambda reader: reader.statistics(),
    ]
    with local_index(folder, write=True) as storage:
        with storage.reader() as reader:
            errors = [error for query in queries if (error := error_of(query, reader))]
        assert errors
        assert all("index the articles again into another folder" in error for error in errors)
        assert not any("delete" in error for error in errors)
        assert store_problems(storage)


def error_of(query: Callable[[Reader], object], reader: Reader) -> str:
    """Return the message of an IndexDamagedError; empty if there is no error."""
    try:
        query(reader)
    except IndexDamagedError as error:
        return str(error)
    return ""


def test_possible_copies_are_the_other_quotes_of_the_same_words(storage: LocalStorage) -> None:
    words = {"a": "the old harbour needs fresh paint", "b": "THE old harbour needs fresh paint!", "c": "another winter"}
    entries = {
        key: entry_with(text, document_id=key, name="Bo Ek" if key == "b" else "Ana") for key, text in words.items()
    }
    entries["d"] = entry_with(words["a"], document_id="d", name="Ana")
    storage.writer.put(list(entries.values()))
    ids = {key: first.quotes[0].id for key, first in entries.items()}
    with storage.reader() as reader:
        stored = reader.quotes(ids.values(), copies=True)
    copies_of_a = {(copy.stored.quote.document_id, copy.same_person) for copy in stored[ids["a"]].copies}
    assert copies_of_a == {("b", False), ("d", True)}
    assert stored[ids["c"]].copies == ()
    ordered = [copy.stored.quote.id for copy in stored[ids["a"]].copies]
    assert ordered == sorted(ordered)
