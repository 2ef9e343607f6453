"""Know web pages: the article in them, without what stands around it, and what the page says about itself.

The door to trafilatura. Two things are mended before it sees the page: `<q>` gets the marks that a browser draws, and
embedded files are cut, since one large picture makes the parser give up the whole page. A date must come from the
page's own markup or address: trafilatura can also take one out of the story, which would be a guess.
"""

import logging
import re
from typing import TYPE_CHECKING

from quotesearch.indexer.corpus.encodings import codec_name
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.streams import check_markup

if TYPE_CHECKING:
    from trafilatura.settings import Document as Extracted

_LOG = logging.getLogger(__name__)
_HEAD = 4096
_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_BY_ANOTHER_NAME = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "euc_kr": "cp949",
    "utf-7": "",
}
_QUOTED = (
    (re.compile(r"<q(?:\s[^<>]*)?>", re.IGNORECASE), "“"),
    (re.compile(r"</q\s*>", re.IGNORECASE), "”"),
    (re.compile(r"data:[\w.+/-]{3,99}(?:;[\w=-]{1,99})*?;base64,[\w+/=%-]*(?:\s+[\w+/=%-]{40,})*"), "data:,"),
)
_LANGUAGE = re.compile(r"<html\b[^<>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.IGNORECASE)


def declared_encoding(data: bytes) -> str:
    """Return the codec that the page's head declares, as browsers understand it; "" where it declares none."""
    head = data[:_HEAD]
    match = _XML_ENCODING.match(head) or _CHARSET.search(head)
    codec = codec_name(match[1].decode("ascii", "replace")) if match else None
    if codec is None:
        return ""
    if codec.startswith(("utf-16", "utf-32")):  # the declaration was readable as ASCII
        return "utf-8"
    return _BY_ANOTHER_NAME.get(codec, codec)


def cells(page: str, origin: Origin) -> dict[str, str]:
    """Return the article in the page; InputError where there is none."""
    for pattern, replacement in _QUOTED:
        page = pattern.sub(replacement, page)
    check_markup(page, origin)
    found = _extracted(page, origin)
    paragraphs = [line.strip() for line in (found.text or "").split("\n")] if found else []
    paragraphs = list(filter(None, paragraphs))
    if found is None or not paragraphs:
        raise origin.error("no article found in the page; save its text to a .txt file instead")
    title = found.title or ""
    if len(paragraphs) > 1 and paragraphs[0] == title:
        del paragraphs[0]
    language = _LANGUAGE.search(page[:_HEAD])
    return {
        "text": "\n\n".join(paragraphs),
        "title": title,
        "outlet": found.sitename or "",
        "author": found.author or "",
        "date": found.date or "",
        "url": found.url or "",
        "language": language[1] if language else "",
    }


def _extracted(page: str, origin: Origin) -> "Extracted | None":
    """Return what trafilatura makes of the page, None where it finds nothing."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - the door opens late: it takes a third of a second
    from trafilatura.settings import Document as Extracted  # noqa: PLC0415 - the same

    dates = {"original_date": True, "extensive_search": False}
    try:
        found = bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=dates)
    except Exception as error:  # a page is a stranger's, and its parser is not ours
        _LOG.debug("trafilatura failed on %s", origin.name, exc_info=True)
        raise origin.error(f"the page cannot be parsed ({error}); save its text to a .txt file instead") from error
    return found if isinstance(found, Extracted) else None
