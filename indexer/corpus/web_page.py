"""Read web pages: the article without navigation and comments, and the description in the head of the page.

trafilatura finds the article, and webencodings knows the labels of encodings. The page is changed in two ways first.
`<q>` becomes the quotation marks that a browser shows. Embedded files are removed, because one large picture makes the
parser fail for the whole page. A date must come from the markup or the address of the page. trafilatura can also find a
date in the story, but such a date would be a guess.
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
_REPLACED = (
    (re.compile(r"<q(?:\s[^<>]*)?>", re.IGNORECASE), "“"),
    (re.compile(r"</q\s*>", re.IGNORECASE), "”"),
    (re.compile(r"data:[\w.+/-]{3,99}(?:;[\w=-]{1,99})*?;base64,[\w+/=%-]*(?:\s+[\w+/=%-]{40,})*"), "data:,"),
)
_LANGUAGE = re.compile(r"<html\b[^<>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.IGNORECASE)


def declared_encoding(data: bytes) -> str:
    """Return the codec that browsers use for the label in the head of the page. Without a known label, return ""."""
    from webencodings import lookup  # noqa: PLC0415 - only a page needs it

    head = data[:_HEAD]
    match = _XML_ENCODING.match(head) or _CHARSET.search(head)
    encoding = lookup(match[1].decode("ascii")) if match else None
    codec = (codec_name(encoding.codec_info.name) or "") if encoding else ""
    if codec.startswith("utf-16"):  # a label that was read as ASCII cannot be in UTF-16
        return "utf-8"
    return "gb18030" if codec == "gbk" else codec  # the WHATWG standard decodes both alike; Python's gbk has less


def cells(page: str, origin: Origin) -> dict[str, str]:
    """Return the fields of the article in the page. Raises InputError if it has no article."""
    for pattern, replacement in _REPLACED:
        page = pattern.sub(replacement, page)
    check_markup(page, origin)
    article = _extracted(page, origin)
    paragraphs = _paragraphs(article) if article else []
    if article is None or not paragraphs:
        raise origin.error("no article found in the page; save its text to a .txt file instead")
    language = _LANGUAGE.search(page[:_HEAD])
    described = {
        "title": article.title,
        "outlet": article.sitename,
        "author": article.author,
        "date": article.date,
        "url": article.url,
        "language": language and language[1],
    }
    return {"text": "\n\n".join(paragraphs)} | {name: value or "" for name, value in described.items()}


def _paragraphs(article: "Extracted") -> list[str]:
    """Return the lines of the article that are not blank, without the title at the beginning."""
    paragraphs = [paragraph for line in (article.text or "").split("\n") if (paragraph := line.strip())]
    return paragraphs[1:] if len(paragraphs) > 1 and paragraphs[0] == article.title else paragraphs


def _extracted(page: str, origin: Origin) -> "Extracted | None":
    """Return the article that trafilatura finds in the page. If it finds none, return None."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - its import takes a third of a second
    from trafilatura.settings import Document as Extracted  # noqa: PLC0415 - the same

    dates = {"original_date": True, "extensive_search": False}
    try:
        article = bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=dates)
    except Exception as error:  # trafilatura documents no errors for a damaged page
        _LOG.debug("trafilatura failed on %s", origin.name, exc_info=True)
        raise origin.error(f"the page cannot be parsed ({error}); save its text to a .txt file instead") from error
    return article if isinstance(article, Extracted) else None
