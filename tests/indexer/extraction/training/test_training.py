"""Training: gold is read, articles vary with their annotations in place, and steps, checkpoints and exports work."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from quotesearch.indexer import default_model
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tagger.decoding import Run
from quotesearch.indexer.extraction.tagger.network import Network
from quotesearch.indexer.extraction.tagger.pieces import cut
from quotesearch.indexer.extraction.training import gold
from quotesearch.indexer.extraction.training.calibration import calibrate
from quotesearch.indexer.extraction.training.examples import batched, examples
from quotesearch.indexer.extraction.training.export import export
from quotesearch.indexer.extraction.training.gold import Article, Relation
from quotesearch.indexer.extraction.training.loop import Plan, train
from quotesearch.indexer.extraction.training.network import TaggerNetwork
from quotesearch.indexer.extraction.training.variation import surnames, varied
from quotesearch.indexer.model import Span

TEXT = "“We will sail,” said Ada Moss, “at noon.”\nPeter Crane believes that Moss won't.\n"


def place(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


ARTICLE = Article(
    "ferry",
    TEXT,
    (
        Relation((place("Ada Moss"),), (place("said"),), (place("“We will sail,”"), place("“at noon.”"))),
        Relation((place("Peter Crane"),), (place("believes"),), (place("that Moss won't"),)),
    ),
)


@pytest.fixture(scope="module")
def network() -> TaggerNetwork:
    torch.manual_seed(1)
    return TaggerNetwork(str(default_model.checked_folder()))


def test_gold_is_read_from_brat_files(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    spans = [("Source", "Ada Moss"), ("Cue", "said")]
    lines = [f"T{n}\t{role} {place(w).start} {place(w).end}\t{w}" for n, (role, w) in enumerate(spans, 1)]
    first, second = place("“We will sail,”"), place("“at noon.”")
    lines += [
        f"T3\tContent {first.start} {first.end};{second.start} {second.end}\t…",
        "E1\tSource:T1 Cue:T2 Content:T3",
    ]
    (tmp_path / "attributions" / "ferry_0a1b.ann").write_text("\n".join(lines), encoding="utf-8")
    (article,) = gold.read(tmp_path)
    assert article == Article("ferry", TEXT, ARTICLE.relations[:1])


def test_a_folder_without_annotations_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="attributions"):
        list(gold.read(tmp_path))


def test_every_variation_keeps_the_annotations_on_their_words() -> None:
    variants = set()
    for seed in range(60):
        article = varied(ARTICLE, random.Random(seed), ["Lindqvist", "Ek"])
        variants.add(article.text)
        assert [span.words(article.text) for span in article.relations[0].cue] == ["said"]
        assert article.relations[1].cue[0].words(article.text) == "believes"
        assert article.relations[0].source[0].words(article.text).startswith("Ada ")
        (first, second) = article.relations[0].content
        assert "We will sail," in first.words(article.text)
        assert "at noon." in second.words(article.text)
    assert len(variants) > 10


def test_surnames_are_those_of_full_names() -> None:
    assert surnames([ARTICLE]) == ["Crane", "Moss"]


def test_labels_distinguish_the_first_piece_of_a_run_from_the_others() -> None:
    (example,) = examples(ARTICLE, random.Random(4))
    assert example.flat.shape == (3, len(example))
    assert example.roles.shape == (2, len(example))
    content = example.roles[0]
    assert [int((content == label).sum()) for label in (1, 3)] == [1, 2]
    assert content[0] == content[-1] == 0
    batch = batched([example, example])
    assert batch.cues[:, 0].tolist() == [0, 0, 1, 1]
    assert batch.roles.shape == (4, len(example))


def test_training_learns_and_continues_from_a_checkpoint(network: TaggerNetwork, tmp_path: Path) -> None:
    weights_before = network.flat.weight.detach().clone()
    train(network, [ARTICLE] * 2, Plan(epochs=(1, 1), batch=2), tmp_path)
    trained = {name: value.clone() for name, value in network.state_dict().items()}
    assert not torch.equal(weights_before, trained["flat.weight"])
    train(network, [ARTICLE] * 2, Plan(epochs=(1, 1), batch=2), tmp_path)  # which is done already
    assert all(torch.equal(value, trained[name]) for name, value in network.state_dict().items())
    ends = [torch.load(tmp_path / f"descent-{epoch}.pt", weights_only=True)["flat.weight"] for epoch in (1, 2)]
    assert not torch.equal(*ends)
    assert torch.allclose(trained["flat.weight"], (ends[0] + ends[1]) / 2)


def test_an_exported_network_gives_the_same_output(network: TaggerNetwork, tmp_path: Path) -> None:
    export(network, tmp_path, int8=False)
    reading = read_paragraphs(TEXT, paragraphs(TEXT))
    pieces = cut(reading, attribute(reading.sentences))
    exported = Network(tmp_path)
    output = exported.read(pieces, slice(0, len(pieces)))
    roles = exported.link(output, [Run(6, 6), Run(17, 18)])
    (example,) = examples(ARTICLE, random.Random(4))
    batch = batched([example])
    with torch.no_grad():
        states = network.encode(batch.ids, batch.features, batch.mask)
        expected = network.roles(states, torch.tensor([[0, 7, 7], [0, 18, 19]]), batch.mask).log_softmax(-1)
    assert np.allclose(output.states, states[0].numpy(), atol=1e-4)
    assert np.allclose(roles, expected[:, 1:-1].numpy(), atol=1e-4)


def test_settings_are_fitted_to_the_right_attributions(network: TaggerNetwork, tmp_path: Path) -> None:
    export(network, tmp_path, int8=True)
    settings = calibrate(Network(tmp_path), [ARTICLE])
    assert 0.0 <= settings.probability([1.0] * len(settings.weights)) <= 1.0
