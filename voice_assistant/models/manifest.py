"""The manifest: what each model is, where it is published, and what every file of it must be."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_assistant.errors import ModelError
from voice_assistant.resources import models_manifest


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. `path` is relative, with forward slashes; `size` is in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the manifest. Sizes are in bytes."""

    name: str
    version: str
    purpose: str
    licence: str
    maven: str
    """Coordinates of the archive: `group:artifact:extension:version`."""
    size: int
    """Size of the archive."""
    sha256: str
    """SHA-256 of the archive."""
    files: tuple[ModelFile, ...]
    """Every file the model consists of."""
    needs: tuple[str, ...]
    """Files without which a folder is no model of this kind at all, whoever made it."""

    @property
    def unpacked(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


def read_manifest(path: Path) -> tuple[Model, ...]:
    """Return the models that the manifest at `path` names, in its order."""
    with path.open("rb") as stream:
        return tuple(_model(entry) for entry in tomllib.load(stream)["model"])


def load_models() -> tuple[Model, ...]:
    """Return the models of the manifest that comes with the program."""
    return read_manifest(models_manifest())


def pick(models: Sequence[Model], name: str) -> Model:
    """Return the model called `name`. Raises ModelError, naming the ones there are."""
    for model in models:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in models)
    raise ModelError(f"There is no model called {name}.", f"The models are: {known}")


def _model(entry: dict[str, Any]) -> Model:
    files = tuple(ModelFile(**file) for file in entry.pop("files"))
    return Model(files=files, needs=tuple(entry.pop("needs")), **entry)
