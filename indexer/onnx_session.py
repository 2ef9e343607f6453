"""Load exported networks with onnxruntime and tokenizers. Loading takes a tenth of the time that torch needs."""

from pathlib import Path
from typing import Any

from quotesearch.indexer.errors import ModelError


def session(path: Path, *, remedy: str, weights: Path | None = None, threads: int = 0) -> Any:  # noqa: ANN401 - onnxruntime is imported late
    """Return a session that runs the graph. It is safe to use from many threads.

    If the graph cannot be loaded, the function raises a ModelError that ends with the remedy. `weights` is the folder
    of the weight files that the graph names. If it is None, they are in the folder of the graph. `threads` is the
    number of threads of one run; 0 means one thread for each core.
    """
    import onnxruntime  # noqa: PLC0415 - only embedding and extraction need it

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # spinning slows down a busy machine
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    if weights is not None:  # only a graph that is passed as bytes may have its weights in another folder
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    try:
        graph = str(path) if weights is None else path.read_bytes()
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no public base class
        raise ModelError(f"cannot load the network {path}: {error}; {remedy}") from error


def tokenizer(path: Path, *, remedy: str) -> Any:  # noqa: ANN401 - tokenizers is imported late
    """Return a tokenizer that neither pads nor truncates.

    If it cannot be loaded, raise a ModelError that ends with the remedy.
    """
    from tokenizers import Tokenizer  # noqa: PLC0415 - as above

    try:
        tokens = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises plain Exception
        raise ModelError(f"cannot load the tokenizer {path}: {error}; {remedy}") from error
    tokens.no_padding()
    tokens.no_truncation()
    return tokens
