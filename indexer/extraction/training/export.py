"""Write a trained network as two ONNX files, in float32 or with int8 weights.

`reader.onnx` gives a window's states and flat scores, `linker.onnx` the roles of each cue. Int8 is dynamic and per
channel, with 7 bits of range: where a processor has no VNNI, products of 8 bits would overflow.
"""

import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from quotesearch.indexer.extraction.training.network import FEATURES, TaggerNetwork

_OPSET = 17


class _Reader(nn.Module):
    """Read one window."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, casing: Tensor, place: Tensor, ruled: Tensor, opens: Tensor) -> tuple[Tensor, ...]:
        """Return states `(pieces, size)` and flat log probabilities `(pieces, 3, 3)`."""
        features = dict(zip(FEATURES, (casing[None], place[None], ruled[None], opens[None]), strict=True))
        states = self.network.encode(ids[None], features, None)
        return states[0], self.network.flat(states[0]).view(-1, 3, 3).log_softmax(-1)


class _Linker(nn.Module):
    """Give the roles of each cue of one window."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Return log probabilities `(cues, pieces, roles)`."""
        cues = torch.stack([torch.zeros_like(first), first, last], 1)
        return self.network.roles(states[None], cues, torch.ones_like(states[None, :, 0])).log_softmax(-1)


@dataclass(frozen=True, slots=True)
class _Graph:
    """Hold a module to export, an example of its inputs, their names, and the axes whose size may vary, by name."""

    module: nn.Module
    example: tuple[Tensor, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    axes: dict[str, dict[int, str]]


def export(network: TaggerNetwork, folder: Path, *, int8: bool) -> None:
    """Write `reader.onnx` and `linker.onnx` into the folder."""
    network.eval()
    row = torch.ones(12, dtype=torch.int64)
    states = torch.zeros(12, network.encoder.config.hidden_size)
    cue = torch.tensor([2, 5])
    inputs, outputs = ("ids", *FEATURES), ("states", "flat")
    pieces = {name: {0: "pieces"} for name in (*inputs, *outputs)}
    reader = _Graph(_Reader(network), (row + 1000, *(row for _ in FEATURES)), inputs, outputs, pieces)
    axes = {"states": {0: "pieces"}, "first": {0: "cues"}, "last": {0: "cues"}, "roles": {0: "cues", 1: "pieces"}}
    linker = _Graph(_Linker(network), (states, cue, cue + 1), ("states", "first", "last"), ("roles",), axes)
    _write(reader, folder / "reader.onnx", int8=int8)
    _write(linker, folder / "linker.onnx", int8=int8)


def _write(graph: _Graph, path: Path, *, int8: bool) -> None:
    """Export the graph, fold what can be folded and, with `int8`, quantise its matrices and embeddings."""
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of every size that it takes for fixed
        plain, ready = Path(scratch, "plain.onnx"), Path(scratch, "ready.onnx")
        torch.onnx.export(
            graph.module.eval(),
            graph.example,
            str(plain),
            input_names=list(graph.inputs),
            output_names=list(graph.outputs),
            dynamic_axes=graph.axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if not int8:
            shutil.copyfile(ready, path)
            return
        kinds = ["MatMul", "Gather"]
        quantize_dynamic(
            str(ready),
            str(path),
            op_types_to_quantize=kinds,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
