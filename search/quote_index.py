"""Open an index from Python: add documents, search, remove documents. The commands use the same class.

Reading (`search/`) and writing (`indexer/`) meet only in this module, so that neither depends on the other. The module
prints nothing and sets up no logging. A NullHandler keeps warnings off stderr until the program adds a handler. A model
is loaded only when a text is embedded.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Self, Unpack

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.corrections import unknown_quote
from quotesearch.indexer.errors import NotFoundError, QueryError
from quotesearch.indexer.model import Document, Quote, QuoteKind
from quotesearch.indexer.protocols import Encoder, Extractor, Storage
from quotesearch.indexer.records import Correction, Description, Facets, SpeakerCount, Statistics, Topics
from quotesearch.search.query import Query, QueryParameters
from quotesearch.search.rerank import Reranker
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.searcher import Searcher

if TYPE_CHECKING:  # the methods that need them import them, because most programs only search
    from quotesearch.indexer.pipeline import Progress, Report
    from quotesearch.search.sources import Source
    from quotesearch.search.verify import Verification

DEFAULT_FOLDER = "index_data"
"""The index folder if the caller names no other, relative to the current folder."""

logging.getLogger("quotesearch").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of an index, its manifest, and the size of each part in bytes, by the part's name."""

    counts: Statistics
    manifest: Description
    sizes: tuple[tuple[str, int], ...]


def open_index(  # noqa: PLR0913 - one parameter for each choice
    folder: str | PathLike[str] = DEFAULT_FOLDER,
    *,
    write: bool = False,
    create: bool = False,
    model: str | None = None,
    encoder: Encoder | None = None,
    reranker: Reranker | None = None,
) -> "QuoteIndex":
    """Open the index in `folder` for reading, or with `write` for changes.

    With `create`, make the index if it is missing.

    `model` is the name of another embedding model; `encoder` is an object to use instead. `reranker` scores the first
    results of each search again, for example `CrossEncoderReranker(name)`. An index has one writer at a time; readers
    never wait. Raises IndexNotFoundError, IndexMismatchError, IndexLockedError and IndexDamagedError.
    """
    return QuoteIndex(open_storage(folder, write=write, create=create, model=model, encoder=encoder), reranker)


