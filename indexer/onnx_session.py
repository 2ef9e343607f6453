"""Run exported networks: the door to onnxruntime and tokenizers, which load in a tenth of torch's time."""

from pathlib import Path
from typing import Any

from quotesearch.indexer.errors import ModelError


def session(path: Path, *, remedy: str, threads: int = 0) -> Any:  # noqa: ANN401 - onnxruntime is imported late
    """Return a graph, ready to run, which may serve several threads; ModelError with the remedy where it is none.

    Each run is done by so many `threads`, 0 for one a core.
    """
    import onnxruntime  # noqa: PLC0415 - only what embeds or extracts needs it

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # which costs on a busy machine
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # what onnxruntime raises has no public base
        raise ModelError(f"cannot load the network {path}: {error}; {remedy}") from error


def tokenizer(path: Path, *, remedy: str) -> Any:  # noqa: ANN401 - tokenizers is imported late
    """Return a tokenizer that neither pads nor cuts; ModelError with the remedy where the file is none."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - as above

    try:
        made = Tokenizer.from_file(str(path))
    except Exception as error:  # what tokenizers raises has no class of its own
        raise ModelError(f"cannot load the tokenizer {path}: {error}; {remedy}") from error
    made.no_padding()
    made.no_truncation()
    return made
