"""Check a quotation against the archive and return a verdict.

Retrieval only selects candidates. These are quotes that have words of the quotation, and whole articles, because the
words may be outside all quotes. Then the alignment of the quotation with their text decides. *Verbatim* and *near*
require that the words are inside quotation marks. In *verbatim* words, only case and punctuation may differ. In *near*
words, a few short passages may differ, but no number, negation, condition or name. The same words outside quotation
marks, or as a thought or a denial, are a *paraphrase*. *Not found* does not mean false: the archive may lack the
quotation.
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
from quotesearch.search.alignment import CONDITIONS, Alignment, align, flag_of, with_parts_exchanged
from quotesearch.search.results import placed
from quotesearch.search.schema import VerificationJSON

MAX_WORDS, MAX_CHARACTERS = 1_000, 20_000
"""The longest quotation that is verified, because the time for alignment grows with the length."""
_QUOTES, _DOCUMENTS, _WORDS = 30, 10, 12
"""The most quotes and articles that are candidates, and the most words that are used to retrieve the articles."""
_NEAR, _WIDEST_GAP, _SHORT_GAP = 0.7, 0.2, 2
"""A *near* quotation has at least the likeness `_NEAR`.

Its longest difference is at most the share `_WIDEST_GAP` of its words, or at most `_SHORT_GAP` words.
"""
_PART, _FEWEST_WORDS = 0.5, 4
"""A *partial* quotation has at least the share `_PART` of its words in one passage.

