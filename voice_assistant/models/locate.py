"""Where a model is, and whether all of it is there. Looks at names and sizes only, so it takes milliseconds."""

import os
from collections.abc import Sequence
from pathlib import Path

from voice_assistant.errors import ModelError
from voice_assistant.models.manifest import Model, ModelFile, load_models, pick

FETCH_HINT = "Get it with: voice-assistant models fetch"

_TELLING = 1_000_000
"""A file of at least so many bytes, with exactly the size in the manifest, tells which model a folder holds."""


def models_root() -> Path:
    """Return the folder that models are kept in. VOICE_ASSISTANT_MODELS overrides the user's data folder."""
    chosen = os.environ.get("VOICE_ASSISTANT_MODELS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("voice-assistant", appauthor=False) / "models"


def model_folder(model: Model, root: Path | None = None) -> Path:
    """Return where `model` is kept under `root` (default: `models_root()`), whether it is there or not."""
    return (root or models_root()) / f"{model.name}-{model.version}"


def find_model(name: str, override: Path | None = None, models: Sequence[Model] = (), root: Path | None = None) -> Path:
    """Return the folder of the model called `name`, or `override` if that holds a model of this kind.

    Raises ModelError if there is none, or only a part of one. `models` defaults to the program's manifest, `root` to
    `models_root()`.
    """
    model = pick(models or load_models(), name)
    if override is not None:
        return _chosen(model, override)
    folder = model_folder(model, root)
    if not folder.is_dir():
        raise ModelError(f"The model that {model.purpose} isn't there: {folder} doesn't exist.", FETCH_HINT)
    _require_whole(model, folder)
    return folder


def missing_files(model: Model, folder: Path) -> list[str]:
    """Return the files of `model` that `folder` lacks or that have another size there."""
    return [file.path for file in model.files if not _has(folder, file)]


def holds(model: Model, folder: Path) -> bool:
    """Say whether what is in `folder` is `model` itself, perhaps not all of it, and not another of its kind."""
    if all(file.size < _TELLING for file in model.files):
        return True
    return any(_has(folder, file) for file in model.files if file.size >= _TELLING)


def _chosen(model: Model, folder: Path) -> Path:
    hint = f"--model takes the folder that holds {model.needs[0]}; without --model the usual one is used."
    if not folder.is_dir():
        what = "is a file, not a model's folder" if folder.exists() else "doesn't exist"
        raise ModelError(f"There is no model at {folder}: it {what}.", hint)
    if holds(model, folder):
        _require_whole(model, folder)
        return folder
    lacking = [path for path in model.needs if not _filled(folder / path)]
    if len(lacking) == len(model.needs):
        raise ModelError(f"There is no model at {folder}: {lacking[0]} isn't in it.", hint)
    if lacking:
        raise ModelError(f"The model at {folder} isn't complete: {_some(lacking)} missing.", hint)
    return folder


def _require_whole(model: Model, folder: Path) -> None:
    lacking = missing_files(model, folder)
    if lacking:
        message = f"The model at {folder} isn't complete: {_some(lacking)} missing or cut short."
        raise ModelError(message, FETCH_HINT)


def _has(folder: Path, file: ModelFile) -> bool:
    try:
        return (folder / file.path).stat().st_size == file.size
    except OSError:
        return False


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _some(paths: Sequence[str]) -> str:
    if len(paths) == 1:
        return f"{paths[0]} is"
    return f"{paths[0]} and {len(paths) - 1} more are"
