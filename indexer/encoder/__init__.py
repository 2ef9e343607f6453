"""Turn quotes into embeddings: recipes for the embedded text, models, and their fast exported form."""

from pathlib import Path

from quotesearch.indexer.encoder.exported import FAILED, ExportedEncoder
from quotesearch.indexer.encoder.recipes import DEFAULT_RECIPE, checked_recipe, recipe_text
from quotesearch.indexer.encoder.sentence import DEFAULT_MODEL, SentenceEncoder, load
from quotesearch.indexer.protocols import Encoder

__all__ = [
    "DEFAULT_MODEL",
    "DEFAULT_RECIPE",
    "ExportedEncoder",
    "SentenceEncoder",
    "checked_recipe",
    "forget_failed_export",
    "load",
    "quickest",
    "recipe_text",
]


def quickest(encoder: SentenceEncoder, folder: Path, *, make: bool) -> Encoder:
    """Return the export of the model in the folder, else the model itself; `make` exports a model that is not there."""
    exported = ExportedEncoder.in_folder(folder, encoder.name)
    if exported is None and make:
        from quotesearch.indexer.encoder.exporting import export  # noqa: PLC0415 - a search exports nothing

        exported = ExportedEncoder.in_folder(folder, encoder.name) if export(encoder, folder) else None
    return exported or encoder


def forget_failed_export(folder: Path) -> None:
    """Let the next writer try again to export a model into the folder, after an attempt that failed."""
    (folder / FAILED).unlink(missing_ok=True)
