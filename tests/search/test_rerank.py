"""A reranker changes the order of the first candidates and nothing else."""

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
        self.inputs: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        self.inputs += [question, *texts]
        return [len(text) / 1000 for text in texts]


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with closing(open_storage(tmp_path / "index", create=True, encoder=HashEncoder())) as opened:
        pipeline.add(opened, [Record(article(number)) for number in range(12)], extractor=LineExtractor())
        yield opened


def test_the_first_candidates_have_the_order_of_the_reranker(storage: Storage) -> None:
    reranker = Longest()
    results = Searcher(storage, reranker=reranker).search(Query.of("harbour bridge", limit=5))
    reasons = [result.why[-1] for result in results]
    assert [(reason.retriever, reason.rank) for reason in reasons] == [("rerank", rank) for rank in range(1, 6)]
    assert [result.score for result in results] == [2 + reason.score for reason in reasons]
    assert [reason.score for reason in reasons] == sorted(
        (len(text) / 1000 for text in reranker.inputs[1:]), reverse=True
    )[:5]
    assert reranker.inputs[0] == "harbour bridge"


def test_shares_still_add_up_to_the_score(storage: Storage) -> None:
    for result in Searcher(storage, reranker=Longest()).search(Query.of("harbour", limit=20)):
        assert result.score == pytest.approx(sum(reason.share for reason in result.why))


def test_candidates_that_are_not_reranked_follow_in_their_order(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rerank, "RESCORED", 3)
    query = Query.of("harbour", limit=10, each=True)
    fused = [result.quote.id for result in Searcher(storage).search(query)]
    reranked = [result.quote.id for result in Searcher(storage, reranker=Longest()).search(query)]
    assert set(reranked[:3]) == set(fused[:3])
    assert reranked[3:] == fused[3:]


def test_pages_of_a_reranked_answer_are_one_list(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerank, "RESCORED", 5)
    searcher, query = Searcher(storage, reranker=Longest()), Query.of("harbour", limit=40, each=True)
    pages = [searcher.search(replace(query, limit=4, offset=at)) for at in range(0, 40, 4)]
    assert [result for page in pages for result in page] == list(searcher.search(query))


def test_a_list_without_words_is_not_reranked(storage: Storage) -> None:
    reranker = Longest()
    Searcher(storage, reranker=reranker).search(Query.of("", outlet="Gazette"))
    assert reranker.inputs == []


def test_a_folder_without_a_model_is_an_error_with_the_remedy(tmp_path: Path) -> None:
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


def test_a_cross_encoder_scores_query_and_text_together(model: Path) -> None:
    reranker = CrossEncoderReranker(str(model))
    first, second = reranker.scores("harbour", ["we sail", "dredging dredging"])
    assert 0 <= min(first, second) <= max(first, second) <= 1
    assert first != second
    assert reranker.scores("harbour", ["we sail"]) == pytest.approx([first], abs=1e-5)
