"""An article is split into paragraphs, quotations and sentences with tokens."""

from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.extraction.article import read_article, read_paragraphs
from quotesearch.indexer.model import Document, Span

TEXT = "EASTPORT — Moss “built” it. “It fell.” Lind left.\n\nThe “old” mayor came.\n\nAdvertisement"


def test_an_article_has_paragraphs_quotations_and_sentences_in_order() -> None:
    article = read_article(TEXT)
    assert article.text == TEXT
    assert [span.words(TEXT)[:8] for span in article.paragraphs] == ["EASTPORT", "The “old"]
    assert [quotation.inner.words(TEXT) for quotation in article.quotations] == ["built", "It fell.", "old"]
    assert [(sentence.span.words(TEXT), sentence.paragraph) for sentence in article.sentences] == [
        ("Moss “built” it.", 0),
        ("“It fell.”", 0),
        ("Lind left.", 0),
        ("The “old” mayor came.", 1),
    ]


def test_each_quotation_is_a_token_of_its_own_sentence() -> None:
    tokens = [[token.text for token in sentence.tokens if token.quotation] for sentence in read_article(TEXT).sentences]
    assert tokens == [["“built”"], ["“It fell.”"], [], ["“old”"]]


def test_only_the_passed_paragraphs_are_read() -> None:
    start = TEXT.index("The “old”")
    article = read_paragraphs(TEXT, (Span(start, start + 21),))
    assert [quotation.inner.words(TEXT) for quotation in article.quotations] == ["old"]
    assert [sentence.paragraph for sentence in article.sentences] == [0]


def test_a_sentence_that_only_reports_is_read_with_its_quotation() -> None:
    (sentence,) = read_article("“Will it hold?” Moss asked.").sentences
    assert len(sentence.tokens) == 4


def test_each_extractor_names_its_version_and_finds_transcripts() -> None:
    text = "Ada Moss: We shall see about that.\n\nBo Lind: We shall not.\n\nMoss left before Lind did."
    rules, learned = RuleExtractor(), LearnedExtractor(threads=1)
    assert (rules.recipe, learned.recipe) == ("rules-1", "tagger-2")
    for extractor in (rules, learned):
        assert [quote.speaker.name for quote in extractor.extract(Document("d", text))] == ["Ada Moss", "Bo Lind"]


def test_the_learned_extractor_keeps_long_quotations_of_the_rules() -> None:
    text = "“The dam will hold for a hundred years,” said Ada Moss."
    (quote,) = LearnedExtractor().extract(Document("d", text))
    assert (quote.speaker.name, quote.text) == ("Ada Moss", "The dam will hold for a hundred years,")
    assert LearnedExtractor()._threads == 0
    assert LearnedExtractor(threads=3)._threads == 3
