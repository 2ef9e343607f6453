"""Let one writer at a time into an index folder: the door to filelock.

The lock belongs to the process and goes with it, however that ends. The number of the process stands in
a file beside it, so that whoever waits in vain can say for whom.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from quotesearch.indexer.atomic_files import writing_in
from quotesearch.indexer.errors import IndexFolderError, IndexLockedError

WAIT_SECONDS = 10.0


class WriteLock:
    """Hold the lock of one index folder, or not."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is locked or written yet."""
        self._folder = folder
        self._holder = folder / "write.pid"
        self._lock: Any = None
        self._refused = False

    @property
    def held(self) -> bool:
        """Tell whether this object holds the lock."""
        return self._lock is not None

    def acquire(self, *, wait: float | None = None) -> None:
        """Take the lock, waiting for some seconds (WAIT_SECONDS); IndexLockedError that says who holds it.

        IndexFolderError where the folder cannot be written.
        """
        import filelock  # noqa: PLC0415 - readers that find all up to date have no need of it

        lock = filelock.FileLock(self._folder / "write.lock", thread_local=False)
        with writing_in(self._folder):
            try:
                lock.acquire(timeout=WAIT_SECONDS if wait is None else wait)
            except filelock.Timeout as error:
                remedy = "wait until it is done, or end it, and run this again"
                raise IndexLockedError(f"{self._who()} is writing to the index in {self._folder}; {remedy}") from error
            try:
                self._holder.unlink(missing_ok=True)
                with self._holder.open("x", encoding="utf-8") as file:  # which no link can lead elsewhere
                    file.write(str(os.getpid()))
            except OSError:  # the lock file can be written, but not the folder
                lock.release()
                raise
            self._lock = lock

    @contextmanager
    def taken(self, *, wait: float | None = None) -> Iterator[None]:
        """Hold the lock inside, waiting for it as `acquire` does if it is not held already."""
        with ExitStack() as release:
            if not self.held:
                release.callback(self.release)
                self.acquire(wait=wait)
            yield

    @contextmanager
    def if_free(self) -> Iterator[bool]:
        """Hold the lock inside if nobody else does and the folder can be written to; say whether it is held."""
        with ExitStack() as release:
            try:
                release.enter_context(self.taken(wait=0))
            except IndexFolderError as error:
                self._refused = not isinstance(error, IndexLockedError)
            yield self.held

    @property
    def out_of_reach(self) -> bool:
        """Tell whether the last try failed because the folder cannot be written, and nobody is writing there now."""
        return self._refused and not self._is_held_by_a_process()

    def release(self) -> None:
        """Let the lock go; releasing twice is releasing once."""
        if self._lock is not None:
            with suppress(OSError):  # a folder that has become unwritable: the next writer replaces the file
                self._holder.unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def _is_held_by_a_process(self) -> bool:
        """Tell whether the process that wrote `write.pid` still runs: the file may have outlived it."""
        process = self._process()
        if process <= 0:  # other numbers mean groups of processes
            return False
        try:
            os.kill(process, 0)
        except PermissionError:
            return True  # somebody else's process
        except (OSError, OverflowError):
            return False
        return True

    def _process(self) -> int:
        """Return the number in `write.pid`; 0 if there is none."""
        try:
            return int(self._holder.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def _who(self) -> str:
        """Name the process that holds the lock."""
        process = self._process()
        return f"process {process}" if process > 0 else "another process"
