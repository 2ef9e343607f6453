"""Know Markdown: what a reader of the page sees, as paragraphs with a blank line between them.

The door to markdown-it. Code and images are left out and links keep their text. A block between `---` lines at the
top gives title, outlet, author, date, url (and id, language); it is read here, a line at a time, since YAML proper is
a language that can run away with its reader. Without a title there, the first heading of the first level is it.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_LINES = 100
_FRONT_FIELDS = {name: name for name in "title outlet author date url id language".split()} | {
    "authors": "author",
    "lang": "language",
}
_PAIR = re.compile(r"([A-Za-z][\w-]*)\s*:(?:\s+(.*))?")
_NESTED = re.compile(r"[\s#-]")
_INVISIBLE = re.compile(r"\s*<(?:[!?]|(?:script|style|template|pre|textarea)\b)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def cells(source: str) -> dict[str, str]:
    """Return the article that the Markdown shows."""
    front, body = _front_matter(source)
    heading, paragraphs = _paragraphs(body)
    title = front.get("title") or heading
    if len(paragraphs) > 1 and paragraphs[0] == title:
        del paragraphs[0]
    return front | {"title": title, "text": "\n\n".join(paragraphs)}


def has_front_matter(source: str) -> bool:
    """Tell whether a block at the top says something of the article: the sign of Markdown."""
    return bool(_front_matter(source)[0])


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Return what the block at the top says, and what comes after it."""
    first, *others = source.split("\n", _FRONT_LINES)
    if first.rstrip() != "---":
        return {}, source
    found: dict[str, str] = {}
    for number, line in enumerate(islice(others, _FRONT_LINES - 1)):
        if line.rstrip() in {"---", "..."}:
            front = {_FRONT_FIELDS[key]: value for key, value in found.items() if key in _FRONT_FIELDS}
            return (front, "\n".join(others[number + 1 :])) if found else ({}, source)
        pair = _PAIR.fullmatch(line.rstrip())
        if pair is not None:
            found[pair[1].lower()] = _scalar((pair[2] or "").strip())
        elif line.strip() and not _NESTED.match(line):
            break
    return {}, source


def _scalar(value: str) -> str:
    """Return the value without the marks, brackets or remark around it."""
    for mark, escaped in (("'", "''"), ('"', '\\"')):
        if len(value) > 1 and value[0] == value[-1] == mark:
            return value[1:-1].replace(escaped, mark)
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(item.strip(" \t\"'[]") for item in value.split(","))
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].rstrip()


def _paragraphs(body: str) -> tuple[str, list[str]]:
    """Return the first heading of the first level, and all paragraphs, headings among them."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - the door opens late

    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    title, found = "", []
    for before, token in zip([None, *tokens], tokens, strict=False):
        shown = _visible(token)
        if not shown:
            continue
        found.append(shown)
        if not title and before is not None and before.type == "heading_open" and before.tag == "h1":
            title = " ".join(shown.split())
    return title, found


def _visible(token: "Token") -> str:
    """Return what a reader sees of a block, "" where it is nothing or only holds other blocks."""
    if token.type == "inline":
        lines = "".join(_inline(token.children or ())).split("\n")
        return "\n".join(filter(None, (line.strip() for line in lines)))
    if token.type == "html_block" and not _INVISIBLE.match(token.content):
        return " ".join(unescape(_TAG.sub(" ", token.content)).split())
    return ""


def _inline(tokens: "Sequence[Token]") -> Iterator[str]:
    """Yield the words of a paragraph's parts; a line end in its source is a space."""
    for token in tokens:
        if token.type in {"text", "text_special", "code_inline"}:
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.match(token.content)):
            yield "\n"
