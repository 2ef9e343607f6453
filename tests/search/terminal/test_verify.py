"""A verdict on a terminal: its rows, and how a difference is worded."""

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.search.alignment import Alignment, Change
from quotesearch.search.results import placed
from quotesearch.search.terminal.layout import Look
from quotesearch.search.terminal.verify import verdict
from quotesearch.search.verify import ArchiveMatch, Verdict, Verification

DOCUMENT = Document("quay", "The ferry is not late.", title="Ferries", outlet="Gazette", path="/p/quay.txt")
QUOTE = Quote.of(
    DOCUMENT, content=(Span(0, 22),), context=Span(0, 22), kind=QuoteKind.INDIRECT, speaker=Speaker("Mara Lindqvist")
)
CHANGES = (Change("boat", "ferry"), Change("", "not", "negation"), Change("very", ""))


def shown(kind: Verdict, *, likeness: float, changes: tuple[Change, ...] = CHANGES) -> list[str]:
    """Return the lines of a verdict on a quotation that is similar to the quote."""
    alignment = Alignment(Span(0, 22), likeness, likeness, 0, changes)
    match = ArchiveMatch(DOCUMENT, placed(DOCUMENT, QUOTE), Span(0, 22), kind, alignment)
    return verdict(Verification("The boat is very late.", "Mara", kind, match, 3, 7), Look(width=110)).split("\n")


def test_each_difference_is_worded_with_its_kind() -> None:
    assert "differs: the archive has “ferry” for “boat”, adds “not” (negation), leaves out “very”" in " ".join(
        " ".join(shown(Verdict.PARTIAL, likeness=0.6)).split()
    )


def test_a_verbatim_quotation_has_its_speaker_and_place_only() -> None:
    assert [line.strip() for line in shown(Verdict.VERBATIM, likeness=1.0, changes=())] == [
        "VERBATIM       “The boat is very late.” — Mara",
        "Ferries · Gazette",
        "Mara Lindqvist · /p/quay.txt, line 1 of the text [0-22]",
        "in the article this is indirect",
    ]


def test_words_that_are_not_found_are_shown_next_to_similar_ones() -> None:
    similar, different = (shown(Verdict.NOT_FOUND, likeness=likeness) for likeness in (0.5, 0.4))
    assert similar[1].strip() == "searched 3 articles with 7 quotes; the most similar words:"
    assert [line.strip() for line in different[1:]] == ["searched 3 articles with 7 quotes"]
