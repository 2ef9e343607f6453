"""Input is bounded, decompressed if it is gzip, and its format is recognised if it comes through a pipe."""

import gzip
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotesearch.indexer import corpus
from quotesearch.indexer.corpus import streams
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

LINE = json.dumps({"text": "It is old."}) + "\n"


@pytest.fixture
def _tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the bounds low."""
    monkeypatch.setattr(streams, "FILE_LIMIT", 4 << 20)
    monkeypatch.setattr(streams, "ROW_LIMIT", 1 << 20)


@pytest.mark.usefixtures("_tight")
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.txt.gz", "a.html.gz"])
def test_a_file_over_the_limit_is_refused(reading: Callable, writing: Callable, name: str) -> None:
    content = "It is old.\n" * 500_000
    assert (
        f"{name}: is larger than 4 MiB; split it, or make it JSON Lines or CSV" in reading(writing(name, content)).error
    )


@pytest.mark.parametrize("name", ["a.md", "a.html"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [("<p>It is old.</p>" * 50_000, "more than 50000 tags"), ("It is old.\n" * 500_000, "more than 4 Mi characters")],
)
def test_a_page_with_too_much_markup_is_refused(
    reading: Callable, writing: Callable, name: str, content: str, reason: str
) -> None:
    assert f"{name}: has {reason}" in reading(writing(name, content)).error


@pytest.mark.usefixtures("_tight")
def test_a_small_gzip_of_a_large_file_is_not_unpacked_whole(reading: Callable, writing: Callable) -> None:
    path = writing("a.txt.gz", b" " * (64 << 20))
    assert path.stat().st_size < 100_000
    assert "is larger than 4 MiB" in reading(path).error


@pytest.mark.usefixtures("_tight")
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_row_over_the_limit_is_refused_and_the_other_rows_are_read(
    reading: Callable, writing: Callable, name: str
) -> None:
    long = json.dumps({"text": "x" * (2 << 20)}) + "\n"
    outcome = reading(
        writing(name, (LINE + long + LINE).encode() + '{"text": "\udcff"}\n'.encode(errors="surrogateescape"))
    )
    assert len(outcome.documents) == 2
    assert f"{name}:2: the row is longer than 1 MiB; split it" in outcome.errors[0]
    assert f"{name}:4: byte 0xff at offset {2 * len(LINE) + len(long) + 10} is not UTF-8" in outcome.errors[1]


@pytest.mark.usefixtures("_tight")
@pytest.mark.parametrize(
    "row", ["x" * (2 << 20), '"' + "x\n" * (1 << 20) + '"', '"' + "x\n" * 300_000 + '","' + "y\n" * 300_000 + '"']
)
def test_a_row_of_a_table_over_the_limit_is_refused(reading: Callable, writing: Callable, row: str) -> None:
    outcome = reading(writing("a.csv", f"text,title\nYes.,\n{row}\n"))
    assert outcome.documents[0].text == "Yes."
    assert len(outcome.errors) == 1
    assert "a.csv:3: the row is longer than 1 MiB" in outcome.errors[0]


@pytest.mark.usefixtures("_tight")
def test_a_row_without_an_end_is_an_error_after_a_limit(reading: Callable, writing: Callable) -> None:
    outcome = reading(writing("a.jsonl.gz", LINE.encode() + b" " * (64 << 20) + b"\n" + LINE.encode()))
    assert len(outcome.documents) == 1
    assert outcome.errors[0].endswith("a.jsonl.gz:2: the row has no end within 4 MiB; is this the right format?")


@pytest.mark.parametrize(
    "data",
    [
        b"It is old.",
        b"",
        gzip.compress(b"It is old." * 9, mtime=0)[:-9],
        gzip.compress(b"It is old.", mtime=0)[:5],
        b"\x1f\x8b" + b"x" * 50,
    ],
)
def test_damaged_gzip_is_an_error(reading: Callable, writing: Callable, data: bytes) -> None:
    path = writing("a.txt", data).rename(writing("b.txt", "").with_name("a.txt.gz"))
    error = reading(path).error
    assert "a.txt.gz: is damaged gzip" in error or "has no text" in error


def test_damage_in_the_middle_keeps_the_rows_before_it(reading: Callable, writing: Callable) -> None:
    lines = "".join(json.dumps({"text": f"It is old: {number * 7919 % 10007}."}) + "\n" for number in range(9_000))
    path = writing("a.jsonl.gz", lines)
    path.write_bytes(path.read_bytes()[:-9_000])
    outcome = reading(path)
    assert len(outcome.documents) > 1000
    assert "a.jsonl.gz: is damaged gzip" in outcome.errors[-1]


def test_a_file_that_may_not_be_opened_is_an_error(
    reading: Callable, writing: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = writing("a.txt", "It is old.")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    error = reading(path).error
    monkeypatch.undo()
    assert "a.txt: cannot be opened: Permission denied; check its name and permissions" in error


def piped(data: bytes, **options: str) -> list[Record | InputError]:
    """Return the outcome of reading the data from standard input."""
    return list(corpus.read(["-"], stdin=io.BytesIO(data), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"It is old.", ["It is old."]),
        (gzip.compress(b"It is old.", mtime=0), ["It is old."]),
        ("\ufeffIt is old.".encode(), ["It is old."]),
        ("It is old.".encode("utf-16"), ["It is old."]),
        (LINE.encode() * 2, ["It is old."] * 2),
        (b"\xef\xbb\xbf\n" + LINE.encode(), ["It is old."]),
        (b"{It is old}, she said.", ["{It is old}, she said."]),
        (b"<html><body><p>It is old.</p></body></html>", ["It is old."]),
        (b"\n <!DOCTYPE HTML>\n<html><body><p>It is old.</p></body></html>", ["It is old."]),
        (b"<i>It</i> is old.", ["<i>It</i> is old."]),
        (b"title,text\nAge,It is old.\nAge,It is cold.\n", ["It is old.", "It is cold."]),
        (b'\xef\xbb\xbf"Text", date\n"It is old, she says.",\n', ["It is old, she says."]),
        (b"text;title\nIt is old.;Age\n", ["It is old."]),
        (b"quote,speaker\nIt is old.,Perpetua Lindqvist\n", ["It is old."]),
        (b"A text, she said.\nIt is old.", ["A text, she said.\nIt is old."]),
        (b'"text, she said.\nIt is old.', ['"text, she said.\nIt is old.']),
        (b"---\ntitle: Age\n---\n*It* is old.", ["It is old."]),
        (b"---\n*It* is old.", ["---\n*It* is old."]),
    ],
)
def test_a_pipe_is_read_as_what_it_evidently_is(data: bytes, texts: list[str]) -> None:
    assert [outcome.document.text for outcome in piped(data) if isinstance(outcome, Record)] == texts


def test_a_piped_table_is_recognised_by_its_mapped_columns() -> None:
    (outcome,) = corpus.read(["-"], stdin=io.BytesIO(b"body,head\nIt is old.,Age\n"), fields={"text": "body"})
    assert isinstance(outcome, Record)
    assert outcome.document.text == "It is old."


@pytest.mark.parametrize("data", [b"It is old.", b"body of a text, and more\nIt is old."])
def test_plain_text_through_a_pipe_has_no_fields_to_map(data: bytes) -> None:
    (error,) = corpus.read(["-"], stdin=io.BytesIO(data), fields={"text": "body"})
    assert str(error).startswith("standard input: is plain text, which has no fields to map; remove --map")


def test_fields_are_mapped_in_one_file_and_left_alone_in_another(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.txt", "It is old."), fields={"text": "body"}).only.text == "It is old."


def test_a_pipe_in_a_named_encoding_is_read() -> None:
    (outcome,) = piped('{"text": "“Old”"}'.encode("cp1252"), encoding="cp1252")
    assert isinstance(outcome, Record)
    assert outcome.document.text == "“Old”"


def test_the_id_of_piped_text_depends_on_the_text() -> None:
    (first,), (same_text,), (other_text,) = piped(b"It is old."), piped(b"It is old."), piped(b"It is cold.")
    assert isinstance(first, Record)
    assert isinstance(other_text, Record)
    assert first == same_text
    assert first.document.id.startswith("stdin:")
    assert first.document.path == ""
    assert first.document.id != other_text.document.id


def test_a_pipe_that_breaks_is_an_error() -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise OSError(5, "Input/output error")

    (error,) = corpus.read(["-"], stdin=io.BufferedReader(Broken()))
    assert str(error) == "standard input: cannot be read: Input/output error; check the file"


@pytest.mark.usefixtures("_tight")
def test_a_pipe_with_only_white_space_is_an_error_after_a_limit() -> None:
    (error,) = piped(b" " * (3 << 20))
    assert "begins with more than 1 MiB of blank lines" in str(error)


def test_a_pipe_that_gives_nothing_is_an_error() -> None:
    (error,) = piped(b"")
    assert str(error).startswith("standard input: has no text")


def test_a_piped_quote_is_a_quote() -> None:
    (outcome,) = piped(b'{"quote": "It is old.", "speaker": "Perpetua Lindqvist"}')
    assert isinstance(outcome, Record)
    assert outcome.document.id.startswith("stdin:")
    assert outcome.quotes


def test_without_a_stream_the_standard_input_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"It is old.")))
    (outcome,) = corpus.read(["-", "-"])
    assert isinstance(outcome, Record)


SUFFIXES = st.sampled_from([".txt", ".md", ".html", ".jsonl", ".csv", ".tsv", ".xyz"])
PIECES = st.sampled_from(
    [
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1f\x8b\x08",
        b"{",
        b'"',
        b"text",
        b":",
        b",",
        b"\n",
        b"---",
        b"<html>",
        b"<p>",
        b"\r",
        b"}",
        b"quote",
        b"\0",
        b"\x93",
    ]
)


@given(
    suffix=SUFFIXES, packed=st.booleans(), data=st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(b"".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_bytes_raise_anything(tmp_path: object, suffix: str, packed: bool, data: bytes) -> None:  # noqa: FBT001 - drawn
    path = tmp_path / f"a{suffix}{'.gz' if packed else ''}"  # type: ignore[operator]
    for content in (data, gzip.compress(data)):
        path.write_bytes(content)
        assert all(isinstance(outcome, Record | InputError) for outcome in corpus.read([path]))
        assert all(isinstance(outcome, Record | InputError) for outcome in piped(content))
