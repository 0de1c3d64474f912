"""The recordings that are measured on: rows of a manifest, or a clear word that there are none."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.errors import UsageError

VARIABLE = "VOICE_ASSISTANT_TEST_AUDIO"


@dataclass(frozen=True, slots=True)
class Recording:
    """One row of a manifest."""

    path: Path
    group: str
    """Its folder in the set, as `words/yes`."""
    transcript: str
    seconds: float


def read_manifest(chosen: Path | None) -> tuple[Recording, ...]:
    """Return the rows of `chosen`, or of the shared set. Raises UsageError if it is not there or cannot be read."""
    path = chosen or _shared()
    path = path / "manifest.jsonl" if path.is_dir() else path
    try:
        rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
        return tuple(_recording(row, path.parent) for row in rows)
    except OSError as error:
        raise UsageError(f"The recordings are not here: {path}.", f"Give --audio PATH, or set {VARIABLE}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a manifest of recordings.") from error


def _recording(row: dict[str, object], folder: Path) -> Recording:
    path = str(row["path"])
    seconds = row.get("seconds")
    return Recording(
        path=folder / path,
        group=path.rpartition("/")[0],
        transcript=str(row.get("transcript") or ""),
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
    )


def _shared() -> Path:
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    # A checkout has the shared recordings beside it.
    return Path(__file__).resolve().parents[3] / "shared" / "audio"
