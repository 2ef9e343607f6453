"""What the page puts around the article says nothing."""

import pytest

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.extraction.boilerplate import article_paragraphs
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.model import Document

ARTICLE = (
    "Dam Reopens After Long Winter.\n\n"
    "“The dam has never been in better shape than it is this spring, and we owe that to the crews.”\n\n"
    "The dam at Eastport reopened on Monday after a winter of repairs that closed the valley road.\n\n"
    "Ada Moss, the chief engineer, said the work had taken longer than planned. “The dam has never been in better "
    "shape than it is this spring, and we owe that to the crews,” she said.\n\n"
    "Peter Crane, who runs the mill, said he was relieved.\n\n"
)


def said(text: str) -> list[tuple[str, str]]:
    return [(quote.speaker.name, quote.text) for quote in RuleExtractor().extract(Document("d", text))]


def test_a_pull_quote_is_not_a_second_quote() -> None:
    words = [text for _, text in said(ARTICLE) if text.startswith("The dam has never")]
    assert len(words) == 1


def test_the_same_words_attributed_twice_are_two_quotes() -> None:
    text = "“No road, no mill,” said Ada Moss.\n\nLater she repeated it. “No road, no mill,” said Ada Moss."
    assert len(said(text)) == 2


def test_notices_at_the_end_say_nothing() -> None:
    tail = (
        "Previous article: Ferry Fares Rise\nNext article: Council Says No\n"
        "Join the conversation!\n\nWe said we have no tolerance for rude comments. Our editor said: “Be kind to all.”"
    )
    assert said(ARTICLE + tail) == said(ARTICLE)


def test_a_biography_at_the_end_says_nothing() -> None:
    biography = (
        "Dr. Lena Fry is a contributor to the Courier and says that she has taught for twenty years in Eastport."
    )
    assert said(ARTICLE + biography) == said(ARTICLE)
    assert said(ARTICLE + biography + "\n\nJoin the conversation!") == said(ARTICLE)


def test_a_short_article_is_not_taken_for_boilerplate() -> None:
    assert said("Subscribe to nothing, said Ada Moss.") == [("Ada Moss", "Subscribe to nothing")]


def test_an_article_continues_after_a_line_that_looks_like_a_notice() -> None:
    for line in (
        "“Follow me,” Ada Moss said.",
        "“Share this with your children,” Ada Moss said.",
        "Sponsored by Ada Moss.",
    ):
        paragraphs_kept = said(ARTICLE + line + "\n\nPeter Crane, who owns the mill, said the road was open.")
        assert paragraphs_kept[-1] == ("Peter Crane", "the road was open")


def test_a_last_sentence_about_a_writer_is_not_a_biography() -> None:
    assert said(ARTICLE + "Ada Moss said her father was a writer.")[-1] == ("Ada Moss", "her father was a writer")


LINES = ["The dam is open.", "The road is shut.", "The mill is dry.", "The boat is late."]
WORDS = "one two three four five six seven eight"


def remaining(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return [span.words(text) for span in article_paragraphs(text, paragraphs(text))]


@pytest.mark.parametrize(
    "notice",
    [
        "Advertisement",
        "Related stories",
        "READ MORE about the dam",
        "12 comments",
        "Tags: dam, road",
        "Follow us on the river",
        "Image: the dam",
        f"Subscribe {' '.join(['word'] * 59)}",
    ],
)
def test_an_article_ends_before_the_first_notice(notice: str) -> None:
    assert remaining([*LINES, notice, "More words."]) == LINES


@pytest.mark.parametrize(
    "line",
    [
        f"Subscribe {' '.join(['word'] * 60)}",
        "Subscribe, she said.",
        "“Subscribe”",
        "The tags: dam",
        "Advertisements are late.",
    ],
)
def test_other_lines_end_no_article(line: str) -> None:
    assert remaining([*LINES, line]) == [*LINES, line]


def test_a_notice_ends_an_article_only_near_its_end() -> None:
    sentences = ["The rain fell."] * 17
    assert remaining([*LINES * 6, "Advertisement", *sentences]) == LINES * 6
    longer = [*LINES * 6, "Advertisement", *sentences, "The rain fell."]
    assert remaining(longer) == longer
    assert remaining(["Advertisement", *LINES]) == ["Advertisement", *LINES]
    assert remaining(["The dam is open.", "Advertisement"]) == ["The dam is open."]
    assert remaining(["Advertisement"]) == ["Advertisement"]
    assert remaining(["The dam is open.", "Advertisement", "The road is shut.", "The mill is dry."])[1:2] == [
        "Advertisement"
    ]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Lena Fry is a writer in Ely.", False),
        ("Lena Fry was the old and tired editor of it.", False),
        ("lena Fry is a writer in Ely.", True),
        ("Moss said Fry is a writer in Ely.", True),
        ("Moss met Fry, who is a writer in Ely.", True),
        ("Lena Fry is a baker in Ely.", True),
        ("Lena Fry is a writer, “the best”.", True),
        (f"Lena Fry is a writer. {'x' * 677}", False),
        (f"Lena Fry is a writer. {'x' * 678}", True),
        (f"{'X' * 290} is a writer.", True),
        (f"The boat is late. Lena Fry is a writer. {'x' * 700}", False),
    ],
)
def test_a_biography_at_the_end_is_not_part_of_the_article(line: str, stays: bool) -> None:  # noqa: FBT001
    assert remaining([*LINES, line]) == ([*LINES, line] if stays else LINES)


def test_several_biographies_may_end_an_article_but_one_paragraph_always_stays() -> None:
    biography = "Lena Fry is a writer in Ely."
    assert remaining([*LINES, biography, biography]) == LINES
    assert remaining([biography, biography]) == [biography]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        (f"“{WORDS}”", False),
        (f"“{WORDS.upper()}!”", False),
        ("“two three four five six seven eight”", False),
        ("“one two three four five six”", True),
        ("“one two three four five six seven nine”", True),
        (WORDS, True),
        (f"“{WORDS}” he", True),
        (f"he “{WORDS}”", True),
        ("“one two “three” four five six seven eight”", True),
    ],
)
def test_a_quotation_that_repeats_the_article_is_a_pull_quote(line: str, stays: bool) -> None:  # noqa: FBT001
    article = f"Moss said: {WORDS} nine ten."
    assert remaining([article, line, "The road is shut."]) == [article, *([line] if stays else []), "The road is shut."]


def test_of_a_quotation_printed_twice_one_stays() -> None:
    assert remaining([f"“{WORDS}”", "The road is shut.", f"“{WORDS}”"]) == ["The road is shut.", f"“{WORDS}”"]


def test_an_article_may_have_several_pull_quotes() -> None:
    sentence = "Lind wrote: a b c d e f g h i."
    article = [f"Moss said: {WORDS} nine ten.", sentence, "The road is shut."]
    assert remaining([f"“{WORDS}”", *article, "“b c d e f g h”"]) == article
