"""The store: what is put in comes out, changes are numbered, filters decide, damage is said."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import LineExtractor, article

from quotesearch.indexer.errors import (
    IndexDamagedError,
    IndexFolderError,
    IndexMismatchError,
    IndexNotFoundError,
    NotFoundError,
    QueryError,
)
from quotesearch.indexer.model import Document, Quote, QuoteKind, Reported, Span, Speaker, SpeakerKind
from quotesearch.indexer.store import Attributed, Facets, Filters, PutReport, Store

TEXT = "Ana: we build\nBo: they may\nit seems"


def entry(number: int, *, edition: int = 0, recipe: str = "lines-1") -> Attributed:
    document = article(number, edition=edition)
    return Attributed(document, LineExtractor().extract(document), recipe)


def spoken(
    number: int,
    *speakers: Speaker,
    outlet: str = "",
    published: date | None = None,
    kind: QuoteKind = QuoteKind.DIRECT,
) -> Attributed:
    """Return a document in which each speaker says one word."""
    document = Document(
        f"d{number}", "yes " * len(speakers), outlet=outlet, published=published, url=f"https://x/{number}"
    )
    quotes = (
        Quote.of(document, content=(place,), context=place, kind=kind, speaker=speaker)
        for place, speaker in zip((Span(4 * i, 4 * i + 3) for i in range(len(speakers))), speakers, strict=True)
    )
    return Attributed(document, tuple(quotes))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        yield opened


def ids(*entries: Attributed) -> set[str]:
    return {quote.id for one in entries for quote in one.quotes}


# -- in and out ---------------------------------------------------------------------------------


def test_a_document_and_its_quotes_come_out_as_they_went_in(store: Store) -> None:
    document = Document("d", TEXT, "T", "O", "A", date(2024, 2, 29), "https://x", "en", "/p/é.txt")
    quote = Quote.of(
        document,
        content=(Span(5, 7), Span(8, 13)),
        context=Span(0, 13),
        kind=QuoteKind.MIXED,
        speaker=Speaker("Ana", SpeakerKind.GROUP, "builder", ("A. N. A.", "ana")),
        cue=(Span(3, 4),),
        source=(Span(0, 3),),
        confidence=0.1 + 0.2,
    )
    store.put([Attributed(document, (quote,))])
    assert store.document("d") == document
    assert store.document_quotes("d") == (quote,)


def test_a_stored_quote_says_where_it_stands(store: Store) -> None:
    one = entry(3)
    store.put([one])
    stored = store.quotes([one.quotes[1].id])[one.quotes[1].id]
    assert stored.quote == one.quotes[1]
    assert stored.context == one.document.text.splitlines()[2]
    assert (stored.line, stored.document.title, stored.document.path) == (3, "News 3", "/town/3.txt")


def test_quotes_come_in_the_order_asked_for_and_unknown_ones_are_left_out(store: Store) -> None:
    one, two = entry(1), entry(2)
    store.put([one, two])
    asked = [two.quotes[3].id, "0123456789abcdef", one.quotes[0].id, two.quotes[0].id]
    assert list(store.quotes(asked)) == [asked[0], asked[2], asked[3]]


def test_any_number_of_ids_may_be_asked_for(store: Store) -> None:
    one = entry(1)
    store.put([one])
    many = [f"{number:016x}" for number in range(50_000)]
    assert set(store.quotes([*many, *ids(one)])) == ids(one)


def test_putting_again_changes_nothing(store: Store) -> None:
    assert store.put([entry(1), entry(2)]) == PutReport(added=2, quotes=8)
    assert store.put([entry(2), entry(1)]) == PutReport(unchanged=2)
    assert store.change == 1


def test_a_changed_document_replaces_its_quotes(store: Store) -> None:
    store.put([entry(1), entry(2)])
    assert store.put([entry(1, edition=1)]) == PutReport(changed=1, quotes=4)
    assert store.quote_ids() == ids(entry(1, edition=1), entry(2))
    assert store.document_quotes("article-1") == entry(1, edition=1).quotes


def test_another_recipe_makes_a_document_changed(store: Store) -> None:
    store.put([entry(1)])
    assert store.put([entry(1, recipe="lines-2")]).changed == 1
    assert store.stamps(["article-1"])["article-1"] == entry(1, recipe="lines-2").stamp


def test_of_entries_for_one_document_the_last_counts(store: Store) -> None:
    store.put([entry(1), entry(1, edition=1)])
    assert store.quote_ids() == ids(entry(1, edition=1))


def test_of_quotes_in_one_place_the_first_counts(store: Store) -> None:
    one = spoken(1, Speaker("Ana"))
    twice = replace(one, quotes=(*one.quotes, replace(one.quotes[0], speaker=Speaker("Bo"))))
    assert store.put([twice]).quotes == 1
    assert [count.name for count in store.speakers()] == ["Ana"]


def test_a_removed_document_is_gone_with_its_quotes_and_speakers(store: Store) -> None:
    store.put([spoken(1, Speaker("Ana")), spoken(2, Speaker("Bo"))])
    assert store.remove(["d1", "d9"]) == 1
    assert store.quote_ids() == ids(spoken(2, Speaker("Bo")))
    assert [count.name for count in store.speakers()] == ["Bo"]
    with pytest.raises(NotFoundError, match="d1"):
        store.document("d1")


def test_removing_what_is_not_there_is_no_change(store: Store) -> None:
    store.put([entry(1)])
    assert store.remove(["article-2"]) == 0
    assert store.change == 1


def test_a_quote_that_does_not_give_back_its_words_is_refused_and_nothing_is_stored(store: Store) -> None:
    good, bad = entry(1), entry(2)
    broken = replace(bad.quotes[0], text="other words")
    with pytest.raises(ValueError, match="do not give back its words"):
        store.put([good, replace(bad, quotes=(broken,))])
    assert store.quote_ids() == frozenset()
    assert store.change == 0


@pytest.mark.parametrize("text", ["a \ud800 b", "a\0b said \0"])
def test_text_is_stored_exactly_or_refused(store: Store, text: str) -> None:
    document = Document("d", text)
    if "\ud800" in text:
        with pytest.raises(ValueError, match="half a character"):
            store.put([Attributed(document, ())])
    else:
        whole = Span(0, len(text))
        quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker("N\0N"))
        store.put([Attributed(document, (quote,))])
        assert store.document_quotes("d") == (quote,)
        assert store.quotes([quote.id])[quote.id].context == text
        assert store.check() == ()


@given(text=st.text(min_size=1).filter(str.strip), name=st.text(min_size=1).filter(str.strip))
def test_any_text_by_anybody_comes_back(text: str, name: str) -> None:
    document, whole = Document("d", text), Span(0, len(text))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker(name))
    with Store(None) as store:
        store.put([Attributed(document, (quote,))])
        assert store.document("d") == document
        assert store.document_quotes("d") == (quote,)
        assert store.check() == ()


def test_a_document_is_found_by_id_url_or_path(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = str(tmp_path / "town" / "a.txt")
    store.put(
        [
            Attributed(Document(path, "text", path=path), ()),
            Attributed(Document("https://x/1", "text", url="https://x/1", path=path), ()),
            Attributed(Document("other", "text", url="https://x/2"), ()),
        ]
    )
    assert store.find_documents("town/../town/a.txt") == (path, "https://x/1")
    assert store.find_documents(path) == (path, "https://x/1")
    assert store.find_documents("https://x/2") == store.find_documents("other") == ("other",)
    assert store.find_documents("town") == ()


def test_a_quote_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    store.put([entry(1)])
    one = entry(1).quotes[0].id
    assert store.quote_ids(one) == {one}
    assert one in store.quote_ids(one[:3])
    assert store.quote_ids("nothing") == frozenset()


# -- changes ------------------------------------------------------------------------------------

steps = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "remove"]), st.sets(st.integers(0, 5), min_size=1, max_size=3)),
    max_size=8,
)


def perform(store: Store, step: tuple[str, set[int]]) -> None:
    what, numbers = step
    if what == "remove":
        store.remove([f"article-{number}" for number in numbers])
    else:
        store.put([entry(number, edition=int(what == "edit")) for number in sorted(numbers)])


class Mirror:
    """Follow a store as a derived part does, and remember all that it was told."""

    def __init__(self) -> None:
        self.change = 0
        self.held: dict[str, tuple[Quote, str, str]] = {}

    def follow(self, store: Store, *, limit: int) -> None:
        while self.change < store.change:
            changes = store.changes_since(self.change, limit=limit)
            assert changes.upto > self.change
            for gone in changes.removed:
                self.held.pop(gone, None)
            for one in changes.added:
                self.held[one.quote.id] = (one.quote, one.document_title, one.context)
            self.change = changes.upto


@settings(max_examples=60)
@given(before=steps, after=steps, limit=st.integers(1, 20))
def test_catching_up_from_any_state_equals_building_anew(
    before: list[tuple[str, set[int]]], after: list[tuple[str, set[int]]], limit: int
) -> None:
    early, anew = Mirror(), Mirror()
    with Store(None) as store:
        for step in before:
            perform(store, step)
        early.follow(store, limit=limit)
        for step in after:
            perform(store, step)
        early.follow(store, limit=limit)
        anew.follow(store, limit=1000)
        assert early.held == anew.held
        assert early.held.keys() == store.quote_ids()
        assert early.change == anew.change == store.change
        assert store.check() == ()


@given(sequence=steps)
def test_putting_twice_is_putting_once(sequence: list[tuple[str, set[int]]]) -> None:
    with Store(None) as once, Store(None) as twice:
        for step in sequence:
            perform(once, step)
            perform(twice, step)
            perform(twice, step)
        assert once.quote_ids() == twice.quote_ids()
        assert once.speakers() == twice.speakers()
        assert once.change == twice.change


def test_changes_come_in_whole_portions(store: Store) -> None:
    for number in range(6):
        store.put([entry(number)])  # four quotes each
    portion = store.changes_since(0, limit=8)
    assert (portion.upto, len(portion.added)) == (2, 8)
    assert store.changes_since(0, limit=1).upto == 1
    assert store.changes_since(2, limit=1000).upto == 6
    assert store.changes_since(6).added == store.changes_since(6).removed == ()


def test_a_replaced_quote_is_among_the_removed_and_the_added(store: Store) -> None:
    store.put([spoken(1, Speaker("Ana"))])
    changed = replace(spoken(1, Speaker("Bo")), recipe="2")
    store.put([changed])
    changes = store.changes_since(1)
    assert changes.removed == tuple(one.quote.id for one in changes.added) == tuple(ids(changed))


# -- filters and speakers -----------------------------------------------------------------------

LINDQVIST = Speaker("Mára Lindqvist", role="harbour master", aliases=("Lindqvist", "the harbour master"))


def passing(store: Store, **wanted: object) -> set[str]:
    return set(store.matching(Filters(**wanted)))


@pytest.mark.parametrize("name", ["Mára Lindqvist", "mara lindqvist", "LINDQVIST", "lindqvist, mára", "harbour master"])
def test_a_speaker_is_meant_by_any_name_in_any_case(store: Store, name: str) -> None:
    one, other = spoken(1, LINDQVIST), spoken(2, Speaker("Maria Lind"))
    store.put([one, other])
    assert passing(store, speaker=name) == ids(one)


@pytest.mark.parametrize("name", ["Lindq", "Mara Lind", "qvist", "!!", "%", "Mara Lindqvist Brandt", "' OR 1=1 --"])
def test_an_unknown_speaker_has_no_quotes(store: Store, name: str) -> None:
    store.put([spoken(1, LINDQVIST)])
    assert passing(store, speaker=name) == set()


def test_a_name_means_all_quotes_of_a_speaker_whatever_each_document_calls_them(store: Store) -> None:
    one, two = spoken(1, LINDQVIST), spoken(2, Speaker("Mara LINDQVIST"))
    store.put([one, two])
    assert passing(store, speaker="harbour master") == ids(one, two)


@pytest.mark.parametrize("name", ["the company", "It", "several officials", "They"])
@pytest.mark.parametrize("kind", [SpeakerKind.ORGANISATION, SpeakerKind.GROUP, SpeakerKind.PERSON])
def test_bodies_without_a_name_are_never_one_across_documents(store: Store, name: str, kind: SpeakerKind) -> None:
    store.put([spoken(number, Speaker(name, kind)) for number in (1, 2)])
    assert [(count.name, count.quotes, count.document_id) for count in store.speakers()] == [
        (name, 1, "d1"),
        (name, 1, "d2"),
    ]


@pytest.mark.parametrize("name", ["Eastport Harbour Commission", "IT", "3M", "ÖBB", "新华社"])
def test_bodies_with_a_name_are_one_across_documents(store: Store, name: str) -> None:
    store.put([spoken(number, Speaker(name, SpeakerKind.ORGANISATION)) for number in (1, 2)])
    assert [(count.name, count.quotes, count.document_id) for count in store.speakers()] == [(name, 2, "")]


def test_named_speakers_are_one_across_documents_and_anonymous_ones_never(store: Store) -> None:
    nobody = Speaker("a senior sailor", SpeakerKind.ANONYMOUS)
    store.put(
        [spoken(1, LINDQVIST, nobody), spoken(2, Speaker("Mara Lindqvist", role="mayor"), nobody), spoken(3, LINDQVIST)]
    )
    first, *others = store.speakers()
    assert (first.name, first.quotes, first.role) == ("Mára Lindqvist", 3, "harbour master")
    assert first.aliases == ("Lindqvist", "Mara Lindqvist", "the harbour master")
    assert [(count.name, count.quotes, count.document_id) for count in others] == [
        ("a senior sailor", 1, "d1"),
        ("a senior sailor", 1, "d2"),
    ]
    assert store.counts().speakers == 3


def test_speakers_are_listed_by_name_too(store: Store) -> None:
    store.put([spoken(1, LINDQVIST, Speaker("Bo Ek"))])
    assert [count.name for count in store.speakers("ek")] == ["Bo Ek"]
    assert store.speakers("nobody") == store.speakers("??") == ()


def test_near_names_are_suggested_nearest_first(store: Store) -> None:
    store.put([spoken(1, LINDQVIST, Speaker("Mara Lund"), Speaker("Tomás Arriaga"))])
    assert store.near_speakers("Lindkvist") == ("Mára Lindqvist",)
    assert store.near_speakers("mara lindkvist")[0] == "Mára Lindqvist"
    assert store.near_speakers("mara l", limit=1) in {("Mára Lindqvist",), ("Mara Lund",)}
    assert store.near_speakers("Zz") == store.near_speakers("") == ()


def test_what_a_quote_reports_filters(store: Store) -> None:
    said, thought = spoken(1, Speaker("Ada Moss")), spoken(2, Speaker("Bo Lind"))
    thought = replace(thought, quotes=tuple(replace(quote, reports=Reported.THOUGHT) for quote in thought.quotes))
    store.put([said, thought])
    assert store.matching(Filters(reports=frozenset({Reported.THOUGHT}))) == ids(thought)
    assert store.matching(Filters(reports=frozenset({Reported.SPEECH, Reported.DOCUMENT}))) == ids(said)


def test_outlet_dates_and_kind_filter(store: Store) -> None:
    early = spoken(1, LINDQVIST, outlet="The Daily Œil", published=date(2024, 1, 31))
    late = spoken(2, LINDQVIST, outlet="Gazette", published=date(2024, 2, 1), kind=QuoteKind.INDIRECT)
    undated = spoken(3, Speaker("Bo"), kind=QuoteKind.MIXED)
    store.put([early, late, undated])
    assert passing(store, outlet="daily oeil") == ids(early)
    assert passing(store, outlet="Oei") == set()
    assert passing(store, since=date(2024, 2, 1)) == passing(store, until=date(2025, 1, 1)) - ids(early) == ids(late)
    assert passing(store, since=date(2024, 1, 31), until=date(2024, 1, 31)) == ids(early)
    assert passing(store, kinds=frozenset({QuoteKind.INDIRECT, QuoteKind.MIXED})) == ids(late, undated)
    assert passing(store, speaker="lindqvist", kinds=frozenset({QuoteKind.MIXED})) == set()
    assert passing(store) == ids(early, late, undated)


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    early, late = (
        spoken(1, LINDQVIST, published=date(2024, 1, 1)),
        spoken(2, LINDQVIST, LINDQVIST, published=date(2024, 2, 1)),
    )
    undated = spoken(3, LINDQVIST)
    store.put([undated, early, late])
    order = tuple(quote.id for one in (late, early, undated) for quote in one.quotes)
    assert store.newest(Filters(), limit=10) == order
    assert store.newest(Filters(speaker="Lindqvist"), limit=2, offset=1) == order[1:3]


@pytest.mark.parametrize(
    "wrong", [{"speaker": " "}, {"outlet": ""}, {"since": date(2024, 2, 1), "until": date(2024, 1, 1)}]
)
def test_a_filter_without_meaning_is_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        Filters(**wrong)


def test_filters_that_let_everything_through_are_false() -> None:
    assert not Filters()
    assert Filters(speaker="Bo")


def test_everything_is_counted(store: Store) -> None:
    store.put([entry(number) for number in range(5)])
    counts = store.counts()
    assert (counts.documents, counts.quotes, counts.outlets, counts.direct, counts.mixed) == (5, 20, 2, 20, 0)
    assert counts.first <= counts.last


# -- the file -----------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a store that holds two articles."""
    with Store(tmp_path / "store.sqlite", write=True) as store:
        store.put([entry(1), entry(2)])
    return tmp_path / "store.sqlite"


