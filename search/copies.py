"""Tell which quotes are the same words of the same speaker, printed more than once.

The backend offers quotes that share a key; an alignment of their words decides. A few words may differ, and either end
may be cut off; a number, a negation, another name or another speaker keeps quotes apart. Groups are not stored: each
answer gathers the occurrences around the quotes that it shows, so that articles that come and go leave no trace.
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

_ALIKE, _WIDEST_GAP, _SHORT_GAP, _EXCHANGED = 0.7, 0.3, 2, 1 / 15
"""Shares of the longer quote's words: alike at least, in one difference at most (or words), exchanged at most."""
_FEWEST_WORDS, _TELLING = 3, 8
"""Fewest words of quotes that are grouped, and from which on two speakers do not say the same by chance."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hold a quote and its occurrences in other articles, one an article, the first printed first, undated ones last.

    `ids` are the quotes of all its occurrences, its own and those of its article included.
    """

    stored: StoredQuote
    ids: frozenset[str]
    occurrences: tuple[Occurrence, ...] = ()


def group_of(stored: StoredQuote) -> Group:
    """Return the quote with those of its possible copies that are the same words of the same speaker."""
    if not stored.copies:
        return Group(stored, frozenset((stored.quote.id,)))
    wording = Wording.of(stored.quote.text)
    ids, others = {stored.quote.id}, list[StoredQuote]()
    occurrences = dict[str, Occurrence]()
    for copy in stored.copies:
        changes = difference(wording, stored, copy)
        if changes is None or not all(_agree(one, copy.stored, same=True) for one in others):
            continue  # other words, or a surname that fits several of the others
        others += [] if copy.same_person else [copy.stored]
        ids.add(copy.stored.quote.id)
        if copy.stored.document.id != stored.document.id:
            _keep_nearest(occurrences, Occurrence(copy.stored, changes))
    return Group(stored, frozenset(ids), _first_printed_first(occurrences.values()))


def _keep_nearest(occurrences: dict[str, Occurrence], found: Occurrence) -> None:
    """Keep an occurrence if it is its document's first, or differs in fewer places than the one before."""
    before = occurrences.get(found.stored.document.id)
    if before is None or len(found.changes) < len(before.changes):
        occurrences[found.stored.document.id] = found


def _first_printed_first(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Return the occurrences by the date of their article, undated ones last."""
    return tuple(sorted(occurrences, key=lambda one: (one.stored.document.published or date.max, one.stored.quote.id)))


def difference(wording: Wording, shown: StoredQuote, copy: Copy) -> tuple[Change, ...] | None:
    """Return how a possible copy differs from the shown quote with this wording, None if it is another quote."""
    other = copy.stored
    theirs = wording if other.quote.text == shown.quote.text else Wording.of(other.quote.text)
    changes = () if theirs is wording else differences(wording, theirs)
    if not _has_same_words(changes, max(len(wording.words), len(theirs.words))):
        return None
    return changes if copy.same_person or _agree(shown, other, same=not changes) else None


def _has_same_words(changes: tuple[Change, ...], longer: int) -> bool:
    """Tell whether two quotes, the longer of so many words, are the same in spite of their differences."""
    lengths = [0, *(change.length for change in changes)]
    far = sum(lengths) > (1 - _ALIKE) * longer or max(lengths) > max(_SHORT_GAP, _WIDEST_GAP * longer)
    about_else = sum(map(_exchanged, changes)) > _EXCHANGED * longer
    grave = any(change.flag for change in changes)
    return longer >= _FEWEST_WORDS and not (far or about_else or grave)


def _exchanged(change: Change) -> int:
    """Return how many words other than stop words stand for others: *school meals* for *exercise books*."""
    return min(len(set(folded_words(side)) - STOP_WORDS) for side in (change.quoted, change.stored))


def _agree(one: StoredQuote, other: StoredQuote, *, same: bool) -> bool:
    """Tell whether two may be one speaker: by their names, or if one has none by words that are said but once."""
    mine, theirs = one.quote.speaker, other.quote.speaker
    if mine.is_named and theirs.is_named:
        return may_be_same_speaker(mine, theirs)
    alike = folded_words(mine.name) == folded_words(theirs.name)
    long = len(folded_words(one.quote.text)) >= _TELLING
    return alike or (same and long)
