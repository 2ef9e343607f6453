"""Open an index by its address: the only module that knows the backends.

An address is the path of a folder; `indexer/local/` keeps the index in it.
"""

from os import PathLike
from pathlib import Path

from quotesearch.indexer.encoder import DEFAULT_MODEL, DEFAULT_RECIPE, IndexEncoder, checked_recipe, named_encoder
from quotesearch.indexer.errors import IndexMismatchError
from quotesearch.indexer.local.index import ENCODER, LocalStorage
from quotesearch.indexer.protocols import Encoder, Storage
from quotesearch.indexer.records import Description


def open_storage(  # noqa: PLR0913 - the options of an index, each by its name
    address: str | PathLike[str],
    *,
    write: bool = False,
    create: bool = False,
    model: str | None = None,
    encoder: Encoder | None = None,
    recipe: str | None = None,
) -> Storage:
    """Open the index at an address for reading. With `write`, open it for writing.

    With `create`, which includes `write`, a folder without an index gets a new index. `model`, `encoder` and `recipe`
    describe a new index. For an existing index, they must agree with its description. Raises IndexNotFoundError,
    IndexMismatchError, IndexLockedError, IndexDamagedError, and IndexFolderError if the folder cannot be used.
    """
    folder = Path(address)
    user_encoder = named_encoder(model) if encoder is None and model is not None else encoder
    first_encoder = user_encoder or named_encoder(DEFAULT_MODEL)

    def new_description() -> Description:
        """Return the description of a new index. Raises ModelError if its model cannot be used."""
        recipe_name = checked_recipe(recipe or DEFAULT_RECIPE)
        description = Description(first_encoder.name, first_encoder.dimension, recipe_name)
        encoder_of(description).must_be_installed()
        return description

    def encoder_of(description: Description) -> IndexEncoder:
        """Return the encoder of an index.

        Raises IndexMismatchError if the user named another model or recipe.
        """
        _must_agree("model", user_encoder.name if user_encoder else None, description.model, folder)
        _must_agree("text recipe", recipe, description.recipe, folder)
        reusable = first_encoder if first_encoder.name == description.model else None  # it is loaded only once
        return IndexEncoder(description, user_encoder=reusable, folder=folder / ENCODER, export=write or create)

    return LocalStorage.open(folder, write=write, create=new_description if create else None, encoder_of=encoder_of)


def _must_agree(label: str, requested: str | None, stored: str, folder: Path) -> None:
    """Raise IndexMismatchError if the index has another model or recipe than the user requested.

    None means that the user requested none.
    """
    if requested is not None and requested != stored:
        remedy = f"use that {label}, or index the articles again into another folder"
        raise IndexMismatchError(f"the index in {folder} was made with the {label} {stored}, not {requested}; {remedy}")
