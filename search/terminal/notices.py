"""Say what is no answer by itself: that there is none, that there are more, that none has the words asked for."""

from collections.abc import Iterator, Sequence

from quotesearch.search.query import Mode
from quotesearch.search.results import Results

NOTHING = "nothing found"


def of_results(results: Results) -> str:
    """Say what the results do not, a remark a line; nothing where all is said."""
    if results.unknown_speaker:
        return unknown_speaker(results.unknown_speaker, results.near_speakers)
    query = results.query
    if not results:
        nothing = f"{NOTHING} past that offset" if query.offset else NOTHING
        return "\n".join((*query.remarks, nothing, *_spelling(results)))
    next_page = f"more: --offset {query.offset + query.limit}" if results.more else ""
    return "\n".join(filter(None, (*query.remarks, _wordless(results), *_spelling(results), next_page)))


def _spelling(results: Results) -> Iterator[str]:
    """Say which words are nowhere, and what may have been meant."""
    return (f"{word} is in no quote: did you mean {similar}?" for word, similar in results.spelling)


def _wordless(results: Results) -> str:
    """Say that the first page has none of the words asked for, where that is so."""
    query = results.query
    by_word = (evidence.retriever == "keyword" and evidence.score > 0 for result in results for evidence in result.why)
    worded = any(result.marks for result in results) or any(by_word)
    if worded or query.offset or not query.text:
        return ""
    subject = "no quote" if query.mode is Mode.HYBRID else "none of these quotes"
    return f"{subject} has these words; these are the nearest in meaning"


def unknown_speaker(name: str, suggestions: Sequence[str]) -> str:
    """Say that nobody is called so, and who nearly is."""
    if not name:
        return "no speakers: the index holds no quotes"
    return f"no speaker named {name}" + (f"; near names: {', '.join(suggestions)}" if suggestions else "")
