"""Export a model of sentence-transformers to ONNX once, so that a query does not load torch.

Most models can be exported: a transformer with a fast tokenizer, the mean or the first of its states, and no prompt.
The graph is the plain network with eager attention, pooling and normalisation, traced by TorchScript at opset 17, the
fastest of the ways that were measured. Matrices are stored in half precision and become single precision when the
graph is loaded, except the table of word pieces, of which only the rows that a text needs are converted. The cosine to
the original is 0.9999998. Int8 is twice as fast, but on debate2claim it kept only 88 % of the ten best results.
"""

import json
import logging
import shutil
import warnings
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from quotesearch.indexer.atomic_files import replace_text
from quotesearch.indexer.encoder.exported import FAILED, GRAPH, TOKENIZER, About, ExportedEncoder
from quotesearch.indexer.encoder.sentence import SentenceEncoder
from quotesearch.indexer.errors import ModelError

_OPSET = 17
_PROBES = ("Nobody asked us.", "“We cannot wait for another winter,” she said, “and will not wait for another year.”")
"""Texts on which the export must agree with the model."""
_LEAST_COSINE = 0.999
"""Cosine between the two embeddings of a probe; rounding to half precision costs less than 0.000001."""
_PASSING = (MemoryError, OSError)
"""Errors that may be gone at the next attempt, so they are not remembered."""
_logger = logging.getLogger(__name__)


def export(encoder: SentenceEncoder, folder: Path) -> bool:
    """Write the model of the encoder into the folder, complete or not at all; return whether that succeeded.

    A failure is logged, and a note in the folder remembers it for this model and this version of quotesearch: an
    attempt takes seconds, and each writer would make one.
    """
    attempt = {"model": encoder.name, "version": version("quotesearch")}
    if _failed_attempt(folder) == attempt:
        return False
    scratch = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)  # left by a process that was killed
    try:
        scratch.mkdir()
        _write(encoder, scratch)
        _compare(encoder, scratch)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    except ModelError:  # `encode` raises it again
        return False
    except Exception as error:  # noqa: BLE001 - the code of a model may raise anything
        remedy = "it is used as it is, and loads more slowly; quotes check --repair tries again"
        _logger.warning("cannot export the model %s (%s); %s", encoder.name, error, remedy)
        if not isinstance(error, _PASSING):
            _remember(attempt, folder)
        return False
    else:
        return True
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _failed_attempt(folder: Path) -> object:
    """Return the model and the version of the attempt that failed, None if there is no note of one."""
    with suppress(OSError, ValueError):
        return json.loads((folder / FAILED).read_text(encoding="utf-8"))
    return None


def _remember(attempt: dict[str, str], folder: Path) -> None:
    """Write a note of a failed attempt; if that is impossible, the next writer tries again."""
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        replace_text(folder / FAILED, json.dumps(attempt) + "\n")


def _compare(encoder: SentenceEncoder, folder: Path) -> None:
    """Raise ValueError if the export in the folder gives other embeddings than the model."""
    exported = ExportedEncoder.in_folder(folder, encoder.name)
    if exported is None or (exported.encode(_PROBES) * encoder.encode(_PROBES)).sum(axis=1).min() <= _LEAST_COSINE:
        raise ValueError("the export gives other embeddings")


def _write(encoder: SentenceEncoder, folder: Path) -> None:
    """Write the graph, the tokenizer and their description; ValueError for a model with parts that are not known."""
    model = encoder.model()
    pooling = _pooling(model)
    network = model[0].auto_model.eval()
    network.set_attn_implementation("eager")
    _trace(network, pooling, folder / GRAPH)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    About(encoder.name, encoder.dimension, int(model.max_seq_length)).write(folder)


def _pooling(model: Any) -> str:  # noqa: ANN401 - sentence-transformers is imported late
    """Return "mean" or "cls", how the model makes one row of its states; ValueError for any other kind of model."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or model.default_prompt_name:
        raise ValueError(f"it has other parts: {', '.join(kinds)}")
    mode = str(model[1].get_config_dict()["pooling_mode"])
    if mode not in ("mean", "cls"):
        raise ValueError(f"it pools by {mode}")
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
    _halve(path)


def _halve(path: Path) -> None:
    """Store the matrices of a graph in half precision."""
    import onnx  # noqa: PLC0415 - only an export needs it

    model = onnx.load(str(path))
    tables = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    names = _halve_matrices(model.graph)
    nodes = [_cast(name) for name in names if name not in tables]
    for node in model.graph.node:
        nodes.append(node)
        if node.op_type == "Gather" and node.input[0] in names:
            node.input[0] = f"{node.input[0]}.half"
            nodes.append(_cast(node.output[0]))
            node.output[0] = f"{node.output[0]}.half"
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))


def _halve_matrices(graph: Any) -> list[str]:  # noqa: ANN401 - onnx is imported late
    """Replace each matrix of the graph by its form in half precision, named NAME.half; return the names."""
    from onnx import TensorProto, numpy_helper  # noqa: PLC0415 - as above

    floats = (tensor for tensor in graph.initializer if tensor.data_type == TensorProto.FLOAT)
    matrices = [tensor for tensor in floats if len(tensor.dims) > 1]
    for matrix in matrices:
        half = numpy_helper.to_array(matrix).astype(np.float16)
        graph.initializer.remove(matrix)
        graph.initializer.append(numpy_helper.from_array(half, f"{matrix.name}.half"))
    return [matrix.name for matrix in matrices]


def _cast(name: str) -> Any:  # noqa: ANN401 - as above
    """Return the node that makes the tensor of that name from its form in half precision."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - as above

    return helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT)
