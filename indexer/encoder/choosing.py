"""Choose the quicker of two forms of a model: what was exported into the index's folder, or the model itself."""

from pathlib import Path

from quotesearch.indexer.encoder.exported import ExportedEncoder
from quotesearch.indexer.encoder.sentence import SentenceEncoder
from quotesearch.indexer.protocols import Encoder


def quickest(encoder: SentenceEncoder, folder: Path, *, make: bool) -> Encoder:
    """Return the model's exported form in the folder, which is written first to `make` one, else the model itself."""
    there = ExportedEncoder.there(folder, encoder.name)
    if there is None and make:
        from quotesearch.indexer.encoder.exporting import export  # noqa: PLC0415 - who only searches exports nothing

        there = ExportedEncoder.there(folder, encoder.name) if export(encoder, folder) else None
    return there or encoder
