"""Say whether somebody's words are in the archive: verbatim, nearly, in part, somebody else's, or not found.

Search makes a short list only: quotes that share words with the quotation, and whole articles, for words that nobody
was found to be quoted with. What decides is the alignment with their text. *Verbatim* and *near* are promises: the
words stand inside quotation marks, and not a word differs but in case and punctuation; or few words do, none of them a
number, a negation or a name, and no stretch of any length. The same words as a paraphrase, a thought or a denial are
a *paraphrase*. What is not found is not false: the archive may lack it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.extraction.quotations import scan
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.model import Document, Quote, QuoteKind, Reported, Span
from quotesearch.indexer.protocols import Reader, Retrieval
from quotesearch.indexer.records import EVERYTHING, Pattern, Selection, SimilarDocument, StoredQuote
from quotesearch.indexer.text.analysis import STOP_WORDS, terms
from quotesearch.indexer.text.names import untitled
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.text.sentences import Wording, figures, in_document, outside_words, with_sentence_breaks
from quotesearch.search import json_objects
from quotesearch.search.alignment import CONDITIONS, Alignment, align, flag_of, turned_round
from quotesearch.search.results import placed
from quotesearch.search.schema import VerificationJSON

MAX_WORDS, MAX_CHARACTERS = 1_000, 20_000
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
    """The words are there, all of them and as they are, inside quotation marks or in a transcript."""
    NEAR = "near"
    """A few words differ, none of them a number, a negation or a name; or two parts have changed places."""
    PARAPHRASE = "paraphrase"
    """The words are there, but outside quotation marks, or as what somebody thinks or did not say."""
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


def verify(reader: Reader, quotation: str, speaker: str = "") -> Verification:
    """Return the verdict on the words, as those of the speaker if one is given, by four calls to the backend.

    QueryError for a quotation without words, of more than `MAX_WORDS`, or a name that is too long.
    """
    if len(quotation) > MAX_CHARACTERS:
        raise QueryError(f"a quotation of {len(quotation)} characters: verify {MAX_CHARACTERS} at most at a time")
    quoted = Wording.of(quotation)
    if not quoted.words:
        raise QueryError("nothing to verify: give the words of a quotation")
    if len(quoted.words) > MAX_WORDS:
        raise QueryError(f"a quotation of {len(quoted.words)} words: verify {MAX_WORDS} at most at a time")
    own = Selection(speakers=(untitled(speaker),)) if speaker.strip() else EVERYTHING
    found = max(filter(None, _found(reader, quotation, quoted, own)), key=_merit, default=None)
    verdict = Verdict.NOT_FOUND if found is None else found.verdict
    if found is not None and verdict is not Verdict.NOT_FOUND and not found.asked_for:
        verdict = Verdict.OTHER_SPEAKER
    counts = reader.statistics()
    return Verification(quotation, speaker, verdict, found, counts.documents, counts.quotes)


def _found(reader: Reader, quotation: str, quoted: Wording, own: Selection) -> Iterator[Found | None]:
    """Yield what is like the quotation, in quotes and in whole articles; None if they have no word of it."""
    stored_quotes = reader.quotes(sorted(_short_list(reader, quotation, own)))
    quoted_in = {stored.quote.document_id for stored in stored_quotes.values()}
    documents = reader.documents_like(_rarest(quoted), limit=_DOCUMENTS, selection=own, also=quoted_in)
    by_id = {one.document.id: one for one in documents}
    for quote_id, stored in stored_quotes.items():
        there = by_id[stored.quote.document_id]
        yield _in_quote(stored, there.document, quotation, quoted, asked_for=quote_id in there.selected)
    for one in documents:
        if one.is_similar:
            yield _in_document(one, quotation, quoted, by_speaker=own != EVERYTHING)


def _short_list(reader: Reader, quotation: str, own: Selection) -> set[str]:
    """Return the ids of quotes that have the words or share most of them, of anybody and of the speaker.

    Of a quotation of stop words alone, which no retriever can rank, only the speaker's quotes with all the words.
    """
    exact = Pattern((tuple(folded_words(quotation)),))
    if not terms(quotation):
        return set(reader.select(replace(own, required=(exact,)), limit=_QUOTES).scores)
    asked = [
        Retrieval(selection, terms=terms(quotation), depth=_QUOTES)
        for anyone in dict.fromkeys((EVERYTHING, own))
        for selection in (anyone, replace(anyone, required=(exact,)))
    ]
    return set().union(*(found.candidates for found in reader.retrieve(*asked)))


def _rarest(quoted: Wording) -> list[str]:
    """Return the longest words of a quotation, which are the rarest, as a rule."""
    words = set(quoted.folded)
    return sorted(words - STOP_WORDS or words, key=lambda word: (-len(word), word))[:_WORDS]


def _in_document(similar: SimilarDocument, quotation: str, quoted: Wording, *, by_speaker: bool) -> Found | None:
    """Return where the words stand in a document, in a quote or outside; `by_speaker` says that one was asked for."""
    document = similar.document
    alignment = align(quoted, Wording.of(document.text))
    if alignment is None:
        return None
    there = _quote_at(similar, alignment.span)
    asked_for = not by_speaker or _is_among(there, similar.selected)
    found = _in_quote(there, document, quotation, quoted, asked_for=asked_for) if there else None
    if found and found.alignment.likeness >= alignment.likeness:
        return found
    verdict = _verdict(alignment, quotation, document.text)
    if there and _shared(there.quote, alignment.span) < _COVERED * len(alignment.span):  # next to the words of others
        verdict, there = (max(verdict, Verdict.PARTIAL, key=_ORDER.index), there) if by_speaker else (verdict, None)
    verdict = _as_reported(verdict, there.quote if there else None, document, alignment.span)
    return Found(document, there, alignment.span, verdict, alignment, asked_for)


def _is_among(stored: StoredQuote | None, ids: frozenset[str]) -> bool:
    """Tell whether there is a quote and its id is one of these."""
    return stored is not None and stored.quote.id in ids


def _quote_at(similar: SimilarDocument, span: Span) -> StoredQuote | None:
    """Return the quote of a document that has most of the place, if one has half of it."""
    best = max(similar.quotes, key=lambda quote: _shared(quote, span), default=None)
    related = best is not None and _shared(best, span) >= _RELATED * len(span)
    return placed(similar.document, best) if best is not None and related else None


def _in_quote(
    stored: StoredQuote, document: Document, quotation: str, quoted: Wording, *, asked_for: bool
) -> Found | None:
    """Return what of a stored quote, which stands in the document, is like the quotation."""
    text = with_sentence_breaks(stored.quote)
    alignment, verdict = _judged(quoted, Wording.of(text), quotation, text)
    if alignment is None:
        return None
    span = in_document(stored.quote, alignment.span)
    verdict = _as_reported(verdict, stored.quote, document, span)
    return Found(document, stored, span, verdict, alignment, asked_for)


def _as_reported(verdict: Verdict, quote: Quote | None, document: Document, span: Span) -> Verdict:
    """Return PARAPHRASE instead of VERBATIM or NEAR if the article does not give the words as spoken or written."""
    if verdict not in (Verdict.VERBATIM, Verdict.NEAR) or _is_word_for_word(quote, document.text, span):
        return verdict
    return Verdict.PARAPHRASE


def _is_word_for_word(quote: Quote | None, text: str, span: Span) -> bool:
    """Tell whether the words at a place are a direct quote or inside quotation marks, and not a thought or denied."""
    if quote is not None and quote.reports is Reported.THOUGHT:
        return False
    if quote is not None and quote.kind is QuoteKind.DIRECT:
        return True
    return any(quotation.inner.covers(span) for quotation in scan(text, paragraphs(text)))


def _judged(quoted: Wording, stored: Wording, quotation: str, text: str) -> tuple[Alignment | None, Verdict]:
    """Return where the words stand in a quote and the verdict, also where two parts have changed places."""
    alignment = align(quoted, stored)
    verdict = _verdict(alignment, quotation, text) if alignment else Verdict.NOT_FOUND
    turned = None if verdict in (Verdict.VERBATIM, Verdict.NEAR) else turned_round(quoted, stored)
    again = align(turned, stored) if turned else None
    if again and _verdict(again, quotation, text) in (Verdict.VERBATIM, Verdict.NEAR):
        plain = _is_linked(again) and not flag_of((), {*quoted.folded}, quoted.names | stored.names)
        return replace(again, turned=True), Verdict.NEAR if plain else Verdict.PARTIAL
    return alignment, verdict


def _is_linked(alignment: Alignment) -> bool:
    """Tell whether nothing differs but words that link: *if A, then B* is not *if B, then A*."""
    return all(_LINKS.issuperset(folded_words(f"{each.quoted} {each.stored}")) for each in alignment.changes)


def _merit(found: Found) -> tuple[bool, int, bool, float, bool, str]:
    """Return what makes one find better than another: whose it is, the verdict, the likeness, that it is a quote."""
    good = found.verdict is not Verdict.NOT_FOUND
    identity = found.quote.quote.id if found.quote else found.document.id
    likeness = found.alignment.likeness, found.quote is not None, identity
    return good and found.asked_for, -_ORDER.index(found.verdict), good, *likeness


def _verdict(alignment: Alignment, quotation: str, text: str) -> Verdict:
    """Return the verdict on the words alone, whoever said them.

    Words of the sentence before and after the place count as left out: if they are many, it is a part; if they
    are few, they must not be grave either. A contraction and its two words are near, and not the same.
    """
    quoted, words = folded_words(quotation), alignment.span.words(text)
    outside = outside_words(text, alignment.span)
    if figures(words) != figures(quotation) and sorted(folded_words(words)) == sorted(quoted):
        return Verdict.NOT_FOUND  # another sign, unit or point
    if folded_words(words) == quoted:
        return Verdict.PARTIAL if outside else Verdict.VERBATIM
    narrow = alignment.gap <= max(_WIDEST_GAP, _SHORT_GAP / len(quoted))
    if _is_near(alignment, len(quoted), narrow=narrow) and _leaves_nothing_out(outside, len(quoted)):
        return Verdict.NEAR
    return Verdict.PARTIAL if _is_part(alignment, len(quoted), narrow=narrow) else Verdict.NOT_FOUND


def _is_part(alignment: Alignment, size: int, *, narrow: bool) -> bool:
    """Tell whether half of the words or more stand side by side, and a narrow difference is not a grave one."""
    altered = narrow and bool(alignment.flags)
    return alignment.run >= _PART and alignment.run * size >= _FEWEST_WORDS and not altered


def _is_near(alignment: Alignment, size: int, *, narrow: bool) -> bool:
    """Tell whether a quotation of so many words differs in a few of them, none of which is grave."""
    return alignment.likeness >= _NEAR and narrow and not alignment.flags and size >= _FEWEST_WORDS


def _leaves_nothing_out(outside: list[str], size: int) -> bool:
    """Tell whether the words of the sentence outside the place are few, and none of them grave."""
    few = len(outside) <= max(_SHORT_GAP, size / 10)
    return few and _LEFT_OUT.issuperset(outside) and not flag_of((), outside, ())


def _shared(quote: Quote, span: Span) -> int:
    """Return how many characters of the place are the quote's."""
    return sum(part.overlap(span) for part in quote.content)
