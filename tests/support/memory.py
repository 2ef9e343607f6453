"""The reference backend: an index in dictionaries, in the simplest Python that implements the protocols.

It is the specification: if another backend returns other quotes, one of the two is wrong. Its keyword score is the
number of shared terms. A real backend uses BM25, so the tests compare only sets, order and bounds.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from difflib import SequenceMatcher

from memory_rules import (
    State,
    all_joins,
    best,
    by_frequency,
    commonest,
    edits,
    has_pattern,
    has_words,
    newest_first,
    persons,
    significant,
    speaker_count,
    stored_quotes,
)
from memory_writer import MemoryWriter

from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Encoder, Retrieval, Vector
from quotesearch.indexer.records import (
    EVERYTHING,
    Candidate,
    Candidates,
    Copy,
    Correction,
    Cursor,
    Description,
    Facets,
    Page,
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


class MemoryStorage:
    """An index in memory (implements Storage)."""

    def __init__(self, encoder: Encoder) -> None:
        self.description = Description(encoder.name, encoder.dimension, "speaker-quote-context")
        self.state = State()
        self.writer = MemoryWriter(self.state)

    @contextmanager
    def reader(self) -> Iterator["MemoryReader"]:
        yield MemoryReader(deepcopy(self.state), self.description)

    def catch_up(self) -> None:
        """Do nothing: this backend has no derived indexes."""

    def check(self) -> tuple[str, ...]:
        return ()

    def sizes(self) -> tuple[tuple[str, int], ...]:
        return ()

    def close(self) -> None:
        """Do nothing: this backend has no open files."""


class MemoryReader:
    """Answer from a copy of the state (implements Reader)."""

    def __init__(self, state: State, description: Description) -> None:
        self.description = description
        self._state = state
        self._stored = {stored.quote.id: stored for stored in stored_quotes(state)}
        self._person = persons(state)

    def version(self) -> Hashable | None:
        return self._state.change, len(self._state.vectors)

    def close(self) -> None:
        """Do nothing: this backend has no open files."""

    def retrieve(self, *retrievals: Retrieval) -> tuple[Candidates, ...]:
        return tuple(self._retrieve(retrieval) for retrieval in retrievals)

    def _retrieve(self, retrieval: Retrieval) -> Candidates:
        passing = {stored.quote.id for stored in self._passing(retrieval.selection)}
        lists: dict[str, tuple[str, ...]] = {}
        if retrieval.vector is not None:
            lists["dense"] = best(
                {
                    quote_id: self._cosine(quote_id, retrieval.vector)
                    for quote_id in passing & self._state.vectors.keys()
                }
            )
        if retrieval.terms:
            scores = {quote_id: self._keyword(quote_id, retrieval.terms) for quote_id in passing}
            lists["keyword"] = best({quote_id: score for quote_id, score in scores.items() if score})
        exhausted = all(len(ids) < retrieval.depth for ids in lists.values())
        lists = {name: ids[: retrieval.depth] for name, ids in lists.items()}
        first = [self._state.vectors[quote_id] for quote_id in lists.get("dense", ())[: retrieval.feedback]]
        mean = sum(first[1:], first[0]) / len(first) if first else None
        candidates = {
            quote_id: Candidate(
                quote_id,
                self._keyword(quote_id, retrieval.terms),
                self._cosine(quote_id, retrieval.vector),
                self._cosine(quote_id, mean),
                len(self._stored[quote_id].quote.text.replace("…", "").split()),
                self._stored[quote_id].quote.confidence,
            )
            for ids in lists.values()
            for quote_id in ids
        }
        return Candidates(lists, candidates, exhausted)

    def _keyword(self, quote_id: str, terms: Collection[str]) -> float:
        fields = field_terms(self._stored[quote_id].indexed)
        return float(len(set(terms) & {term for terms_of_field in fields.values() for term in terms_of_field}))

    def _cosine(self, quote_id: str, vector: Vector | None) -> float:
        row = self._state.vectors.get(quote_id)
        return -1.0 if row is None or vector is None else round(float(row.astype(float) @ vector.astype(float)), 5)

    def _passing(self, selection: Selection) -> list[StoredQuote]:
        return [stored for stored in self._stored.values() if self._passes(stored, selection)]

    def _passes(self, stored: StoredQuote, selection: Selection) -> bool:
        quote, head = stored.quote, stored.document
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
        """Return whether a name or alias of the quote's person has all the words. The name may be in any quote."""
        person = self._person[quote.id]
        speakers = (stored.quote.speaker for stored in self._stored.values() if self._person[stored.quote.id] == person)
        names = (any_name for speaker in speakers for any_name in (speaker.name, *speaker.aliases))
        return any(has_words(fold_name(any_name), name) for any_name in names)

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> Page:
        passing = self._passing(selection)
        scores = {stored.quote.id: self._keyword(stored.quote.id, terms) for stored in passing}
        if terms:
            order = sorted(scores, key=lambda quote_id: (-scores[quote_id], quote_id))
        else:
            order = [stored.quote.id for stored in sorted(passing, key=newest_first)]
        start = order.index(str(after[0])) + 1 if after else 0
        page = order[start : start + limit]
        return Page(
            {quote_id: scores[quote_id] for quote_id in page}, (page[-1],) if start + limit < len(order) else None
        )

    def facets(self, selection: Selection) -> Facets:
        passing = self._passing(selection)
        by_person: defaultdict[str, list[str]] = defaultdict(list)
        by_outlet: defaultdict[str, list[str]] = defaultdict(list)
        for stored in passing:
            by_person[self._person[stored.quote.id]].append(stored.quote.speaker.name)
            by_outlet[fold_name(stored.document.outlet)].append(stored.document.outlet)
        months = [f"{stored.document.published:%Y-%m}" for stored in passing if stored.document.published]
        return Facets(
            quotes=len(passing),
            speakers=by_frequency(commonest(names) for names in by_person.values() for _ in names),
            outlets=by_frequency(commonest(names) for names in by_outlet.values() for _ in names),
            kinds=by_frequency(str(stored.quote.kind) for stored in passing),
            years=by_frequency(month[:4] for month in months),
            months=by_frequency(months),
        )

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, StoredQuote]:
        stored = {quote_id: self._stored[quote_id] for quote_id in ids if quote_id in self._stored}
        if not copies:
            return stored
        keys = {quote_id: set(next(iter(near_keys([quote.quote.text])))) for quote_id, quote in self._stored.items()}
        return {
            quote_id: replace(
                quote,
                copies=tuple(
                    Copy(self._stored[other_id], self._person[quote_id] == self._person[other_id])
                    for other_id in sorted(self._stored)
                    if other_id != quote_id and keys[quote_id] & keys[other_id]
                ),
            )
            for quote_id, quote in stored.items()
        }

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        return {
            document_id: self._state.entries[document_id].document
            for document_id in ids
            if document_id in self._state.entries
        }

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        entry = self._state.entries.get(document_id)
        return entry.quotes if entry else ()

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[SimilarDocument, ...]:
        stored = self._state.entries
        shared = {key: len({*words} & {*folded_words(entry.document.text)}) for key, entry in stored.items()}
        similar = sorted((key for key in shared if shared[key]), key=lambda key: (-shared[key], key))[:limit]
        passing = {quote.quote.id for quote in self._passing(selection)}
        requested = [key for key in also if key in stored and key not in similar]
        return tuple(
            SimilarDocument(
                entry.document,
                entry.quotes,
                frozenset(quote.id for quote in entry.quotes if quote.id in passing),
                entry.document.id in similar,
            )
            for entry in (stored[key] for key in (*similar, *requested))
        )

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        return {quote_id: self._state.vectors[quote_id] for quote_id in ids if quote_id in self._state.vectors}

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[SpeakerCount, ...]:
        by_person: defaultdict[str, list[StoredQuote]] = defaultdict(list)
        for stored in self._stored.values():
            if not name.strip() or self._is_named(stored.quote, name):
                by_person[self._person[stored.quote.id]].append(stored)
        joins = all_joins(self._state)
        counts = [speaker_count(quotes, joins) for quotes in by_person.values()]
        return tuple(sorted(counts, key=lambda count: (-count.quotes, count.name, count.document_id)))[:limit]

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        likeness: dict[str, float] = {}
        for speaker in (stored.quote.speaker for stored in self._stored.values()):
            for folded in map(fold_name, (speaker.name, *speaker.aliases)):
                value = max(SequenceMatcher(None, fold_name(name), part).ratio() for part in (folded, *folded.split()))
                likeness[speaker.name] = max(value, likeness.get(speaker.name, 0))
        similar = (stored_name for stored_name in likeness if likeness[stored_name] >= 0.6)
        return tuple(sorted(similar, key=lambda stored_name: (-likeness[stored_name], stored_name))[:limit])

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        quote_counts = Counter(
            word for stored in self._stored.values() for word in set(folded_words(stored.quote.text))
        )
        terms = {
            term
            for stored in self._stored.values()
            for terms_of_field in field_terms(stored.indexed).values()
            for term in terms_of_field
        }
        suggested = {}
        for word in words:
            folded = fold(word)
            similar_words = [
                candidate for candidate in quote_counts if candidate[:1] == folded[:1] and edits(folded, candidate) <= 2
            ]
            if len(folded) >= 5 and stem(folded) not in terms and similar_words:
                suggested[word] = min(
                    similar_words, key=lambda candidate: (edits(folded, candidate), -quote_counts[candidate], candidate)
                )
        return suggested

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[Topics, ...]:
        quote_counts = Counter(
            term for stored in self._stored.values() for term in map(stem, folded_words(stored.quote.text))
        )
        periods: defaultdict[str, list[str]] = defaultdict(list)
        for stored in self._passing(selection):
            day = stored.document.published
            periods[f"{day:%Y-%m}"[: 7 if by_month else 4] if day else ""].append(stored.quote.text)
        return tuple(
            Topics(period, len(texts), significant(texts, quote_counts, len(self._stored))[:limit])
            for period, texts in sorted(periods.items())
        )

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        return tuple(
            self._stored[quote_id].quote for quote_id in sorted(self._stored) if quote_id.startswith(id_prefix)
        )[:limit]

    def find_documents(self, name: str) -> tuple[str, ...]:
        names = {name, os.path.abspath(name), os.path.realpath(name)}  # noqa: PTH100 - as typed, links not followed
        documents = (document.document for document in self._state.entries.values())
        return tuple(
            sorted(
                document.id for document in documents if {document.id, document.path} & names or document.url == name
            )
        )

    def corrections(self) -> tuple[Correction, ...]:
        return tuple(sorted(self._state.corrections.values(), key=lambda correction: correction.number))

    def statistics(self) -> Statistics:
        documents = [entry.document for entry in self._state.entries.values()]
        kinds = Counter(str(stored.quote.kind) for stored in self._stored.values())
        days = [document.published for document in documents if document.published]
        names = (
            "given" if entry.recipe.startswith("given ") else entry.recipe for entry in self._state.entries.values()
        )
        recipes = Counter(name for name in names if name)
        return Statistics(
            documents=len(documents),
            quotes=len(self._stored),
            speakers=len(set(self._person.values())),
            outlets=len({fold_name(document.outlet) for document in documents} - {""}),
            **{kind: kinds[kind] for kind in ("direct", "mixed", "indirect")},
            first=min(days, default=None),
            last=max(days, default=None),
            recipes=tuple(sorted(recipes.items(), key=lambda pair: (-pair[1], pair[0]))),
        )
