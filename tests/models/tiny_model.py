"""A model of three small files, as published and as found, for the tests beside this file."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voice_assistant.errors import ModelError
from voice_assistant.models import Model, find_model
from voice_assistant.models.manifest import ModelFile

CONTENT = {"am/final.mdl": b"sounds" * 100, "conf/model.conf": b"--speed=1\n", "graph/Gr.fst": b"words" * 200}


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_model(content: dict[str, bytes], archive: bytes) -> Model:
    files = [ModelFile(path, len(data), hashlib.sha256(data).hexdigest()) for path, data in content.items()]
    return Model(
        name="tiny",
        version="1",
        purpose="is for tests",
        licence="Apache-2.0",
        maven="org.example:tiny:aar:1",
        size=len(archive),
        sha256=hashlib.sha256(archive).hexdigest(),
        files=tuple(files),
        needs=("am/final.mdl", "conf/model.conf"),
    )


ARCHIVE = zipped({"assets/tiny/": b"", "classes.jar": b"x"} | {f"assets/tiny/{p}": d for p, d in CONTENT.items()})
TINY = a_model(CONTENT, ARCHIVE)


def sends(data: bytes) -> Callable[[str], Iterator[bytes]]:
    """Return a publisher that sends `data` in small pieces."""
    return lambda _coordinates: (data[start : start + 64] for start in range(0, len(data), 64))


def write(folder: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def find(root: Path, override: Path | None = None) -> Path:
    return find_model("tiny", override, [TINY], root)


def assert_nothing_left(root: Path) -> None:
    assert [path.name for path in root.iterdir()] == [".lock"]
    with pytest.raises(ModelError, match="isn't there"):
        find(root)
