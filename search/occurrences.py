"""Tell which quotes are the same words of the same speaker, printed more than once.

The store offers quotes that share a key; an alignment of their words decides. A few words may differ, and either end
may be cut off; a number, a negation, another name or another speaker keeps quotes apart. Groups are not stored: each
answer gathers the occurrences around the quotes that it shows, so that articles that come and go leave no trace.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quotesearch.indexer.folding import folded_words
from quotesearch.indexer.keyword import STOP_WORDS
from quotesearch.indexer.store import Store, StoredQuote
from quotesearch.search.alignment import Change, differences
from quotesearch.search.naming import may_be_one
from quotesearch.search.results import Occurrence
from quotesearch.search.wording import Wording

_ALIKE, _WIDEST_GAP, _SHORT_GAP, _EXCHANGED = 0.7, 0.3, 2, 1 / 15
"""Shares of the longer quote's words: alike at least, in one difference at most (or words), exchanged at most."""
_FEWEST_WORDS, _TELLING = 3, 8
"""Words below which the same words are no news, and from which on nobody says the same by chance."""
_PORTION = 16


@dataclass(frozen=True, slots=True)
class Group:
    """Hold a quote and its occurrences in other articles, one an article, the first printed first, undated ones last.

    `ids` are the quotes of all its occurrences, its own and those of its article included.
    """

    stored: StoredQuote
    ids: frozenset[str]
    occurrences: tuple[Occurrence, ...] = ()


def grouped(store: Store, ids: Sequence[str], *, but: str = "", each: bool = False) -> Iterator[Group]:
    """Yield the quotes in their order, without those that are occurrences of one before, or of the quote `but`.

    With `each`, all of them, each by itself. Only as many are compared as are asked for; what the store no longer
    holds is left out.
    """
    seen: set[str] = set()
    order = deque([but, *ids] if but else ids)
    size = 1
    while order:
        size = min(2 * size, _PORTION)  # few at first: the first may stand for a thousand others
        portion = _next(order, seen, size)
        near = {} if each else store.alike(portion)
        others = {other for found in near.values() for other in found}
        held = store.quotes([*portion, *sorted(others.difference(portion))])
        for quote_id in portion:
            if quote_id in held and quote_id not in seen:
                group = _group(held[quote_id], near.get(quote_id, {}), held)
                seen |= group.ids
                if quote_id != but:
                    yield group


def _next(order: deque[str], seen: Collection[str], size: int) -> list[str]:
    """Take the next ids that have not been seen, as many as that."""
    portion: list[str] = []
    while order and len(portion) < size:
        quote_id = order.popleft()
        if quote_id not in seen:
            portion.append(quote_id)
    return portion


def difference(shown: StoredQuote, other: StoredQuote, *, same_person: bool = False) -> tuple[Change, ...] | None:
    """Return how another report of a quote differs, None where it is none: other words, or another speaker's."""
    return _difference(Wording.of(shown.quote.text), shown, other, same_person=same_person)


def _group(shown: StoredQuote, near: Mapping[str, bool], held: Mapping[str, StoredQuote]) -> Group:
    """Return the quote with those of the candidates that are the same words of the same speaker."""
    if not near:
        return Group(shown, frozenset((shown.quote.id,)))
    wording = Wording.of(shown.quote.text)
    ids, found, others = {shown.quote.id}, dict[str, Occurrence](), list[StoredQuote]()
    for other in (held[quote_id] for quote_id in sorted(near) if quote_id in held):
        changes = _difference(wording, shown, other, same_person=near[other.quote.id])
        if changes is not None and all(_agree(one, other, same=True) for one in others):  # a surname fits several
            others += [] if near[other.quote.id] else [other]
            ids.add(other.quote.id)
            before = found.get(other.document.id)
            if other.document.id != shown.document.id and (before is None or len(changes) < len(before.changes)):
                found[other.document.id] = Occurrence(other, changes)
    ordered = sorted(found.values(), key=lambda one: (one.stored.document.published or date.max, one.stored.quote.id))
    return Group(shown, frozenset(ids), tuple(ordered))


def _difference(
    wording: Wording, shown: StoredQuote, other: StoredQuote, *, same_person: bool
) -> tuple[Change, ...] | None:
    """Return how a report differs from the shown quote with this wording, None where it is another quote."""
    theirs = wording if other.quote.text == shown.quote.text else Wording.of(other.quote.text)
    longer = max(len(wording.words), len(theirs.words))
    changes = () if theirs is wording else differences(wording, theirs)
    lengths = [0, *(change.length for change in changes)]
    far = sum(lengths) > (1 - _ALIKE) * longer or max(lengths) > max(_SHORT_GAP, _WIDEST_GAP * longer)
    about_else = sum(map(_exchanged, changes)) > _EXCHANGED * longer
    if far or about_else or longer < _FEWEST_WORDS or any(change.flag for change in changes):
        return None
    return changes if same_person or _agree(shown, other, same=not changes) else None


def _exchanged(change: Change) -> int:
    """Return how many words that tell something stand for others: *school meals* for *exercise books*."""
    return min(len(set(folded_words(side)) - STOP_WORDS) for side in (change.quoted, change.stored))


def _agree(one: StoredQuote, other: StoredQuote, *, same: bool) -> bool:
    """Tell whether two may be one speaker: by their names, or where one has none by words that are said but once."""
    mine, theirs = one.quote.speaker, other.quote.speaker
    if mine.is_named and theirs.is_named:
        return may_be_one(mine, theirs)
    alike = folded_words(mine.name) == folded_words(theirs.name)
    telling = len(folded_words(one.quote.text)) >= _TELLING
    return alike or (same and telling)
