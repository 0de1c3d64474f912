"""A model's files out of a folder or an archive that nobody has to trust.

Only files that the manifest names are written, each up to its size and with its SHA-256 checked on the way. So an
archive can't write elsewhere or fill the disk; one that tries is refused before anything is written.
"""

import gzip
import hashlib
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from voice_assistant.errors import ModelError
from voice_assistant.models.manifest import Model, ModelFile

_CHUNK = 1 << 20
_MOST_MEMBERS = 5_000
_SPARE_BYTES = 50_000_000

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
Members = Mapping[str, Opener]

_CORRUPT = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,  # zipfile's word for an archive with a password
)


def unpack(model: Model, source: Path, into: Path) -> None:
    """Write the files of `model` from `source`, a folder or a zip or tar archive, into the folder `into`.

    Raises ModelError if the source doesn't hold the model, whole and unchanged, or isn't safe.
    """
    with _reading(model, source) as members:
        start = _start(model, source, members)
        wanted = {start + file.path: file for file in model.files}
        # In the order of the source: going back in a compressed tar means starting again.
        for name, opener in members.items():
            if name in wanted:
                _copy(wanted[name], opener, into, source)


@contextmanager
def _reading(model: Model, source: Path) -> Iterator[Members]:
    if not source.exists():
        raise ModelError(f"There is no file or folder {source}.", "Give a model's folder or its archive.")
    try:
        with ExitStack() as stack:
            yield _members(model, source, stack)
    except _CORRUPT as error:
        hint = "Fetch it again: it may have been cut short on the way."
        raise ModelError(f"The archive {source} is damaged and can't be read to its end.", hint) from error


def _members(model: Model, source: Path, stack: ExitStack) -> Members:
    if source.is_dir():
        return dict(_in_folder(source))
    limit = 3 * model.unpacked + _SPARE_BYTES
    if zipfile.is_zipfile(source):
        return dict(_in_zip(stack.enter_context(zipfile.ZipFile(source)), source, limit))
    if _is_tar(source):
        return dict(_in_tar(stack.enter_context(tarfile.open(source)), source, limit))
    hint = "Give a folder, or a whole .aar, .zip or .tar.gz file."
    raise ModelError(f"{source} isn't an archive that can be read, or only the beginning of one.", hint)


def _is_tar(source: Path) -> bool:
    try:
        return tarfile.is_tarfile(source)
    except _CORRUPT:
        return False


def _in_folder(source: Path) -> Iterator[tuple[str, Opener]]:
    count = 0
    for folder, _, names in os.walk(source):
        for name in names:
            count += 1
            if count > _MOST_MEMBERS:
                raise ModelError(f"{source} holds too many files to look through.", "Give the model's own folder.")
            path = Path(folder, name)
            yield path.relative_to(source).as_posix(), lambda path=path: path.open("rb")  # type: ignore[misc]


def _in_zip(archive: zipfile.ZipFile, source: Path, limit: int) -> Iterator[tuple[str, Opener]]:
    total = 0
    for number, info in enumerate(archive.infolist()):
        total += info.file_size
        _refuse_unsafe(source, info.filename, stat.S_ISLNK(info.external_attr >> 16))
        _refuse_huge(source, number, total, limit)
        if not info.is_dir():
            yield info.filename, lambda info=info: archive.open(info)  # type: ignore[misc]


def _in_tar(archive: tarfile.TarFile, source: Path, limit: int) -> Iterator[tuple[str, Opener]]:
    total = 0
    for number, info in enumerate(archive):
        total += info.size
        _refuse_unsafe(source, info.name, not (info.isfile() or info.isdir()))
        _refuse_huge(source, number, total, limit)
        if info.isfile():
            name = info.name.removeprefix("./")
            yield name, lambda info=info: closing(_tar_file(archive, info))  # type: ignore[misc]


def _tar_file(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(info)
    assert stream is not None  # only regular files get here
    return stream


def _refuse_unsafe(source: Path, name: str, link: bool) -> None:
    hint = "Nothing was unpacked. Use the archive its makers published."
    if link:
        raise ModelError(f"The archive {source} holds a link ({name!r}), which no model needs.", hint)
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ModelError(f"The archive {source} would write outside its folder ({name!r}).", hint)


def _refuse_huge(source: Path, number: int, total: int, limit: int) -> None:
    if number >= _MOST_MEMBERS or total > limit:
        raise ModelError(f"The archive {source} holds far more than the model.", "Nothing was unpacked.")


def _start(model: Model, source: Path, members: Members) -> str:
    """Return what stands before the model's own paths in `source`: "", or a folder with a closing slash."""
    best, lacking = "", [file.path for file in model.files]
    for start in dict.fromkeys(_starts(model, members)):
        absent = [file.path for file in model.files if start + file.path not in members]
        if len(absent) < len(lacking):
            best, lacking = start, absent
    if len(lacking) == len(model.files):
        raise ModelError(f"The model {model.name} isn't in {source}.", f"It is the folder with {model.needs[0]} in it.")
    if lacking:
        hint = "Give the whole model, or get it with: voice-assistant models fetch"
        raise ModelError(f"There is only a part of the model in {source}: {lacking[0]} is missing.", hint)
    return best


def _starts(model: Model, members: Members) -> Iterator[str]:
    for name in members:
        for file in model.files:
            if name == file.path or name.endswith("/" + file.path):
                yield name.removesuffix(file.path)


def _copy(file: ModelFile, opener: Opener, into: Path, source: Path) -> None:
    target = into / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with opener() as stream, target.open("wb") as out:
        while size <= file.size and (chunk := stream.read(_CHUNK)):
            size += len(chunk)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if size != file.size or digest.hexdigest() != file.sha256:
        hint = "The file was changed or cut short, or belongs to another version of the model."
        raise ModelError(f"{file.path} in {source} has the wrong checksum.", hint)
