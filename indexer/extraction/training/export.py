"""Write a trained network as two ONNX files, in float32 or with int8 weights.

`reader.onnx` gives a window's states and flat scores, `linker.onnx` the roles of each cue. Int8 is dynamic and per
channel, with 7 bits of range: where a processor has no VNNI, products of 8 bits would overflow.
"""

import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from quotesearch.indexer.extraction.training.network import FEATURES, TaggerNetwork

_OPSET = 17


class _Reader(nn.Module):
    """The part of the network that encodes one window."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, casing: Tensor, place: Tensor, ruled: Tensor, opens: Tensor) -> tuple[Tensor, ...]:
        """Return states `(pieces, size)` and flat log probabilities `(pieces, 3, 3)`."""
        features = dict(zip(FEATURES, (casing[None], place[None], ruled[None], opens[None]), strict=True))
        states = self.network.encode(ids[None], features, None)
        return states[0], self.network.flat(states[0]).view(-1, 3, 3).log_softmax(-1)


class _Linker(nn.Module):
    """The part of the network that scores the roles for each cue of a window."""

    def __init__(self, network: TaggerNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Return log probabilities `(cues, pieces, roles)`."""
        cues = torch.stack([torch.zeros_like(first), first, last], 1)
        return self.network.roles(states[None], cues, torch.ones_like(states[None, :, 0])).log_softmax(-1)


def export(network: TaggerNetwork, folder: Path, *, int8: bool) -> None:
    """Write `reader.onnx` and `linker.onnx` into the folder."""
    network.eval()
    row, cue = torch.ones(12, dtype=torch.int64), torch.tensor([2, 5])
    states = torch.zeros(12, network.encoder.config.hidden_size)
    axes = {name: {0: "pieces"} for name in ("ids", *FEATURES, "states", "flat")}
    _write(_Reader(network), (row + 1000, *(row for _ in FEATURES)), axes, folder / "reader.onnx", int8=int8)
    axes = {"states": {0: "pieces"}, "first": {0: "cues"}, "last": {0: "cues"}, "roles": {0: "cues", 1: "pieces"}}
    _write(_Linker(network), (states, cue, cue + 1), axes, folder / "linker.onnx", int8=int8)


def _write(
    module: nn.Module, example: tuple[Tensor, ...], axes: dict[str, dict[int, str]], path: Path, *, int8: bool
) -> None:
    """Export the module, fold what can be folded and, with `int8`, quantise its matrices and embeddings.

    `example` are values of its inputs; `axes` names the inputs, then the outputs, with the axes whose size may vary.
    """
    names = list(axes)
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of every size that it takes for fixed
        plain, ready = Path(scratch, "plain.onnx"), Path(scratch, "ready.onnx")
        torch.onnx.export(
            module.eval(),
            example,
            str(plain),
            input_names=names[: len(example)],
            output_names=names[len(example) :],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if not int8:
            shutil.copyfile(ready, path)
            return
        quantize_dynamic(
            str(ready),
            str(path),
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
