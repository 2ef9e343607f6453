"""Export a model of sentence-transformers once, so that a query need not load torch: the door to onnx.

What can be exported is what most models are: a transformer with a fast tokenizer, the mean or the first of its states,
and no prompt. The graph is that of the plain network with eager attention, pooling and normalisation in it, traced by
TorchScript at opset 17, which of the ways tried runs fastest. Its matrices are kept in half precision, half the size,
and made single when it is loaded, of the table of word pieces only the rows that are asked for: the cosine to the
original is 0.9999998. Whole numbers (int8) are twice as fast, but of the top tens on debate2claim only 88 % stayed the
same.
"""

import logging
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from quotesearch.indexer.encoder.exported import GRAPH, TOKENIZER, About, ExportedEncoder
from quotesearch.indexer.encoder.sentence import SentenceEncoder

_OPSET = 17
_PROBES = ("Nobody asked us.", "“We cannot wait for another winter,” she said, “and will not wait for another year.”")
_CLOSE = 0.999
_logger = logging.getLogger(__name__)


def export(encoder: SentenceEncoder, folder: Path) -> bool:
    """Write the encoder's model into the folder, all or nothing; return whether that could be done.

    Where it cannot, or the export embeds otherwise than the model, nothing is left behind.
    """
    scratch = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
    try:
        scratch.mkdir()
        _write(encoder, scratch)
        made = ExportedEncoder.there(scratch, encoder.name)
        alike = made is not None and (made.encode(_PROBES) * encoder.encode(_PROBES)).sum(axis=1).min() > _CLOSE
        if alike:
            shutil.rmtree(folder, ignore_errors=True)
            scratch.rename(folder)
    except Exception as error:  # noqa: BLE001 - what a model's own code raises is not known
        _logger.info("%s stays with sentence-transformers: %s", encoder.name, error)
        return False
    else:
        return alike
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write(encoder: SentenceEncoder, folder: Path) -> None:
    """Write graph, tokenizer and what is known about them; ValueError for a model that is more than we know."""
    model = encoder.model()
    pooling = _pooling(model)
    network = model[0].auto_model.eval()
    network.set_attn_implementation("eager")
    _trace(network, pooling, folder / GRAPH)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    About(encoder.name, encoder.dimension, int(model.max_seq_length)).write(folder)


def _pooling(model: Any) -> str:  # noqa: ANN401 - sentence-transformers is imported late
    """Return how the model makes one row of its states; ValueError where it does more than that."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or model.default_prompt_name:
        raise ValueError(f"it has other parts: {', '.join(kinds)}")
    mode = str(model[1].get_config_dict()["pooling_mode"])
    if mode not in ("mean", "cls"):
        raise ValueError(f"it pools by {mode}")
    return mode


def _trace(network: Any, pooling: str, path: Path) -> None:  # noqa: ANN401 - as above
    """Write the graph from word pieces to unit rows."""
    import torch  # noqa: PLC0415 - takes seconds

    class Rows(torch.nn.Module):
        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = network(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask[..., None].to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean if pooling == "mean" else states[:, 0], dim=-1)

    made = Rows()
    made.network = network
    example = torch.ones(2, 9, dtype=torch.int64)
    axes = {"ids": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}, "rows": {0: "texts"}}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of every size that it takes for fixed
        torch.onnx.export(
            made,
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
    """Keep the matrices of a graph in half precision."""
    import onnx  # noqa: PLC0415 - only who exports needs it

    model = onnx.load(str(path))
    single, make_node = onnx.TensorProto.FLOAT, onnx.helper.make_node
    looked_up = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    halved, first = set[str](), []
    for held in [each for each in model.graph.initializer if each.data_type == single and len(each.dims) > 1]:
        half = onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(held).astype(np.float16), f"{held.name}.half")
        model.graph.initializer.remove(held)
        model.graph.initializer.append(half)
        halved.add(held.name)
        if held.name not in looked_up:
            first.append(make_node("Cast", [half.name], [held.name], to=single))
    rest = []
    for node in model.graph.node:
        rest.append(node)
        if node.op_type == "Gather" and node.input[0] in halved:
            found, node.input[0] = node.output[0], f"{node.input[0]}.half"
            node.output[0] = f"{found}.half"
            rest.append(make_node("Cast", [node.output[0]], [found], to=single))
    del model.graph.node[:]
    model.graph.node.extend([*first, *rest])
    onnx.save(model, str(path))
