"""The same words once: what counts as another report of a quote, and what is kept apart."""

from collections.abc import Iterator
from datetime import date

import pytest

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.records import Attributed, Store
from quotesearch.search.occurrences import grouped

WORDS = "The harbour will be dredged before the herring come back, and not a day later"
LIND = Speaker("Mara Lindqvist")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None, write=True) as opened:
        yield opened


def printed(store: Store, name: str, words: str, speaker: Speaker = LIND, day: date | None = None) -> str:
    """Store a quote in a document of its own, and return its id."""
    document = Document(name, words, outlet=name.title(), published=day)
    whole = Span(0, len(words))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=speaker)
    store.put([Attributed(document, (quote,))])
    return quote.id


def groups(store: Store, *ids: str) -> list[list[str]]:
    return [[one.stored.quote.id, *(each.stored.quote.id for each in one.occurrences)] for one in grouped(store, ids)]


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
def test_the_same_words_but_for_a_few_are_one_quote(store: Store, other: str) -> None:
    ids = [printed(store, "gazette", WORDS), printed(store, "post", other)]
    assert groups(store, *ids) == [ids]


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
def test_a_negation_a_number_a_name_or_other_words_keep_quotes_apart(store: Store, other: str) -> None:
    ids = [printed(store, "gazette", WORDS), printed(store, "post", other)]
    assert groups(store, *ids) == [[ids[0]], [ids[1]]]


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
def test_another_speaker_keeps_quotes_apart(store: Store, one: Speaker, other: Speaker, together: bool) -> None:  # noqa: FBT001
    ids = [printed(store, "gazette", WORDS, one), printed(store, "post", WORDS, other)]
    assert (groups(store, *ids) == [ids]) is together


def test_short_words_that_anybody_says_are_one_quote_only_of_one_known_speaker(store: Store) -> None:
    anonymous = [Speaker(name, SpeakerKind.ANONYMOUS) for name in ("a skipper", "a diver")]
    ids = [printed(store, name, "We do not know", who) for name, who in zip("ab", anonymous, strict=True)]
    assert groups(store, *ids) == [[ids[0]], [ids[1]]]
    same = [printed(store, name, "We do not know") for name in "cd"]
    assert groups(store, *same) == [same]


def test_two_words_are_no_quote_to_recognise(store: Store) -> None:
    ids = [printed(store, name, "Of course") for name in "ab"]
    assert groups(store, *ids) == [[ids[0]], [ids[1]]]


def test_names_merged_by_hand_are_one_speaker(store: Store) -> None:
    ids = [printed(store, "a", WORDS), printed(store, "b", WORDS, Speaker("Ilse Arriaga"))]
    assert len(groups(store, *ids)) == 2
    store.merge_speakers("Ilse Arriaga", "Mara Lindqvist")
    assert groups(store, *ids) == [ids]


def test_occurrences_come_from_the_whole_archive_the_first_printed_first(store: Store) -> None:
    days = (date(2024, 5, 9), None, date(2024, 5, 7), date(2024, 5, 8))
    ids = [printed(store, f"paper {number}", WORDS, day=day) for number, day in enumerate(days)]
    assert groups(store, ids[0]) == [[ids[0], ids[2], ids[3], ids[1]]]


def test_differences_are_the_shown_quotes_words_and_the_others(store: Store) -> None:
    shown = printed(store, "a", WORDS)
    printed(store, "b", WORDS.replace("come back", "return"))
    (group,) = grouped(store, [shown])
    assert [(each.quoted, each.stored) for each in group.occurrences[0].changes] == [("come back", "return")]


def test_with_each_every_report_is_by_itself(store: Store) -> None:
    ids = [printed(store, name, WORDS) for name in "abc"]
    assert [(one.stored.quote.id, one.occurrences) for one in grouped(store, ids, each=True)] == [(i, ()) for i in ids]


def test_reports_of_a_quote_that_is_left_out_are_left_out_too(store: Store) -> None:
    ids = [printed(store, name, WORDS) for name in "abc"]
    other = printed(store, "d", "Large ferries will stay away for good")
    assert [one.stored.quote.id for one in grouped(store, [*ids[1:], other], but=ids[0])] == [other]


def test_a_removed_article_takes_its_report_with_it(store: Store) -> None:
    ids = [printed(store, name, WORDS) for name in "ab"]
    store.remove(["b"])
    assert groups(store, *ids) == [ids[:1]]


def test_no_key_is_left_of_a_quote_that_was_taken_out(store: Store) -> None:
    ids = [printed(store, name, WORDS) for name in "ab"]
    store.remove(["a", "b"])
    assert store.alike(ids) == {}
    assert store._database.number("SELECT count(*) FROM bands") == 0


def test_a_quote_that_stands_twice_in_an_article_is_one_report(store: Store) -> None:
    document = Document("gazette", f"{WORDS}\n{WORDS}\n")
    spans = [Span(0, len(WORDS)), Span(len(WORDS) + 1, 2 * len(WORDS) + 1)]
    quotes = tuple(
        Quote.of(document, content=(span,), context=span, kind=QuoteKind.DIRECT, speaker=LIND) for span in spans
    )
    store.put([Attributed(document, quotes)])
    assert groups(store, *(quote.id for quote in quotes)) == [[quotes[0].id]]


def test_a_surname_joins_one_full_name_and_not_two(store: Store) -> None:
    lone = printed(store, "a", WORDS, Speaker("Lindqvist"))
    for name, speaker in (("b", LIND), ("c", Speaker("Jon Lindqvist"))):
        printed(store, name, WORDS, speaker)
    ((_, *others),) = groups(store, lone)
    assert len(others) == 1
