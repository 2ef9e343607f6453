"""Turn text into terms, the same way for what is indexed, for queries and for marking.

Stop words are kept in the postings (some famous quotes have no other words) and left out of a query
that has anything else.
"""

from functools import cache, lru_cache
from typing import Any

from quotesearch.indexer.model import Span
from quotesearch.indexer.records import IndexedQuote
from quotesearch.indexer.text.normalise import Word, folded_words, words
from quotesearch.indexer.text.wordlists import word_list

STOP_WORDS = word_list("stop_words")


def terms(text: str) -> frozenset[str]:
    """Return the terms that a query of this text asks for; its stop words only where there is nothing else."""
    found = list(words(text))
    telling = [word for word in found if not is_stop_word(word)]
    return frozenset(stem(word.folded) for word in telling or found)


def mark(text: str, query: str) -> tuple[Span, ...]:
    """Return where in `text` the words stand that share a term with `query`, in order."""
    asked = terms(query)
    return tuple(word.span for word in words(text) if stem(word.folded) in asked)


def is_stop_word(word: Word) -> bool:
    """Tell whether the word says little; US and WHO in capitals say something."""
    return word.folded in STOP_WORDS and not (len(word.written) > 1 and word.written.isupper())


@lru_cache(maxsize=1 << 16)
def stem(folded: str) -> str:
    """Return the term of a word: its stem by Snowball's English stemmer (Porter2), if it has plain letters only."""
    plain = folded.isascii() and folded.isalpha()
    return str(_stemmer().stemWord(folded)) if plain else folded


@cache
def _stemmer() -> Any:  # noqa: ANN401 - PyStemmer has no types
    """Return the stemmer, whose own cache is off: `stem` has one."""
    import Stemmer  # noqa: PLC0415 - nothing is imported before a text is analysed

    stemmer = Stemmer.Stemmer("english")
    stemmer.maxCacheSize = 0
    return stemmer


def _analysed(text: str) -> list[str]:
    return [stem(word) for word in folded_words(text)]


def field_terms(indexed: IndexedQuote) -> dict[str, list[str]]:
    """Return the terms of each field of the keyword index.

    A speaker's names and role are one field, in which a word counts once.
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
    """Return the context without the quote's own words."""
    start = indexed.quote.context.start
    left, rest = [], 0
    for span in indexed.quote.content:
        left.append(indexed.context[rest : max(0, span.start - start)])
        rest = max(0, span.end - start)
    return " ".join((*left, indexed.context[rest:]))
