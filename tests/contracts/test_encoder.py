"""The contract of every `Encoder`."""

import numpy as np
import pytest
from invented import HashEncoder

from quotesearch.indexer.encoder import DEFAULT_MODEL, OnnxEncoder, SentenceEncoder
from quotesearch.indexer.encoder.exporting import export
from quotesearch.indexer.protocols import Encoder

TEXTS = ["The harbour needs a second bridge.", "Fresh paint!", "", "The harbour needs a second bridge.", "x " * 2000]


@pytest.fixture(scope="module", params=[SentenceEncoder, OnnxEncoder, "exported", HashEncoder])
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Return an encoder of each kind. It is made once, because a model takes seconds to load."""
    if request.param is OnnxEncoder:
        return OnnxEncoder.of_default_model()
    if request.param != "exported":
        return request.param()
    folder = tmp_path_factory.mktemp("index") / "encoder"
    assert export(SentenceEncoder(), folder)
    exported = OnnxEncoder.in_folder(folder, DEFAULT_MODEL)
    assert exported is not None
    return exported


def test_each_text_has_a_unit_row(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_have_no_rows(encoder: Encoder) -> None:
    rows = encoder.encode([])
    assert (rows.shape, rows.dtype) == ((0, encoder.dimension), np.float32)


def test_a_text_has_the_same_embedding_in_any_company(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    assert together[0] == pytest.approx(together[3], abs=1e-5)
    assert encoder.encode(TEXTS[1:2])[0] == pytest.approx(together[1], abs=1e-5)


def test_other_words_have_another_embedding(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS[:2])
    assert float(rows[0] @ rows[1]) < 0.99


def test_it_has_a_name(encoder: Encoder) -> None:
    assert encoder.name.strip()