def test_what_was_committed_is_there_when_opened_again(path: Path) -> None:
    with Store(path) as store:
        assert store.quote_ids() == ids(entry(1), entry(2))
        assert store.change == 1


def test_a_reader_sees_what_a_writer_commits_and_does_not_wait(path: Path) -> None:
    with Store(path) as reader, Store(path, write=True) as writer:
        assert reader.change == 1
        with writer._database.writing():
            assert reader.change == 1
        writer.put([entry(3)])
        assert reader.quote_ids() == ids(entry(1), entry(2), entry(3))


def test_a_reader_cannot_write(path: Path) -> None:
    with Store(path) as reader, pytest.raises(IndexFolderError, match="readonly"):
        reader.put([entry(3)])


def test_a_failure_in_the_middle_takes_everything_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotesearch.indexer.store.putting.quote_row", lambda quote: {"id": quote.id})
    with Store(path, write=True) as store:
        with pytest.raises(IndexFolderError, match="cannot write"):
            store.put([entry(3), entry(1, edition=1)])
        assert store.quote_ids() == ids(entry(1), entry(2))
        assert store.change == 1


def test_a_closed_store_is_a_programming_mistake(path: Path) -> None:
    store = Store(path)
    store.close()
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.counts()


def test_there_is_no_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="quotes index"):
        Store(tmp_path / "store.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is an article, not a database\n" * 100)
    for write in (False, True):
        with pytest.raises(IndexDamagedError, match="not a database"):
            Store(path, write=write)


