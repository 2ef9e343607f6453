"""Read Markdown: the paragraphs that a reader of the page sees, with a blank line between them.

Front matter is a block between `---` lines at the top of the page. It has the title, outlet, author, date, url, id and
language. PyYAML reads front matter, and markdown-it reads the rest. Code and images are left out. Links keep their
text. If the front matter has no title, the first heading of level 1 is the title.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_LINES = 100
"""The most lines of front matter. A longer block is text, so a `---` line at the top of a page costs little time."""
_FRONT_LENGTH = 8192
"""The most characters of front matter. PyYAML needs half a second for the worst text of this length."""
_FRONT_FIELDS = {name: name for name in "title outlet author date url id language".split()} | {
    "authors": "author",
    "lang": "language",
}
_FRONT_KEY = re.compile(r"[A-Za-z][\w-]*")
"""A key of front matter. Text between two `---` lines often has a colon too, but usually after more than one word."""
_PLAIN_VALUE = re.compile(r"^([A-Za-z][\w-]*): +(?![\"'>|\[{&*!])(.*\S)", re.MULTILINE)
"""A value without quotation marks. People write `title: Bridge: to close`, which is valid YAML only inside them."""
_HEADING = ("heading_open", "h1")
_INVISIBLE = re.compile(r"\s*<(?:[!?]|(?:script|style|template|pre|textarea)\b)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def cells(source: str) -> dict[str, str]:
    """Return the fields of the article that the Markdown shows."""
    front, body = _front_matter(source)
    heading, paragraphs = _paragraphs(body)
    title = front.get("title") or heading
    if len(paragraphs) > 1 and paragraphs[0] == title:
        del paragraphs[0]
    return front | {"title": title, "text": "\n\n".join(paragraphs)}


def has_front_matter(source: str) -> bool:
    """Return whether front matter gives a field of the article. Such front matter is the sign of Markdown."""
    return bool(_front_matter(source)[0])


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Return the fields in the front matter, and the text after it. Without front matter, there are no fields."""
    lines = source.split("\n", _FRONT_LINES)
    stops = (number for number, line in enumerate(lines[1:_FRONT_LINES], 1) if line.rstrip() in {"---", "..."})
    stop = next(stops, 0) if lines[0].rstrip() == "---" else 0
    values = _yaml_mapping("\n".join(lines[1:stop])) if stop else {}
    if not values:
        return {}, source
    fields = {_FRONT_FIELDS[key]: _on_one_line(value) for key, value in values.items() if key in _FRONT_FIELDS}
    return fields, "\n".join(lines[stop + 1 :])


def _yaml_mapping(block: str) -> dict[str, object]:
    """Return the values of the YAML mapping by their keys in lower case. If the block is no mapping, return {}.

    PyYAML's base loader leaves every scalar as the text that was written: the title *No* does not become False.
    """
    if len(block) > _FRONT_LENGTH:
        return {}
    values = _loaded(block) or _loaded(_PLAIN_VALUE.sub(_quoted, block))
    if not isinstance(values, dict) or not all(isinstance(key, str) and _FRONT_KEY.fullmatch(key) for key in values):
        return {}
    return {key.lower(): value for key, value in values.items()}


def _quoted(match: re.Match[str]) -> str:
    """Return a key with its value inside the quotation marks of YAML."""
    value = match[2].replace("'", "''")
    return f"{match[1]}: '{value}'"


def _loaded(block: str) -> object:
    """Return the value of a YAML text. If the text is not YAML, return None."""
    import yaml  # noqa: PLC0415 - only front matter needs it

    try:
        return yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and dictionaries only
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):  # the last two are for impossible escapes
        return None


def _on_one_line(value: object) -> str:
    """Return a text on one line, with the texts of a list joined by commas. For any other value, return ""."""
    parts = value if isinstance(value, list) else [value]
    return ", ".join(" ".join(part.split()) for part in parts if isinstance(part, str))


def _paragraphs(body: str) -> tuple[str, list[str]]:
    """Return the first heading of level 1, and all paragraphs. Headings count as paragraphs."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown needs it

    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    paragraphs = list(filter(None, map(_visible, tokens)))
    openings = ((opening.type, opening.tag) for opening in tokens)
    headings = (_visible(token) for opening, token in zip(openings, tokens[1:], strict=False) if opening == _HEADING)
    return " ".join(next(filter(None, headings), "").split()), paragraphs


def _visible(token: "Token") -> str:
    """Return the text of a block that a reader sees.

    If the block is invisible or only contains other blocks, return "".
    """
    if token.type == "inline":
        lines = "".join(_inline(token.children or ())).split("\n")
        return "\n".join(filter(None, (line.strip() for line in lines)))
    if token.type == "html_block" and not _INVISIBLE.match(token.content):
        return " ".join(unescape(_TAG.sub(" ", token.content)).split())
    return ""


def _inline(tokens: "Sequence[Token]") -> Iterator[str]:
    """Yield the words of the parts of a paragraph. A line end in the source becomes a space."""
    for token in tokens:
        if token.type in {"text", "text_special", "code_inline"}:
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.match(token.content)):
            yield "\n"
