"""Say whether somebody's words are in the archive: verbatim, nearly, in part, somebody else's, or not found.

Search makes a short list only: quotes that share words with the quotation, and whole articles, for words that nobody
was found to be quoted with. What decides is the alignment with their text. *Verbatim* and *near* are promises: not a
word differs but in case and punctuation; or few words do, none of them a number, a negation or a name, and no stretch
of any length. What is not found is not false: the archive may lack it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.folding import folded_words
from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import STOP_WORDS
from quotesearch.indexer.model import Document, Quote, Span
from quotesearch.indexer.numbering import Ids
from quotesearch.indexer.protocols import Pattern
from quotesearch.indexer.store import Filters, StoredQuote
from quotesearch.search import json_objects
from quotesearch.search.alignment import CONDITIONS, Alignment, align, flag_of, turned_round
from quotesearch.search.naming import untitled
from quotesearch.search.parts import figures, in_document, outside_words, parted
from quotesearch.search.results import placed
from quotesearch.search.schema import VerificationJSON
from quotesearch.search.wording import Wording

MAX_WORDS = 1_000
_QUOTES, _DOCUMENTS, _WORDS = 30, 10, 12
"""How many quotes, articles and words make the short list."""
_NEAR, _WIDEST_GAP, _SHORT_GAP = 0.7, 0.2, 2
_PART, _FEWEST_WORDS = 0.5, 4
_RELATED = 0.5
_LINKS = frozenset("and the a an that".split())
_LEFT_OUT = STOP_WORDS - CONDITIONS
"""Words of its sentence that a quotation may leave out and be near."""
_COVERED = 0.9
"""How much of the words must be a quote's own for them to be its speaker's alone."""


class Verdict(StrEnum):
    """Say what became of a quotation."""

    VERBATIM = "verbatim"
    """The words are there, all of them and as they are."""
    NEAR = "near"
    """A few words differ, none of them a number, a negation or a name; or two parts have changed places."""
    PARTIAL = "partial"
    """Half of the words or more stand there side by side: a sentence was cut off, or something was put in."""
    OTHER_SPEAKER = "other-speaker"
    """The words are there, but not as those of the speaker who was asked for."""
    NOT_FOUND = "not-found"
    """Nothing like it is in the archive, or only words with another number, negation or name."""


_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Found:
    """Hold words of the archive beside a quotation: where they stand, whose they are, and what differs.

    `quote` is None where the article gives them as nobody's words. `span` is their place in the article's text.
    """

    document: Document
    quote: StoredQuote | None
    span: Span
    verdict: Verdict
    alignment: Alignment
    asked_for: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """Hold a quotation with its verdict, what decided it (None: nothing alike), and how much was searched."""

    quotation: str
    speaker: str
    verdict: Verdict
    found: Found | None
    documents: int
    quotes: int

    def to_json(self) -> VerificationJSON:
        """Return the verification as a JSON object, with the keys of `VerificationJSON`."""
        return json_objects.verification(self)


class Verifier:
    """Verify quotations against an open index; it only reads, and needs no model."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def verify(self, quotation: str, speaker: str = "") -> Verification:
        """Return the verdict on the words, as those of the speaker where one is given; QueryError without words."""
        quoted = Wording.of(quotation)
        if not quoted.words:
            raise QueryError("nothing to verify: give the words of a quotation")
        if len(quoted.words) > MAX_WORDS:
            raise QueryError(f"a quotation of {len(quoted.words)} words: verify {MAX_WORDS} at most at a time")
        self._index.refresh()
        own = self._index.store.matching(Filters(speaker=untitled(speaker))) if speaker.strip() else None
        found = max(self._found(quotation, quoted, own), key=_merit, default=None)
        verdict = Verdict.NOT_FOUND if found is None else found.verdict
        if found is not None and verdict is not Verdict.NOT_FOUND and not found.asked_for:
            verdict = Verdict.OTHER_SPEAKER
        counts = self._index.store.counts()
        return Verification(quotation, speaker, verdict, found, counts.documents, counts.quotes)

    def _found(self, quotation: str, quoted: Wording, own: Ids | None) -> Iterator[Found]:
        """Yield what is like the quotation, in quotes and in whole articles."""
        listed = self._short_list(quotation, own)
        held = self._index.store.documents({stored.quote.document_id for stored in listed})
        for stored in (each for each in listed if each.quote.document_id in held):  # the rest was just taken out
            found = _in_quote(stored, held[stored.quote.document_id], quotation, quoted, own)
            if found is not None:
                yield found
        said = {word.folded for word in quoted.words}
        telling = sorted(said - STOP_WORDS or said, key=lambda word: (-len(word), word))
        for document in self._index.store.documents_with(telling[:_WORDS], limit=_DOCUMENTS):
            alignment = align(quoted, Wording.of(document.text))
            if alignment is not None:
                there = self._quoted_there(document, alignment.span)
                found = None if there is None else _in_quote(there, document, quotation, quoted, own)
                if found is None or found.alignment.likeness < alignment.likeness:
                    verdict = _verdict(alignment, quotation, document.text)
                    asked_for = own is None or (there is not None and there.quote.id in own)
                    if there and not _covers(there.quote, alignment.span):  # others' words stand beside
                        verdict = verdict if own is None else max(verdict, Verdict.PARTIAL, key=_ORDER.index)
                        there = None if own is None else there
                    found = Found(document, there, alignment.span, verdict, alignment, asked_for)
                yield found

    def _short_list(self, quotation: str, own: Ids | None) -> list[StoredQuote]:
        """Return the quotes that have the words or share most of them, of anybody and of the speaker."""
        keyword, wanted = self._index.keyword, [None] if own is None else [None, own]
        ids = {each.quote_id for within in wanted for each in keyword.search(quotation, depth=_QUOTES, within=within)}
        exact = keyword.containing(Pattern((tuple(folded_words(quotation)),)))
        ids.update(*(sorted(exact if within is None else exact & within)[:_QUOTES] for within in wanted))
        return [stored for _, stored in sorted(self._index.store.quotes(ids).items())]

    def _quoted_there(self, document: Document, span: Span) -> StoredQuote | None:
        """Return the quote of the document that has most of the place, if one has half of it."""
        quotes = self._index.store.document_quotes(document.id)
        best = max(quotes, key=lambda quote: _shared(quote, span), default=None)
        related = best is not None and _shared(best, span) >= _RELATED * (span.end - span.start)
        return placed(document, best) if best is not None and related else None


