"""Tell which quotes are the same words of the same speaker, printed more than once.

The store offers quotes that share a key; an alignment of their words decides. A few words may differ, and either end
may be cut off; a number, a negation, another name or another speaker keeps quotes apart. Groups are not stored: each
answer gathers the occurrences around the quotes that it shows, so that articles that come and go leave no trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quotesearch.indexer.folding import folded_words
from quotesearch.indexer.model import Speaker
from quotesearch.indexer.store import Store, StoredQuote
from quotesearch.search.alignment import Change, Wording, differences
from quotesearch.search.results import Occurrence

_ALIKE, _WIDEST_GAP, _SHORT_GAP = 0.7, 0.3, 2
_FEWEST_WORDS, _TELLING = 3, 8
"""Words below which the same words are no news, and from which on nobody says the same by chance."""
_PORTION = 16


@dataclass(frozen=True, slots=True)
class Group:
    """Hold a quote and its other occurrences, the first printed first, undated ones last."""

    stored: StoredQuote
    occurrences: tuple[Occurrence, ...] = ()


def grouped(store: Store, ids: Sequence[str], *, but: str = "", each: bool = False) -> Iterator[Group]:
    """Yield the quotes in their order, without those that are occurrences of one before, or of the quote `but`.

    With `each`, all of them, each by itself. Only as many are compared as are asked for; what the store no longer
    holds is left out.
    """
    seen: set[str] = set()
    order = [but, *ids] if but else ids
    for start in range(0, len(order), _PORTION):
        portion = order[start : start + _PORTION]
        near = {} if each else store.alike(portion)
        others = {other for found in near.values() for other in found}
        held = store.quotes([*portion, *sorted(others.difference(portion))])
        for quote_id in portion:
            if quote_id in held and quote_id not in seen:
                group = Group(held[quote_id], _occurrences(held[quote_id], near.get(quote_id, {}), held))
                seen.update((quote_id, *(one.stored.quote.id for one in group.occurrences)))
                if quote_id != but:
                    yield group


def _occurrences(
    shown: StoredQuote, near: Mapping[str, bool], held: Mapping[str, StoredQuote]
) -> tuple[Occurrence, ...]:
    """Return those of the candidates that are the same words of the same speaker."""
    if not near:
        return ()
    wording, found = Wording.of(shown.quote.text), []
    for other in (held[quote_id] for quote_id in sorted(near) if quote_id in held):
        changes = _changes(wording, Wording.of(other.quote.text))
        if changes is not None and (near[other.quote.id] or _agree(shown, other, same=not changes)):
            found.append(Occurrence(other, changes))
    return tuple(sorted(found, key=lambda one: (one.stored.document.published or date.max, one.stored.quote.id)))


def _changes(shown: Wording, other: Wording) -> tuple[Change, ...] | None:
    """Return how the words differ, None where they are not the same quote."""
    longer = max(len(shown.words), len(other.words))
    changes = differences(shown, other)
    if not changes:
        return () if longer >= _FEWEST_WORDS else None
    lengths = [change.length for change in changes]
    far = sum(lengths) > (1 - _ALIKE) * longer or max(lengths) > max(_SHORT_GAP, _WIDEST_GAP * longer)
    return None if far or any(change.flag for change in changes) else changes


def _agree(one: StoredQuote, other: StoredQuote, *, same: bool) -> bool:
    """Tell whether two names may be one speaker's: one is part of the other, or one says nothing and the words all."""
    mine, theirs = one.quote.speaker, other.quote.speaker
    if mine.is_named and theirs.is_named:
        return any(a <= b or b <= a for a in _names(mine) for b in _names(theirs))
    alike = folded_words(mine.name) == folded_words(theirs.name)
    telling = len(folded_words(one.quote.text)) >= _TELLING
    return alike or (same and telling)


def _names(speaker: Speaker) -> list[frozenset[str]]:
    """Return the words of each of a speaker's names."""
    return [words for name in (speaker.name, *speaker.aliases) if (words := frozenset(folded_words(name)))]