def test_whole_articles_are_found_by_their_words(store: Store) -> None:
    store.put([entry(number) for number in range(5)])
    words = entry(3).document.text.lower().split()
    assert store.documents_with(words, limit=1)[0].id == entry(3).document.id
    store.put([entry(3, edition=1)])
    assert store.documents_with(words, limit=9)[0].text != entry(3).document.text
    store.remove([entry(number).document.id for number in range(5)])
    assert store.documents_with(words, limit=9) == ()


@pytest.mark.parametrize("words", [(), ("",), ('"',), ("AND", "NOT"), ("a*",), ("ø",), ("\0",)])
def test_no_words_are_an_error(store: Store, words: tuple[str, ...]) -> None:
    store.put([entry(1)])
    assert store.documents_with(words, limit=3) == ()


def make_old(path: Path) -> None:
    """Make the store one of the first format: without what a quote reports, who is one person, who belongs where."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            DROP TABLE bands; DROP TRIGGER quotes_out;
            DROP TRIGGER documents_in; DROP TRIGGER documents_out; DROP TABLE texts;
            DROP VIEW persons; DROP TABLE joined; DROP TABLE corrections; DROP INDEX speakers_surname;
            CREATE TABLE old (
                key INTEGER PRIMARY KEY, identity TEXT NOT NULL, document_id TEXT NOT NULL, name TEXT NOT NULL,
                kind TEXT NOT NULL, role TEXT NOT NULL, aliases TEXT NOT NULL,
                UNIQUE (identity, name, kind, role, aliases));
            INSERT INTO old SELECT key, identity, document_id, name, kind, role, aliases FROM speakers;
            DROP TABLE speakers; ALTER TABLE old RENAME TO speakers;
            DROP INDEX quotes_filtered; CREATE INDEX quotes_document ON quotes (document, start);
            CREATE INDEX quotes_kind ON quotes (kind);
            ALTER TABLE quotes DROP COLUMN reports; PRAGMA user_version = 1""")


