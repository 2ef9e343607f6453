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


def open_storage(  # noqa: PLR0913 - what may be chosen, each by its name
    address: str | PathLike[str],
    *,
    write: bool = False,
    create: bool = False,
    model: str | None = None,
    encoder: Encoder | None = None,
    recipe: str | None = None,
) -> Storage:
    """Open the index at an address, to read it or, with `write`, to change it.

    `create` makes one if there is none (and means `write`). `model`, `encoder` and `recipe` choose
    for a new index and must agree with an old one. IndexNotFoundError, IndexMismatchError, IndexLockedError,
    IndexDamagedError, and IndexFolderError if the folder cannot be used.
    """
    folder = Path(address)
    given = named_encoder(model) if encoder is None and model is not None else encoder

    def described() -> Description:
        """Return what to make a new index with."""
        chosen = given or named_encoder(DEFAULT_MODEL)
        new = Description(chosen.name, chosen.dimension, checked_recipe(recipe or DEFAULT_RECIPE))
        encoder_of(new).must_be_installed()
        return new

    def encoder_of(made_with: Description) -> IndexEncoder:
        """Return the encoder of an index; IndexMismatchError if another one was asked for."""
        _must_agree("model", given.name if given else None, made_with.model, folder)
        _must_agree("text recipe", recipe, made_with.recipe, folder)
        return IndexEncoder(made_with, given=given, folder=folder / ENCODER, export=write or create)

    return LocalStorage.open(folder, write=write, create=described if create else None, encoder_of=encoder_of)


def _must_agree(label: str, asked: str | None, made: str, folder: Path) -> None:
    """Raise IndexMismatchError if another model or recipe is asked for than the index was made with."""
    if asked is not None and asked != made:
        remedy = f"use that {label}, or index the articles again into another folder"
        raise IndexMismatchError(f"the index in {folder} was made with the {label} {made}, not {asked}; {remedy}")
