"""Know plain text: the file's own characters, untouched, so that offsets and lines are the file's.

Its first line is also the title where it is evidently a headline: short, apart from the rest, and neither a
byline nor a pull quote.
"""

import re

_LONGEST = 120
_SEEN = 20_000
_BYLINE = re.compile(r"by\s+[A-Z]|byline\b", re.IGNORECASE)
_PULL_QUOTE = re.compile(r"[\"“”„«‘'].*[\"”“»’']\.?")


def cells(text: str) -> dict[str, str]:
    """Return the article that the text is."""
    return {"text": text, "title": headline(text)}


def headline(text: str) -> str:
    """Return the first line where it is evidently a headline, else ""."""
    first, *others = (line.rstrip() for line in text[:_SEEN].split("\n"))
    first = first.strip()
    if len(first) > _LONGEST or not any(map(str.isalpha, first)) or first[-1] in ",:—–":
        return ""
    if _BYLINE.match(first) or _PULL_QUOTE.fullmatch(first):
        return ""
    apart = len(others) > 1 and not others[0]
    return first if apart and any(len(line) > len(first) for line in others) else ""