class QuoteIndex:
    """An open index of quotes, to search and to change. It is a context manager; `quotesearch.open` returns it."""

    def __init__(self, storage: Storage, reranker: Reranker | None = None) -> None:
        self._storage = storage
        self._searcher = Searcher(storage, reranker=reranker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index; closing it again does nothing."""
        self._storage.close()

    def add(  # noqa: PLR0913 - as above
        self,
        sources: "Source | Iterable[Source]",
        *,
        fields: Mapping[str, str] | None = None,
        encoding: str | None = None,
        extractor: Extractor | None = None,
        fast: bool = False,
        jobs: int = 1,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "Report":
        """Index files, folders, globs or documents. Return a report that also lists the files that cannot be read.

        `fields` maps a field to its name in the files, if that name is different: `{"text": "body"}`. `jobs` is the
        number of threads that extract documents in parallel. An `extractor` must then be safe to use from several
        threads.

        With `fast`, new and changed documents are extracted by rules alone, without the network. This is much faster,
        but fewer quotes are found. A later call without `fast` extracts these documents again, with the network.

        Raises TypeError for a source of another type, ValueError if the index was opened for reading, and InputError
        for an unknown field or encoding.
        """
        from quotesearch.indexer import corpus, pipeline
        from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
        from quotesearch.search.sources import iter_sources, records

        corpus.read((), fields=fields, encoding=encoding)  # raises the error for an unknown field or encoding at once
        readable = records(iter_sources(sources), fields, encoding)
        network = LearnedExtractor(threads=1 if jobs > 1 else 0)
        return pipeline.add(
            self._storage,
            readable,
            extractor=extractor or (RuleExtractor() if fast else network),
            kept_recipes=(network.recipe,) if fast else (),
            jobs=jobs,
            progress=progress,
        )

    def search(self, text: str = "", **parameters: Unpack[QueryParameters]) -> Results:
        """Return a page of results, best first. Without text, return the quotes that pass the filters, newest first.

        The parameters are those of `Query.of`: speaker, outlet, since, until, kind, mode, limit, offset, thoughts,
        plain, each. Raises QueryError for a value that is not valid, TypeError for a value of another type, and
        ModelError if the model cannot be used. `mode="keyword"` needs no model.
        """
        return self.ask(Query.of(text, **parameters))

    def ask(self, query: Query) -> Results:
        """Return the page of results for a query. Raises ModelError, as `search` does."""
        return self._searcher.search(query)

    def facets(self, question: str | Query = "", **parameters: Unpack[QueryParameters]) -> Facets:
        """Count the quotes that have all words and pass the filters, by speaker, outlet, kind, year and month.

        Without words and filters, all quotes are counted. Each report of the same words counts. Results matched only by
        meaning are not counted, because every quote is similar to some degree. Parameters and errors are those of
        `search`.
        """
        return self._searcher.facets(_matching(question, parameters))

    def every(self, question: str | Query = "", **parameters: Unpack[QueryParameters]) -> Iterator[SearchResult]:
        """Yield each quote that `facets` counts, best keyword score first. Without words, yield the newest first.

        `limit`, `offset` and `mode` are ignored. Reports of the same words are one result, except with `each`. The
        errors are those of `search`.
        """
        return self._searcher.iter_matching(_matching(question, parameters))

    def quote(self, quote_id: str) -> Quote:
        """Return the quote whose id begins with `quote_id`.

        Raises NotFoundError if there is no such quote, QueryError if there are several.
        """
        with self._storage.reader() as reader:
            quotes = reader.find_quotes(quote_id, limit=2)
        if not quotes:
            raise unknown_quote(quote_id)
        if len(quotes) > 1:
            raise QueryError(f"several ids begin with {quote_id!r}: give more characters, for example {quotes[0].id}")
        return quotes[0]

    def similar(self, quote_id: str, *, limit: int = 10) -> Results:
        """Return the quotes nearest in meaning to the quote whose id begins with `quote_id`.

        Errors are those of `quote`.
        """
        return self._searcher.similar(self.quote(quote_id), limit=limit)

    def document(self, document_id: str) -> Document:
        """Return the document with its text. Raises NotFoundError if the index has no such document."""
        with self._storage.reader() as reader:
            documents = reader.documents([document_id])
        if not documents:
            raise NotFoundError(f"no document has the id {document_id!r}: copy an id from the results of a search")
        return documents[document_id]

    def quotes_in(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order. If the index has no such document, return an empty tuple."""
        with self._storage.reader() as reader:
            return reader.document_quotes(document_id)

    def verify(self, quotation: str, speaker: str = "") -> "Verification":
        """Check a quotation against the archive and return a verdict. No model is needed.

        If there is a `speaker`, the words must be words of this speaker. Raises QueryError if the quotation has no
        words or is too long.
        """
        from quotesearch.search.verify import verify

        self._storage.catch_up()
        with self._storage.reader() as reader:
            return verify(reader, quotation, speaker)

    def speakers(self, name: str = "") -> tuple[SpeakerCount, ...]:
        """Return the speakers that `name` matches, most quotes first. Without a name, return all speakers."""
        with self._storage.reader() as reader:
            return reader.speakers(name)

    def topics(self, speaker: str) -> tuple[Topics, ...]:
        """Return the topics of a speaker by year. If the speaker has quotes in few months, return them by month."""
        from quotesearch.search.speaker_queries import topics

        self._storage.catch_up()
        with self._storage.reader() as reader:
            return topics(reader, speaker)

    def near_speakers(self, name: str) -> tuple[str, ...]:
        """Return the speakers' names that are similar to `name`, the most similar first."""
        with self._storage.reader() as reader:
            return reader.suggest_speakers(name)

    def merge_speakers(self, name: str, into: str) -> None:
        """Merge the speaker `name` into the speaker `into`. Documents that are indexed later are merged too.

        Case and accents do not matter. Raises NotFoundError if one of the names is not exactly a speaker's name.
        """
        self._storage.writer.merge_speakers(name, into)
        self._storage.catch_up()

    def split_speaker(self, name: str) -> None:
        """Make the speaker `name` a separate speaker again: the opposite of `merge_speakers`, with the same errors."""
        self._storage.writer.split_speaker(name)
        self._storage.catch_up()

    def correct(self, quote_id: str, *, speaker: str | None = None, not_a_quote: bool = False) -> Correction:
        """Correct one attribution: name the right speaker, or remove what is not a quote.

        The correction is kept by document and by the words of the quote, also if the document is edited elsewhere,
        removed or indexed again. It applies to each quote of the document with the same words, not to other documents.
        If the document or the index knows a speaker of that name, or only one person whose name has these words, the
        quote goes to that speaker, with the role; otherwise to a new person. The confidence of a corrected quote is 1.
        Errors for the id as for `quote`; QueryError for a name that is empty or too long, TypeError without exactly
        one of `speaker` and `not_a_quote`, ValueError if the index was opened for reading, ModelError without a model.
        """
        if (speaker is None) is not not_a_quote:
            raise TypeError("give either speaker=NAME or not_a_quote=True")
        writer = self._storage.writer
        self._storage.encoder.must_be_installed()
        correction = writer.correct(self.quote(quote_id).id, speaker)
        self._storage.catch_up()
        return correction

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections in the order of their numbers, also those of documents that were removed."""
        with self._storage.reader() as reader:
            return reader.corrections()

    def undo_correction(self, number: int) -> Correction:
        """Delete the correction with this number, and return it; NotFoundError for an unknown number.

        The next `add` of the document extracts it again and restores the extractor's answer.
        """
        correction = self._storage.writer.undo_correction(number)
        self._storage.catch_up()
        return correction

    def remove(self, documents: str | Iterable[str]) -> int:
        """Remove the documents with these ids, paths or urls, and return the number of removed documents.

        If one of them is not in the index, NotFoundError is raised and no document is removed.
        """
        document_ids: set[str] = set()
        with self._storage.reader() as reader:
            for name in (documents,) if isinstance(documents, str) else documents:
                ids = reader.find_documents(name)
                if not ids:
                    raise NotFoundError(
                        f"no document is named {name}: give an id, path or url from the results of a search"
                    )
                document_ids.update(ids)
        removed = self._storage.writer.remove(sorted(document_ids))
        self._storage.catch_up()
        return removed

    def stats(self) -> Stats:
        """Return the counts, the manifest and the sizes of the index."""
        with self._storage.reader() as reader:
            return Stats(reader.statistics(), reader.description, self._storage.sizes())

    def check(self) -> tuple[str, ...]:
        """Return each disagreement between the parts of the index as a sentence.

        If all parts agree, return an empty tuple.
        """
        return self._storage.check()

    def repair(self) -> tuple[str, ...]:
        """Rebuild the damaged parts from the stored documents.

        Return their names and those rebuilt when the index was opened.

        The parts are "keyword", "vector", "texts" and "words". Raises ValueError if the index was opened for reading.
        """
        return self._storage.writer.repair()


def _matching(query: str | Query, parameters: QueryParameters) -> Query:
    """Return the query. Without text and kind, it selects quotes of every kind, because an empty query is an error."""
    if isinstance(query, Query):
        if parameters:
            raise TypeError(f"the query already has all parameters: remove {', '.join(parameters)}")
        return query
    if not (query.strip() or parameters.get("kind")):
        parameters = {**parameters, "kind": tuple(QuoteKind)}
    return Query.of(query, **parameters)
