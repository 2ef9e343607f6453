"""Turn quotes into embeddings: recipes for the embedded text, and models with onnxruntime or sentence-transformers."""

from quotesearch.indexer.encoder.choosing import IndexEncoder, named_encoder
from quotesearch.indexer.encoder.onnx_encoder import OnnxEncoder
from quotesearch.indexer.encoder.recipes import DEFAULT_RECIPE, checked_recipe, recipe_text
from quotesearch.indexer.encoder.sentence import DEFAULT_MODEL, SentenceEncoder, load

__all__ = [
    "DEFAULT_MODEL",
    "DEFAULT_RECIPE",
    "IndexEncoder",
    "OnnxEncoder",
    "SentenceEncoder",
    "checked_recipe",
    "load",
    "named_encoder",
    "recipe_text",
]