This passage has at least `_FEWEST_WORDS` words, and so has a *near* quotation.
"""
_RELATED = 0.5
"""If a quote covers at least this share of a passage, it is the quote of the passage."""
_LINKS = frozenset("and the a an that".split())
"""Words that may differ if two parts have changed places."""
_LEFT_OUT = STOP_WORDS - CONDITIONS
"""Words of its sentence that a *near* quotation may leave out."""
_COVERED = 0.9
"""If a quote covers at least this share of a passage, the passage has the words of its speaker alone."""


class Verdict(StrEnum):
    """The result of checking a quotation."""

    VERBATIM = "verbatim"
    """All words are in the archive, unchanged, inside quotation marks or in a transcript."""
    NEAR = "near"
    """A few words differ, but no number, negation, condition or name; or two parts have changed places."""
    PARAPHRASE = "paraphrase"
    """The archive has the words, but outside quotation marks, or as an opinion or a denial."""
    PARTIAL = "partial"
    """At least half of the words are in one passage. Either a sentence is cut off, or words were inserted."""
    OTHER_SPEAKER = "other-speaker"
    """The archive has the words, but not as the words of the given speaker."""
    NOT_FOUND = "not-found"
    """The archive has no similar words, or only words with another number, negation or name."""


_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class ArchiveMatch:
    """Words of the archive that are similar to a quotation, with their place, their quote and the differences.

    If the words are outside the quotes of the article, `quote` is None. `span` is the place of the words in the
    article's text. `by_speaker` tells whether they are words of the given speaker. It is true if no speaker was given.
    """

    document: Document
    quote: StoredQuote | None
    span: Span
    verdict: Verdict
    alignment: Alignment
    by_speaker: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """A quotation, its verdict, the most similar words of the archive (`found`), and the size of the archive."""

    quotation: str
    speaker: str
    verdict: Verdict
    found: ArchiveMatch | None
    documents: int
    quotes: int

    def to_json(self) -> VerificationJSON:
        """Return the verification as a JSON object, with the keys of `VerificationJSON`."""
        return json_objects.verification(self)


def verify(reader: Reader, quotation: str, speaker: str = "") -> Verification:
    """Return the verdict on a quotation. If a speaker is given, the words must be words of this speaker.

    The function makes four calls to the backend. Raises QueryError for a quotation without words, a quotation that is
    too long, and a name that is too long.
    """
    if len(quotation) > MAX_CHARACTERS:
        raise QueryError(f"the quotation has {len(quotation)} characters: give at most {MAX_CHARACTERS}")
    quoted = Wording.of(quotation)
    if not quoted.words:
        raise QueryError("nothing to verify: give the words of a quotation")
    if len(quoted.words) > MAX_WORDS:
        raise QueryError(f"the quotation has {len(quoted.words)} words: give at most {MAX_WORDS}")
    selection = Selection(speakers=(untitled(speaker),)) if speaker.strip() else EVERYTHING
    match = max(filter(None, _matches(reader, quotation, quoted, selection)), key=_merit, default=None)
    verdict = Verdict.NOT_FOUND if match is None else match.verdict
    if match is not None and verdict is not Verdict.NOT_FOUND and not match.by_speaker:
        verdict = Verdict.OTHER_SPEAKER
    counts = reader.statistics()
    return Verification(quotation, speaker, verdict, match, counts.documents, counts.quotes)


def _matches(reader: Reader, quotation: str, quoted: Wording, selection: Selection) -> Iterator[ArchiveMatch | None]:
    """Yield the match in each candidate: a quote or a whole article. If they have no common word, yield None."""
    stored_quotes = reader.quotes(sorted(_candidate_ids(reader, quotation, selection)))
    document_ids = {stored.quote.document_id for stored in stored_quotes.values()}
    documents = reader.documents_like(_rarest(quoted), limit=_DOCUMENTS, selection=selection, also=document_ids)
    by_id = {similar.document.id: similar for similar in documents}
    for quote_id, stored in stored_quotes.items():
        similar = by_id[stored.quote.document_id]
        yield _in_quote(stored, similar.document, quotation, quoted, by_speaker=quote_id in similar.selected)
    for similar in documents:
        if similar.is_similar:
            yield _in_document(similar, quotation, quoted, has_speaker=selection != EVERYTHING)


def _candidate_ids(reader: Reader, quotation: str, selection: Selection) -> set[str]:
    """Return the ids of quotes that contain the quotation or share words with it: the best of all, and of the speaker.

    No retriever can rank a quotation that has only stop words. For such a quotation, return only the speaker's quotes
    that have all its words.
    """
    exact = Pattern((tuple(folded_words(quotation)),))
    if not terms(quotation):
        return set(reader.select(replace(selection, required=(exact,)), limit=_QUOTES).scores)
    retrievals = [
        Retrieval(narrowed, terms=terms(quotation), depth=_QUOTES)
        for scope in dict.fromkeys((EVERYTHING, selection))
        for narrowed in (scope, replace(scope, required=(exact,)))
    ]
    return set().union(*(result.candidates for result in reader.retrieve(*retrievals)))


def _rarest(quoted: Wording) -> list[str]:
    """Return the longest words of a quotation, because they are usually the rarest."""
    words = set(quoted.folded)
    return sorted(words - STOP_WORDS or words, key=lambda word: (-len(word), word))[:_WORDS]


def _in_document(
    similar: SimilarDocument, quotation: str, quoted: Wording, *, has_speaker: bool
) -> ArchiveMatch | None:
    """Return the match in a document, inside or outside its quotes. `has_speaker` tells whether a speaker was given."""
    document = similar.document
    alignment = align(quoted, Wording.of(document.text))
    if alignment is None:
        return None
    stored = _quote_at(similar, alignment.span)
    by_speaker = not has_speaker or _is_among(stored, similar.selected)
    match = _in_quote(stored, document, quotation, quoted, by_speaker=by_speaker) if stored else None
    if match and match.alignment.likeness >= alignment.likeness:
        return match
    verdict = _verdict(alignment, quotation, document.text)
    # the passage includes words outside the quote
    if stored and _shared(stored.quote, alignment.span) < _COVERED * len(alignment.span):
        verdict, stored = (max(verdict, Verdict.PARTIAL, key=_ORDER.index), stored) if has_speaker else (verdict, None)
    verdict = _as_reported(verdict, stored.quote if stored else None, document, alignment.span)
    return ArchiveMatch(document, stored, alignment.span, verdict, alignment, by_speaker)


def _is_among(stored: StoredQuote | None, ids: frozenset[str]) -> bool:
    """Tell whether there is a quote whose id is in `ids`."""
    return stored is not None and stored.quote.id in ids


def _quote_at(similar: SimilarDocument, span: Span) -> StoredQuote | None:
    """Return the quote of a document that covers most of a passage. If no quote covers at least half, return None."""
    best = max(similar.quotes, key=lambda quote: _shared(quote, span), default=None)
    is_related = best is not None and _shared(best, span) >= _RELATED * len(span)
    return placed(similar.document, best) if best is not None and is_related else None


def _in_quote(
    stored: StoredQuote, document: Document, quotation: str, quoted: Wording, *, by_speaker: bool
) -> ArchiveMatch | None:
    """Return the match in a stored quote of the document."""
    text = with_sentence_breaks(stored.quote)
    alignment, verdict = _aligned(quoted, Wording.of(text), quotation, text)
    if alignment is None:
        return None
    span = in_document(stored.quote, alignment.span)
    verdict = _as_reported(verdict, stored.quote, document, span)
    return ArchiveMatch(document, stored, span, verdict, alignment, by_speaker)


def _as_reported(verdict: Verdict, quote: Quote | None, document: Document, span: Span) -> Verdict:
    """Return PARAPHRASE if the article does not give VERBATIM or NEAR words as a quotation. Else return the verdict."""
    if verdict not in (Verdict.VERBATIM, Verdict.NEAR) or _is_word_for_word(quote, document.text, span):
        return verdict
    return Verdict.PARAPHRASE


def _is_word_for_word(quote: Quote | None, text: str, span: Span) -> bool:
    """Tell whether a passage is a direct quote or inside quotation marks, and is not a thought or a denial."""
    if quote is not None and quote.reports is Reported.THOUGHT:
        return False
    if quote is not None and quote.kind is QuoteKind.DIRECT:
        return True
    return any(quotation.inner.covers(span) for quotation in scan(text, paragraphs(text)))


def _aligned(quoted: Wording, stored: Wording, quotation: str, text: str) -> tuple[Alignment | None, Verdict]:
    """Return the alignment with a quote and its verdict. If two parts have changed places, exchange them first."""
    alignment = align(quoted, stored)
    verdict = _verdict(alignment, quotation, text) if alignment else Verdict.NOT_FOUND
    exchanged = None if verdict in (Verdict.VERBATIM, Verdict.NEAR) else with_parts_exchanged(quoted, stored)
    exchanged_alignment = align(exchanged, stored) if exchanged else None
    if exchanged_alignment and _verdict(exchanged_alignment, quotation, text) in (Verdict.VERBATIM, Verdict.NEAR):
        has_flag = bool(flag_of((), {*quoted.folded}, quoted.names | stored.names))
        is_near = _has_only_links(exchanged_alignment) and not has_flag
        return replace(exchanged_alignment, turned=True), Verdict.NEAR if is_near else Verdict.PARTIAL
    return alignment, verdict


def _has_only_links(alignment: Alignment) -> bool:
    """Tell whether only linking words differ. *If* is not one: *if A, then B* does not mean *if B, then A*."""
    return all(_LINKS.issuperset(folded_words(f"{change.quoted} {change.stored}")) for change in alignment.changes)


def _merit(match: ArchiveMatch) -> tuple[bool, int, bool, float, bool, str]:
    """Return a sort key that is higher for a better match.

    It compares the speaker, the verdict, the likeness, and whether the words are in a quote.
    """
    is_found = match.verdict is not Verdict.NOT_FOUND
    identity = match.quote.quote.id if match.quote else match.document.id
    likeness = match.alignment.likeness, match.quote is not None, identity
    return is_found and match.by_speaker, -_ORDER.index(match.verdict), is_found, *likeness


def _verdict(alignment: Alignment, quotation: str, text: str) -> Verdict:
    """Return the verdict on the words alone, without regard to their speaker.

    The other words of the sentence count as left out. If they are many, the quotation is partial. If they are few, they
    may not be grave. A contraction and its two words are near, not verbatim.
    """
    quoted, words = folded_words(quotation), alignment.span.words(text)
    outside = outside_words(text, alignment.span)
    if figures(words) != figures(quotation) and sorted(folded_words(words)) == sorted(quoted):
        return Verdict.NOT_FOUND  # a different sign, unit or decimal point
    if folded_words(words) == quoted:
        return Verdict.PARTIAL if outside else Verdict.VERBATIM
    is_narrow = alignment.gap <= max(_WIDEST_GAP, _SHORT_GAP / len(quoted))
    if _is_near(alignment, len(quoted), is_narrow=is_narrow) and _leaves_nothing_out(outside, len(quoted)):
        return Verdict.NEAR
    return Verdict.PARTIAL if _is_part(alignment, len(quoted), is_narrow=is_narrow) else Verdict.NOT_FOUND


def _is_part(alignment: Alignment, size: int, *, is_narrow: bool) -> bool:
    """Tell whether half of a quotation of `size` words is in one passage. A short difference must not be grave."""
    is_altered = is_narrow and bool(alignment.flags)
    return alignment.run >= _PART and alignment.run * size >= _FEWEST_WORDS and not is_altered


def _is_near(alignment: Alignment, size: int, *, is_narrow: bool) -> bool:
    """Tell whether a quotation of `size` words has only few and short differences, and no grave ones."""
    return alignment.likeness >= _NEAR and is_narrow and not alignment.flags and size >= _FEWEST_WORDS


def _leaves_nothing_out(outside: list[str], size: int) -> bool:
    """Tell whether the other words of the sentence are few for a quotation of `size` words, and not grave."""
    are_few = len(outside) <= max(_SHORT_GAP, size / 10)
    return are_few and _LEFT_OUT.issuperset(outside) and not flag_of((), outside, ())


def _shared(quote: Quote, span: Span) -> int:
    """Return the number of characters of a passage that are in the quote."""
    return sum(part.overlap(span) for part in quote.content)
