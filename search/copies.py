"""Group quotes that are the same words of the same speaker, published more than once.

The backend returns quotes that share a near-duplicate key; an alignment of their words decides. A few words may differ,
and the beginning or the end may be missing. Quotes with a different number, negation, name or speaker are not grouped.
Groups are not stored but computed for each answer, so that they are right after articles were added or removed.
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
"""Shares of the longer quote's words: equal ones at least, the longest difference at most, exchanged ones at most."""
_SHORT_GAP = 2
"""The number of words that the longest difference may have in a quote of any length."""
_MIN_WORDS, _DISTINCTIVE_WORDS = 3, 8
"""The fewest words of quotes that are grouped, and the fewest that two speakers do not say alike by chance."""


@dataclass(frozen=True, slots=True)
class Group:
    """A quote and its occurrences in other articles, one for each article, by date, those without a date last.

    `ids` are the ids of all quotes of the group, including the quote and its copies in the same article.
    """

    stored: StoredQuote
    ids: frozenset[str]
    occurrences: tuple[Occurrence, ...] = ()


def group_of(stored: StoredQuote) -> Group:
    """Return the group of a quote: those of its possible copies that have the same words and the same speaker."""
    if not stored.copies:
        return Group(stored, frozenset((stored.quote.id,)))
    wording = Wording.of(stored.quote.text)
    ids, uncertain = {stored.quote.id}, list[StoredQuote]()
    occurrences = dict[str, Occurrence]()
    for copy in stored.copies:
        changes = difference(wording, stored, copy)
        if changes is None or not all(_may_agree(member, copy.stored, same=True) for member in uncertain):
            continue  # other words, or a surname that two full names of the group have
        uncertain += [] if copy.same_person else [copy.stored]
        ids.add(copy.stored.quote.id)
        if copy.stored.document.id != stored.document.id:
            _add_closest(occurrences, Occurrence(copy.stored, changes))
    return Group(stored, frozenset(ids), _by_date(occurrences.values()))


def _add_closest(occurrences: dict[str, Occurrence], report: Occurrence) -> None:
    """Add a report by its document's id, unless there is one of the document with as few or fewer changes."""
    present = occurrences.get(report.stored.document.id)
    if present is None or len(report.changes) < len(present.changes):
        occurrences[report.stored.document.id] = report


def _by_date(reports: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Return the reports by the date of their article, those without a date last, ties by the quote's id."""
    return tuple(sorted(reports, key=lambda copy: (copy.stored.document.published or date.max, copy.stored.quote.id)))


def difference(wording: Wording, result: StoredQuote, copy: Copy) -> tuple[Change, ...] | None:
    """Return the differences of a possible copy from a result with the wording, None if it is another quote."""
    stored_copy = copy.stored
    is_equal = stored_copy.quote.text == result.quote.text
    copy_wording = wording if is_equal else Wording.of(stored_copy.quote.text)
    changes = () if is_equal else differences(wording, copy_wording)
    if not _has_same_words(changes, max(len(wording.words), len(copy_wording.words))):
        return None
    return changes if copy.same_person or _may_agree(result, stored_copy, same=not changes) else None


def _has_same_words(changes: tuple[Change, ...], length: int) -> bool:
    """Tell whether two quotes with these differences are the same words; `length` is that of the longer, in words."""
    lengths = [0, *(change.length for change in changes)]
    too_many = sum(lengths) > (1 - _MIN_EQUAL) * length or max(lengths) > max(_SHORT_GAP, _MAX_GAP * length)
    too_different = sum(map(_exchanged, changes)) > _MAX_EXCHANGED * length
    grave = any(change.flag for change in changes)
    return length >= _MIN_WORDS and not (too_many or too_different or grave)


def _exchanged(change: Change) -> int:
    """Return the number of exchanged words without stop words: two for *school meals* and *exercise books*."""
    return min(len(set(folded_words(side)) - STOP_WORDS) for side in (change.quoted, change.stored))


def _may_agree(left: StoredQuote, right: StoredQuote, *, same: bool) -> bool:
    """Tell whether two quotes may have one speaker: by their names, or if one has no name, by many equal words."""
    left_speaker, right_speaker = left.quote.speaker, right.quote.speaker
    if left_speaker.is_named and right_speaker.is_named:
        return may_be_same_speaker(left_speaker, right_speaker)
    equal_mentions = folded_words(left_speaker.name) == folded_words(right_speaker.name)
    is_distinctive = len(folded_words(left.quote.text)) >= _DISTINCTIVE_WORDS
    return equal_mentions or (same and is_distinctive)
