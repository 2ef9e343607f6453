"""Groups of copies: which quotes are reports of the same words, and which are separate."""

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


def grouped(storage: Storage, *ids: str, ungrouped: bool = False) -> list[Group]:
    """Return the quotes as groups of copies, or each as a separate group if `ungrouped` is set."""
    with storage.reader() as reader:
        return list(_groups(reader, list(ids), set(), ungrouped=ungrouped))


def groups(storage: Storage, *ids: str) -> list[list[str]]:
    """Return the ids of each group: first the id of its quote, then those of its occurrences."""
    return [
        [group.stored.quote.id, *(report.stored.quote.id for report in group.occurrences)]
        for group in grouped(storage, *ids)
    ]


@pytest.mark.parametrize(
    "copy",
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
def test_quotes_that_differ_in_a_few_words_are_grouped(storage: Storage, copy: str) -> None:
    ids = [printed(storage, "gazette", WORDS), printed(storage, "post", copy)]
    assert groups(storage, *ids) == [ids]


@pytest.mark.parametrize(
    "copy",
    [
        WORDS.replace("not a", "a"),
        WORDS.replace("will be", "will never be"),
        WORDS.replace("a day", "three days"),
        WORDS.replace("harbour", "Norrvik harbour"),
        "The harbour will be dredged",
        "The harbour will be paved over by people who have never seen a boat",
    ],
)
def test_a_negation_a_number_a_name_or_other_words_separate_quotes(storage: Storage, copy: str) -> None:
    ids = [printed(storage, "gazette", WORDS), printed(storage, "post", copy)]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]


@pytest.mark.parametrize(
    ("speaker", "copy_speaker", "together"),
    [
        (LIND, Speaker("Lindqvist"), True),
        (LIND, Speaker("Mara Lindqvist", role="harbour master"), True),
        (LIND, Speaker("Óskar Brandt"), False),
        (LIND, Speaker("Jon Lindqvist"), False),
        (LIND, Speaker("the harbour master", SpeakerKind.ANONYMOUS), True),
        (Speaker("officials", SpeakerKind.ANONYMOUS), Speaker("officials", SpeakerKind.ANONYMOUS), True),
    ],
)
def test_quotes_are_grouped_only_if_their_speakers_may_be_one(
    storage: Storage,
    speaker: Speaker,
    copy_speaker: Speaker,
    together: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    ids = [printed(storage, "gazette", WORDS, speaker), printed(storage, "post", WORDS, copy_speaker)]
    assert (groups(storage, *ids) == [ids]) is together


def test_short_common_quotes_are_grouped_only_for_one_named_speaker(storage: Storage) -> None:
    anonymous = [Speaker(name, SpeakerKind.ANONYMOUS) for name in ("a skipper", "a diver")]
    ids = [printed(storage, name, "We do not know", speaker) for name, speaker in zip("ab", anonymous, strict=True)]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]
    ids_of_lind = [printed(storage, name, "We do not know") for name in "cd"]
    assert groups(storage, *ids_of_lind) == [ids_of_lind]


def test_quotes_of_two_words_are_not_grouped(storage: Storage) -> None:
    ids = [printed(storage, name, "Of course") for name in "ab"]
    assert groups(storage, *ids) == [[ids[0]], [ids[1]]]


def test_quotes_of_merged_speakers_are_grouped(storage: Storage) -> None:
    ids = [printed(storage, "a", WORDS), printed(storage, "b", WORDS, Speaker("Ilse Arriaga"))]
    assert len(groups(storage, *ids)) == 2
    storage.writer.merge_speakers("Ilse Arriaga", "Mara Lindqvist")
    assert groups(storage, *ids) == [ids]


def test_occurrences_are_sorted_by_date_with_undated_ones_last(storage: Storage) -> None:
    days = (date(2024, 5, 9), None, date(2024, 5, 7), date(2024, 5, 8))
    ids = [printed(storage, f"paper {number}", WORDS, day=day) for number, day in enumerate(days)]
    assert groups(storage, ids[0]) == [[ids[0], ids[2], ids[3], ids[1]]]


def test_changes_are_pairs_of_the_words_of_the_quote_and_of_the_copy(storage: Storage) -> None:
    first = printed(storage, "a", WORDS)
    printed(storage, "b", WORDS.replace("come back", "return"))
    (group,) = grouped(storage, first)
    assert [(change.quoted, change.stored) for change in group.occurrences[0].changes] == [("come back", "return")]


def test_ungrouped_reports_are_separate_results(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "abc"]
    reports = grouped(storage, *ids, ungrouped=True)
    assert [(group.stored.quote.id, group.occurrences) for group in reports] == [(quote_id, ()) for quote_id in ids]


def test_copies_of_a_quote_are_not_similar_to_it(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "abc"]
    other_id = printed(storage, "d", "Large ferries will stay away for good")
    storage.encoder.embed(storage.writer)
    with storage.reader() as reader:
        quote = reader.quotes(ids[:1])[ids[0]].quote
    assert [result.quote.id for result in Searcher(storage).similar(quote, limit=5)] == [other_id]


def test_two_quotes_are_compared_word_by_word(storage: Storage) -> None:
    ids = [printed(storage, "a", WORDS), printed(storage, "b", WORDS.replace("come back", "return"))]
    with storage.reader() as reader:
        first, second = reader.quotes(ids).values()
    changes = difference(Wording.of(first.quote.text), first, Copy(second, same_person=False))
    assert changes is not None
    assert [(change.quoted, change.stored) for change in changes] == [("come back", "return")]


def test_a_removed_article_takes_its_report_with_it(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "ab"]
    storage.writer.remove(["b"])
    assert groups(storage, *ids) == [ids[:1]]


def test_a_removed_quote_leaves_no_near_duplicate_key(storage: Storage) -> None:
    ids = [printed(storage, name, WORDS) for name in "ab"]
    storage.writer.remove(["a", "b"])
    with storage.reader() as reader:
        assert isinstance(reader, LocalReader)
        assert reader.quotes(ids, copies=True) == {}
        assert reader._connection is not None
        assert reader._connection.number("SELECT count(*) FROM bands") == 0


def test_a_quote_twice_in_an_article_is_one_report(storage: Storage) -> None:
    document = Document("gazette", f"{WORDS}\n{WORDS}\n")
    spans = [Span(0, len(WORDS)), Span(len(WORDS) + 1, 2 * len(WORDS) + 1)]
    quotes = tuple(
        Quote.of(document, content=(span,), context=span, kind=QuoteKind.DIRECT, speaker=LIND) for span in spans
    )
    storage.writer.put([Attributed(document, quotes)])
    assert groups(storage, *(quote.id for quote in quotes)) == [[quotes[0].id]]


def test_a_surname_is_grouped_with_one_full_name_and_not_two(storage: Storage) -> None:
    lone = printed(storage, "a", WORDS, Speaker("Lindqvist"))
    for name, speaker in (("b", LIND), ("c", Speaker("Jon Lindqvist"))):
        printed(storage, name, WORDS, speaker)
    ((_, *copies),) = groups(storage, lone)
    assert len(copies) == 1
