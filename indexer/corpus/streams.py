"""Read the bytes of a file or a pipe, decompress gzip, and keep limits.

A small gzip file can contain a very large file, so nothing is decompressed beyond a limit. A file that is read as a
whole has at most `FILE_LIMIT` bytes. A row of a file that is read row by row has at most `ROW_LIMIT` bytes. Markup is
slow to parse, and some markup is much slower than its size suggests. So it has at most `MARKUP_LIMIT` characters and
`TAG_LIMIT` tags.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO

from quotesearch.indexer.corpus.origin import Origin

FILE_LIMIT = 64 * 1024 * 1024
ROW_LIMIT = 16 * 1024 * 1024
MARKUP_LIMIT = 4 * 1024 * 1024
TAG_LIMIT = 50_000
CHUNK = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


class _Pieces(io.RawIOBase):
    """A stream of pieces of bytes. No piece may be empty. An error of the iterator passes through."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's buffers have no length
        """Fill the buffer with the next bytes, and return their number. At the end, return 0."""
        piece = self._piece or memoryview(next(self._pieces, b""))
        size = min(len(piece), len(buffer))
        buffer[:size] = piece[:size]
        self._piece = piece[size:]
        return size


def stream_of(pieces: Iterator[bytes]) -> io.BufferedReader:
    """Return the pieces as one stream. No piece may be empty."""
    return io.BufferedReader(_Pieces(pieces), CHUNK)


@contextmanager
def opened(origin: Origin, *, gzipped: bool) -> Iterator[io.BufferedReader]:
    """Open the file of the origin, yield its decompressed bytes, and close it. A failure raises InputError."""
    try:
        file = open(origin.path, "rb")  # noqa: PTH123, SIM115 - closed below; the `try` holds one call
    except OSError as error:
        raise origin.error(f"cannot be opened: {error.strerror or error}; check its name and permissions") from error
    with file:
        yield stream_of(_read(_unpacked(file) if gzipped else file, origin))


def piped(stream: BinaryIO, origin: Origin) -> io.BufferedReader:
    """Return the bytes from the pipe. If they are gzip, decompress them. The pipe stays open."""
    raw = stream_of(_read(stream, origin))
    head = raw.read(len(_GZIP_MAGIC))
    complete = put_back(head, raw)
    return stream_of(_read(_unpacked(complete), origin)) if head == _GZIP_MAGIC else complete


def put_back(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """Return the stream as it was before `head` was read from it."""
    return stream_of(chain(filter(None, [head]), iter(lambda: stream.read(CHUNK), b"")))


def whole(stream: BinaryIO, origin: Origin) -> bytes:
    """Return all bytes up to the end of the stream. Raises InputError if they exceed `FILE_LIMIT`."""
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise origin.error(f"is larger than {FILE_LIMIT >> 20} MiB; split it, or make it JSON Lines or CSV")
    return data


def check_markup(text: str, origin: Origin) -> None:
    """Raise InputError if the text has more markup than a parser can read in reasonable time."""
    if len(text) > MARKUP_LIMIT:
        raise origin.error(f"has more than {MARKUP_LIMIT >> 20} Mi characters of markup; save its text to a .txt file")
    if text.count("<") > TAG_LIMIT:
        raise origin.error(f"has more than {TAG_LIMIT} tags; save its text to a .txt file")


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the decompressed form of a gzip stream."""
    return gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[return-value]  # it has the methods of one


def _read(stream: BinaryIO, origin: Origin) -> Iterator[bytes]:
    """Yield the stream piece by piece. Raises InputError if it cannot be read."""
    while True:
        try:
            piece = stream.read(CHUNK)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise origin.error(f"is damaged gzip ({error}); download or compress the file again") from error
        except OSError as error:
            raise origin.error(f"cannot be read: {error.strerror or error}; check the file") from error
        if not piece:
            return
        yield piece
