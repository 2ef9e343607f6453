"""Decode bytes without guessing their encoding.

The encoding comes from the byte order mark, the file's declaration or --encoding. Otherwise it is UTF-8. It is never
guessed, because a wrong guess changes people's words without any sign of it.

If bytes are not valid, the error names the first of them and suggests an encoding (by charset-normalizer). The user can
confirm it with --encoding. That option is only for files that are not UTF-8 and have no byte order mark or declaration,
so one old file does not change the other files of its folder.
"""

import codecs
from contextlib import suppress
from dataclasses import dataclass

from quotesearch.indexer.corpus.origin import Origin

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, because the byte order mark of UTF-16 is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_WITH_SHIFTS = ("utf-7", "hz", "iso2022")
"""Encodings that use only the bytes of ASCII, so they always look like UTF-8."""
_SAMPLE = 32 * 1024
"""How many bytes before and after an invalid byte charset-normalizer reads. They are enough for a good suggestion."""
_EXCERPT = 16
"""How many bytes before and after an invalid byte the error shows. They are enough to recognise the text."""
_LIKELY = ("cp1252", "cp1251", "cp1250", "mac_roman")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, and the length in bytes of the byte order mark before the text."""

    codec: str
    mark: int = 0


def codec_name(label: str) -> str | None:
    """Return Python's name for an encoding of files. If the label is unknown, return None."""
    with suppress(LookupError, ValueError):
        name = codecs.lookup(label).name
        with suppress(UnicodeError):
            b"a".decode(name)  # LookupError for a codec that makes no text, such as hex
        if name.replace("-", "_") not in _NOT_FOR_FILES:
            return "utf-8" if name == "utf-8-sig" else name
    return None


def encoding_of(head: bytes, *, named: str = "", declared: str = "", cut: bool = False) -> Encoding:
    """Return the encoding of a file that begins with the bytes `head`.

    The byte order mark decides. Without one, the declared encoding is used, unless it does not fit the bytes and the
    user named another. Without a declaration, the encoding is UTF-8. If the bytes are not valid UTF-8, it is the
    encoding that the user named. If `cut` is true, the head is not the whole file, so its last character may be
    incomplete.
    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, len(mark))
    if declared and (not named or _fits(head, declared)):
        return Encoding(declared)
    if named and (named.startswith(_WITH_SHIFTS) or not _is_utf8(head, cut=cut)):
        return Encoding(named)
    return Encoding("utf-8")


def decode(data: bytes, origin: Origin, *, named: str = "", declared: str = "") -> str:
    """Return the whole file as text, without its byte order mark.

    Raises an InputError that names the first byte that is not valid.
    """
    encoding = encoding_of(data, named=named, declared=declared)
    if not encoding.mark and not named and b"\0" in data:
        raise origin.error(not_text(data))
    try:
        text = data[encoding.mark :].decode(encoding.codec)
    except UnicodeDecodeError as error:
        offset = encoding.mark + error.start
        codec = looks_like(data, offset)
        advice = advise(codec, excerpt(data, offset, codec) if codec else "")
        raise origin.error(f"{misfit(data[offset], offset, encoding.codec)}; {advice}") from error
    if "\0" in text:
        position = text.index(chr(0))
        raise origin.error(f"is not plain text (NUL character at position {position}); convert it to plain text first")
    return text


def misfit(byte: int, offset: int, codec: str) -> str:
    """Return the error message about a byte that is not valid in the encoding."""
    return f"byte 0x{byte:02x} at offset {offset} is not {codec.upper()}"


def not_text(data: bytes) -> str:
    """Return the error message about bytes with a NUL. Either they are not text, or each character has two bytes."""
    reason = f"is not text: byte 0x00 at offset {data.index(0)}"
    sample = data[:_SAMPLE]
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[first::2], sample[1 - first :: 2]
        if len(high) > 1 and high.count(0) > len(high) // 2 and low.count(0) <= len(low) // 10:
            return f"{reason}; {advise(codec)}"
    return f"{reason}; convert it to plain text first"


def advise(codec: str, reading: str = "") -> str:
    """Return the remedy for bytes that look like this codec. `reading` is their text in it.

    For no codec, a general one.
    """
    if not codec:
        return "pass --encoding NAME with the encoding of the file"
    text = f" ({reading!r})" if reading else ""
    return f"it looks like {codec}{text}: if that is right, pass --encoding {codec} (files in UTF-8 are not affected)"


def looks_like(data: bytes, offset: int) -> str:
    """Return an encoding in which the bytes around the offset are likely text. If there is no such encoding, return "".

    If several encodings are equally likely, return the most common of them.
    """
    start = max(0, offset - _SAMPLE)
    start = data.find(b"\n", start, offset) + 1 or start
    return next((codec for codec in _likely_codecs(data[start : offset + _SAMPLE]) if _fits(data, codec)), "")


def _likely_codecs(sample: bytes) -> list[str]:
    """Return the best encodings by charset-normalizer. If several are equally good, those in `_LIKELY` come first."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only an error needs it

    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        return []
    equal = [match for match in matches if (match.chaos, -match.coherence) <= (best.chaos, -best.coherence)]
    candidates = {codec for match in equal for codec in match.could_be_from_charset}
    return [codec for codec in _LIKELY if codec in candidates] + [best.encoding]


def excerpt(data: bytes, offset: int, codec: str) -> str:
    """Return the words around the offset, decoded with this codec."""
    start = data[max(0, offset - _EXCERPT) : offset].decode(codec, "ignore")
    return (start + data[offset : offset + _EXCERPT].decode(codec, "ignore")).strip()


def _is_utf8(head: bytes, *, cut: bool) -> bool:
    """Return whether the bytes are UTF-8. Bytes with a NUL are in another encoding, such as UTF-16."""
    with suppress(UnicodeDecodeError):
        return "\0" not in codecs.getincrementaldecoder("utf-8")().decode(head, final=not cut)
    return False


def _fits(data: bytes, codec: str) -> bool:
    """Return whether the codec can decode all bytes."""
    with suppress(UnicodeError):
        data.decode(codec)
        return True
    return False
