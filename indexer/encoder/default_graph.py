"""Write the graph of the default model without its weights: `python -m quotesearch.indexer.encoder.default_graph`.

The graph is a file of 27 KB in this folder. It names the place of each weight in the installed `model.safetensors`. The
SHA-256 of that file is checked before a session maps it. So nothing has to be exported, and torch is not needed. Each
layer is a layer of BERT (Devlin et al., NAACL 2019) with onnxruntime's operators for attention and GELU. The states are
averaged and scaled to unit length, as sentence-transformers does. The graph loads in .06 s, an exported graph in .24 s.

Only this script needs the package `onnx`. Run it again if another model becomes the default.
"""

import json
import struct
from pathlib import Path
from typing import Any

from onnx import TensorProto, helper

from quotesearch.indexer import default_model
from quotesearch.indexer.encoder.onnx_encoder import DEFAULT_GRAPH

_LAYERS, _HEADS, _EPSILON = 6, 12, 1e-12
_OPSET, _ONNX_VERSION = 17, 8
"""The oldest versions that have all the operators, so that every supported onnxruntime can read the graph."""
_RUNTIME = "com.microsoft"
"""The domain of the operators that only onnxruntime has."""
_HEADER_BYTES = 8
"""The number of bytes in which a safetensors file gives the length of its header. The header is a JSON object."""


class _Graph:
    """Collect the nodes and the tensors of a graph. Each method adds a node and returns the name of its output."""

    def __init__(self, weights: Path) -> None:
        with weights.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(_HEADER_BYTES))
            self._header = json.loads(file.read(length))
        self._start = _HEADER_BYTES + length
        self._file_name = weights.name
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []

    def weight(self, name: str) -> str:
        """Add a tensor whose numbers stay in the file of weights."""
        described = self._header[name]
        start, end = described["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=described["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        places = {"location": self._file_name, "offset": self._start + start, "length": end - start}
        for key, value in places.items():
            tensor.external_data.add(key=key, value=str(value))
        self.tensors.append(tensor)
        return name

    def numbers(self, name: str, *values: int, scalar: bool = False) -> str:
        """Add a constant tensor of integers."""
        self.tensors.append(helper.make_tensor(name, TensorProto.INT64, [] if scalar else [len(values)], values))
        return name

    def node(self, kind: str, *inputs: str, output: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - onnx takes numbers and texts
        """Add a node."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def norm(self, states: str, prefix: str, *, output: str) -> str:
        """Add a layer normalisation. Its weights have this prefix."""
        weights = self.weight(f"{prefix}.LayerNorm.weight"), self.weight(f"{prefix}.LayerNorm.bias")
        return self.node("LayerNormalization", states, *weights, output=output, axis=-1, epsilon=_EPSILON)

    def linear(self, states: str, prefix: str) -> str:
        """Add a linear layer. Its weights have this prefix."""
        weights = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.node("Gemm", states, *weights, output=f"{prefix}.output", transB=1)


def graph_bytes(weights: Path) -> bytes:
    """Return the graph for a file of weights.

    It maps `ids` and `mask`, `(texts, pieces)`, to `rows`, `(texts, dimension)`.
    """
    graph = _Graph(weights)
    states = _embedded(graph)
    for layer in range(_LAYERS):
        states = _layer(graph, states, f"encoder.layer.{layer}")
    _pooled(graph, states)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "pieces"]) for name in ("ids", "mask")]
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["texts", default_model.DIMENSION])
    versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
    whole = helper.make_graph(graph.nodes, "encoder", inputs, [rows], graph.tensors)
    model = helper.make_model(whole, opset_imports=versions, ir_version=_ONNX_VERSION, producer_name="quotesearch")
    return bytes(model.SerializeToString(deterministic=True))


def _embedded(graph: _Graph) -> str:
    """Add the embeddings of word pieces, positions and the token type. Return the states, `(pieces, dimension)`."""
    graph.node("Shape", "ids", output="shape")
    graph.node("Concat", "shape", graph.numbers("dimension", default_model.DIMENSION), output="by_text", axis=0)
    graph.numbers("by_piece", -1, default_model.DIMENSION)
    zero, one = graph.numbers("zero", 0, scalar=True), graph.numbers("one", 1, scalar=True)
    length = graph.node("Gather", "shape", one, output="length")
    positions = graph.node("Range", zero, length, one, output="positions")
    tables = (("word", "ids"), ("position", positions), ("token_type", zero))
    words, places, kind = (
        graph.node("Gather", graph.weight(f"embeddings.{name}_embeddings.weight"), index, output=f"{name}.rows")
        for name, index in tables
    )
    placed = graph.node("Add", words, places, output="placed")
    summed = graph.node("Add", placed, kind, output="summed")
    states = graph.norm(summed, "embeddings", output="embedded")
    graph.node("Cast", "mask", output="attended", to=TensorProto.INT32)
    return graph.node("Reshape", states, "by_piece", output="states")


def _layer(graph: _Graph, states: str, prefix: str) -> str:
    """Add a layer of attention and a feed-forward network. Each has a residual connection."""
    parts = [
        graph.node("Reshape", graph.linear(states, f"{prefix}.attention.self.{part}"), "by_text", output=prefix + part)
        for part in ("query", "key", "value")
    ]
    attention = graph.node(
        "MultiHeadAttention", *parts, "", "attended", output=f"{prefix}.attention", domain=_RUNTIME, num_heads=_HEADS
    )
    flat = graph.node("Reshape", attention, "by_piece", output=f"{prefix}.attention.flat")
    mixed = graph.linear(flat, f"{prefix}.attention.output.dense")
    added = graph.node("Add", mixed, states, output=f"{prefix}.attention.sum")
    attended = graph.norm(added, f"{prefix}.attention.output", output=f"{prefix}.attended")
    wide = graph.linear(attended, f"{prefix}.intermediate.dense")
    active = graph.node("Gelu", wide, output=f"{prefix}.active", domain=_RUNTIME)
    narrow = graph.linear(active, f"{prefix}.output.dense")
    summed = graph.node("Add", narrow, attended, output=f"{prefix}.sum")
    return graph.norm(summed, f"{prefix}.output", output=f"{prefix}.states")


def _pooled(graph: _Graph, states: str) -> None:
    """Add the mean of each text's states without padding, scaled to unit length."""
    shaped = graph.node("Reshape", states, "by_text", output="states.by_text")
    mask = graph.node("Cast", "mask", output="mask.float", to=TensorProto.FLOAT)
    weights = graph.node("Unsqueeze", mask, graph.numbers("last_axis", -1), output="weights")
    weighed = graph.node("Mul", shaped, weights, output="weighed")
    total = graph.node("ReduceSum", weighed, graph.numbers("piece_axis", 1), output="total", keepdims=0)
    graph.node("LpNormalization", total, output="rows", axis=-1, p=2)


if __name__ == "__main__":
    DEFAULT_GRAPH.write_bytes(graph_bytes(default_model.checked_folder() / default_model.WEIGHTS))
