"""What the network sees of a text: pieces, their features, windows of whole paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.passages import paragraphs
from quotesearch.indexer.extraction.tagger.pieces import LONGEST_WINDOW, Casing, Pieces, Place, Ruled, cut, windows

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


def test_a_piece_knows_where_it_stands_to_the_marks() -> None:
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
