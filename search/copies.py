"""Group quotes that are the same words of the same speaker, published more than once.

The backend returns quotes that have a common near-duplicate key. Then the alignment of their words decides. A few words
may differ, and the beginning or the end may be missing. Quotes that differ in a number, a negation, a name or the
speaker are not grouped. Groups are computed for each answer and not stored, so they are right after articles were added
or removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quotesearch.indexer.records import Copy, StoredQuote
from quotesearch.indexer.text.analysis import STOP_WORDS
from quotesearch.indexer.text.names import may_be_same_speaker
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.text.sentences import Wording
from quotesearch.search.alignment import Change, differences
from quotesearch.search.results import Occurrence

_MIN_EQUAL, _MAX_GAP, _MAX_EXCHANGED = 0.7, 0.3, 1 / 15
"""Limits for copies, as shares of the longer quote's words.

At least `_MIN_EQUAL` of the words are equal. The longest difference has at most `_MAX_GAP` of the words, and at most
`_MAX_EXCHANGED` of the words are exchanged.
"""
_SHORT_GAP = 2
"""The longest difference may have this many words, even in a short quote."""
_MIN_WORDS, _DISTINCTIVE_WORDS = 3, 8
"""Lengths of quotes in words.

A quote with fewer words than `_MIN_WORDS` is not grouped. A quote with at least `_DISTINCTIVE_WORDS` words is so long
that two speakers do not say it by chance.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """A quote and its occurrences in other articles, by date. Occurrences without a date are last.

    Each article has at most one occurrence. `ids` are the ids of all quotes of the group, including the quote and its
    copies in the same article.
    """

    stored: StoredQuote
    ids: frozenset[str]
    occurrences: tuple[Occurrence, ...] = ()


def group_of(stored: StoredQuote) -> Group:
    """Return the group of a quote: its possible copies that have the same words and the same speaker."""
    if not stored.copies:
        return Group(stored, frozenset((stored.quote.id,)))
    wording = Wording.of(stored.quote.text)
    ids, uncertain = {stored.quote.id}, list[StoredQuote]()
    occurrences = dict[str, Occurrence]()
    for copy in stored.copies:
        changes = difference(wording, stored, copy)
        if changes is None or not all(_may_agree(member, copy.stored, same=True) for member in uncertain):
            continue  # its words differ, or its surname belongs to two full names of the group
        uncertain += [] if copy.same_person else [copy.stored]
        ids.add(copy.stored.quote.id)
        if copy.stored.document.id != stored.document.id:
            _add_closest(occurrences, Occurrence(copy.stored, changes))
    return Group(stored, frozenset(ids), _by_date(occurrences.values()))


def _add_closest(occurrences: dict[str, Occurrence], report: Occurrence) -> None:
    """Add a report by its document's id, unless a report of this document has as few changes or fewer."""
    present = occurrences.get(report.stored.document.id)
    if present is None or len(report.changes) < len(present.changes):
        occurrences[report.stored.document.id] = report


def _by_date(reports: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Return the reports by the date of their article, then by the quote's id. Reports without a date are last."""
    return tuple(sorted(reports, key=lambda copy: (copy.stored.document.published or date.max, copy.stored.quote.id)))


def difference(wording: Wording, result: StoredQuote, copy: Copy) -> tuple[Change, ...] | None:
    """Return the differences of a possible copy from a result with this wording.

    If it is another quote, return None.
    """
    stored_copy = copy.stored
    is_equal = stored_copy.quote.text == result.quote.text
    copy_wording = wording if is_equal else Wording.of(stored_copy.quote.text)
    changes = () if is_equal else differences(wording, copy_wording)
    if not _has_same_words(changes, max(len(wording.words), len(copy_wording.words))):
        return None
    return changes if copy.same_person or _may_agree(result, stored_copy, same=not changes) else None


def _has_same_words(changes: tuple[Change, ...], length: int) -> bool:
    """Tell whether two quotes with these differences have the same words.

    `length` is the longer one's number of words.
    """
    lengths = [0, *(change.length for change in changes)]
    too_many = sum(lengths) > (1 - _MIN_EQUAL) * length or max(lengths) > max(_SHORT_GAP, _MAX_GAP * length)
    too_different = sum(map(_exchanged, changes)) > _MAX_EXCHANGED * length
    grave = any(change.flag for change in changes)
    return length >= _MIN_WORDS and not (too_many or too_different or grave)


def _exchanged(change: Change) -> int:
    """Return the number of exchanged words that are not stop words: two for *school meals* and *exercise books*."""
    return min(len(set(folded_words(side)) - STOP_WORDS) for side in (change.quoted, change.stored))


def _may_agree(left: StoredQuote, right: StoredQuote, *, same: bool) -> bool:
    """Tell whether two quotes may have the same speaker.

    If both speakers are named, the names must be compatible. Otherwise both mentions must be equal, or the quotes must
    have the same words and be long.
    """
    left_speaker, right_speaker = left.quote.speaker, right.quote.speaker
    if left_speaker.is_named and right_speaker.is_named:
        return may_be_same_speaker(left_speaker, right_speaker)
    equal_mentions = folded_words(left_speaker.name) == folded_words(right_speaker.name)
    is_distinctive = len(folded_words(left.quote.text)) >= _DISTINCTIVE_WORDS
    return equal_mentions or (same and is_distinctive)
