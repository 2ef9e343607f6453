"""The contract of every `Extractor`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.model import Document
from quotesearch.indexer.protocols import Extractor

EXTRACTORS = [RuleExtractor(), LearnedExtractor()]
MARKS = "“ ” \" ‘ ’ ' « » '' . , ? : — - -- \0 🙂 قال \u202e é \ufeff".split(" ")
WORDS = (
    "The Of Minister said says told that and who to by he she they Ada Moss Ms. Sen. (R) of claims U.S. 1,000".split()
)
PIECES = [*MARKS, *WORDS, "the mayor", "the dam will hold", "according to", " ", "\n", "\n\n", "\r\n", "\u2028"]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(" ".join) | st.text(min_size=1, max_size=300)


@pytest.mark.parametrize("extractor", EXTRACTORS)
@given(text=texts.filter(lambda text: bool(text.strip())))
def test_any_text_gives_valid_quotes_in_order(extractor: Extractor, text: str) -> None:
    document = Document("d", text)
    quotes = extractor.extract(document)
    for quote in quotes:
        assert quote.document_id == "d"
        assert quote.text == " … ".join(text[span.start : span.end] for span in quote.content)
        assert all(quote.context.covers(span) for span in quote.content)
        assert all(span.end <= len(text) for span in (*quote.content, *quote.cue, *quote.source, quote.context))
    starts = [quote.content[0].start for quote in quotes]
    assert starts == sorted(starts)
    assert len({quote.id for quote in quotes}) == len(quotes)


@pytest.mark.parametrize("extractor", EXTRACTORS)
@given(text=texts.filter(lambda text: bool(text.strip())))
def test_extracting_twice_gives_the_same_quotes(extractor: Extractor, text: str) -> None:
    assert extractor.extract(Document("d", text)) == extractor.extract(Document("d", text))


@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize(
    "text",
    [
        "he said " * 2_000,
        "“" * 5_000,
        '" a' * 5_000,
        "‘a" * 5_000,
        "." * 20_000 + "“a b c d,” he said.",
        "Ada Moss said he said, and " * 1_000,
        "\0" * 5_000,
        "a\n" * 5_000,
        "Ada " * 5_000 + "said no.",
        "((" * 3_000 + "))" * 3_000,
    ],
    ids=["cues", "openers", "straight", "singles", "stops", "chain", "nuls", "lines", "capitals", "brackets"],
)
def test_hostile_text_is_survived(extractor: Extractor, text: str) -> None:
    extractor.extract(Document("d", text))
