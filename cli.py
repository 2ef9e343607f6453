"""Start the program `quotes`: prepare its process, then import and run the commands.

Importing this module changes nothing in the process. Its top imports only the standard library, because `main` must
make its settings before numpy and the other libraries are imported.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Python collects garbage after this number of new objects.

The imports of a search make fewer objects, so no garbage is collected during them. With Python's default of 700, these
collections take 10 % of the time of a search.
"""
_NO_WINDOWS = "error: quotes does not run on Windows; use Linux, or the Windows Subsystem for Linux (WSL)\n"
"""The reason why the program does not run on Windows.

Windows cannot delete a file that a process has mapped into memory. But a writer deletes files of an earlier commit,
which it and other processes have mapped. Also, `os.kill(process, 0)` sends Ctrl-C on Windows; elsewhere it tests
whether the process runs.
"""


def main(arguments: Sequence[str] | None = None, prog_name: str = "quotes") -> None:
    """Run the program and exit. Without `arguments`, use the arguments of the process."""
    if sys.platform == "win32":
        sys.stderr.write(_NO_WINDOWS)
        sys.exit(2)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # otherwise Python collects garbage again at exit
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, even for small products
    from quotesearch.search.terminal.commands import quotes

    quotes.main(arguments, prog_name)
