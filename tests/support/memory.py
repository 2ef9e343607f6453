"""The reference backend: an index in dictionaries, by the plainest Python that does what the protocols say.

It is the specification: where another backend finds other quotes, one of the two is wrong. Scores of the keyword
retriever count shared terms; a real backend uses BM25, so that only sets, order and bounds are compared.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from memory_rules import (
    State,
    all_joins,
    best,
    commonest,
    counted,
    edits,
    has_pattern,
    has_words,
    identity_of,
    newest_first,
    persons,
    significant,
    speaker_count,
    stored_quotes,
)
from numpy.typing import NDArray

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Encoder, Retrieval, Vector
from quotesearch.indexer.records import (
    EVERYTHING,
    Attributed,
    Candidate,
    Candidates,
    Copy,
    Cursor,
    Description,
    Facets,
    IndexedQuote,
    Page,
    PutReport,
    Selection,
    SimilarDocument,
    SpeakerCount,
    Statistics,
    StoredQuote,
    Topics,
)
from quotesearch.indexer.text.analysis import field_terms, stem
from quotesearch.indexer.text.near_duplicates import near_keys
from quotesearch.indexer.text.normalise import fold, fold_name, folded_words
from quotesearch.indexer.validation import faults


class MemoryStorage:
    """Hold an index in memory (implements Storage)."""

    def __init__(self, encoder: Encoder) -> None:
        self.description = Description(encoder.name, encoder.dimension, "speaker-quote-context")
        self.state = State()
        self.writer = MemoryWriter(self.state)

    @contextmanager
    def reader(self) -> Iterator["MemoryReader"]:
        yield MemoryReader(deepcopy(self.state), self.description)

    def catch_up(self) -> None:
        """Do nothing: nothing is derived."""

    def check(self) -> tuple[str, ...]:
        return ()

    def sizes(self) -> tuple[tuple[str, int], ...]:
        return ()

    def close(self) -> None:
        """Do nothing: nothing is open."""


class MemoryWriter:
    """Change the state (implements Writer)."""

    def __init__(self, state: State) -> None:
        self._state = state

    def fingerprints(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        return {one: self._state.entries[one].stamp for one in ids if one in self._state.entries}

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        latest = {entry.document.id: entry for entry in entries}
        for entry in latest.values():
            if wrong := faults(entry.document, entry.quotes):
                raise ValueError("; ".join(wrong))
        before = self.fingerprints(latest)
        fresh = {key: entry for key, entry in latest.items() if before.get(key) != entry.stamp}
        quotes = 0
        for key, entry in fresh.items():
            self._forget(key)
            unique = {quote.id: quote for quote in reversed(entry.quotes)}
            in_order = sorted(unique.values(), key=lambda quote: (quote.content[0].start, quote.id))
            self._state.entries[key] = replace(entry, quotes=tuple(in_order))
            quotes += len(unique)
        self._state.change += bool(fresh)
        changed = len(fresh.keys() & before.keys())
        return PutReport(len(fresh) - changed, changed, len(latest) - len(fresh), quotes)

    def _forget(self, document_id: str) -> None:
        entry = self._state.entries.pop(document_id, None)
        for quote in entry.quotes if entry else ():
            self._state.vectors.pop(quote.id, None)

    def remove(self, ids: Collection[str]) -> int:
        stored = [one for one in dict.fromkeys(ids) if one in self._state.entries]
        for document_id in stored:
            self._forget(document_id)
        self._state.change += bool(stored)
        return len(stored)

    def unembedded(self, limit: int) -> Sequence[IndexedQuote]:
        missing = (one for one in stored_quotes(self._state) if one.quote.id not in self._state.vectors)
        return [one.indexed for _, one in zip(range(limit), missing, strict=False)]

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        if len(ids) != len(rows) or not np.isfinite(rows).all():
            raise ValueError("a finite row for each id")
        self._state.vectors |= dict(zip(ids, rows, strict=True))

    def merge_speakers(self, name: str, into: str) -> None:
        identities = {identity_of(one.quote.speaker, "") for one in stored_quotes(self._state)}
        for one in (name, into):
            if fold_name(one) not in identities:
                raise NotFoundError(f"nobody quoted is named exactly {one!r}")
        self._state.corrections[fold_name(name)] = fold_name(into)
        self._state.change += 1

    def split_speaker(self, name: str) -> None:
        self.merge_speakers(name, name)

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = lambda: False) -> None:
        """Do nothing: nothing is derived."""

    def repair(self) -> tuple[str, ...]:
        return ()


class MemoryReader:
    """Answer from a copy of the state (implements Reader)."""

    def __init__(self, state: State, description: Description) -> None:
        self.description = description
        self._state = state
        self._stored = {one.quote.id: one for one in stored_quotes(state)}
        self._person = persons(state)

    def version(self) -> Hashable | None:
        return self._state.change, len(self._state.vectors)

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def retrieve(self, *retrievals: Retrieval) -> tuple[Candidates, ...]:
        return tuple(self._retrieve(asked) for asked in retrievals)

    def _retrieve(self, asked: Retrieval) -> Candidates:
        passing = {one.quote.id for one in self._passing(asked.selection)}
        lists: dict[str, tuple[str, ...]] = {}
        if asked.vector is not None:
            lists["dense"] = best(
                {one: self._cosine(one, asked.vector) for one in passing & self._state.vectors.keys()}
            )
        if asked.terms:
            scores = {one: self._keyword(one, asked.terms) for one in passing}
            lists["keyword"] = best({one: score for one, score in scores.items() if score})
        exhausted = all(len(own) < asked.depth for own in lists.values())
        lists = {name: own[: asked.depth] for name, own in lists.items()}
        first = [self._state.vectors[one] for one in lists.get("dense", ())[: asked.feedback]]
        mean = sum(first[1:], first[0]) / len(first) if first else None
        candidates = {
            one: Candidate(
                one,
                self._keyword(one, asked.terms),
                self._cosine(one, asked.vector),
                self._cosine(one, mean),
                len(self._stored[one].quote.text.replace("…", "").split()),
                self._stored[one].quote.confidence,
            )
            for own in lists.values()
            for one in own
        }
        return Candidates(lists, candidates, exhausted)

    def _keyword(self, quote_id: str, terms: Collection[str]) -> float:
        fields = field_terms(self._stored[quote_id].indexed)
        return float(len(set(terms) & {term for own in fields.values() for term in own}))

    def _cosine(self, quote_id: str, vector: Vector | None) -> float:
        row = self._state.vectors.get(quote_id)
        return -1.0 if row is None or vector is None else round(float(row.astype(float) @ vector.astype(float)), 5)

    def _passing(self, selection: Selection) -> list[StoredQuote]:
        return [one for one in self._stored.values() if self._passes(one, selection)]

    def _passes(self, one: StoredQuote, selection: Selection) -> bool:
        quote, head = one.quote, one.document
        checks = (
            not selection.kinds or quote.kind in selection.kinds,
            not selection.reports or quote.reports in selection.reports,
            not selection.since or (head.published is not None and head.published >= selection.since),
            not selection.until or (head.published is not None and head.published <= selection.until),
            not selection.speakers or any(self._is_named(quote, name) for name in selection.speakers),
            not selection.outlets or any(has_words(fold_name(head.outlet), name) for name in selection.outlets),
            not selection.all_terms or self._keyword(quote.id, selection.all_terms) == len(selection.all_terms),
            all(has_pattern(folded_words(quote.text), pattern) for pattern in selection.required),
            not any(has_pattern(folded_words(quote.text), pattern) for pattern in selection.excluded),
        )
        return all(checks)

    def _is_named(self, quote: Quote, name: str) -> bool:
        """Tell whether any quote of the same person gives a name with all the words."""
        person = self._person[quote.id]
        own = (one.quote.speaker for one in self._stored.values() if self._person[one.quote.id] == person)
        return any(has_words(fold_name(each), name) for one in own for each in (one.name, *one.aliases))

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> Page:
        passing = self._passing(selection)
        scores = {one.quote.id: self._keyword(one.quote.id, terms) for one in passing}
        if terms:
            order = sorted(scores, key=lambda one: (-scores[one], one))
        else:
            order = [one.quote.id for one in sorted(passing, key=newest_first)]
        start = order.index(str(after[0])) + 1 if after else 0
        page = order[start : start + limit]
        return Page({one: scores[one] for one in page}, (page[-1],) if start + limit < len(order) else None)

    def facets(self, selection: Selection) -> Facets:
        passing = self._passing(selection)
        by_person: defaultdict[str, list[str]] = defaultdict(list)
        by_outlet: defaultdict[str, list[str]] = defaultdict(list)
        for one in passing:
            by_person[self._person[one.quote.id]].append(one.quote.speaker.name)
            by_outlet[fold_name(one.document.outlet)].append(one.document.outlet)
        months = [f"{one.document.published:%Y-%m}" for one in passing if one.document.published]
        return Facets(
            quotes=len(passing),
            speakers=counted(commonest(names) for names in by_person.values() for _ in names),
            outlets=counted(commonest(names) for names in by_outlet.values() for _ in names),
            kinds=counted(str(one.quote.kind) for one in passing),
            years=counted(month[:4] for month in months),
            months=counted(months),
        )

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, StoredQuote]:
        stored = {one: self._stored[one] for one in ids if one in self._stored}
        if not copies:
            return stored
        keys = {one: set(next(iter(near_keys([each.quote.text])))) for one, each in self._stored.items()}
        return {
            one: replace(
                each,
                copies=tuple(
                    Copy(self._stored[other], self._person[one] == self._person[other])
                    for other in sorted(self._stored)
                    if other != one and keys[one] & keys[other]
                ),
            )
            for one, each in stored.items()
        }

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        return {one: self._state.entries[one].document for one in ids if one in self._state.entries}

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        entry = self._state.entries.get(document_id)
        return entry.quotes if entry else ()

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[SimilarDocument, ...]:
        shared = {key: len({*words} & {*folded_words(one.document.text)}) for key, one in self._state.entries.items()}
        similar = sorted((key for key in shared if shared[key]), key=lambda key: (-shared[key], key))[:limit]
        passing = {one.quote.id for one in self._passing(selection)}
        wanted = [*similar, *(one for one in also if one in self._state.entries and one not in similar)]
        entries = [self._state.entries[key] for key in wanted]
        return tuple(
            SimilarDocument(
                one.document,
                one.quotes,
                frozenset(q.id for q in one.quotes if q.id in passing),
                one.document.id in similar,
            )
            for one in entries
        )

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        return {one: self._state.vectors[one] for one in ids if one in self._state.vectors}

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[SpeakerCount, ...]:
        by_person: defaultdict[str, list[StoredQuote]] = defaultdict(list)
        for one in self._stored.values():
            if not name.strip() or self._is_named(one.quote, name):
                by_person[self._person[one.quote.id]].append(one)
        joins = all_joins(self._state)
        counts = [speaker_count(own, joins) for own in by_person.values()]
        return tuple(sorted(counts, key=lambda one: (-one.quotes, one.name, one.document_id)))[:limit]

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        likeness: dict[str, float] = {}
        for one in self._stored.values():
            for folded in map(fold_name, (one.quote.speaker.name, *one.quote.speaker.aliases)):
                value = max(SequenceMatcher(None, fold_name(name), part).ratio() for part in (folded, *folded.split()))
                likeness[one.quote.speaker.name] = max(value, likeness.get(one.quote.speaker.name, 0))
        near = (one for one in likeness if likeness[one] >= 0.6)
        return tuple(sorted(near, key=lambda one: (-likeness[one], one))[:limit])

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        every = Counter(word for one in self._stored.values() for word in set(folded_words(one.quote.text)))
        terms = {term for one in self._stored.values() for own in field_terms(one.indexed).values() for term in own}
        suggested = {}
        for word in words:
            folded = fold(word)
            near = [other for other in every if other[:1] == folded[:1] and edits(folded, other) <= 2]
            if len(folded) >= 5 and stem(folded) not in terms and near:
                suggested[word] = min(near, key=lambda other: (edits(folded, other), -every[other], other))
        return suggested

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[Topics, ...]:
        every = Counter(term for one in self._stored.values() for term in map(stem, folded_words(one.quote.text)))
        periods: defaultdict[str, list[str]] = defaultdict(list)
        for one in self._passing(selection):
            day = one.document.published
            periods[f"{day:%Y-%m}"[: 7 if by_month else 4] if day else ""].append(one.quote.text)
        return tuple(
            Topics(period, len(texts), significant(texts, every, len(self._stored))[:limit])
            for period, texts in sorted(periods.items())
        )

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        return tuple(self._stored[one].quote for one in sorted(self._stored) if one.startswith(id_prefix))[:limit]

    def find_documents(self, name: str) -> tuple[str, ...]:
        names = {name, os.path.abspath(name), os.path.realpath(name)}  # noqa: PTH100 - as typed, links not followed
        found = (one.document for one in self._state.entries.values())
        return tuple(sorted(one.id for one in found if {one.id, one.path} & names or one.url == name))

    def statistics(self) -> Statistics:
        documents = [entry.document for entry in self._state.entries.values()]
        kinds = Counter(str(one.quote.kind) for one in self._stored.values())
        days = [one.published for one in documents if one.published]
        return Statistics(
            documents=len(documents),
            quotes=len(self._stored),
            speakers=len(set(self._person.values())),
            outlets=len({fold_name(one.outlet) for one in documents} - {""}),
            **{kind: kinds[kind] for kind in ("direct", "mixed", "indirect")},
            first=min(days, default=None),
            last=max(days, default=None),
        )