def test_an_older_format_is_brought_up_to_date_and_loses_nothing(path: Path) -> None:
    with Store(path, write=True) as store:
        store.put([entry(1), entry(2)])
        held, known = store.quotes(store.quote_ids()), store.speakers()
        near = store.alike(held)
    make_old(path)
    with pytest.raises(IndexMismatchError, match="check --repair"):
        Store(path)
    with Store(path, write=True) as store:
        assert store.quotes(store.quote_ids()) == held
        assert store.check() == ()
        assert store.speakers() == known
        assert store.alike(held) == near
        assert entry(1).document.id in {found.id for found in store.documents_with(["day"], limit=5)}
        store.remove([entry(1).document.id])  # what refers to a speaker still does
        assert store.check() == ()


def test_a_newer_format_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for write in (False, True):
        with pytest.raises(IndexMismatchError, match="upgrade"):
            Store(path, write=write)


def test_a_store_begun_but_never_made_reads_as_none(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").touch()
    with pytest.raises(IndexNotFoundError):
        Store(tmp_path / "store.sqlite")
    with Store(tmp_path / "store.sqlite", write=True) as store:
        assert store.change == 0


def tamper(path: Path, sql: str, *parameters: object) -> tuple[str, ...]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql, parameters)
        connection.commit()
    with Store(path) as store:
        return store.check()


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("UPDATE documents SET text = 'x' || text WHERE id = 'article-1'", "fingerprint differs"),
        ("UPDATE documents SET text = substr(text, 2) WHERE id = 'article-1'", "do not give back its words"),
        ("UPDATE documents SET text = 'short' WHERE id = 'article-1'", "ends past"),
        ("UPDATE documents SET text = ' ' WHERE id = 'article-1'", "has no text"),
        ("UPDATE quotes SET text = 'other words'", "do not give back its words"),
        ("UPDATE quotes SET content = '[[3, 1]]'", "cannot be read"),
        ("UPDATE quotes SET context = '[]'", "cannot be read"),
        ("UPDATE quotes SET id = 'f' || substr(id, 2) WHERE start = (SELECT min(start) FROM quotes)", "has moved"),
        ("UPDATE quotes SET document = 99", "points nowhere"),
    ],
)
def test_check_sees_what_was_tampered_with(path: Path, sql: str, complaint: str) -> None:
    assert any(complaint in problem for problem in tamper(path, sql))


