"""Whether the files of a model are what the manifest says, byte for byte."""

import hashlib
from pathlib import Path

from voice_assistant.models.manifest import Model, ModelFile


def wrong_files(model: Model, folder: Path) -> list[str]:
    """Return the files of `model` that `folder` lacks or whose SHA-256 differs. Reads every byte."""
    return [file.path for file in model.files if not _right(folder / file.path, file)]


def _right(path: Path, file: ModelFile) -> bool:
    try:
        if path.stat().st_size != file.size:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
