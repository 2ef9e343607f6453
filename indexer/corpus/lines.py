"""Split a stream of bytes into numbered lines of text. After a bad line, the other lines are still read.

Lines are split before they are decoded. So a byte that is not valid spoils only its own line, and long files need
little memory. Encodings in which a line feed is not one byte (UTF-16, EBCDIC) are converted to UTF-8 first. A line
keeps its line end.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from quotesearch.indexer.corpus import streams
from quotesearch.indexer.corpus.encodings import Encoding, advise, encoding_of, excerpt, looks_like, misfit, not_text
from quotesearch.indexer.corpus.origin import Origin

_HEAD = 8192
"""Size of the file's head in bytes.

A NUL in the head means that the file is not text. A later NUL spoils only its own line.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number, from 1. `fault` is the error message about its text, or "" if the text is valid."""

    number: int
    text: str
    fault: str = ""


def lines(stream: BinaryIO, origin: Origin, *, named: str = "") -> Iterator[Line]:
    """Yield the lines of the stream in order. Raises InputError if the rest cannot be read."""
    head = stream.read(_HEAD)
    encoding = encoding_of(head, named=named, cut=len(head) == _HEAD)
    text = streams.put_back(head[encoding.mark :], stream)
    if "\n".encode(encoding.codec) != b"\n":
        text = streams.stream_of(_as_utf8(text, origin, encoding))
        encoding = Encoding("utf-8")
    elif not encoding.mark and not named and b"\0" in head:
        raise origin.error(not_text(head))
    decoder = _Decoder(encoding, _later(encoding, named))
    number = 0
    while raw := text.readline(streams.ROW_LIMIT + 1):
        number += 1
        if len(raw) > streams.ROW_LIMIT:
            decoder.offset += _skip_line(text, raw, origin.at(number))
            yield Line(number, "", f"the row is longer than {streams.ROW_LIMIT >> 20} MiB; split it")
        else:
            yield decoder.line(number, raw)


class _Decoder:
    """Decode lines one by one, and count the bytes before each line."""

    def __init__(self, encoding: Encoding, later: str) -> None:
        self.offset = encoding.mark
        self._codec = encoding.codec
        self._later = later
        self._hint: str | None = None

    def line(self, number: int, raw: bytes) -> Line:
        """Return the line. If it is not text, it has a fault."""
        start = self.offset
        self.offset += len(raw)
        try:
            text = self._text(raw)
        except UnicodeDecodeError as error:
            return Line(number, raw.decode(self._codec, "replace"), self._fault(raw, error.start, start))
        fault = "a NUL in the row: it is not text; convert it first" if "\0" in text else ""
        return Line(number, text, fault)

    def _text(self, raw: bytes) -> str:
        """Return the line as text. If the first encoding cannot decode it, the second encoding decodes it."""
        try:
            return raw.decode(self._codec)
        except UnicodeDecodeError:
            if not self._later:
                raise
        return raw.decode(self._later)

    def _fault(self, raw: bytes, place: int, start: int) -> str:
        """Return the message about a byte that is not valid.

        The likely encoding is slow to find, so only once per file.
        """
        if self._hint is None:
            self._hint = looks_like(raw, place)
        reading = excerpt(raw, place, self._hint) if self._hint else ""
        return f"{misfit(raw[place], start + place, self._codec)}; {advise(self._hint, reading)}"


def _later(encoding: Encoding, named: str) -> str:
    """Return the encoding for lines after the head that are not UTF-8: the named one, if its line feed is one byte."""
    usable = named and not encoding.mark and encoding.codec == "utf-8" and "\n".encode(named) == b"\n"
    return named if usable else ""


def _as_utf8(stream: BinaryIO, origin: Origin, encoding: Encoding) -> Iterator[bytes]:
    """Yield the stream in UTF-8. Raises InputError at the first byte that is not valid in its encoding."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    offset = encoding.mark
    while True:
        data = stream.read(streams.CHUNK)
        offset += len(data)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            place = offset - len(error.object) + error.start
            reason = misfit(error.object[error.start], place, encoding.codec)
            raise origin.error(f"{reason}, and the rows after it are not read; {advise('')}") from error
        if text:
            yield text.encode("utf-8", "replace")
        if not data:
            return


def _skip_line(stream: BinaryIO, raw: bytes, origin: Origin) -> int:
    """Read to the end of a line that begins with `raw` and is over the limit. Return its length in bytes.

    Raises InputError if its end is not within `FILE_LIMIT`.
    """
    length = len(raw)
    while raw and not raw.endswith(b"\n"):
        if length > streams.FILE_LIMIT:
            raise origin.error(f"the row has no end within {streams.FILE_LIMIT >> 20} MiB; is this the right format?")
        raw = stream.readline(streams.ROW_LIMIT)
        length += len(raw)
    return length
