"""Turn quotes into embeddings: recipes for the embedded text, models, and their fast exported form."""

from quotesearch.indexer.encoder.choosing import IndexEncoder
from quotesearch.indexer.encoder.exported import ExportedEncoder
from quotesearch.indexer.encoder.recipes import DEFAULT_RECIPE, checked_recipe, recipe_text
from quotesearch.indexer.encoder.sentence import DEFAULT_MODEL, SentenceEncoder, load

__all__ = [
    "DEFAULT_MODEL",
    "DEFAULT_RECIPE",
    "ExportedEncoder",
    "IndexEncoder",
    "SentenceEncoder",
    "checked_recipe",
    "load",
    "recipe_text",
]
