"""Open an index for Python programs: add documents, search, take out; what `cli.py` is made of too.

This is where reading (`search/`) and writing (`indexer/`) meet, so that neither has to know the other.
It prints nothing, sets nothing up (a NullHandler keeps warnings off stderr until a program asks for them), and
loads a model only when something is embedded.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Self, Unpack

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.errors import NotFoundError, QueryError
from quotesearch.indexer.model import Document, Quote, QuoteKind
from quotesearch.indexer.protocols import Encoder, Extractor, Storage
from quotesearch.indexer.records import Description, Facets, SpeakerCount, Statistics, Topics
from quotesearch.search.query import Asked, Query
from quotesearch.search.rerank import Reranker
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.searcher import Searcher

if TYPE_CHECKING:  # what reads articles, extracts and verifies is imported by who does it
    from quotesearch.indexer.pipeline import Progress, Report
    from quotesearch.search.sources import Source
    from quotesearch.search.verify import Verification

DEFAULT_FOLDER = "index_data"

logging.getLogger("quotesearch").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Stats:
    """Count what an index holds, with what it was made and, by name, how many bytes each part takes."""

    counts: Statistics
    manifest: Description
    sizes: tuple[tuple[str, int], ...]


def open_index(  # noqa: PLR0913 - what may be chosen, each by its name
    folder: str | PathLike[str] = DEFAULT_FOLDER,
    *,
    write: bool = False,
    create: bool = False,
    model: str | None = None,
    encoder: Encoder | None = None,
    reranker: Reranker | None = None,
) -> "QuoteIndex":
    """Open the index in `folder`, to read it or, with `write`, to change it; `create` makes one where there is none.

    `model` names another embedding model, or `encoder` brings one; `reranker` scores the first results of each search
    again, as `CrossEncoderReranker(name)` does. One writer holds an index at a time; readers
    never wait. IndexNotFoundError, IndexMismatchError, IndexLockedError, IndexDamagedError.
    """
    return QuoteIndex(open_storage(folder, write=write, create=create, model=model, encoder=encoder), reranker)


class QuoteIndex:
    """Search an index of quotes and change it; a context manager, made by `quotesearch.open`."""

    def __init__(self, storage: Storage, reranker: Reranker | None = None) -> None:
        self._storage = storage
        self._searcher = Searcher(storage, reranker=reranker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the index go; closing twice is closing once."""
        self._storage.close()

    def add(  # noqa: PLR0913 - what may be chosen, each by its name
        self,
        sources: "Source | Iterable[Source]",
        *,
        fields: Mapping[str, str] | None = None,
        encoding: str | None = None,
        extractor: Extractor | None = None,
        jobs: int = 1,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "Report":
        """Index files, folders, globs or documents, and report; what cannot be read is in the report.

        `fields` gives a field's name in the file for each of ours that has another, as in `{"text": "body"}`. So many
        `jobs` are extracted side by side, by threads that an extractor of one's own has to bear.
        TypeError for a source of another type, ValueError if the index was opened for reading.
        """
        from quotesearch.indexer import corpus, pipeline
        from quotesearch.indexer.extraction import LearnedExtractor
        from quotesearch.search.sources import each_of, records

        corpus.read((), fields=fields, encoding=encoding)  # complains at once of a field or encoding there is none of
        read = records(each_of(sources), fields, encoding)
        own = LearnedExtractor(threads=1 if jobs > 1 else 0)
        return pipeline.add(self._storage, read, extractor=extractor or own, jobs=jobs, progress=progress)

    def search(self, text: str = "", **asked: Unpack[Asked]) -> Results:
        """Return a page of results, best first; without text, what the filters let through, newest first.

        The parts of the question are those of `Query.of`: speaker, outlet, since, until, kind, mode, limit, offset,
        thoughts, plain, each. QueryError for a query that has no meaning, TypeError for a value of another type,
        ModelError where the model cannot be used (`mode="keyword"` needs none).
        """
        return self.ask(Query.of(text, **asked))

    def ask(self, query: Query) -> Results:
        """Return the page of results that a query asks for, as `search` does."""
        return self._searcher.search(query)

    def facets(self, question: str | Query = "", **asked: Unpack[Asked]) -> Facets:
        """Count, by speaker, outlet, kind, year and month, the quotes that have all the words and pass the filters.

        With neither, all quotes are counted; each report of the same words counts. The parts of the question and the
        errors are those of `search`; what it finds by meaning alone is not counted.
        """
        return self._searcher.facets(_all_of(question, asked))

    def every(self, question: str | Query = "", **asked: Unpack[Asked]) -> Iterator[SearchResult]:
        """Yield each quote that `facets` counts, best first by its words; without words, the newest first.

        `limit`, `offset` and `mode` do not matter; each is an answer of its own only with `each`. Errors as `search`.
        """
        return self._searcher.every(_all_of(question, asked))

    def quote(self, quote_id: str) -> Quote:
        """Return the one quote whose id begins so; NotFoundError if none does, QueryError if several do."""
        with self._storage.reader() as reader:
            quotes = reader.find_quotes(quote_id, limit=2)
        if not quotes:
            raise NotFoundError(f"no quote {quote_id}: take an id from the results of a search")
        if len(quotes) > 1:
            raise QueryError(f"several quotes begin with {quote_id}: give more of the id, as in {quotes[0].id}")
        return quotes[0]

    def similar(self, quote_id: str, *, limit: int = 10) -> Results:
        """Return the quotes nearest in meaning to the one whose id begins so; errors as those of `quote`."""
        return self._searcher.similar(self.quote(quote_id), limit=limit)

    def document(self, document_id: str) -> Document:
        """Return the document with its text; NotFoundError if the index does not hold it."""
        with self._storage.reader() as reader:
            found = reader.documents([document_id])
        if not found:
            raise NotFoundError(f"no document {document_id!r} in the index; quotes stats says what it holds")
        return found[document_id]

    def quotes_in(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order; none for a document that the index does not hold."""
        with self._storage.reader() as reader:
            return reader.document_quotes(document_id)

    def verify(self, quotation: str, speaker: str = "") -> "Verification":
        """Check a quotation against the archive and return a verdict; no model is needed.

        With a `speaker` the words have to be theirs. QueryError for a quotation without words, or of more than a
        thousand.
        """
        from quotesearch.search.verify import verify

        self._storage.catch_up()
        with self._storage.reader() as reader:
            return verify(reader, quotation, speaker)

    def speakers(self, name: str = "") -> tuple[SpeakerCount, ...]:
        """Return the speakers whom `name` means (all without one), those with most quotes first."""
        with self._storage.reader() as reader:
            return reader.speakers(name)

    def topics(self, speaker: str) -> tuple[Topics, ...]:
        """Return what a speaker talked about, year by year, or month by month if there are few."""
        from quotesearch.search.speaker_queries import topics

        self._storage.catch_up()
        with self._storage.reader() as reader:
            return topics(reader, speaker)

    def near_speakers(self, name: str) -> tuple[str, ...]:
        """Return names of speakers that look like `name`, nearest first."""
        with self._storage.reader() as reader:
            return reader.suggest_speakers(name)

    def merge_speakers(self, name: str, into: str) -> None:
        """Make the speaker `name` one person with the speaker `into`; kept by name, whatever is indexed later.

        Case and accents do not matter. NotFoundError if nobody quoted has just that name.
        """
        self._storage.writer.merge_speakers(name, into)
        self._storage.catch_up()

    def split_speaker(self, name: str) -> None:
        """Make the speaker `name` a person of its own again, the opposite of `merge_speakers`."""
        self._storage.writer.split_speaker(name)
        self._storage.catch_up()

    def remove(self, documents: str | Iterable[str]) -> int:
        """Take out the documents with these ids, paths or urls and return how many; NotFoundError, and nothing done."""
        found: set[str] = set()
        with self._storage.reader() as reader:
            for name in (documents,) if isinstance(documents, str) else documents:
                ids = reader.find_documents(name)
                if not ids:
                    raise NotFoundError(f"no document {name}: give the id, path or url that a search shows")
                found.update(ids)
        removed = self._storage.writer.remove(sorted(found))
        self._storage.catch_up()
        return removed

    def stats(self) -> Stats:
        """Count what the index holds."""
        with self._storage.reader() as reader:
            return Stats(reader.statistics(), reader.description, self._storage.sizes())

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts of the index, a sentence each; nothing when all is well."""
        return self._storage.check()

    def repair(self) -> tuple[str, ...]:
        """Rebuild from the stored documents what is wrong, and return which parts that was, by opening the index too.

        The parts are "keyword", "vector", "texts" and "words"; ValueError if the index was opened for reading.
        """
        return self._storage.writer.repair()


def _all_of(question: str | Query, asked: Asked) -> Query:
    """Return the question, which may be one for everything: that of any kind."""
    if isinstance(question, Query):
        if asked:
            raise TypeError(f"the query says all that is asked: leave {', '.join(asked)} out")
        return question
    if not (question.strip() or asked.get("kind")):
        asked = {**asked, "kind": tuple(QuoteKind)}
    return Query.of(question, **asked)
