"""A file that another process of ours can write and that leaves nothing on a disk, where the system has such."""

import os
import sys
import tempfile
from pathlib import Path


class MemoryFile:
    """A place for one recording, handed to a child process by path.

    On Linux it is memory without a name, gone when the last process lets go of it, also after a crash. Elsewhere
    it is a file in a folder that only the owner may open, removed as soon as it has been read.
    """

    def __init__(self, suffix: str = ".wav") -> None:
        """Make it empty. `suffix` matters to engines that choose the format by the name."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if sys.platform == "linux":
            self._fd = os.memfd_create("speech")
            self.path = f"/proc/self/fd/{self._fd}"
            self.inherit: tuple[int, ...] = (self._fd,)
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="speech-", ignore_cleanup_errors=True)
            self.path = str(Path(self._folder.name) / f"speech{suffix}")
            self.inherit = ()

    def read(self) -> bytes:
        """Return what was written; b"" if nothing was."""
        if sys.platform == "linux":
            return os.pread(self._fd, os.fstat(self._fd).st_size, 0)
        path = Path(self.path)
        return path.read_bytes() if path.exists() else b""

    def close(self) -> None:
        """Let go of it. The content is gone once the child has ended too."""
        if self._folder is not None:
            self._folder.cleanup()
        elif self.inherit:
            os.close(self._fd)
            self.inherit = ()
