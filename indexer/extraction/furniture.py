"""Tell an article from what its page puts around it: notices, links, biographies, pull quotes.

Furniture says nothing, so nothing in it is attributed. It is looked for only where pages have it:
notices and biographies at the end, pull quotes wherever a paragraph repeats the article's own words.
"""

import re
from collections.abc import Sequence

from quotesearch.indexer.model import Span

_NOTICE = re.compile(
    r"(?i)^\W*(?:previous article|next article|read (?:more|next|also)\b|related (?:articles|stories|topics|posts)|see also\b|"
    r"more (?:from|on|stories)\b|join (?:the|our) (?:conversation|discussion|newsletter)|sign up\b|subscribe\b|follow (?:us|him|her|me)\b|"
    r"share (?:this|on)\b|(?:leave a |post a |\d+ )?comments?\b.{0,20}$|about the author|copyright\b|©|all rights reserved|terms of (?:use|service)|privacy policy|"
    r"advertisement\b|we (?:have no tolerance|reserve the right|welcome your)|comments? (?:policy|are)|this (?:article|story|post) (?:was|first|originally)|"
    r"contact (?:us|the)|download (?:our|the)|tags?:|filed under|photo(?:graph)?s? (?:by|:)|image:|click here|back to top|sponsored)"
)
_BIOGRAPHY = re.compile(
    r"\b(?:is|was)\s+(?:an?|the)\s+(?:[\w’'&,.\-]+\s+){0,8}(?:contributor|columnist|reporter|correspondent|freelance\w*|writer|"
    r"journalist|editor|author|blogger|fellow|intern|producer|staffer)\b(?!.*[“\"])"
)
_TAIL = 6
_CLOSING_WORDS = 60
_SHORTEST_PULL_QUOTE = 6


def article_paragraphs(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the paragraphs that belong to the article itself."""
    kept = list(paragraphs)[: _first_notice(text, paragraphs)]
    while kept and len(kept) > 1 and _is_biography(kept[-1].words(text), kept[-2].words(text)):
        kept.pop()
    repeated = _pull_quotes(text, kept)
    return tuple(span for span in kept if span not in repeated)


def _first_notice(text: str, paragraphs: Sequence[Span]) -> int:
    """Return the place of the first notice behind the middle of the page, from which on everything is furniture."""
    half = len(paragraphs) // 2
    for place in range(max(1, half), len(paragraphs)):
        words = paragraphs[place].words(text)
        last_ones = place >= len(paragraphs) - _TAIL * 3
        if last_ones and len(words.split()) <= _CLOSING_WORDS and _NOTICE.match(words):
            return place
    return len(paragraphs)


def _is_biography(words: str, before: str) -> bool:
    """Tell whether the article's last paragraph presents its author."""
    names_author = bool(_BIOGRAPHY.search(words[:300]))
    return names_author and (len(words) < 700 or before in words)  # noqa: PLR2004 - a biography is short


def _pull_quotes(text: str, paragraphs: Sequence[Span]) -> set[Span]:
    """Return the paragraphs that only repeat, between quotation marks, words that the article has elsewhere."""
    plain = [_plain(span.words(text)) for span in paragraphs]
    whole = "\n".join(plain)
    repeated = set()
    for span, words in zip(paragraphs, plain, strict=True):
        marked = text[span.start] in "“\"«„‘'"
        if marked and words.count(" ") >= _SHORTEST_PULL_QUOTE and text[span.end - 1] in "”\"»“’'" and whole.count(words) > 1:
            repeated.add(span)
    return repeated


def _plain(words: str) -> str:
    """Return the words in lower case without punctuation at their ends."""
    return " ".join(re.sub(r"[^\w\s]", "", words.lower()).split())
