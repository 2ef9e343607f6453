"""Tagger, scanner and rules are reconciled: content snaps to marks, left-over quotations stay attributed."""

from dataclasses import replace

from quotesearch.indexer.extraction.article import Reading, read_paragraphs
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.passages import paragraphs
from quotesearch.indexer.extraction.tagger.reconcile import reconcile, snap
from quotesearch.indexer.model import Span


def read(text: str) -> Reading:
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
    (found,) = reconcile(read(text), tagged, ruled)
    assert [span.words(text) for span in found.content] == ["We will sail at noon,", "Nobody can stop us now."]


def test_a_quotation_that_two_claim_is_the_likelier_ones() -> None:
    text = "Aides told the paper: “We will sail at noon,” said one clerk."
    told = replace(attribution(text, ["We will sail at noon,"], "told", "Aides"), probability=0.8)
    said = replace(attribution(text, ["We will sail at noon,"], "said", "one clerk"), probability=0.9)
    assert reconcile(read(text), [told, said], []) == (said,)


def test_a_long_quotation_that_nobody_tagged_is_the_rules_own() -> None:
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
