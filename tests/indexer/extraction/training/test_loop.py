"""Training follows its plan: learning rates, batches, windows with labels, calibration on held-out articles."""

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tagger.calibration import Settings
from quotesearch.indexer.extraction.tagger.decoding import FURTHEST
from quotesearch.indexer.extraction.training import __main__ as command
from quotesearch.indexer.extraction.training import calibration, loop
from quotesearch.indexer.extraction.training.examples import IGNORED, Example, batched, examples
from quotesearch.indexer.extraction.training.gold import Article, Relation
from quotesearch.indexer.extraction.training.loop import Plan
from quotesearch.indexer.extraction.training.network import Block
from quotesearch.indexer.model import Span

TEXT = "Moss said it fell.\nLind said no."


def place(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


ARTICLE = Article("a", TEXT, (Relation((place("Moss"),), (place("said"),), (place("it fell"),)),))


def example(chance: float = 0.5) -> Example:
    generator = random.Random(1)
    generator.random = lambda: chance  # type: ignore[method-assign]
    (window,) = examples(ARTICLE, generator)
    return window


def test_a_window_has_a_label_for_each_piece_and_each_cue() -> None:
    window = example()
    assert window.flat.tolist() == [
        [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert window.roles.tolist() == [[0, 1, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0]]
    assert window.cues.tolist() == [[2, 2]]
    assert len(window) == 12


def test_the_marks_of_the_rules_are_sometimes_hidden() -> None:
    assert example(0.15).inputs["ruled"].any()
    assert not example(0.14).inputs["ruled"].any()


def test_each_part_of_content_has_a_beginning_also_in_an_overlap() -> None:
    relations = (
        Relation((), (place("said"),), (place("Moss"), place("it fell"))),
        Relation((), (), (place("fell"),)),
    )
    (window,) = examples(Article("a", TEXT, relations), random.Random(1))
    assert window.flat[2].tolist() == [0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert window.roles.tolist() == [[0, 3, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0]]


def test_an_article_without_words_has_no_windows() -> None:
    assert examples(Article("a", " \n", ()), random.Random(1)) == []


def test_a_batch_is_filled_up_to_its_longest_window() -> None:
    (short,) = examples(Article("b", "It fell.", ()), random.Random(1))
    batch = batched([short, example()])
    assert batch.ids.shape == batch.mask.shape == (2, 12)
    assert batch.mask.sum(1).tolist() == [5, 12]
    assert batch.flat[0, :, 5:].unique().tolist() == [IGNORED]
    assert batch.ids[0, 5:].tolist() == [0] * 7
    assert batch.cues.tolist() == [[1, 2, 2]]
    assert batch.roles.shape == (1, 12)
    assert set(batch.features) == {"casing", "place", "ruled", "opens"}


def test_the_learning_rate_rises_then_falls_and_restarts_from_half() -> None:
    rates = loop._rates(Plan(epochs=(2, 1)), 200)
    assert len(rates) == 600
    assert rates[0] == pytest.approx(0.01)
    assert rates[99] == pytest.approx(1 - 99 / 400)
    assert rates[200] == pytest.approx(0.5)
    assert rates[399] == pytest.approx(0.02)
    assert rates[400] == pytest.approx(0.005)
    assert rates[500] == pytest.approx(0.25)


def test_batches_depend_on_seed_and_epoch_only() -> None:
    articles = [Article(str(number), f"It fell {number}. " * (number + 1), ()) for number in range(20)]

    def order(epoch: int, seed: int = 13) -> list[list[int]]:
        return [[len(window) for window in batch] for batch in loop._batches(articles, Plan(batch=4, seed=seed), epoch)]

    assert order(0) == order(0)
    assert order(0) != order(1)
    assert order(0) != order(0, seed=14)
    assert {len(batch) for batch in order(0)} == {4}
    assert sum(max(batch) - min(batch) for batch in order(0)) < 200


def test_encoder_and_heads_learn_at_their_own_rates() -> None:
    class Small(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder, self.head = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)

    network = Small()
    encoder, heads = loop._groups(network, Plan(encoder_rate=0.1, head_rate=0.2))  # type: ignore[arg-type]
    assert (encoder["lr"], encoder["base"], heads["lr"], heads["base"]) == (0.1, 0.1, 0.2, 0.2)
    assert [id(parameter) for parameter in encoder["params"]] == [
        id(parameter) for parameter in network.encoder.parameters()
    ]  # type: ignore[attr-defined]
    assert [id(parameter) for parameter in heads["params"]] == [
        id(parameter) for parameter in network.head.parameters()
    ]  # type: ignore[attr-defined]


def test_a_layer_reads_only_pieces_under_the_mask() -> None:
    torch.manual_seed(1)
    block = Block(160, 0.0).eval()
    states = torch.randn(1, 4, 160)
    mask = torch.tensor([[1, 1, 1, 0]])
    with torch.no_grad():
        states_before = block(states, mask)
        states[0, 3] *= -1
        assert torch.allclose(block(states, mask)[0, :3], states_before[0, :3], atol=1e-5)
        states[0, 2] *= -1
        assert not torch.allclose(block(states, mask)[0, :2], states_before[0, :2], atol=1e-3)
    assert states_before.shape == (1, 4, 160)
    assert FURTHEST == 256


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        ((10, 20), (0, 4), True),
        ((10, 15), (0, 4), True),
        ((10, 14), (0, 4), False),
        ((5, 20), (0, 4), True),
        ((10, 31), (0, 4), False),
        ((10, 20), (3, 9), True),
        ((10, 20), (4, 9), False),
        ((10, 20), None, False),
    ],
)
def test_a_tagged_attribution_is_right_with_half_the_content_and_some_of_the_source(
    content: tuple[int, int],
    source: tuple[int, int] | None,
    expected: bool,  # noqa: FBT001
) -> None:
    gold = Relation((Span(0, 4),), (), (Span(10, 20),))
    tagged = Attribution((Span(*content),), None, Span(*source) if source else None, 0, Frame(0))
    assert calibration._is_right(tagged.content, tagged, gold) is expected


def test_an_attribution_without_source_is_right_if_gold_has_none() -> None:
    tagged = Attribution((Span(10, 20),), None, None, 0, Frame(0))
    assert calibration._is_right(tagged.content, tagged, Relation((), (), (Span(10, 20),)))


def test_logistic_regression_finds_the_log_odds() -> None:
    evidence = np.array([[1.0, 0.0]] * 500 + [[1.0, 1.0]] * 500)
    right = np.array([1.0] * 100 + [0.0] * 400 + [1.0] * 400 + [0.0] * 100)
    assert calibration._fit(evidence, right) == pytest.approx([-np.log(4), 2 * np.log(4)], abs=0.1)


def test_the_command_trains_exports_and_calibrates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Article(str(number), TEXT, ()) for number in range(22)]
    calls: dict[str, object] = {}
    monkeypatch.setattr(command.gold, "read", lambda _: iter(articles))
    monkeypatch.setattr(command, "TaggerNetwork", lambda _: "network")
    monkeypatch.setattr(command, "Network", lambda folder: folder)
    monkeypatch.setattr(command, "train", lambda *arguments: calls.update(train=arguments))
    monkeypatch.setattr(command, "export", lambda *arguments, int8: calls.update(export=(*arguments, int8)))

    def calibrate(*arguments: object) -> Settings:
        calls["calibrate"] = arguments
        return Settings((1.0,), 0.3, 0.5)

    monkeypatch.setattr(command, "calibrate", calibrate)
    out = tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["training", "corpus", "--out", str(out), "--epochs", "1", "2", "--seed", "5"])
    command.main()
    training_articles = [article for article in articles if article.name != "7"]
    assert calls["train"] == ("network", training_articles, Plan(epochs=(1, 2), seed=5), out)
    assert calls["export"] == ("network", out, True)
    assert calls["calibrate"] == (out, [articles[7]])
    assert json.loads((out / "settings.json").read_text()) == {"weights": [1.0], "threshold": 0.3, "bias": 0.5}
    assert (out / "tokenizer.json").is_file()
