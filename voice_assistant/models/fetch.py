"""A model from its publisher, or from a file the user has, to its place: whole and verified, or not at all."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from voice_assistant.errors import ModelError
from voice_assistant.models import maven
from voice_assistant.models.locate import model_folder
from voice_assistant.models.lock import alone
from voice_assistant.models.manifest import Model
from voice_assistant.models.unpack import unpack
from voice_assistant.models.verify import wrong_files

Progress = Callable[[int, int], None]
"""Told the bytes that have come and the bytes that will."""

Download = Callable[[str], Iterator[bytes]]
"""Maven coordinates to the archive, piece by piece. Raises ModelError if it can't be had."""

_WORK = ".fetching"
_FROM_HINT = "Try again, or use an archive you already have: voice-assistant models fetch --from PATH"


def silent(done: int, total: int) -> None:
    """Show no progress."""


def fetch(model: Model, root: Path, progress: Progress = silent, download: Download | None = None) -> Path:
    """Download `model` unless it is there and right, and return its folder under `root`.

    Raises ModelError if it can't be had or isn't what the manifest says; nothing is left behind then. Safe to be
    killed at any moment, and to run several times at once.
    """
    with _workplace(root) as work:
        target = model_folder(model, root)
        if not wrong_files(model, target):
            return target
        archive = work / "archive"
        _receive(model, (download or maven.download)(model.maven), archive, progress)
        return _put(model, archive, work, target)


def install(model: Model, source: Path, root: Path) -> Path:
    """Take `model` from `source`, a folder or archive the user has, and return its folder under `root`.

    Raises ModelError as `fetch` does.
    """
    with _workplace(root) as work:
        return _put(model, source, work, model_folder(model, root))


@contextmanager
def _workplace(root: Path) -> Iterator[Path]:
    """Yield an empty folder on the same disk as the models; no other process has one meanwhile."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with alone(root / ".lock"):
            work = root / _WORK
            # What an earlier run left when it was killed.
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        where, reason = error.filename or root, error.strerror or str(error)
        hint = "Free that place, or name another folder for models in VOICE_ASSISTANT_MODELS."
        raise ModelError(f"The model can't be put in its place: {where}: {reason}.", hint) from error


def _receive(model: Model, chunks: Iterator[bytes], archive: Path, progress: Progress) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > model.size:
                raise ModelError(f"The download of {model.name} is longer than it should be.", _FROM_HINT)
            digest.update(chunk)
            out.write(chunk)
            progress(size, model.size)
    if size < model.size:
        message = f"The download of {model.name} broke off after {size:,} of {model.size:,} bytes."
        raise ModelError(message, _FROM_HINT)
    if digest.hexdigest() != model.sha256:
        raise ModelError(f"The download of {model.name} has the wrong checksum and was thrown away.", _FROM_HINT)


def _put(model: Model, source: Path, work: Path, target: Path) -> Path:
    fresh = work / "model"
    fresh.mkdir()
    unpack(model, source, fresh)
    for folder in [fresh, *(path for path in fresh.rglob("*") if path.is_dir())]:
        _settle(folder)
    if target.exists():
        # A folder can't be replaced in one step; what is there is half a model, or the same one.
        target.rename(work / "old")
    fresh.rename(target)
    _settle(target.parent)
    return target


def _settle(folder: Path) -> None:
    """Have the names in `folder` on the disk before anything relies on them."""
    if os.name == "nt":  # which has no such call for folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
