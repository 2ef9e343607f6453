"""Lock an index folder, so that it has one writer at a time. Only this module imports filelock.

The operating system releases the lock when the process ends, for any reason. A file next to the lock has the number of
the process. So an error can name the process that is writing.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from quotesearch.indexer.atomic_files import writing_in
from quotesearch.indexer.errors import IndexFolderError, IndexLockedError

WAIT_SECONDS = 10.0
"""A writer waits this many seconds for another writer, before it raises IndexLockedError."""


class WriteLock:
    """Lock of one index folder."""

    def __init__(self, folder: Path) -> None:
        """Make a lock for the folder. Nothing is locked or written yet."""
        self._folder = folder
        self._pid_file = folder / "write.pid"
        self._lock: Any = None
        self._failed_to_write = False

    @property
    def is_held(self) -> bool:
        """Return whether this object holds the lock."""
        return self._lock is not None

    def acquire(self, *, wait: float | None = None) -> None:
        """Acquire the lock. Wait up to `wait` seconds for another process (default: WAIT_SECONDS).

        Raises an IndexLockedError that has the number of the process that holds the lock. Raises IndexFolderError if
        the folder cannot be written.
        """
        import filelock  # noqa: PLC0415 - not needed if the derived indexes are up to date

        lock = filelock.FileLock(self._folder / "write.lock", thread_local=False)
        with writing_in(self._folder):
            try:
                lock.acquire(timeout=WAIT_SECONDS if wait is None else wait)
            except filelock.Timeout as error:
                problem = f"{self._holder_name()} is writing to the index in {self._folder}"
                raise IndexLockedError(f"{problem}; wait until it ends, or end it; then run this again") from error
            try:
                self._pid_file.unlink(missing_ok=True)
                with self._pid_file.open("x", encoding="utf-8") as file:  # mode x does not follow a link
                    file.write(str(os.getpid()))
            except OSError:  # the lock file can be written, but the folder cannot
                lock.release()
                raise
            self._lock = lock

    @contextmanager
    def holding(self, *, wait: float | None = None) -> Iterator[None]:
        """Hold the lock inside the block. If this object does not hold it yet, acquire it as `acquire` does."""
        with ExitStack() as release:
            if not self.is_held:
                release.callback(self.release)
                self.acquire(wait=wait)
            yield

    @contextmanager
    def try_holding(self) -> Iterator[bool]:
        """Try to hold the lock inside the block, without waiting. Yield whether it is held.

        The lock is not held if another process holds it or if the folder cannot be written.
        """
        with ExitStack() as release:
            try:
                release.enter_context(self.holding(wait=0))
            except IndexFolderError as error:
                self._failed_to_write = not isinstance(error, IndexLockedError)
            yield self.is_held

    @property
    def is_unwritable(self) -> bool:
        """Return whether the last attempt failed because the folder cannot be written.

        If a process is writing to the folder now, return False.
        """
        return self._failed_to_write and not self._is_process_running()

    def release(self) -> None:
        """Release the lock. Further calls do nothing."""
        if self._lock is not None:
            with suppress(OSError):  # the folder has become read-only; the next writer replaces the file
                self._pid_file.unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def _is_process_running(self) -> bool:
        """Return whether the process that wrote `write.pid` is still running.

        A killed process does not delete the file.
        """
        number = self._process_number()
        if number <= 0:  # os.kill takes other numbers for process groups
            return False
        try:
            os.kill(number, 0)
        except PermissionError:
            return True  # a process of another user
        except (OSError, OverflowError):
            return False
        return True

    def _process_number(self) -> int:
        """Return the process number in `write.pid`. If the file is missing or has no number, return 0."""
        try:
            return int(self._pid_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def _holder_name(self) -> str:
        """Return a name for the process that holds the lock, for an error message."""
        number = self._process_number()
        return f"process {number}" if number > 0 else "another process"
