"""JSON Lines and CSV are read row by row; a bad row is a complaint and the rest goes on."""

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer import corpus
from quotesearch.indexer.corpus import csv_table, rows, streams
from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin, short_hash
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

ARTICLE = {
    "text": "It is old, she said.",
    "title": "Bridge to  close\n",
    "outlet": "The Brindle Echo",
    "author": "Odalys Fenwright",
    "date": "2016-04-03",
    "url": "https://echo.example/2016/bridge",
    "language": "en",
}


def json_lines(*objects: object) -> str:
    return "".join(json.dumps(row_object) + "\n" for row_object in objects)


def table(*lines: dict[str, str], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(lines[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json_lines(ARTICLE)),
        ("a.ndjson.gz", json_lines(ARTICLE)),
        ("a.csv", table(ARTICLE)),
        ("a.csv.gz", table(ARTICLE)),
        ("a.tsv", table(ARTICLE, delimiter="\t")),
        ("a.csv", table(ARTICLE, delimiter=";")),
        ("a.csv", "\ufeff" + table(ARTICLE)),
        ("a.csv", "\r\n" + table(ARTICLE)),
        ("a.csv", table({name.upper() + " ": value for name, value in ARTICLE.items()})),
    ],
)
def test_a_row_is_an_article(reading: Callable, writing: Callable, name: str, content: str) -> None:
    path = writing(name, content)
    document = reading(path).only
    assert document.id == document.url == ARTICLE["url"]
    assert document.text == ARTICLE["text"]
    assert document.title == "Bridge to close"
    assert (document.outlet, document.author, document.language) == ("The Brindle Echo", "Odalys Fenwright", "en")
    assert document.published == date(2016, 4, 3)
    assert document.path == str(path)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_marked_encoding_is_read(reading: Callable, writing: Callable, name: str, codec: str) -> None:
    article = ARTICLE | {"text": "“It is old,” she said – naïvely."}
    content = json.dumps(article, ensure_ascii=False) if name == "a.jsonl" else table(article)
    assert reading(writing(name, content, codec)).only.text == article["text"]


@pytest.mark.parametrize("codec", ["cp1252", "utf-16-le", "cp037"])
def test_a_named_encoding_is_obeyed(reading: Callable, writing: Callable, codec: str) -> None:
    assert reading(writing("a.csv", table(ARTICLE), codec), encoding=codec).only.text == ARTICLE["text"]


def test_an_id_comes_before_the_address_and_that_before_the_text(reading: Callable, writing: Callable) -> None:
    path = writing(
        "a.jsonl",
        json_lines(ARTICLE | {"id": 7}, ARTICLE, ARTICLE | {"id": "HTTPS://x.example/7"}, {"text": "It is old."})
        + "\n"
        + json_lines({"text": "Yes.", "url": "http://x.example/"}),
    )
    expected = [f"{path}#7", ARTICLE["url"], "HTTPS://x.example/7"]
    expected += [f"{path}#{short_hash(text)}" for text in ("It is old.", "Yes.")]
    assert [document.id for document in reading(path).documents] == expected


def test_a_url_that_is_not_valid_is_not_an_id(reading: Callable, writing: Callable) -> None:
    path = writing("a.jsonl", json_lines({"text": "It is old.", "url": "http://[oops/x"}))
    document = reading(path).only
    assert (document.id, document.url) == (f"{path}#{short_hash('It is old.')}", "http://[oops/x")


def test_reading_again_gives_the_same(reading: Callable, writing: Callable) -> None:
    path = writing("a.csv", table({"text": "It is old."}, {"text": "It is cold.\nYes."}, {"text": "No."}))
    assert reading(path).records == reading(path).records


def test_a_row_put_in_changes_no_other(reading: Callable, writing: Callable) -> None:
    old = reading(writing("a.csv", table({"text": "It is old."}, {"text": "No."}))).records
    new = reading(writing("a.csv", table({"text": "Yes."}, {"text": "It is old."}, {"text": "No."}))).records
    assert new[1:] == old


