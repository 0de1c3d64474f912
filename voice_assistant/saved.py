"""What is kept on disk because the person asked for it, and how all of it goes."""

import shutil
from pathlib import Path

from voice_assistant.errors import DataError, UsageError

_NEVER_OURS = (".git", "pyproject.toml", ".bashrc", ".profile", ".zshrc", ".ssh", "Documents", "Desktop")
"""What holds one of these is somebody's work or home, and no data directory of this program."""


def forget_all(folder: Path) -> None:
    """Remove everything under the data directory, and the folder itself.

    Raises UsageError for a folder that cannot be ours, DataError if something in it cannot be removed.
    """
    if not folder.exists():
        return
    require_ours(folder)
    try:
        for item in folder.iterdir():
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item)
            else:
                item.unlink()
        folder.rmdir()
    except OSError as error:
        raise DataError(f"{folder} cannot be removed: {error.strerror}.", "Remove it by hand.") from error


def require_ours(folder: Path) -> None:
    """Raise UsageError for a folder that cannot be this program's data directory."""
    resolved = folder.resolve()
    around = {Path.home(), Path.cwd(), *Path.home().parents, *Path.cwd().parents}
    if not resolved.is_dir() or resolved in around or any((resolved / name).exists() for name in _NEVER_OURS):
        raise UsageError(f"{folder} is no data directory of this program.", "Nothing was removed.")
