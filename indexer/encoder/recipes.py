"""Say what is embedded of a quote: the parts that a recipe names."""

from quotesearch.indexer.records import IndexedQuote

DEFAULT_RECIPE = "speaker-quote-context"
_PARTS = ("title", "speaker", "quote", "context")


def recipe_text(indexed: IndexedQuote, recipe: str) -> str:
    """Return what is embedded of a quote: the parts that the recipe's name lists, in its order.

    The parts are title, speaker, quote and context, joined by hyphens; ValueError for any other.
    What a part repeats word for word is said once.
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
    """Return the recipe's name; ValueError if it lists a part that there is not."""
    if unknown := [name for name in recipe.split("-") if name not in _PARTS]:
        raise ValueError(f"no part {unknown[0]!r} for the recipe {recipe!r}; there are {', '.join(_PARTS)}")
    return recipe


def _introduced(indexed: IndexedQuote) -> str:
    """Return the speaker's role and name, with a colon as before speech."""
    speaker = indexed.quote.speaker
    return f"{speaker.role} {speaker.name}:" if speaker.role else f"{speaker.name}:"
