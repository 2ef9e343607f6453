"""Bytes become text as they are marked, named or declared, or are refused with the byte that does not fit."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.corpus.encodings import codec_name, decode
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.errors import InputError

WORDS = "“It is old,” she said – naïvely. The mayor’s café closed."
ORIGIN = Origin("a.txt")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_with_a_byte_order_mark_is_read(reading: Callable, writing: Callable, codec: str) -> None:
    assert reading(writing("a.txt", WORDS, codec)).only.text == WORDS


@pytest.mark.parametrize("codec", ["cp1252", "utf-16-le", "utf-16-be", "cp037"])
def test_a_named_encoding_is_obeyed(reading: Callable, writing: Callable, codec: str) -> None:
    text = WORDS if codec != "cp037" else "It is old, she said."
    assert reading(writing("a.txt", text, codec), encoding=codec).only.text == text


def test_a_mark_outweighs_the_named_encoding(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.txt", WORDS, "utf-8-sig"), encoding="cp1252").only.text == WORDS


def test_the_error_names_the_first_invalid_byte_and_the_likely_encoding(reading: Callable, writing: Callable) -> None:
    error = reading(writing("a.txt", "Then: " + WORDS, "cp1252")).error
    assert error.endswith(
        "a.txt: byte 0x93 at offset 6 is not UTF-8; it looks like cp1252 ('Then: “It is old,” she'): "
        "if that is right, pass --encoding cp1252 (files in UTF-8 are not affected)"
    )


def test_the_offset_counts_the_mark(reading: Callable, writing: Callable) -> None:
    assert "byte 0xff at offset 5 is not UTF-8" in reading(writing("a.txt", b"\xef\xbb\xbfab\xff")).error


def test_the_error_names_a_wrong_named_encoding(reading: Callable, writing: Callable) -> None:
    assert "byte 0x93 at offset 0 is not ASCII" in reading(writing("a.txt", WORDS, "cp1252"), encoding="ascii").error


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "a.csv"])
def test_a_named_encoding_is_used_only_for_bytes_that_are_not_utf_8(
    reading: Callable, writing: Callable, name: str
) -> None:
    rows = {"a.jsonl": f'{{"text": "{WORDS}"}}\n', "a.csv": f'text,title\n"{WORDS}",\n'}
    content = rows.get(name, WORDS)
    for codec in ("utf-8", "cp1252"):
        assert reading(writing(name, content, codec), encoding="cp1252").only.text == WORDS


@pytest.mark.parametrize(("declared", "codec"), [("utf-8", "utf-8"), ("cp1251", "cp1251"), ("utf-8", "cp1252")])
def test_a_named_encoding_is_for_pages_that_do_not_keep_to_theirs(declared: str, codec: str) -> None:
    page = f'<meta charset="{declared}">“It is old.”'
    assert decode(page.encode(codec), ORIGIN, named="cp1252", declared=declared) == page


def test_rows_past_the_head_are_in_either_encoding(reading: Callable, writing: Callable) -> None:
    rows = [f'{{"text": "“{number}” it says."}}\n' for number in range(1000)]
    data = b"".join(row.encode("cp1252" if number > 500 else "utf-8") for number, row in enumerate(rows))
    outcome = reading(writing("a.jsonl", data), encoding="cp1252")
    assert outcome.errors == []
    assert [document.text for document in outcome.documents] == [f"“{number}” it says." for number in range(1000)]


def test_a_named_encoding_of_seven_bits_is_obeyed(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.txt", "古い。", "iso2022_jp"), encoding="iso2022_jp").only.text == "古い。"


def test_without_a_likely_encoding_the_error_asks_for_one() -> None:
    with pytest.raises(InputError, match=r"byte 0x.. at offset \d+ is not UTF-8; .*--encoding"):
        decode(bytes(range(128, 256)) * 3, ORIGIN)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"It is \0 old.", b"\0"])
def test_a_file_with_a_nul_is_not_text(reading: Callable, writing: Callable, data: bytes) -> None:
    error = reading(writing("a.txt", data)).error
    assert f"a.txt: is not text: byte 0x00 at offset {data.index(0)}; convert it to plain text first" in error


def test_a_nul_is_not_text_in_a_named_encoding_either(reading: Callable, writing: Callable) -> None:
    assert "(NUL character at position 2)" in reading(writing("a.txt", b"ab\0c"), encoding="cp1252").error


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised_but_not_assumed(reading: Callable, writing: Callable, codec: str) -> None:
    assert (
        f"it looks like {codec}: if that is right, pass --encoding {codec}"
        in reading(writing("a.txt", WORDS, codec)).error
    )


@pytest.mark.parametrize(
    "label", ["no-such", "hex", "rot13", "idna", "punycode", "unicode_escape", "a\0b", "é", "", "../x"]
)
def test_a_codec_that_is_not_for_files_is_refused_at_once(reading: Callable, label: str) -> None:
    assert codec_name(label) is None
    if label:
        with pytest.raises(InputError, match="no such encoding; name one, such as utf-8"):
            reading(encoding=label)


@given(
    data=st.binary(max_size=60),
    codec=st.sampled_from(
        ["", "ascii", "utf-7", "utf-16", "utf-32", "shift_jis", "gb18030", "iso2022_jp", "hz", "cp037", "big5"]
    ),
)
def test_any_bytes_in_any_encoding_are_text_or_an_input_error(data: bytes, codec: str) -> None:
    with contextlib.suppress(InputError):
        assert "\0" not in decode(data, ORIGIN, named=codec_name(codec) or "")


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff")),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_marked_text_comes_back(text: str, codec: str) -> None:
    assert decode(text.encode(codec), ORIGIN) == text
