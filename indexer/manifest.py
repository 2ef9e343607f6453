"""Say what an index was made with: format version, model, dimension and text recipe."""

from dataclasses import dataclass

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold what must stay the same for the life of an index."""

    model: str
    dimension: int
    recipe: str
    format: int = FORMAT
