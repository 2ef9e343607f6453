"""Start the program `quotes`: set up its process, then import and run the commands.

Importing this module changes nothing in the process. The module imports only the standard library at its top, because
the settings of `main` must be made before numpy and the other libraries are imported.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""The number of new objects after which Python collects garbage.

The imports of a search make fewer, so they cause no collection. With Python's default of 700, collections during the
imports take 10 % of the time of a search.
"""
_NO_WINDOWS = "error: quotes does not run on Windows; use Linux, or the Windows Subsystem for Linux (WSL)\n"
"""Windows cannot delete a file that a process has mapped into memory, and a writer deletes files of an earlier commit
that it and other processes have mapped. Also, `os.kill(process, 0)` sends Ctrl-C there instead of testing whether the
process runs."""


def main(arguments: Sequence[str] | None = None, prog_name: str = "quotes") -> None:
    """Run the program and exit; without `arguments`, the arguments of the process are used."""
    if sys.platform == "win32":
        sys.stderr.write(_NO_WINDOWS)
        sys.exit(2)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # otherwise Python collects garbage again at exit
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, even for small products
    from quotesearch.search.terminal.commands import quotes

    quotes.main(arguments, prog_name)
