"""Tell an article from what its page puts around it: notices, links, biographies, pull quotes.

Furniture says nothing, so nothing in it is attributed. It is looked for only where pages have it:
notices and biographies at the end, pull quotes wherever a paragraph repeats the article's own words.
"""

import re
from collections.abc import Sequence

from quotesearch.indexer.model import Span

_NOTICE = re.compile(
    r"(?i)^\W*(?:(?:previous|next) article|read (?:more|next|also)\b|related (?:articles|stories|topics|posts)"
    r"|see also\b|more (?:from|on|stories)\b|join (?:the|our) (?:conversation|discussion|newsletter)|sign up\b"
    r"|subscribe\b|follow (?:us|him|her|me) on\b|share (?:this|on)\b.{0,30}$|(?:leave a |post a |\d+ )?comments?$"
    r"|about the author|copyright (?:©|\d|\(c\)|by)|©|all rights reserved|terms of (?:use|service)|privacy policy"
    r"|advertisement$|sponsored(?: content| post)?$|back to top|we (?:have no tolerance|reserve the right)"
    r"|comments? (?:policy|are (?:closed|moderated))|click here|contact us\b|tags?:|filed under"
    r"|this (?:article|story|post) (?:was )?(?:first|originally) (?:published|appeared)|download our"
    r"|photo(?:graph)?s? (?:by|:)|image:)"
)
_SPEAKS = re.compile(r"[“”\"«»„]|\b(?:said|says|told|asked|added|wrote)\b")
_BIOGRAPHY = re.compile(
    r"\b(?:is|was)\s+(?:an?|the)\s+(?:[\w’'&,.\-]+\s+){0,8}(?:contributor|columnist|reporter|correspondent|freelance\w*|writer|"
    r"journalist|editor|author|blogger|fellow|intern|producer|staffer)\b(?!.*[“\"])"
)
_TAIL = 6
_CLOSING_WORDS = 60
_LONGEST_BIOGRAPHY = 700
_SHORTEST_PULL_QUOTE = 7
_OPENING, _CLOSING = "“\"«„‘'", "”\"»“’'"


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
        if last_ones and len(words.split()) <= _CLOSING_WORDS and _NOTICE.match(words) and not _SPEAKS.search(words):
            return place
    return len(paragraphs)


def _is_biography(words: str, before: str) -> bool:
    """Tell whether the article's last paragraph presents its author."""
    match = _BIOGRAPHY.search(words[:300])
    if match is None or not words[0].isupper() or _SPEAKS.search(words[: match.start()]):
        return False
    of_another = words[: match.start()].rstrip().endswith((" who", " which", " that"))
    return not of_another and (len(words) < _LONGEST_BIOGRAPHY or before in words)


def _pull_quotes(text: str, paragraphs: Sequence[Span]) -> set[Span]:
    """Return the paragraphs that are one quotation and only repeat words that the article has elsewhere."""
    plain = [_plain(span.words(text)) for span in paragraphs]
    candidates = {place for place, span in enumerate(paragraphs) if _is_one_quotation(span.words(text))}
    candidates = {place for place in candidates if len(plain[place]) >= _SHORTEST_PULL_QUOTE}
    heads = {" ".join(plain[place][:_SHORTEST_PULL_QUOTE]): place for place in sorted(candidates, reverse=True)}
    repeated = set()
    for other, words in enumerate(plain):
        for start in range(len(words) - _SHORTEST_PULL_QUOTE + 1) if heads else ():
            place = heads.get(" ".join(words[start : start + _SHORTEST_PULL_QUOTE]), other)
            if (
                place != other
                and paragraphs[place] not in repeated
                and words[start : start + len(plain[place])] == plain[place]
            ):
                repeated.add(paragraphs[place])
    return repeated


def _is_one_quotation(words: str) -> bool:
    """Tell whether the paragraph stands between quotation marks and has none inside."""
    return words[0] in _OPENING and words[-1] in _CLOSING and not any(mark in words[1:-1] for mark in '“”"«»„')


def _plain(words: str) -> list[str]:
    """Return the words in lower case without punctuation."""
    return re.sub(r"[^\w\s]", "", words.lower()).split()
