"""Found an index: its manifest, which holds for the life of the index, and an empty store."""

from pathlib import Path

from quotesearch.indexer.durable import writing_in
from quotesearch.indexer.encoder import DEFAULT_RECIPE, SentenceEncoder, checked_recipe
from quotesearch.indexer.errors import IndexNotFoundError
from quotesearch.indexer.manifest import Manifest, read_manifest
from quotesearch.indexer.protocols import Encoder
from quotesearch.indexer.store import Store


def agreed_manifest(folder: Path, *, create: bool, encoder: Encoder | None, recipe: str | None) -> Manifest:
    """Return the folder's manifest, made first where there is none and `create` is set."""
    try:
        manifest = read_manifest(folder)
    except IndexNotFoundError:
        if not create:
            raise
        manifest = _create(folder, encoder or SentenceEncoder(), recipe or DEFAULT_RECIPE)
    manifest.must_agree(folder, model=encoder.name if encoder else None, recipe=recipe)
    return manifest


def _create(folder: Path, encoder: Encoder, recipe: str) -> Manifest:
    """Make an empty index: the store before the manifest, so that where there is a manifest there is a store."""
    manifest = Manifest(encoder.name, encoder.dimension, checked_recipe(recipe))
    Store(folder / "store.sqlite", write=True).close()
    with writing_in(folder):
        manifest.write(folder / "manifest.json")
    return manifest
