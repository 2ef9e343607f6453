"""Read plain text: the characters of the file, unchanged. Offsets and line numbers are the same in the file.

The first line is also the title if it is clearly a headline. A headline is short, has a blank line after it, and is
neither a byline nor a pull quote.
"""

import re

_LONGEST = 120
"""The most characters of a headline."""
_BEGINNING = 20_000
"""The number of characters in which some line must be longer than the headline."""
_BYLINE = re.compile(r"by\s+[A-Z]|byline\b", re.IGNORECASE)
_PULL_QUOTE = re.compile(r"[\"“”„«‘'].*[\"”“»’']\.?")


def cells(text: str) -> dict[str, str]:
    """Return the fields of the article."""
    return {"text": text, "title": headline(text)}


def headline(text: str) -> str:
    """Return the first line if it is clearly a headline. Otherwise return ""."""
    first, *body = (line.rstrip() for line in text[:_BEGINNING].split("\n"))
    first = first.strip()
    blank_follows = len(body) > 1 and not body[0]
    if blank_follows and _may_be_headline(first) and any(len(line) > len(first) for line in body):
        return first
    return ""


def _may_be_headline(line: str) -> bool:
    """Return whether the line can be a headline. The lines after it are not considered."""
    if len(line) > _LONGEST or not any(map(str.isalpha, line)) or line.endswith((",", ":", "—", "–")):
        return False
    return not (_BYLINE.match(line) or _PULL_QUOTE.fullmatch(line))
