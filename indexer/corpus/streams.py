"""Know how the bytes of a source come in: from disk or a pipe, unpacked where they are gzip, and bounded.

A small gzip file can hold a very large one, so nothing is unpacked past a bound: a file that is read whole has
`FILE_LIMIT` bytes at most, a row of a file that is read row by row `ROW_LIMIT`. Markup takes its parsers long, some
of it far longer than its size tells, so that it may have `MARKUP_LIMIT` characters and `TAG_LIMIT` tags at most.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from quotesearch.indexer.corpus.origin import Origin

FILE_LIMIT = 64 * 1024 * 1024
ROW_LIMIT = 16 * 1024 * 1024
MARKUP_LIMIT = 4 * 1024 * 1024
TAG_LIMIT = 50_000
CHUNK = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


class _Pieces(io.RawIOBase):
    """Make a stream of pieces of bytes, none of them empty; what the iterator raises comes through."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's buffers have no length
        """Fill the buffer with what comes next; return how much, 0 at the end."""
        piece = self._left or memoryview(next(self._pieces, b""))
        size = min(len(piece), len(buffer))
        buffer[:size] = piece[:size]
        self._left = piece[size:]
        return size


def stream_of(pieces: Iterator[bytes]) -> io.BufferedReader:
    """Return the pieces, none of them empty, as one stream."""
    return io.BufferedReader(_Pieces(pieces), CHUNK)


@contextmanager
def opened(origin: Origin, *, gzipped: bool) -> Iterator[io.BufferedReader]:
    """Open the origin's file and close it afterwards; its bytes come unpacked, its failures as InputErrors."""
    try:
        file = open(origin.path, "rb")  # noqa: PTH123, SIM115 - closed below; the `try` holds one call
    except OSError as error:
        raise origin.error(f"cannot be opened: {error.strerror or error}; check its name and permissions") from error
    with file:
        yield stream_of(_read(_unpacked(file) if gzipped else file, origin))


def piped(stream: BinaryIO, origin: Origin) -> io.BufferedReader:
    """Return what comes through the pipe, unpacked where it begins as gzip does. The pipe stays open."""
    raw = stream_of(_read(stream, origin))
    head = raw.read(len(_GZIP_MAGIC))
    again = put_back(head, raw)
    return stream_of(_read(_unpacked(again), origin)) if head == _GZIP_MAGIC else again


def put_back(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """Return the stream with the bytes already taken from it before it again."""
    return stream_of(_chained(head, stream))


def whole(stream: BinaryIO, origin: Origin) -> bytes:
    """Return all that is left of the stream; InputError past `FILE_LIMIT`."""
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise origin.error(f"is larger than {FILE_LIMIT >> 20} MiB; split it, or make it JSON Lines or CSV")
    return data


def check_markup(text: str, origin: Origin) -> None:
    """Raise InputError where the text is more markup than its parser can take in good time."""
    if len(text) > MARKUP_LIMIT:
        raise origin.error(f"has more than {MARKUP_LIMIT >> 20} Mi characters of markup; save its text to a .txt file")
    if text.count("<") > TAG_LIMIT:
        raise origin.error(f"has more than {TAG_LIMIT} tags; save its text to a .txt file")


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """Return what the gzip stream holds."""
    return gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[return-value]  # it is one in all but name


def _read(stream: BinaryIO, origin: Origin) -> Iterator[bytes]:
    """Yield the stream piece by piece; InputError where it cannot be read."""
    while True:
        try:
            piece = stream.read(CHUNK)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise origin.error(f"is damaged gzip ({error}); fetch or pack the file again") from error
        except OSError as error:
            raise origin.error(f"cannot be read: {error.strerror or error}; check the file") from error
        if not piece:
            return
        yield piece


def _chained(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the head, then the stream piece by piece."""
    if head:
        yield head
    while piece := stream.read(CHUNK):
        yield piece
