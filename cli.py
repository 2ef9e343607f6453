"""Start the program `quotes`: set up its process, then import and run the commands.

Importing this module changes nothing in the process, and imports only what is in Python, so that the settings of `main`
come before all that they are for.
"""

import atexit
import gc
import os
from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""New objects after which garbage is collected: more than the imports of a search make, so that they cause no
collection (Python's default of 700 costs 10 % of a search)."""


def main(arguments: Sequence[str] | None = None, prog_name: str = "quotes") -> None:
    """Run the program as this process and exit; without `arguments`, those of the process are used."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # without it, Python looks for garbage once more at its exit
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads otherwise, for products that are small
    from quotesearch.search.terminal.commands import quotes

    quotes.main(arguments, prog_name)
