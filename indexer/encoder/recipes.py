"""Recipes: the parts of a quote that are embedded."""

from quotesearch.indexer.records import IndexedQuote

DEFAULT_RECIPE = "speaker-quote-context"
_PARTS = ("title", "speaker", "quote", "context")


def recipe_text(indexed: IndexedQuote, recipe: str) -> str:
    """Return the text that is embedded with a quote: the parts that the recipe names, in the recipe's order.

    The parts are title, speaker, quote and context, joined by hyphens. Any other part raises ValueError. If two parts
    are the same text, it is embedded once.
    """
    parts = {
        "title": indexed.document_title,
        "speaker": _introduced(indexed),
        "quote": " ".join(indexed.quote.parts),
        "context": indexed.context,
    }
    names = checked_recipe(recipe).split("-")
    return " ".join(dict.fromkeys(text for name in names if (text := " ".join(parts[name].split()))))


def checked_recipe(recipe: str) -> str:
    """Return the name of the recipe. Raises ValueError if it lists an unknown part."""
    if unknown := [name for name in recipe.split("-") if name not in _PARTS]:
        raise ValueError(f"no part {unknown[0]!r} for the recipe {recipe!r}; there are {', '.join(_PARTS)}")
    return recipe


def _introduced(indexed: IndexedQuote) -> str:
    """Return the role and the name of the speaker, then a colon."""
    speaker = indexed.quote.speaker
    return f"{speaker.role} {speaker.name}:" if speaker.role else f"{speaker.name}:"