def test_one_id_in_two_files_means_two_articles(reading: Callable, writing: Callable) -> None:
    paths = [writing(name, table({"id": "1", "text": f"It is in {name}."})) for name in ("a.csv", "b.csv")]
    outcome = reading(*paths)
    assert [document.id for document in outcome.documents] == [f"{path}#1" for path in paths]
    assert outcome.errors == []


def test_of_two_articles_with_one_id_the_later_is_an_error(reading: Callable, writing: Callable) -> None:
    first = writing("a.jsonl", json_lines(ARTICLE, ARTICLE, ARTICLE | {"text": "It is cold."}))
    second = writing("b.jsonl", json_lines(ARTICLE))
    outcome = reading(first, second)
    assert [document.text for document in outcome.documents] == [ARTICLE["text"]] * 2  # the same row twice is no harm
    assert [f"{first}:3: has the same id as {first}:1, '{ARTICLE['url']}'" in outcome.errors[0]] == [True]
    assert f"{second}:1: has the same id as {first}:1" in outcome.errors[1]


def test_columns_of_other_names_are_mapped(reading: Callable, writing: Callable) -> None:
    fields = {"text": "body", "outlet": "Paper", "author": "by"}
    content = json_lines(
        {"body": "It is old.", "paper": "Echo", "by": ["O. F.", "P. V."], "title": "A"}, {"text": "No."}
    )
    first, second = reading(writing("a.jsonl", content), fields=fields).documents
    assert (first.text, first.outlet, first.author, first.title) == ("It is old.", "Echo", "O. F., P. V.", "A")
    assert second.text == "No."


def test_a_mapped_text_that_is_absent_is_looked_for_by_its_own_name(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.csv", table(ARTICLE)), fields={"text": "body"}).only.text == ARTICLE["text"]


def test_a_field_that_does_not_exist_is_refused_at_once(reading: Callable) -> None:
    with pytest.raises(InputError, match="--map txt=body: there is no field txt; use one of text, title,"):
        reading(fields={"txt": "body"})


def test_a_table_without_a_text_names_its_columns(reading: Callable, writing: Callable) -> None:
    error = reading(writing("a.csv", "body,title\nIt is old.,A\n")).error
    assert "a.csv:1: no column named text (or quote); the header has body, title: name it with --map text=NAME" in error


def test_a_mapped_column_that_is_absent_is_an_error(reading: Callable, writing: Callable) -> None:
    error = reading(writing("a.csv", "text,head\nIt is old.,A\n"), fields={"title": "heading"}).error
    assert "no column named heading; the header has text, head: choose one with --map title=NAME" in error


def test_two_columns_of_one_name_are_an_error(reading: Callable, writing: Callable) -> None:
    assert "two columns are named text" in reading(writing("a.csv", "text,text\na,b\n")).error


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON: Expecting property name"),
        ("[1, 2]", "is a JSON list, not an object; write one object on each line"),
        ('"It is old."', "is a JSON str, not an object"),
        ("{} {}", "is not JSON: Extra data at column 4"),
        ("[" * 100_000, "is not JSON that can be read"),
        ('{"text": ' + "9" * 5000 + "}", "is not JSON that can be read"),
        ("{}", "has no text; it has nothing: name the column"),
        ('{"body": "x", "n": 1}', "has no text; it has body, n: name the column of the text with --map text=NAME"),
        ('{"text": " "}', "has no text; fill it in or remove the row"),
        ('{"text": null}', "has no text; fill it in"),
        ('{"text": 3}', "text is int, not text; write it as text"),
        ('{"text": ["a"]}', "text is list, not text"),
        ('{"text": "a", "title": {}}', "title is dict, not text"),
        ('{"text": "a", "id": true}', "id is bool, not text"),
        ('{"text": "a", "author": [1]}', "author is list, not text"),
        ('{"text": "a\\u0000b"}', "text has a character that is not text"),
        ('{"text": "a\\ud800b"}', "text has a character that is not text"),
        (
            '{"text": "a", "date": "03/04/2016"}',
            "the date '03/04/2016' could mean more than one day; write it as 2016-04-03",
        ),
        ('{"text": "a", "date": 2016}', "date is int, not text"),
        ('{"quote": "No."}', "a quote without a speaker; fill in speaker, or name its column with --map speaker=NAME"),
    ],
)
def test_a_bad_row_of_json_is_an_error_and_the_other_rows_are_read(
    reading: Callable, writing: Callable, line: str, reason: str
) -> None:
    outcome = reading(writing("a.jsonl", json_lines(ARTICLE) + line + "\n\n" + json_lines({"text": "Yes."})))
    assert [document.text for document in outcome.documents] == [ARTICLE["text"], "Yes."]
    (error,) = outcome.errors
    assert f"a.jsonl:2: {reason}" in error


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "It is old, she said,2016-04-03",
            "has 3 cells, but the header has 2; put cells that contain the delimiter in quotation marks",
        ),
        (
            '"It is "old", she said",2016-04-03',
            "text after a closing quotation mark; write each mark inside a cell twice",
        ),
        (",2016-04-03", "has no text; fill it in"),
        ("Old.,04/03/2016", "could mean more than one day"),
        ("a\0b,", "a NUL in the row: it is not text"),
        ("a\rb,", "is not CSV: new-line character seen in unquoted field"),
    ],
)
def test_a_bad_row_of_a_table_is_an_error_and_the_other_rows_are_read(
    reading: Callable, writing: Callable, row: str, reason: str
) -> None:
    padding = " " * (1 << 17)  # past what is looked at to tell whether the file is text at all
    outcome = reading(writing("a.csv", f'text,date\n"Yes.\nReally.",\n{padding},\n{row}\n\nNo.,\n'))
    assert [document.text for document in outcome.documents] == ["Yes.\nReally.", "No."]
    (error,) = outcome.errors
    assert "a.csv:5: " in error
    assert reason in error


