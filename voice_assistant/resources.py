"""Where the files that come with the program are: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def intents_dir() -> Path:
    """Return the folder that holds the content packs."""
    return _find("intents")


def models_manifest() -> Path:
    """Return the file that names each model the program needs."""
    return _find("models/manifest.toml")


def _find(name: str) -> Path:
    # The wheel's copy lies in `_data` (pyproject.toml maps it there); a checkout has none.
    installed = _PACKAGE / "_data" / name
    return installed if installed.exists() else _PACKAGE.parent / name
