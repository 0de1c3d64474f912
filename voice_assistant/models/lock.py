"""One process at a time. The system lets go of the lock when a process ends, however it ends."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.1

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, waiting for as long as another process has it. Raises OSError."""
    with path.open("ab") as stream:
        while not _held(stream.fileno()):
            time.sleep(_PAUSE)
        yield


def _held(handle: int) -> bool:
    try:
        _try(handle)
    except (BlockingIOError, PermissionError):  # what POSIX and Windows say when another has it
        return False
    return True
