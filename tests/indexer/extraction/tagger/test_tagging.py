"""An article is tagged: words with scores become attributions in characters of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tagger.calibration import Settings
from quotesearch.indexer.extraction.tagger.decoding import Run
from quotesearch.indexer.extraction.tagger.network import Network, Read, shipped
from quotesearch.indexer.extraction.tagger.pieces import Pieces, cut
from quotesearch.indexer.extraction.tagger.tagging import candidates, tag

Floats = NDArray[np.float32]
EVEN = Settings((0.0,) * 7, 0.5, 0.0)
"""Settings that give each attribution the probability one half and keep it."""


@dataclass
class Scripted(Network):
    """A network that finds the given words; a role's words are those of every cue."""

    text: str
    cues: Sequence[str]
    source: Sequence[str]
    content: Sequence[str]
    windows: list[Read] = field(default_factory=list)

    def marked(self, pieces: Pieces, window: slice, words: Sequence[str], count: int, begin: int) -> Floats:
        """Return log probabilities that favour labels `begin` and `begin + 1` on the words."""
        chances = np.full((window.stop - window.start, count), 0.05, np.float32)
        chances[:, 0] = 0.6
        for word in words:
            first, last = self.text.index(word), self.text.index(word) + len(word)
            inside = (pieces.starts[window] >= first) & (pieces.ends[window] <= last)
            places = np.flatnonzero(inside)
            chances[places, begin + 1] = 0.9
            chances[places[:1], begin] = 0.95
        return np.log(chances)

    def read(self, pieces: Pieces, window: slice) -> Read:
        flat = np.zeros((window.stop - window.start, 3, 3), np.float32)
        flat[:, 0] = self.marked(pieces, window, self.cues, 3, 1)
        roles = np.maximum(
            self.marked(pieces, window, self.source, 5, 1), self.marked(pieces, window, self.content, 5, 3)
        )
        return Read(roles, flat)

    def link(self, output: Read, cues: Sequence[Run]) -> Floats:
        return np.stack([output.states] * len(cues))


def tagged(text: str, cues: Sequence[str], source: Sequence[str], content: Sequence[str]) -> list[Attribution]:
    article = read_paragraphs(text, paragraphs(text))
    return list(tag(article, [], Scripted(text, cues, source, content), EVEN))


def words(text: str, attribution: Attribution) -> tuple[str | None, str | None, list[str]]:
    source, cue = attribution.source, attribution.cue
    return (
        None if source is None else source.words(text),
        None if cue is None else cue.words(text),
        [span.words(text) for span in attribution.content],
    )


def test_words_become_spans_of_the_text() -> None:
    text = "It rained. Ada Moss said that it fell."
    (result,) = tagged(text, ["said"], ["Ada Moss"], ["that it fell"])
    assert words(text, result) == ("Ada Moss", "said", ["that it fell"])
    assert (result.sentence, result.probability, result.trailing) == (1, 0.5, False)


def test_a_span_holds_whole_words() -> None:
    text = "Ada Moss said antidisestablishmentarianism fell."
    (result,) = tagged(text, ["said"], ["Ada Moss"], ["antidis"])
    assert words(text, result)[2] == ["antidisestablishmentarianism"]


def test_of_several_sources_the_one_nearest_to_the_cue_counts() -> None:
    text = "Moss rose and Lind then said it fell, and Crane left."
    (first,) = tagged(text, ["said"], ["Moss", "Lind", "Crane"], ["it fell"])
    assert words(text, first)[0] == "Lind"
    (second,) = tagged(text, ["fell"], ["Moss", "Lind", "Crane"], ["rose"])
    assert words(text, second)[0] == "Crane"


def test_an_attribution_may_have_no_source() -> None:
    text = "It was said that it fell."
    (result,) = tagged(text, ["said"], [], ["that it fell"])
    assert result.source is None


def test_content_of_another_paragraph_counts_only_between_marks() -> None:
    text = "Moss said that it fell.\n\nThe rain came.\n\n“It burned.”"
    (first,) = tagged(text, ["said"], ["Moss"], ["that it fell", "The rain", "It burned"])
    assert words(text, first)[2] == ["that it fell", "It burned"]
    (second,) = tagged(text, ["said"], ["Moss"], ["The rain"])
    assert words(text, second)[2] == ["The rain"]


def test_content_over_paragraphs_has_a_part_in_each() -> None:
    text = "Moss said: “It fell.\n\n“It burned.”"
    (result,) = tagged(text, ["said"], ["Moss"], ["It fell.\n\n“It burned"])
    assert words(text, result)[2] == ["It fell.", "“It burned"]


def test_an_improbable_attribution_is_dropped() -> None:
    text = "Ada Moss said that it fell."
    article = read_paragraphs(text, paragraphs(text))
    network = Scripted(text, ["said"], ["Ada Moss"], ["that it fell"])
    doubtful = Settings((-1.0, *(0.0,) * 6), 0.27, 0.0)
    assert tag(article, [], network, doubtful) == ()
    (result,) = tag(article, [], network, Settings(doubtful.weights, 0.26, 0.0))
    assert result.probability == pytest.approx(1 / (1 + np.e))


def test_the_evidence_tells_of_marks_and_rules() -> None:
    for text, expected in (
        ("Ada Moss said “it fell”.", (1.0, 1.0)),
        ("Ada Moss said that it fell.", (0.0, 1.0)),
        ("Ada Moss whistled it fell.", (0.0, 0.0)),
    ):
        article = read_paragraphs(text, paragraphs(text))
        cue = text.split("Moss ")[1].split()[0].strip(".")
        network = Scripted(text, [cue], ["Ada Moss"], ["it fell"])
        (candidate,) = candidates(article, attribute(article.sentences), network, bias=0.0)
        assert candidate.evidence[5:] == expected, text


def test_many_cues_are_linked_in_parts() -> None:
    text = "no " * 70 + "it fell"
    article = read_paragraphs(text, paragraphs(text))
    network = Scripted(text, [], [], ["it fell"])
    flat = np.log(np.full((72, 3, 3), 0.05, np.float32))
    flat[:70, 0, 1] = np.log(0.9)
    network.read = lambda pieces, window: Read(network.marked(pieces, window, ["it fell"], 5, 3), flat)  # type: ignore[method-assign]
    assert len(tag(article, [], network, EVEN)) == 70


def test_the_shipped_network_links_a_cue_to_its_source_and_content() -> None:
    text = "“We will sail at noon,” said Ada Moss."
    article = read_paragraphs(text, paragraphs(text))
    pieces = cut(article, attribute(article.sentences))
    network = shipped(1)
    assert shipped(1) is network
    output = network.read(pieces, slice(0, len(pieces)))
    assert output.flat.shape == (len(pieces), 3, 3)
    assert output.states.shape[0] == len(pieces) + 2
    assert np.allclose(np.exp(output.flat).sum(-1), 1.0, atol=1e-4)
    cue_place = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)].index("said")
    assert int(output.flat[:, 0, 1].argmax()) == cue_place
    roles = network.link(output, [Run(cue_place, cue_place)])
    assert roles.shape == (1, len(pieces), 5)
    best = [int(label) for label in roles[0].argmax(-1)]
    assert best[cue_place + 1 : cue_place + 3] == [1, 2]
    assert best[2:6] == [4, 4, 4, 4]
