"""Export a model of sentence-transformers to ONNX once, so that a query does not load torch.

Most models can be exported. The model must be a transformer with a fast tokenizer, use the mean or the first of its
states, and have no prompt. The graph is the plain network with eager attention, pooling and normalisation. TorchScript
traces it at opset 17, which was the fastest of the measured ways. Int8 is twice as fast, but on debate2claim it kept
only 88 % of the ten best results.
"""

import json
import logging
import shutil
import warnings
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from quotesearch.indexer.atomic_files import replace_text
from quotesearch.indexer.encoder.onnx_encoder import FAILED, GRAPH, TOKENIZER, About, OnnxEncoder
from quotesearch.indexer.encoder.sentence import SentenceEncoder
from quotesearch.indexer.errors import ModelError

_OPSET = 17
_PROBES = ("Nobody asked us.", "“We cannot wait for another winter,” she said, “and will not wait for another year.”")
"""Texts on which the export must agree with the model."""
_LEAST_COSINE = 0.999
"""For each probe, the embeddings by the export and by the model must have a higher cosine than this."""
_PASSING = (MemoryError, OSError)
"""Errors that may be gone at the next attempt, so no note of them is written."""
_logger = logging.getLogger(__name__)


def export(encoder: SentenceEncoder, folder: Path) -> bool:
    """Write the model of the encoder into the folder, and return whether that succeeded. A failure leaves no export.

    A failure is logged. A note in the folder records it for this model and this version of quotesearch. Otherwise each
    writer would try again, and an attempt takes seconds.
    """
    attempt = {"model": encoder.name, "version": version("quotesearch")}
    if _failed_attempt(folder) == attempt:
        return False
    scratch = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)  # a process that was killed may have left it
    try:
        scratch.mkdir()
        _write(encoder, scratch)
        _compare(encoder, scratch)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    except ModelError:  # `encode` raises it again
        return False
    except Exception as error:  # noqa: BLE001 - the code of a model may raise anything
        remedy = "it is used without an export and loads more slowly; quotes check --repair tries again"
        _logger.warning("cannot export the model %s (%s); %s", encoder.name, error, remedy)
        if not isinstance(error, _PASSING):
            _remember(attempt, folder)
        return False
    else:
        return True
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _failed_attempt(folder: Path) -> object:
    """Return the model and the version of the attempt that failed. If there is no note of an attempt, return None."""
    with suppress(OSError, ValueError):
        return json.loads((folder / FAILED).read_text(encoding="utf-8"))
    return None


def _remember(attempt: dict[str, str], folder: Path) -> None:
    """Write a note of a failed attempt. If that is impossible, the next writer tries again."""
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        replace_text(folder / FAILED, json.dumps(attempt) + "\n")


def _compare(encoder: SentenceEncoder, folder: Path) -> None:
    """Raise ValueError if the export in the folder gives other embeddings than the model."""
    exported = OnnxEncoder.in_folder(folder, encoder.name)
    if exported is None or (exported.encode(_PROBES) * encoder.encode(_PROBES)).sum(axis=1).min() <= _LEAST_COSINE:
        raise ValueError("the export gives other embeddings")


def _write(encoder: SentenceEncoder, folder: Path) -> None:
    """Write the graph, the tokenizer and their description. Raises ValueError for a model with unknown parts."""
    model = encoder.model()
    pooling = _pooling(model)
    network = model[0].auto_model.eval()
    network.set_attn_implementation("eager")
    _trace(network, pooling, folder / GRAPH)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    About(encoder.name, encoder.dimension, int(model.max_seq_length)).write(folder)


def _pooling(model: Any) -> str:  # noqa: ANN401 - sentence-transformers is imported late
    """Return how the model makes one row of its states: "mean" or "cls".

    Raises ValueError for any other kind of model.
    """
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or model.default_prompt_name:
        raise ValueError(f"a model with the parts {', '.join(kinds)} cannot be exported")
    mode = str(model[1].get_config_dict()["pooling_mode"])
    if mode not in ("mean", "cls"):
        raise ValueError(f"a model that pools by {mode} cannot be exported")
    return mode


def _trace(network: Any, pooling: str, path: Path) -> None:  # noqa: ANN401 - as above
    """Write the graph that turns word pieces into unit rows."""
    import torch  # noqa: PLC0415 - takes seconds

    class Rows(torch.nn.Module):
        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = network(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask[..., None].to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean if pooling == "mean" else states[:, 0], dim=-1)

    rows = Rows()
    rows.network = network
    example = torch.ones(2, 9, dtype=torch.int64)
    axes = {"ids": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}, "rows": {0: "texts"}}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of each size that it treats as fixed
        torch.onnx.export(
            rows,
            (example, example),
            str(path),
            input_names=["ids", "mask"],
            output_names=["rows"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