def test_check_sees_a_damaged_page(path: Path) -> None:
    with Store(path, write=True) as store:
        store.put([entry(number) for number in range(3, 60)])
    content = bytearray(path.read_bytes())
    content[4096 * 4 : 4096 * 6] = b"\xff" * 8192
    path.write_bytes(content)
    with Store(path) as store:
        try:
            problems = store.check()
        except IndexDamagedError as error:
            problems = (str(error),)
    assert problems


def test_a_healthy_store_has_no_problems(path: Path) -> None:
    with Store(path) as store:
        assert store.check() == ()


def test_spans_are_kept_as_json(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (content,) = connection.execute("SELECT content FROM quotes LIMIT 1").fetchone()
    assert all(start < end for start, end in json.loads(content))


def test_two_threads_may_each_have_their_own(path: Path) -> None:
    seen: list[int] = []

    def read() -> None:
        with Store(path) as store:
            seen.append(store.change)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 4


# -- rows that no writer of ours made, and readers who may not write ------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE quotes SET content = 'x'",
        "UPDATE quotes SET context = '[[0, 9999]]'",
        "UPDATE quotes SET context = '[]'",
        "UPDATE quotes SET kind = 'shouted'",
        "UPDATE quotes SET confidence = 'sure'",
        "UPDATE speakers SET aliases = '5'",
        "UPDATE speakers SET aliases = '[5]'",
        "UPDATE speakers SET kind = 'robot'",
        "UPDATE documents SET published = 'May'",
        "UPDATE documents SET text = ''",
    ],
)
def test_a_row_that_cannot_be_read_is_damage(store: Store, damage: str) -> None:
    store.put([entry(1)])
    store._database.run(damage)
    with pytest.raises(IndexDamagedError, match="index the articles again"):
        _ = store.quotes(ids(entry(1))), store.speakers(), store.document("article-1"), store.counts()
    assert store.check()


