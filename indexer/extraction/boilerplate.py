"""Separate an article from the boilerplate of its page: notices, links, biographies, pull quotes.

Quotes in boilerplate are not extracted. Notices and biographies are searched at the end of the article only; a pull
quote is a paragraph that repeats words of the article.
"""

import re
from collections.abc import Iterator, Sequence

from quotesearch.indexer.model import Span
from quotesearch.indexer.text.wordlists import word_rows

_NOTICE = re.compile(rf"(?i)^\W*(?:{'|'.join(map(' '.join, word_rows('notices')))})")
_SPEAKS = re.compile(r"[“”\"«»„]|\b(?:said|says|told|asked|added|wrote)\b")
_BIOGRAPHY = re.compile(
    r"\b(?:is|was)\s+(?:an?|the)\s+(?:[\w’'&,.\-]+\s+){0,8}(?:contributor|columnist|reporter|correspondent|freelance\w*|writer|"
    r"journalist|editor|author|blogger|fellow|intern|producer|staffer)\b(?!.*[“\"])"
)
_TAIL = 18
"""Most paragraphs of boilerplate after the article."""
_CLOSING_WORDS = 60
_LONGEST_BIOGRAPHY = 700
_SHORTEST_PULL_QUOTE = 7
_OPENING, _CLOSING = "“\"«„‘'", "”\"»“’'"


def article_paragraphs(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the paragraphs without boilerplate."""
    article = list(paragraphs)[: _first_notice(text, paragraphs)]
    while len(article) > 1 and _is_biography(article[-1].words(text), article[-2].words(text)):
        article.pop()
    pull_quotes = _pull_quotes(text, article)
    return tuple(span for span in article if span not in pull_quotes)


def _first_notice(text: str, paragraphs: Sequence[Span]) -> int:
    """Return the place of the first notice in the last paragraphs; everything after it is boilerplate."""
    first = max(1, len(paragraphs) // 2, len(paragraphs) - _TAIL)
    notices = (place for place in range(first, len(paragraphs)) if _is_notice(paragraphs[place].words(text)))
    return next(notices, len(paragraphs))


def _is_notice(words: str) -> bool:
    """Return whether the paragraph is a notice: short, begins like one, and reports no speech."""
    return len(words.split()) <= _CLOSING_WORDS and bool(_NOTICE.match(words)) and not _SPEAKS.search(words)


def _is_biography(words: str, previous: str) -> bool:
    """Return whether the article's last paragraph presents its author."""
    match = _BIOGRAPHY.search(words[:300])
    if match is None or not words[0].isupper() or _SPEAKS.search(words[: match.start()]):
        return False
    of_another = words[: match.start()].rstrip().endswith((" who", " which", " that"))
    return not of_another and (len(words) < _LONGEST_BIOGRAPHY or previous in words)


def _pull_quotes(text: str, paragraphs: Sequence[Span]) -> set[Span]:
    """Return the paragraphs that are one quotation and only repeat words that the article has elsewhere."""
    plain = [_plain(span.words(text)) for span in paragraphs]
    candidates = {
        place
        for place, span in enumerate(paragraphs)
        if len(plain[place]) >= _SHORTEST_PULL_QUOTE and _is_one_quotation(span.words(text))
    }
    heads = {_run(plain[place], 0): place for place in sorted(candidates, reverse=True)}
    return {paragraphs[place] for number in range(len(plain)) for place in _repeated(plain, number, heads)}


def _repeated(plain: Sequence[Sequence[str]], number: int, heads: dict[tuple[str, ...], int]) -> Iterator[int]:
    """Yield each pull-quote candidate that paragraph `number` contains, and remove it from `heads`.

    `heads` maps the first words of a candidate to its paragraph number.
    """
    words = plain[number]
    for start in range(len(words) - _SHORTEST_PULL_QUOTE + 1) if heads else ():
        head = _run(words, start)
        place = heads.get(head, number)
        if place != number and words[start : start + len(plain[place])] == plain[place]:
            yield heads.pop(head)


def _run(words: Sequence[str], start: int) -> tuple[str, ...]:
    """Return as many words from `start` as the shortest pull quote has."""
    return tuple(words[start : start + _SHORTEST_PULL_QUOTE])


def _is_one_quotation(words: str) -> bool:
    """Return whether the paragraph stands between quotation marks and has no marks inside."""
    return words[0] in _OPENING and words[-1] in _CLOSING and not any(mark in words[1:-1] for mark in '“”"«»„')


def _plain(words: str) -> list[str]:
    """Return the words in lower case without punctuation."""
    return re.sub(r"[^\w\s]", "", words.lower()).split()