def test_a_mark_that_is_never_closed_is_an_error(reading: Callable, writing: Callable) -> None:
    outcome = reading(writing("a.csv", 'text\nYes.\n"No.\nOld.\n'))
    assert len(outcome.documents) == 1
    assert outcome.errors[0].endswith(
        "a.csv:3: a quotation mark is never closed, so the rest of the file was not read; add the missing mark"
    )


def test_a_short_row_lacks_its_last_cells(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.csv", "text,title,date\nIt is old.\n")).only.title == ""


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_byte_that_does_not_fit_spoils_its_row_only(reading: Callable, writing: Callable, name: str) -> None:
    data = b"text\n" if name == "a.csv" else b""
    lines = [b"Yes.", b"\x93It is old,\x94 she said.", b"\x93No.\x94", b"No."]
    data += b"".join(b'{"text": "%s"}\n' % line if name == "a.jsonl" else b"%s\n" % line for line in lines)
    outcome = reading(writing(name, data))
    assert [document.text for document in outcome.documents] == ["Yes.", "No."]
    offset = data.index(b"\x93")
    assert f"byte 0x93 at offset {offset} is not UTF-8; it looks like cp1252" in outcome.errors[0]
    assert f"byte 0x93 at offset {data.index(bytes([0x93]), offset + 1)} is not UTF-8" in outcome.errors[1]


def test_a_unit_that_does_not_fit_ends_utf_16_but_keeps_what_came_before(reading: Callable, writing: Callable) -> None:
    data = json_lines({"text": "Yes."}).encode("utf-16") * 1
    outcome = reading(writing("a.jsonl", data + b"\x00\xd8\x00\x00" + b"\x0a\x00" * 3))
    assert outcome.documents == []
    assert f"byte 0x00 at offset {len(data)} is not UTF-16-LE, and the rows after it are not read" in outcome.error


def test_a_binary_file_is_one_error(reading: Callable, writing: Callable) -> None:
    assert (
        "is not text: byte 0x00 at offset 8" in reading(writing("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)).error
    )


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz"])
@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_rows_is_an_error(reading: Callable, writing: Callable, name: str, content: str) -> None:
    assert "has no rows; remove it from the command" in reading(writing(name, content)).error


def test_a_table_of_nothing_but_its_header_is_an_error(reading: Callable, writing: Callable) -> None:
    assert "has no rows" in reading(writing("a.csv", "text,date\n")).error


def test_the_rest_of_a_file_in_another_format_is_not_read(
    reading: Callable, writing: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "GIVE_UP_AFTER", 3)
    outcome = reading(writing("a.jsonl", "no\n" * 10))
    assert len(outcome.errors) == 4
    assert "none of its first 3 rows can be read, so the rest was not read" in outcome.errors[-1]
    assert len(reading(writing("b.jsonl", json_lines(ARTICLE) + "no\n" * 10)).errors) == 10


def test_rows_are_read_lazily() -> None:
    given_out: list[int] = []

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            given_out.append(len(buffer))
            buffer[:23] = b'{"text": "It is old."}\n'
            return 23

    outcomes: Iterator[Record | InputError] = corpus.read(["-"], stdin=io.BufferedReader(Endless()))
    assert all(isinstance(next(outcomes), Record) for _ in range(50))
    assert len(given_out) < 20_000


@pytest.fixture
def limit() -> Iterator[int]:
    """Give the csv module the limit of a cell that a fresh process has, during the test."""
    old_limit = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(old_limit)


def test_the_csv_modules_limit_stays_for_ordinary_tables(limit: int, reading: Callable, writing: Callable) -> None:
    assert len(reading(writing("a.csv", "text\n" + "It is old.\n" * 20_000)).documents) == 20_000
    assert csv.field_size_limit() == limit


def test_a_long_cell_raises_the_csv_modules_limit(limit: int, reading: Callable, writing: Callable) -> None:
    assert len(reading(writing("a.csv", "text\n" + "It is old. " * 50_000)).only.text) > limit
    assert csv.field_size_limit() == streams.ROW_LIMIT


@pytest.mark.usefixtures("limit")
def test_a_higher_limit_of_the_csv_module_stays(reading: Callable, writing: Callable) -> None:
    csv.field_size_limit(streams.ROW_LIMIT * 2)
    assert reading(writing("a.csv", "text\n" + "It is old. " * 50_000)).errors == []
    assert csv.field_size_limit() == streams.ROW_LIMIT * 2


@pytest.mark.usefixtures("limit")
def test_a_long_cell_is_read_while_another_thread_reads_a_table() -> None:
    in_long_row, short_is_read = threading.Event(), threading.Event()

    def short_table() -> Iterator[bytes]:
        yield b'text\n"' + b"a" * 9000
        in_long_row.wait(10)
        yield b'"\n'

    def long_table() -> Iterator[bytes]:
        yield b'text\n"' + b"b" * 9000
        in_long_row.set()
        short_is_read.wait(10)
        yield b"b" * 200_000 + b'"\n'

    def lengths(pieces: Iterator[bytes]) -> list[int]:
        table = csv_table.rows(streams.stream_of(pieces), Origin("a.csv"), Options(), delimiter=",")
        return [len(str(row.cells["text"])) if isinstance(row, rows.Row) else 0 for row in table]

    with ThreadPoolExecutor() as threads:
        of_short, of_long = threads.submit(lengths, short_table()), threads.submit(lengths, long_table())
        assert of_short.result() == [9000]
        short_is_read.set()
        assert of_long.result() == [209_000]


CELLS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1).filter(str.strip)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_what_the_csv_module_writes_comes_back(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    stream = io.BytesIO(file.getvalue().encode())
    outcomes = list(csv_table.rows(stream, Origin("a.csv"), Options(), delimiter=","))
    assert [row.cells["text"] for row in outcomes if isinstance(row, rows.Row)] == texts


@given(
    st.dictionaries(
        st.text(max_size=5) | st.sampled_from(["text", "date", "quote", "speaker", "id", "url"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3),
    )
)
def test_any_object_is_a_record_or_an_input_error(cells: dict[str, object]) -> None:
    row = rows.Row(Origin("a.jsonl", "/a.jsonl", 1), cells)
    (outcome,) = rows.records([row], row.origin, Options())
    assert outcome.document.text.strip() if isinstance(outcome, Record) else str(outcome).startswith("a.jsonl:1: ")
