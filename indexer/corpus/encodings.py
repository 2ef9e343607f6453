"""Know how bytes become text: by their mark, as declared, as UTF-8, else as the user named it; never by a guess.

A guess that is wrong changes people's words without anybody noticing, so bytes that do not fit are an
error that names the first of them. charset-normalizer (its only door is here) then says what they look
like, for the user to confirm with --encoding. What the user names is for the files that tell nothing
themselves and are not UTF-8: one old file in a folder must not spoil the rest of it.
"""

import codecs
from dataclasses import dataclass

from quotesearch.indexer.corpus.origin import Origin

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_WITH_SHIFTS = ("utf-7", "hz", "iso2022")
"""Encodings of nothing but ASCII's bytes: they always look like UTF-8."""
_SAMPLE = 32 * 1024
_EXCERPT = 16
_LIKELY = ("cp1252", "cp1251", "cp1250", "mac_roman")


@dataclass(frozen=True, slots=True)
class Encoding:
    """Name a codec of Python's, and the length of the byte order mark that comes before the text."""

    codec: str
    mark: int = 0


def codec_name(label: str) -> str | None:
    """Return Python's name for an encoding of files, or None where the label names none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if not _makes_text(name):
        return None
    return "utf-8" if name == "utf-8-sig" else name


def _makes_text(codec: str) -> bool:
    """Tell whether the codec is an encoding of text in files; Python has others, such as hex and idna."""
    try:
        b"a".decode(codec)
    except UnicodeError:
        pass
    except LookupError:
        return False
    return codec.replace("-", "_") not in _NOT_FOR_FILES


def encoding_of(head: bytes, *, named: str = "", declared: str = "", cut: bool = False) -> Encoding:
    """Tell the encoding: by the mark at the head, as the file declares, as UTF-8, else as the user named it.

    `cut` says that the head is not all, so that its last character may be incomplete.
    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, len(mark))
    if declared and (not named or _fits(head, declared)):
        return Encoding(declared)
    obeyed = named and (named.startswith(_WITH_SHIFTS) or not _is_utf8(head, cut=cut))
    return Encoding(named if obeyed else "utf-8")


def decode(data: bytes, origin: Origin, *, named: str = "", declared: str = "") -> str:
    """Return the whole file as text, its mark removed; InputError names the first byte that does not fit."""
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
        raise origin.error(f"is not text: a NUL at character {text.index(chr(0))}; convert it to plain text first")
    return text


def misfit(byte: int, offset: int, codec: str) -> str:
    """Say which byte is none of the encoding's."""
    return f"byte 0x{byte:02x} at offset {offset} is not {codec.upper()}"


def not_text(data: bytes) -> str:
    """Say that the bytes, which hold a NUL, are not text, or may be in an encoding of two bytes a character."""
    reason = f"is not text: byte 0x00 at offset {data.index(0)}"
    sample = data[:_SAMPLE]
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        here, there = sample[first::2], sample[1 - first :: 2]
        if len(here) > 1 and here.count(0) > len(here) // 2 and there.count(0) <= len(there) // 10:
            return f"{reason}; {advise(codec)}"
    return f"{reason}; convert it to plain text first"


def advise(codec: str, reading: str = "") -> str:
    """Say what to do about bytes that look like that codec ("" where it is not known), and how they would read."""
    if not codec:
        return "pass --encoding NAME with the encoding that it is in"
    shown = f" ({reading!r})" if reading else ""
    return f"it looks like {codec}{shown}: if that is right, pass --encoding {codec} (files in UTF-8 stay as they are)"


def looks_like(data: bytes, offset: int) -> str:
    """Return the name of an encoding that the bytes around the offset may be in, "" where none shows itself.

    Of those that fit as well as the best, the most usual one.
    """
    from charset_normalizer import from_bytes  # noqa: PLC0415 - a door opens only when something is wrong

    start = max(0, offset - _SAMPLE)
    start = data.find(b"\n", start, offset) + 1 or start
    matches = from_bytes(data[start : offset + _SAMPLE])
    best = matches.best()
    if best is None:
        return ""
    as_good = [match for match in matches if (match.chaos, -match.coherence) <= (best.chaos, -best.coherence)]
    candidates = {codec for match in as_good for codec in match.could_be_from_charset}
    ordered = [codec for codec in _LIKELY if codec in candidates] + [best.encoding]
    return next((codec for codec in ordered if _fits(data, codec)), "")


def excerpt(data: bytes, offset: int, codec: str) -> str:
    """Return the words around the offset as that codec would have them."""
    before = data[max(0, offset - _EXCERPT) : offset].decode(codec, "ignore")
    return (before + data[offset : offset + _EXCERPT].decode(codec, "ignore")).strip()


def _is_utf8(head: bytes, *, cut: bool) -> bool:
    """Tell whether the bytes are UTF-8; with a NUL among them they are something else, such as UTF-16."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=not cut)
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _fits(data: bytes, codec: str) -> bool:
    """Tell whether all of the bytes are the codec's."""
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True