def test_a_writer_leaves_everything_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store(path, write=True) as writer, Store(path) as reader:
        writer.put([entry(1)])
        assert reader.change == 1
        writer.close()
        assert path.with_name("store.sqlite-wal").stat().st_size == 0
        (tmp_path / "copy.sqlite").write_bytes(path.read_bytes())
        with Store(tmp_path / "copy.sqlite") as copy:
            assert copy.quote_ids() == ids(entry(1))


def test_who_may_not_write_sees_what_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.sqlite"
    with Store(path, write=True) as writer:
        writer.put([entry(1)])
        monkeypatch.setattr(os, "access", lambda *_: False)
        with Store(path) as reader:
            assert reader.quote_ids() == ids(entry(1))
            writer.put([entry(2)])
            assert reader.quote_ids() == ids(entry(1), entry(2))
    with Store(path) as reader:
        assert reader.quote_ids() == ids(entry(1), entry(2))
    assert {file.name for file in tmp_path.iterdir()} == {"store.sqlite"}


def test_a_misdated_article_makes_no_timeline_of_empty_ages() -> None:
    near = Facets(months=(("2024-03", 2), ("2024-01", 1)))
    assert near.timeline == (("2024-01", 1), ("2024-02", 0), ("2024-03", 2))
    assert Facets(months=(("2024-03", 2), ("0024-01", 1))).timeline == (("0024-01", 1), ("2024-03", 2))
    assert Facets().timeline == ()
