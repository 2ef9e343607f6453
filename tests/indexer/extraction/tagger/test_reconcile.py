"""Tagger, scanner and rules are reconciled: content snaps to marks, left-over quotations stay attributed."""

from dataclasses import replace

from quotesearch.indexer.extraction.article import ParsedArticle, read_paragraphs
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tagger.reconcile import reconcile, snap
from quotesearch.indexer.model import Span


def read(text: str) -> ParsedArticle:
    return read_paragraphs(text, paragraphs(text))


def place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def attribution(text: str, content: list[str], cue: str, source: str, sentence: int = 0) -> Attribution:
    spans = tuple(place(text, words) for words in content)
    return Attribution(spans, place(text, cue), place(text, source), sentence, Frame.QUOTE)


def snapped(text: str, words: str) -> list[str]:
    return [span.words(text) for span in snap([place(text, words)], read(text).quotations)]


def test_content_that_mostly_covers_a_quotation_becomes_its_inside() -> None:
    text = "“We will sail at noon,” said Moss."
    assert snapped(text, "will sail at noon,”") == ["We will sail at noon,"]
    assert snapped(text, "“We will sail at noon,”") == ["We will sail at noon,"]


def test_content_that_covers_little_of_a_quotation_stays() -> None:
    assert snapped("“We will sail at noon, said the master,” Moss wrote.", "We will sail at") == ["We will sail at"]


def test_content_that_reaches_beyond_a_quotation_takes_it_in_with_its_marks() -> None:
    text = "Moss said that it was “a shame and a scandal” for the town."
    assert snapped(text, "that it was “a shame and a") == ["that it was “a shame and a scandal”"]


def test_a_long_quotation_that_the_tagger_left_keeps_the_speaker_of_the_rules() -> None:
    text = "“We will sail at noon,” said Moss. “Nobody can stop us now.”"
    tagged = [attribution(text, ["We will sail at noon,"], "said", "Moss")]
    ruled = [attribution(text, ["We will sail at noon,", "Nobody can stop us now."], "said", "Moss")]
    (result,) = reconcile(read(text), tagged, ruled)
    assert [span.words(text) for span in result.content] == ["We will sail at noon,", "Nobody can stop us now."]


def test_a_quotation_that_two_claim_is_the_likelier_ones() -> None:
    text = "Aides told the paper: “We will sail at noon,” said one clerk."
    by_aides = replace(attribution(text, ["We will sail at noon,"], "told", "Aides"), probability=0.8)
    by_clerk = replace(attribution(text, ["We will sail at noon,"], "said", "one clerk"), probability=0.9)
    assert reconcile(read(text), [by_aides, by_clerk], []) == (by_clerk,)


def test_a_long_quotation_that_the_tagger_missed_is_taken_from_the_rules() -> None:
    text = "“We will sail at noon,” said Moss."
    ruled = [attribution(text, ["We will sail at noon,"], "said", "Moss")]
    assert reconcile(read(text), [], ruled) == tuple(ruled)


def test_a_short_quotation_or_a_paraphrase_of_the_rules_alone_is_dropped() -> None:
    text = "Moss praised the “iron lady”. Moss said that it would rain."
    ruled = [
        attribution(text, ["iron lady"], "praised", "Moss"),
        attribution(text, ["that it would rain"], "said", "Moss", 1),
    ]
    assert reconcile(read(text), [], ruled) == ()


def test_content_of_half_a_quotation_snaps_and_of_less_does_not() -> None:
    text = "“abcdefghij” he"
    assert snapped(text, "abcde") == ["abcdefghij"]
    assert snapped(text, "abcd") == ["abcd"]


def test_content_over_two_quotations_takes_both_in() -> None:
    text = "“It fell” and “it burned” he said, “no”"
    assert snapped(text, "fell” and “it burned") == ["“It fell” and “it burned”"]
    assert snapped(text, "he said") == ["he said"]


def test_spans_that_snap_to_one_quotation_are_one() -> None:
    text = "“abcdefghij” he"
    spans = [place(text, "abcdef"), place(text, "defghij")]
    assert [span.words(text) for span in snap(spans, read(text).quotations)] == ["abcdefghij"]


def test_the_rules_give_their_quotation_to_the_tagged_cue_within_their_own_cue() -> None:
    text = "Moss has said “yes” and: “Nobody can stop us now.”"
    ruled = [attribution(text, ["Nobody can stop us now."], "has said", "Moss")]
    tagged = [attribution(text, ["yes"], "said", "Moss")]
    (result,) = reconcile(read(text), tagged, ruled)
    assert [span.words(text) for span in result.content] == ["yes", "Nobody can stop us now."]
    for word in ("Moss", "and"):
        attributions = reconcile(read(text), [replace(tagged[0], cue=place(text, word))], ruled)
        assert [len(result.content) for result in attributions] == [1, 1]
    without_cue = reconcile(read(text), [replace(tagged[0], cue=None)], [replace(ruled[0], cue=None)])
    assert [len(result.content) for result in without_cue] == [1, 1]


def test_a_quotation_is_left_over_if_less_than_half_is_tagged() -> None:
    text = "“one two three four five six” Moss said"
    ruled = [attribution(text, ["one two three four five six"], "said", "Moss")]
    for words, count in (("one two", 2), ("one two three", 2), ("one two three f", 1), ("one two three four", 1)):
        tagged = [replace(attribution(text, [words], "Moss", "Moss"), sentence=1)]
        assert len(reconcile(read(text), tagged, ruled)) == count, words


def test_a_left_over_quotation_has_at_least_four_words_and_is_whole() -> None:
    for words, content, count in (
        ("one two three four", None, 1),
        ("one two three", None, 0),
        ("a b c d e", "b c d e", 0),
    ):
        text = f"“{words}” Moss said"
        ruled = [attribution(text, [content or words], "said", "Moss")]
        assert len(reconcile(read(text), [], ruled)) == count, words


def test_attributions_are_in_the_order_of_sentence_and_content() -> None:
    text = "“We will sail at noon,” said Moss. “Nobody can stop us,” said Lind."
    first = attribution(text, ["We will sail at noon,"], "said", "Moss")
    second = attribution(text, ["Nobody can stop us,"], "Lind", "Lind", 1)
    assert reconcile(read(text), [second], [first]) == (first, second)
    assert reconcile(read(text), [replace(second, sentence=0), first], []) == (first, replace(second, sentence=0))


def test_an_attribution_that_loses_all_its_content_is_dropped_and_one_that_loses_some_stays() -> None:
    text = "Moss said it fell: “We will sail at noon,” said Lind."
    long = attribution(text, ["it fell", "We will sail at noon,"], "said", "Moss")
    short = replace(attribution(text, ["We will sail at noon,"], "said", "Lind"), probability=0.4)
    first, second = reconcile(read(text), [long, short], [])
    assert [span.words(text) for span in first.content] == ["it fell"]
    assert second == short
