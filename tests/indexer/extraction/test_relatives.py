"""Whom *who* and *which* mean."""

import pytest

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.passages import paragraphs
from quotesearch.indexer.extraction.relatives import antecedent


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ada Moss, who built the dam, spoke.", "Ada Moss"),
        ("It is a gift to the mayor, who thanked them.", "the mayor"),
        ("They met Bo Lind, a clerk at the Harbour Office, who denied it.", "Bo Lind, a clerk at the Harbour Office"),
        ("Moss is a former river pilot who opposes the dam.", "Moss"),
        ("The square has become a home for demonstrators here, who call for footage.", "demonstrators"),
        ("The plan could answer both Greens and Liberals, who doubted it.", "both Greens and Liberals"),
        ("He wrote to the company, which declined.", "the company"),
    ],
)
def test_a_relative_pronoun_means_the_being_before_it(text: str, meant: str) -> None:
    (sentence,) = read_paragraphs(text, paragraphs(text)).sentences
    relative = next(place for place, token in enumerate(sentence.tokens) if token.low in ("who", "which"))
    found = antecedent(sentence.tokens, relative)
    assert found is not None
    first, last = found
    assert text[sentence.tokens[first].start : sentence.tokens[last - 1].end] == meant


def test_a_relative_pronoun_without_a_noun_means_nobody() -> None:
    (sentence,) = read_paragraphs("Who said so?", paragraphs("Who said so?")).sentences
    assert antecedent(sentence.tokens, 0) is None
