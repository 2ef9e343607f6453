"""A slower model orders the first candidates again, and nothing else changes."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer import pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Storage
from quotesearch.search import rerank
from quotesearch.search.query import Query
from quotesearch.search.rerank import CrossEncoderReranker
from quotesearch.search.searcher import Searcher


class Longest:
    """Score a text by its length."""

    name = "longest"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        self.asked += [question, *texts]
        return [len(text) / 1000 for text in texts]


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with closing(open_storage(tmp_path / "index", create=True, encoder=HashEncoder())) as opened:
        pipeline.add(opened, [Record(article(number)) for number in range(12)], extractor=LineExtractor())
        yield opened


def test_the_first_candidates_stand_in_the_order_of_the_reranker(storage: Storage) -> None:
    reranker = Longest()
    results = Searcher(storage, reranker=reranker).search(Query.of("harbour bridge", limit=5))
    said = [found.why[-1] for found in results]
    assert [(each.retriever, each.rank) for each in said] == [("rerank", rank) for rank in range(1, 6)]
    assert [found.score for found in results] == [2 + each.score for each in said]
    assert [each.score for each in said] == sorted((len(text) / 1000 for text in reranker.asked[1:]), reverse=True)[:5]
    assert reranker.asked[0] == "harbour bridge"


def test_shares_still_add_up_to_the_score(storage: Storage) -> None:
    for found in Searcher(storage, reranker=Longest()).search(Query.of("harbour", limit=20)):
        assert found.score == pytest.approx(sum(said.share for said in found.why))


def test_what_is_not_scored_again_stands_below_in_its_order(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerank, "RESCORED", 3)
    asked = Query.of("harbour", limit=10, each=True)
    plain = [found.quote.id for found in Searcher(storage).search(asked)]
    again = [found.quote.id for found in Searcher(storage, reranker=Longest()).search(asked)]
    assert set(again[:3]) == set(plain[:3])
    assert again[3:] == plain[3:]


def test_pages_of_a_reranked_answer_are_one_list(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerank, "RESCORED", 5)
    searcher, asked = Searcher(storage, reranker=Longest()), Query.of("harbour", limit=40, each=True)
    pages = [searcher.search(replace(asked, limit=4, offset=at)) for at in range(0, 40, 4)]
    assert [one for page in pages for one in page] == list(searcher.search(asked))


def test_a_list_without_words_is_not_scored_again(storage: Storage) -> None:
    reranker = Longest()
    Searcher(storage, reranker=reranker).search(Query.of("", outlet="Gazette"))
    assert reranker.asked == []


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give --rerank a folder"):
        CrossEncoderReranker(str(tmp_path)).scores("harbour", ["We sail"])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small cross-encoder that has learned nothing."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast  # noqa: PLC0415 - slow

    folder = tmp_path_factory.mktemp("model")
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] harbour we sail dredging".split()
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    config = BertConfig(vocab_size=len(words), num_labels=1, initializer_range=1.0, **size)
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab={word: number for number, word in enumerate(words)}).save_pretrained(folder)
    return folder


def test_a_cross_encoder_scores_question_and_text_together(model: Path) -> None:
    reranker = CrossEncoderReranker(str(model))
    one, other = reranker.scores("harbour", ["we sail", "dredging dredging"])
    assert 0 <= min(one, other) <= max(one, other) <= 1
    assert one != other
    assert reranker.scores("harbour", ["we sail"]) == pytest.approx([one], abs=1e-5)
