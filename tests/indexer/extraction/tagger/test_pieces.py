"""What the network sees of a text: pieces, their features, windows of whole paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tagger.pieces import (
    LONGEST_WINDOW,
    Casing,
    Pieces,
    Place,
    Ruled,
    cut,
    inputs,
    windows,
)

ARTICLE = "Ada Moss told the BBC: “We don't sail.”\n\nNobody answered in 1999."


def pieces_of(text: str) -> Pieces:
    reading = read_paragraphs(text, paragraphs(text))
    return cut(reading, attribute(reading.sentences))


def words(pieces: Pieces, text: str) -> list[str]:
    return [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]


def feature(name: str, word: str) -> int:
    pieces = pieces_of(ARTICLE)
    return int(getattr(pieces, name)[words(pieces, ARTICLE).index(word)])


def test_a_piece_knows_how_its_word_is_written() -> None:
    assert [feature("casing", word) for word in ("told", "Ada", "BBC", "1999", "“")] == [
        Casing.LOWER,
        Casing.CAPITAL,
        Casing.UPPER,
        Casing.NUMBER,
        Casing.OTHER,
    ]


def test_a_piece_has_its_place_relative_to_the_marks() -> None:
    assert [feature("place", word) for word in ("told", "“", "sail", "”")] == [
        Place.OUTSIDE,
        Place.OPENING,
        Place.INSIDE,
        Place.CLOSING,
    ]


def test_a_piece_knows_what_the_rules_took_it_for() -> None:
    assert [feature("ruled", word) for word in ("Ada", "told", "sail", "Nobody")] == [
        Ruled.SOURCE,
        Ruled.CUE,
        Ruled.CONTENT,
        0,
    ]


def test_a_word_is_whole_with_its_hyphens_and_apostrophes_but_not_with_a_possessive() -> None:
    text = "The 68-nation pact doesn't bind Moss's unwavering antidisestablishmentarians."
    pieces = pieces_of(text)
    heads = [word for word, head in zip(words(pieces, text), pieces.heads, strict=True) if head]
    assert heads[:9] == ["The", "68", "pact", "doesn", "bind", "Moss", "'", "s", "un"]


@given(st.lists(st.sampled_from(["Ada Moss said no.", "He left. " * 40, "“Yes,” " * 90, "x" * 300, "a-" * 400, "\0"])))
def test_windows_cover_all_pieces_once_and_in_order(parts: list[str]) -> None:
    text = "\n\n".join(parts) or "x"
    pieces = pieces_of(text)
    covered = [place for window in windows(pieces, first=80) for place in range(window.start, window.stop)]
    assert covered == list(range(len(pieces)))
    assert all(0 < window.stop - window.start <= LONGEST_WINDOW for window in windows(pieces))


def test_a_paragraph_that_fits_is_not_cut() -> None:
    pieces = pieces_of(
        "\n\n".join(f"Clerk {number} said that the ferry would sail at noon." * 4 for number in range(30))
    )
    for window in windows(pieces):
        inside = {*pieces.paragraph[window].tolist()}
        outside = {*pieces.paragraph[: window.start].tolist(), *pieces.paragraph[window.stop :].tolist()}
        assert inside.isdisjoint(outside)


def test_each_way_of_writing_a_word_has_a_number() -> None:
    text = "iPad A Ada ADA ada 12 a1 ! B2"
    pieces = pieces_of(text)
    first = {word: int(pieces.casing[list(pieces.starts).index(text.index(word))]) for word in text.split()}
    assert first == {
        "iPad": Casing.MIXED,
        "A": Casing.CAPITAL,
        "Ada": Casing.CAPITAL,
        "ADA": Casing.UPPER,
        "ada": Casing.LOWER,
        "12": Casing.NUMBER,
        "a1": Casing.LOWER,
        "!": Casing.OTHER,
        "B2": Casing.UPPER,
    }


def test_pieces_know_their_characters_paragraph_and_sentence() -> None:
    text = "It fell. It burned.\n\nMoss left."
    pieces = pieces_of(text)
    assert words(pieces, text) == ["It", "fell", ".", "It", "burned", ".", "Moss", "left", "."]
    assert pieces.paragraph.tolist() == [0] * 6 + [1] * 3
    assert pieces.sentence.tolist() == [0] * 3 + [1] * 3 + [2] * 3
    assert pieces.heads.tolist() == [1] * 9


def test_a_piece_may_be_source_and_content_at_once() -> None:
    text = "Ada Moss said it fell, according to Lind."
    pieces = pieces_of(text)
    assert int(pieces.ruled[words(pieces, text).index("Ada")]) == Ruled.SOURCE | Ruled.CONTENT


def test_the_input_of_a_window_has_a_frame() -> None:
    text = "It fell.\n\nMoss said “no”."
    pieces = pieces_of(text)
    window = inputs(pieces, slice(3, len(pieces)))
    assert {len(row) for row in window.values()} == {len(pieces) - 3 + 2}
    assert (window["ids"][0], window["ids"][-1]) == (101, 102)
    assert window["ids"][1:-1].tolist() == pieces.ids[3:].tolist()
    assert window["opens"].tolist() == [0, 1, *[0] * (len(pieces) - 3)]
    for name in ("casing", "place", "ruled"):
        assert window[name].tolist() == [0, *getattr(pieces, name)[3:].tolist(), 0]
    assert inputs(pieces, slice(0, len(pieces)))["opens"].tolist() == [0, 1, 0, 0, 1, *[0] * (len(pieces) - 3)]


def test_windows_hold_as_many_paragraphs_as_fit() -> None:
    text = "\n\n".join(["word " * 99 + "word"] * 5)
    pieces = pieces_of(text)
    assert [(window.start, window.stop) for window in windows(pieces)] == [(0, 200), (200, 400), (400, 500)]
    assert [(window.start, window.stop) for window in windows(pieces, first=100)] == [(0, 100), (100, 300), (300, 500)]
    assert [(window.start, window.stop) for window in windows(pieces, first=99)] == [(0, 100), (100, 300), (300, 500)]
    assert list(windows(pieces_of(" "))) == []


def test_a_long_paragraph_is_cut_between_sentences_or_else_anywhere() -> None:
    sentences = pieces_of(("Word " * 99 + "word. ") * 4)
    assert [(window.start, window.stop) for window in windows(sentences)] == [(0, 202), (202, 404)]
    pieces = pieces_of("word " * 600)
    assert [(window.start, window.stop) for window in windows(pieces)] == [(0, 254), (254, 508), (508, 600)]
    exact = pieces_of("word " * 254)
    assert [(window.start, window.stop) for window in windows(exact)] == [(0, 254)]


def test_the_number_of_a_piece_is_that_of_the_shipped_vocabulary() -> None:
    assert pieces_of("the the").ids.tolist() == [1996, 1996]
