"""Split text into paragraphs and sentences.

A line is a paragraph, except in hard-wrapped text (most lines run on into the next): there blank lines separate
paragraphs. A full stop inside a quotation does not end the sentence around it; a full stop at the end of a quotation
does if the next word begins with a capital.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span
from quotesearch.indexer.text.wordlists import word_list

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_WRAPPED_LINE = range(45, 101)
"""Characters of a line that breaks off at a margin."""
_LONGEST_ABBREVIATION = 12
"""Characters before a full stop in which an abbreviation is looked for."""
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"”’'»)\]]*+(?=\s++[\"“‘’'«„(\[—–]*+[A-Z0-9À-Þ])|[;](?=\s)")
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{2,20}(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{1,20}){0,3}(?:, [A-Z][\w.]{1,12})?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?:,? \([A-Za-z .]{2,20}\))?|[A-Z]\w+(?: [A-Z]\w+)? \([A-Z]{2,10}\))"
    r" ?(?:—|–|--|-|―) (?=\S)"
)
_CAPITALISED = sorted(word_list("abbreviated_titles") | word_list("abbreviations"))
_ABBREVIATIONS = "|".join([*(word.capitalize() for word in _CAPITALISED), "vs", "etc"])
_ABBREVIATION = re.compile(rf"(?:\b(?:{_ABBREVIATIONS})|\b[A-Z]|\b(?:[A-Z]\.)+[A-Z]|\b(?:[ap]\.m|i\.e|e\.g))\.$")


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of the text, trimmed of outer white space, in order."""
    if _is_hard_wrapped(text):
        gaps = [match.span() for match in _BLANK_LINES.finditer(text)]
        pieces = [(a, b) for (_, a), (b, _) in pairwise([(0, 0), *gaps, (len(text), len(text))])]
    else:
        pieces = [match.span() for match in _LINE.finditer(text)]
    return tuple(_trimmed(text, pieces))


def after_dateline(text: str, paragraph: Span) -> Span:
    """Return the paragraph without the dateline at its head: *EASTPORT, March 3 (Lantern) — *."""
    match = _DATELINE.match(text, paragraph.start, paragraph.end)
    return Span(match.end(), paragraph.end) if match and match.end() < paragraph.end else paragraph


def sentences(text: str, paragraph: Span, quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Return the sentences of one paragraph, whose quotations are given in order."""
    starts = [quotation.outer.start for quotation in quotations]
    cuts = [paragraph.start]
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        place = bisect_right(starts, match.start()) - 1
        inside = place >= 0 and match.end() < quotations[place].outer.end
        if not inside and not _is_abbreviation(text, match, paragraph):
            cuts.append(match.end())
    cuts.append(paragraph.end)
    return tuple(_trimmed(text, pairwise(cuts)))


def _is_abbreviation(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Return whether the stop belongs to an abbreviation such as *Sen.* or an initial."""
    start = max(paragraph.start, match.end() - _LONGEST_ABBREVIATION)
    return match.group() == "." and bool(_ABBREVIATION.search(text, start, match.end()))


def _trimmed(text: str, pieces: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Yield the pieces `[start, end)` without outer white space, except those of which nothing is left."""
    for start, end in pieces:
        if text[start:end].strip():
            indent = len(text[start:end]) - len(text[start:end].lstrip())
            yield Span(start + indent, start + len(text[start:end].rstrip()))


def _is_hard_wrapped(text: str) -> bool:
    """Return whether most lines with a line below them break off in mid-sentence at a margin."""
    lines = [line.rstrip() for line in text[:20_000].split("\n")]
    runs_on = [(len(a) in _WRAPPED_LINE and a[-1].isalnum()) or a.endswith(",") for a, b in pairwise(lines) if a and b]
    return len(runs_on) > 2 and sum(runs_on) > len(runs_on) / 2