def _in_quote(
    stored: StoredQuote, document: Document, quotation: str, quoted: Wording, own: Ids | None
) -> Found | None:
    """Return what of a stored quote, which stands in the document, is like the quotation."""
    text = parted(stored.quote)
    alignment, verdict = _judged(quoted, Wording.of(text), quotation, text)
    if alignment is None:
        return None
    asked_for = own is None or stored.quote.id in own
    return Found(document, stored, in_document(stored.quote, alignment.span), verdict, alignment, asked_for)


def _judged(quoted: Wording, stored: Wording, quotation: str, text: str) -> tuple[Alignment | None, Verdict]:
    """Return where the words stand in a quote and the verdict, also where two parts have changed places."""
    alignment = align(quoted, stored)
    verdict = _verdict(alignment, quotation, text) if alignment else Verdict.NOT_FOUND
    turned = None if verdict in (Verdict.VERBATIM, Verdict.NEAR) else turned_round(quoted, stored)
    again = align(turned, stored) if turned else None
    if again and _verdict(again, quotation, text) in (Verdict.VERBATIM, Verdict.NEAR):
        plain = _is_linked(again) and not flag_of(
            (), {word.folded for word in quoted.words}, quoted.names | stored.names
        )
        return replace(again, turned=True), Verdict.NEAR if plain else Verdict.PARTIAL
    return alignment, verdict


def _is_linked(alignment: Alignment) -> bool:
    """Tell whether nothing differs but words that link: *if A, then B* is not *if B, then A*."""
    return all(_LINKS.issuperset(folded_words(f"{each.quoted} {each.stored}")) for each in alignment.changes)


def _merit(found: Found) -> tuple[bool, int, bool, float, bool, str]:
    """Return what makes one find better than another: whose it is, the verdict, the likeness, that it is a quote."""
    good = found.verdict is not Verdict.NOT_FOUND
    identity = found.quote.quote.id if found.quote else found.document.id
    return (
        good and found.asked_for,
        -_ORDER.index(found.verdict),
        good,
        found.alignment.likeness,
        found.quote is not None,
        identity,
    )


def _verdict(alignment: Alignment, quotation: str, text: str) -> Verdict:
    """Return the verdict on the words alone, whoever said them.

    Words of the sentence before and behind the place count as left out: where they are many, it is a part; where they
    are few, they must not be grave either. A contraction and its two words are near, and not the same.
    """
    quoted = folded_words(quotation)
    outside = outside_words(text, alignment.span)
    there = alignment.span.words(text)
    if figures(there) != figures(quotation) and sorted(folded_words(there)) == sorted(quoted):
        return Verdict.NOT_FOUND  # another sign, unit or point
    if folded_words(there) == quoted:
        return Verdict.PARTIAL if outside else Verdict.VERBATIM
    size = len(quoted)
    narrow = alignment.gap <= max(_WIDEST_GAP, _SHORT_GAP / size)
    whole = (
        len(outside) <= max(_SHORT_GAP, size / 10) and _LEFT_OUT.issuperset(outside) and not flag_of((), outside, ())
    )
    if alignment.likeness >= _NEAR and narrow and whole and not alignment.flags and size >= _FEWEST_WORDS:
        return Verdict.NEAR
    altered = narrow and bool(alignment.flags)
    long = alignment.run * size >= _FEWEST_WORDS
    return Verdict.PARTIAL if alignment.run >= _PART and long and not altered else Verdict.NOT_FOUND


def _covers(quote: Quote, span: Span) -> bool:
    """Tell whether the place is the quote's, all but a few characters of it."""
    return _shared(quote, span) >= _COVERED * (span.end - span.start)


def _shared(quote: Quote, span: Span) -> int:
    """Return how many characters of the place are the quote's."""
    return sum(part.overlap(span) for part in quote.content)
