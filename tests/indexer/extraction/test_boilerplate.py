"""What the page puts around the article says nothing."""

from quotesearch.indexer.extraction import RuleExtractor
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


def test_a_short_article_is_not_taken_for_furniture() -> None:
    assert said("Subscribe to nothing, said Ada Moss.") == [("Ada Moss", "Subscribe to nothing")]


def test_an_article_goes_on_behind_what_only_looks_like_a_notice() -> None:
    for line in (
        "“Follow me,” Ada Moss said.",
        "“Share this with your children,” Ada Moss said.",
        "Sponsored by Ada Moss.",
    ):
        more = said(ARTICLE + line + "\n\nPeter Crane, who owns the mill, said the road was open.")
        assert more[-1] == ("Peter Crane", "the road was open")


def test_a_last_sentence_about_somebody_who_writes_is_no_biography() -> None:
    assert said(ARTICLE + "Ada Moss said her father was a writer.")[-1] == ("Ada Moss", "her father was a writer")
