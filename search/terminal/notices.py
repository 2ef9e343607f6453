"""The notices after results: nothing found, more pages, matches only by meaning, spelling, unknown speakers."""

from collections.abc import Iterator, Sequence

from quotesearch.search.query import Mode
from quotesearch.search.results import Results

NOTHING = "nothing found"
"""The notice if there are no results."""


def of_results(results: Results) -> str:
    """Return the notices about the results, one on each line. If there are no notices, return ""."""
    if results.unknown_speaker:
        return unknown_speaker(results.unknown_speaker, results.near_speakers)
    query = results.query
    if not results:
        nothing = f"{NOTHING} after that offset" if query.offset else NOTHING
        return "\n".join((*query.remarks, nothing, *_spelling(results)))
    next_page = f"more results with --offset {query.offset + query.limit}" if results.more else ""
    return "\n".join(filter(None, (*query.remarks, _wordless(results), *_spelling(results), next_page)))


def _spelling(results: Results) -> Iterator[str]:
    """Yield a notice for each word that no quote has. The notice names a similar word."""
    return (f"{word} is in no quote: did you mean {similar}?" for word, similar in results.spelling)


def _wordless(results: Results) -> str:
    """Return a notice if no result on the first page has a word of the query. Otherwise return ""."""
    query = results.query
    by_word = (evidence.retriever == "keyword" and evidence.score > 0 for result in results for evidence in result.why)
    has_words = any(result.marks for result in results) or any(by_word)
    if has_words or query.offset or not query.text:
        return ""
    subject = "no quote" if query.mode is Mode.HYBRID else "none of these quotes"
    return f"{subject} has these words; these are the nearest in meaning"


def unknown_speaker(name: str, suggestions: Sequence[str]) -> str:
    """Return a notice that no speaker has the name. The notice lists similar names."""
    if not name:
        return "no speakers: the index has no quotes"
    return f"no speaker named {name}" + (f"; similar names: {', '.join(suggestions)}" if suggestions else "")
