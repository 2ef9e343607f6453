"""The writer of the reference backend: store documents, correct quotes, merge speakers, in the simplest Python."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np
from memory_rules import State, identity_of, stored_quotes
from numpy.typing import NDArray

from quotesearch.indexer.corrections import (
    EXTRACT_AGAIN,
    checked_name,
    corrected,
    meant_speaker,
    unknown_correction,
    unknown_quote,
    words_of,
)
from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.records import Attributed, Correction, IndexedQuote, PutReport
from quotesearch.indexer.text.normalise import fold_name
from quotesearch.indexer.validation import faults


class MemoryWriter:
    """Change the state (implements Writer)."""

    def __init__(self, state: State) -> None:
        self._state = state

    def fingerprints(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        return {
            document_id: self._state.entries[document_id].stamp
            for document_id in ids
            if document_id in self._state.entries
        }

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        latest = {entry.document.id: entry for entry in entries}
        for entry in latest.values():
            if reasons := faults(entry.document, entry.quotes):
                raise ValueError("; ".join(reasons))
        stored_stamps = self.fingerprints(latest)
        fresh = {key: entry for key, entry in latest.items() if stored_stamps.get(key) != entry.stamp}
        quotes = sum(map(self._replace, fresh.values()))
        self._state.change += bool(fresh)
        changed = len(fresh.keys() & stored_stamps.keys())
        return PutReport(len(fresh) - changed, changed, len(latest) - len(fresh), quotes)

    def _replace(self, entry: Attributed) -> int:
        """Store the document with its quotes after corrections; return the number of these quotes."""
        document_id, corrections = entry.document.id, self._state.corrections
        self._forget(document_id)
        speakers = {words: correction.speaker for (of, words), correction in corrections.items() if of == document_id}
        unique = {quote.id: quote for quote in reversed(corrected(entry.quotes, speakers))}
        in_order = sorted(unique.values(), key=lambda quote: (quote.content[0].start, quote.id))
        self._state.entries[document_id] = replace(entry, quotes=tuple(in_order))
        return len(unique)

    def _forget(self, document_id: str) -> None:
        entry = self._state.entries.pop(document_id, None)
        for quote in entry.quotes if entry else ():
            self._state.vectors.pop(quote.id, None)

    def remove(self, ids: Collection[str]) -> int:
        stored = [document_id for document_id in dict.fromkeys(ids) if document_id in self._state.entries]
        for document_id in stored:
            self._forget(document_id)
        self._state.change += bool(stored)
        return len(stored)

    def unembedded(self, limit: int) -> Sequence[IndexedQuote]:
        missing = (stored for stored in stored_quotes(self._state) if stored.quote.id not in self._state.vectors)
        return [stored.indexed for _, stored in zip(range(limit), missing, strict=False)]

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        if len(ids) != len(rows) or not np.isfinite(rows).all():
            raise ValueError("a finite row for each id")
        self._state.vectors |= dict(zip(ids, rows, strict=True))

    def merge_speakers(self, name: str, into: str) -> None:
        identities = {identity_of(stored.quote.speaker, "") for stored in stored_quotes(self._state)}
        for speaker_name in (name, into):
            if fold_name(speaker_name) not in identities:
                raise NotFoundError(f"no speaker has exactly the name {speaker_name!r}")
        self._state.merges[fold_name(name)] = fold_name(into)
        self._state.change += 1

    def split_speaker(self, name: str) -> None:
        self.merge_speakers(name, name)

    def correct(self, quote_id: str, name: str | None) -> Correction:
        quotes = {stored.quote.id: stored.quote for stored in stored_quotes(self._state)}
        if quote_id not in quotes:
            raise unknown_quote(quote_id)
        quote = quotes[quote_id]
        entry, corrections = self._state.entries[quote.document_id], self._state.corrections
        speaker = None
        if name is not None:
            in_document = Counter(other.speaker for other in entry.quotes)
            in_index = Counter(other.speaker for other in quotes.values() if other.speaker.is_named)
            speaker = meant_speaker(checked_name(name), in_document, in_index)
        key = (quote.document_id, words_of(quote))
        last = max((correction.number for correction in corrections.values()), default=0)
        number = corrections[key].number if key in corrections else last + 1
        corrections[key] = Correction(number, *key, speaker)
        self._replace(entry)
        self._state.change += 1
        return corrections[key]

    def undo_correction(self, number: int) -> Correction:
        keys = [key for key, correction in self._state.corrections.items() if correction.number == number]
        if not keys:
            raise unknown_correction(number)
        correction, entries = self._state.corrections.pop(keys[0]), self._state.entries
        if correction.document_id in entries:
            entries[correction.document_id] = replace(entries[correction.document_id], recipe=EXTRACT_AGAIN)
        self._state.change += 1
        return correction

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = lambda: False) -> None:
        """Do nothing: this backend has no derived indexes."""

    def repair(self) -> tuple[str, ...]:
        return ()
