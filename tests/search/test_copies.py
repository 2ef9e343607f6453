"""The same words once: what counts as another report of a quote, and what is kept apart."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from invented import HashEncoder

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.local.reader import LocalReader
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.protocols import Storage
from quotesearch.indexer.records import Attributed, Copy
from quotesearch.indexer.text.sentences import Wording
from quotesearch.search.copies import Group, difference
from quotesearch.search.searcher import Searcher, _groups

WORDS = "The harbour will be dredged before the herring come back, and not a day later"
LIND = Speaker("Mara Lindqvist")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with closing(open_storage(tmp_path / "index", create=True, encoder=HashEncoder())) as opened:
        yield opened


def printed(storage: Storage, name: str, words: str, speaker: Speaker = LIND, day: date | None = None) -> str:
    """Store a document that is one quote, and return the id of the quote."""
    document = Document(name, words, outlet=name.title(), published=day)
    whole = Span(0, len(words))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=speaker)
    storage.writer.put([Attributed(document, (quote,))])
    return quote.id


def grouped(storage: Storage, *ids: str, each: bool = False) -> list[Group]:
    """Return the quotes, in groups unless `each` is set."""
    with storage.reader() as reader:
        return list(_groups(reader, list(ids), set(), ungrouped=each))


def groups(storage: Storage, *ids: str) -> list[list[str]]:
    """Return the ids of each group: of the quote that stands for it, then those of its occurrences."""
    return [
        [one.stored.quote.id, *(each.stored.quote.id for each in one.occurrences)] for one in grouped(storage, *ids)
    ]


@pytest.mark.parametrize(
    "other",
    [
        WORDS.upper(),
        WORDS.replace(",", " —"),
        WORDS.replace("will be", "is going to be"),
        WORDS.replace("come back", "return"),
        f"Well, {WORDS}",
        WORDS.replace("The harbour", "Harbour"),
        WORDS.replace("be dredged", "be  dredged").replace("a day", "one day").replace("one day", "a day"),
    ],
)
def test_the_same_words_but_for_a_few_are_one_quote(storage: Storage, other: str) -> None:
    ids = [printed(storage, "gazette", WORDS), printed(storage, "post", other)]
    assert groups(storage, *ids) == [ids]


@pytest.mark.parametrize(
    "other",
    [
        WORDS.replace("not a", "a"),
        WORDS.replace("will be", "will never be"),
        WORDS.replace("a day", "three days"),
        WORDS.replace("harbour", "Norrvik harbour"),
        "The harbour will be dredged",
        "The harbour will be paved over by people who have never seen a boat",
    ],
)
def test_a_negation_a_number_a_name_or_other_words_keep_quotes_apart(storage: Storage, other: str) -> None:
    ids = [printed(storage, "gazette", WORDS), printed(storage, "post", other)]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (LIND, Speaker("Lindqvist"), True),
        (LIND, Speaker("Mara Lindqvist", role="harbour master"), True),
        (LIND, Speaker("Óskar Brandt"), False),
        (LIND, Speaker("Jon Lindqvist"), False),
        (LIND, Speaker("the harbour master", SpeakerKind.ANONYMOUS), True),
        (Speaker("officials", SpeakerKind.ANONYMOUS), Speaker("officials", SpeakerKind.ANONYMOUS), True),
    ],
)
def test_another_speaker_keeps_quotes_apart(storage: Storage, one: Speaker, other: Speaker, together: bool) -> None:  # noqa: FBT001
    ids = [printed(storage, "gazette", WORDS, one), printed(storage, "post", WORDS, other)]
    assert (groups(storage, *ids) == [ids]) is together


def test_short_words_that_anybody_says_are_one_quote_only_of_one_known_speaker(storage: Storage) -> None:
    anonymous = [Speaker(name, SpeakerKind.ANONYMOUS) for name in ("a skipper", "a diver")]
    ids = [printed(storage, name, "We do not know", who) for name, who in zip("ab", anonymous, strict=True)]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]
    same = [printed(storage, name, "We do not know") for name in "cd"]
    assert groups(storage, *same) == [same]


def test_two_words_are_no_quote_to_recognise(storage: Storage) -> None:
    ids = [printed(storage, name, "Of course") for name in "ab"]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]


def test_names_merged_by_hand_are_one_speaker(storage: Storage) -> None:
    ids = [printed(storage, "a", WORDS), printed(storage, "b", WORDS, Speaker("Ilse Arriaga"))]
    assert len(groups(storage, *ids)) == 2
    storage.writer.merge_speakers("Ilse Arriaga", "Mara Lindqvist")
    assert groups(storage, *ids) == [ids]


def test_occurrences_come_from_the_whole_archive_the_first_printed_first(storage: Storage) -> None:
    days = (date(2024, 5, 9), None, date(2024, 5, 7), date(2024, 5, 8))
    ids = [printed(storage, f"paper {number}", WORDS, day=day) for number, day in enumerate(days)]
    assert groups(storage, ids[0]) == [[ids[0], ids[2], ids[3], ids[1]]]


def test_differences_are_the_shown_quotes_words_and_the_others(storage: Storage) -> None:
    shown = printed(storage, "a", WORDS)
    printed(storage, "b", WORDS.replace("come back", "return"))
    (group,) = grouped(storage, shown)
    assert [(each.quoted, each.stored) for each in group.occurrences[0].changes] == [("come back", "return")]


def test_with_each_every_report_is_by_itself(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "abc"]
    reports = grouped(storage, *ids, each=True)
    assert [(one.stored.quote.id, one.occurrences) for one in reports] == [(quote_id, ()) for quote_id in ids]


def test_copies_of_a_quote_are_not_similar_to_it(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "abc"]
    other = printed(storage, "d", "Large ferries will stay away for good")
    storage.encoder.embed(storage.writer)
    with storage.reader() as reader:
        quote = reader.quotes(ids[:1])[ids[0]].quote
    assert [one.quote.id for one in Searcher(storage).similar(quote, limit=5)] == [other]


def test_two_quotes_are_compared_without_an_index(storage: Storage) -> None:
    ids = [printed(storage, "a", WORDS), printed(storage, "b", WORDS.replace("come back", "return"))]
    with storage.reader() as reader:
        one, other = reader.quotes(ids).values()
    changes = difference(Wording.of(one.quote.text), one, Copy(other, same_person=False))
    assert changes is not None
    assert [(change.quoted, change.stored) for change in changes] == [("come back", "return")]


def test_a_removed_article_takes_its_report_with_it(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "ab"]
    storage.writer.remove(["b"])
    assert groups(storage, *ids) == [ids[:1]]


def test_no_key_is_left_of_a_quote_that_was_taken_out(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "ab"]
    storage.writer.remove(["a", "b"])
    with storage.reader() as reader:
        assert isinstance(reader, LocalReader)
        assert reader.quotes(ids, copies=True) == {}
        assert reader._connection is not None
        assert reader._connection.number("SELECT count(*) FROM bands") == 0


def test_a_quote_that_stands_twice_in_an_article_is_one_report(storage: Storage) -> None:
    document = Document("gazette", f"{WORDS}\n{WORDS}\n")
    spans = [Span(0, len(WORDS)), Span(len(WORDS) + 1, 2 * len(WORDS) + 1)]
    quotes = tuple(
        Quote.of(document, content=(span,), context=span, kind=QuoteKind.DIRECT, speaker=LIND) for span in spans
    )
    storage.writer.put([Attributed(document, quotes)])
    assert groups(storage, *(quote.id for quote in quotes)) == [[quotes[0].id]]


def test_a_surname_joins_one_full_name_and_not_two(storage: Storage) -> None:
    lone = printed(storage, "a", WORDS, Speaker("Lindqvist"))
    for name, speaker in (("b", LIND), ("c", Speaker("Jon Lindqvist"))):
        printed(storage, name, WORDS, speaker)
    ((_, *others),) = groups(storage, lone)
    assert len(others) == 1
