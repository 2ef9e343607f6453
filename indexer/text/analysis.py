"""Turn text into terms, in the same way for quotes, for queries and for marking matches.

Stop words are in the postings, because some famous quotes have no other words. A query uses its stop words only if it
has no other words.
"""

from functools import cache, lru_cache
from typing import Any

from quotesearch.indexer.model import Span
from quotesearch.indexer.records import IndexedQuote
from quotesearch.indexer.text.normalise import Word, folded_words, words
from quotesearch.indexer.text.wordlists import word_list

STOP_WORDS = word_list("stop_words")


def terms(text: str) -> frozenset[str]:
    """Return the terms of a query. Stop words are included only if the query has no other words."""
    query_words = list(words(text))
    content_words = [word for word in query_words if not is_stop_word(word)]
    return frozenset(stem(word.folded) for word in content_words or query_words)


def mark(text: str, query: str) -> tuple[Span, ...]:
    """Return the spans of the words of `text` that share a term with `query`, in order."""
    query_terms = terms(query)
    return tuple(word.span for word in words(text) if stem(word.folded) in query_terms)


def is_stop_word(word: Word) -> bool:
    """Return whether the word is a stop word. US and WHO in capitals are names, so they are no stop words."""
    return word.folded in STOP_WORDS and not (len(word.written) > 1 and word.written.isupper())


@lru_cache(maxsize=1 << 16)
def stem(folded: str) -> str:
    """Return the term of a word: its stem by Snowball's English stemmer (Porter2).

    A word with other letters than a to z is not stemmed.
    """
    has_letters_only = folded.isascii() and folded.isalpha()
    return str(_stemmer().stemWord(folded)) if has_letters_only else folded


@cache
def _stemmer() -> Any:  # noqa: ANN401 - PyStemmer has no types
    """Return the stemmer without its cache, because `stem` has a cache."""
    import Stemmer  # noqa: PLC0415 - imported when the first text is analysed

    stemmer = Stemmer.Stemmer("english")
    stemmer.maxCacheSize = 0
    return stemmer


def _analysed(text: str) -> list[str]:
    return [stem(word) for word in folded_words(text)]


def field_terms(indexed: IndexedQuote) -> dict[str, list[str]]:
    """Return the terms of each field of the keyword index.

    A speaker's names and role are one field, in which each word counts once.
    """
    speaker = indexed.quote.speaker
    names = " ".join((speaker.name, speaker.role, *speaker.aliases))
    return {
        "text": _analysed(indexed.quote.text),
        "speaker": sorted(set(_analysed(names))),
        "context": _analysed(_surroundings(indexed)),
        "title": _analysed(indexed.document_title),
    }


def _surroundings(indexed: IndexedQuote) -> str:
    """Return the context without the words of the quote."""
    start = indexed.quote.context.start
    parts, part_start = [], 0
    for span in indexed.quote.content:
        parts.append(indexed.context[part_start : max(0, span.start - start)])
        part_start = max(0, span.end - start)
    return " ".join((*parts, indexed.context[part_start:]))
