"""Start the program `quotes`: set up its process, then import and run the commands.

Importing this module changes nothing in the process, and imports only what is in Python, so that the settings of `main`
come before all that they are for.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""New objects after which garbage is collected: more than the imports of a search make, so that they cause no
collection (Python's default of 700 costs 10 % of a search)."""
_NO_WINDOWS = "error: quotes does not run on Windows; use Linux, or the Windows Subsystem for Linux (WSL)\n"
"""Windows cannot delete a file that a process has mapped into memory, and a writer deletes files of an earlier commit
that it and other processes have mapped. Also, `os.kill(process, 0)` sends Ctrl-C there instead of testing whether the
process runs."""


def main(arguments: Sequence[str] | None = None, prog_name: str = "quotes") -> None:
    """Run the program as this process and exit; without `arguments`, those of the process are used."""
    if sys.platform == "win32":
        sys.stderr.write(_NO_WINDOWS)
        sys.exit(2)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # without it, Python looks for garbage once more at its exit
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads otherwise, for products that are small
    from quotesearch.search.terminal.commands import quotes

    quotes.main(arguments, prog_name)
