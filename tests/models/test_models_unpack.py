"""`fetch --from`: an archive or a folder the user has is taken whole and unchanged, or refused."""

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.models.tiny_model import ARCHIVE, CONTENT, TINY, assert_nothing_left, find, sends, write, zipped
from voice_assistant.errors import ModelError
from voice_assistant.models.fetch import fetch, install
from voice_assistant.models.locate import model_folder
from voice_assistant.models.verify import wrong_files


def test_install_takes_an_archive_of_any_common_kind(tmp_path: Path) -> None:
    (tmp_path / "tiny.aar").write_bytes(ARCHIVE)
    write(tmp_path / "loose", CONTENT)
    with tarfile.open(tmp_path / "tiny.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "loose", "some-model-1.0")
    with tarfile.open(tmp_path / "flat.tar", "w") as archive:
        archive.add(tmp_path / "loose", ".")
    for number, name in enumerate(["tiny.aar", "tiny.tar.gz", "flat.tar"]):
        folder = install(TINY, tmp_path / name, tmp_path / f"models{number}")
        assert wrong_files(TINY, folder) == [], name


@pytest.mark.parametrize("inside", [".", "outer/inner"])
def test_install_takes_the_models_folder_or_one_around_it(tmp_path: Path, inside: str) -> None:
    write(tmp_path / "mine" / inside, CONTENT | {"README": b"not needed"})
    folder = install(TINY, tmp_path / "mine", tmp_path / "models")
    assert find(tmp_path / "models") == folder
    assert not (folder / "README").exists()
    assert (tmp_path / "mine" / inside / "README").exists()


def test_install_mends_half_a_model_in_place(tmp_path: Path) -> None:
    write(model_folder(TINY, tmp_path / "models"), {"conf/model.conf": b"old"})
    (tmp_path / "tiny.aar").write_bytes(ARCHIVE)
    folder = install(TINY, tmp_path / "tiny.aar", tmp_path / "models")
    assert wrong_files(TINY, folder) == []
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [".lock", folder.name]


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_link(kind: bytes, target: str) -> bytes:
    info = tarfile.TarInfo("am/final.mdl")
    info.type, info.linkname = kind, target
    return tarred((info, b""))


def zip_link() -> bytes:
    info = zipfile.ZipInfo("am/final.mdl")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


WHOLE = {f"tiny/{path}": data for path, data in CONTENT.items()}


def bombed() -> bytes:
    return zipped(WHOLE | {"bomb": bytes(60_000_000)})


# Made when needed, as some are large; the key says what is wrong with each.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip, beside": (lambda: zipped(WHOLE | {"../evil": b"x"}), "outside its folder"),
    "zip, deep": (lambda: zipped(WHOLE | {"tiny/../../evil": b"x"}), "outside its folder"),
    "zip, absolute": (lambda: zipped(WHOLE | {"/evil": b"x"}), "outside its folder"),
    "zip, drive": (lambda: zipped(WHOLE | {"C:/evil": b"x"}), "outside its folder"),
    "zip, backslash": (lambda: zipped(WHOLE | {"..\\evil": b"x"}), "outside its folder"),
    "tar, beside": (lambda: tarred((tarfile.TarInfo("../evil"), b"x")), "outside its folder"),
    "tar, absolute": (lambda: tarred((tarfile.TarInfo("/evil"), b"x")), "outside its folder"),
    "zip, link": (zip_link, "holds a link"),
    "tar, link": (lambda: tar_link(tarfile.SYMTYPE, "/etc/passwd"), "holds a link"),
    "tar, hard link": (lambda: tar_link(tarfile.LNKTYPE, "../evil"), "holds a link"),
    "tar, pipe": (lambda: tar_link(tarfile.FIFOTYPE, ""), "holds a link"),
    "zip, bomb": (bombed, "far more than the model"),
    "tar, bomb": (lambda: tarred((tarfile.TarInfo("bomb"), bytes(60_000_000))), "far more than the model"),
    "many files": (lambda: zipped({f"{number}": b"" for number in range(6_000)}), "far more than the model"),
    "no model": (lambda: zipped({"readme.txt": b"hello"}), "isn't in"),
    "a part": (lambda: zipped({"tiny/am/final.mdl": CONTENT["am/final.mdl"]}), "only a part of the model"),
    "changed": (lambda: zipped(WHOLE | {"tiny/am/final.mdl": b"noises" * 100}), "wrong checksum"),
    "short": (lambda: zipped(WHOLE | {"tiny/am/final.mdl": b"short"}), "wrong checksum"),
    "long": (lambda: zipped(WHOLE | {"tiny/am/final.mdl": bytes(1_000_000)}), "wrong checksum"),
    "zip, cut": (lambda: ARCHIVE[:-200], "isn't an archive that can be read"),
    "zip, damaged": (lambda: ARCHIVE.replace(b"PK\x03\x04", b"PK\x03\x05"), "is damaged"),
    "tar, cut": (lambda: tarred((tarfile.TarInfo("am/final.mdl"), os.urandom(99_000)))[:-40_000], "is damaged"),
    "no archive": (lambda: b"not an archive at all", "isn't an archive that can be read"),
    "empty": (lambda: b"", "isn't an archive that can be read"),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_archive_is_refused_in_one_sentence_and_leaves_nothing(
    tmp_path: Path, make: Callable[[], bytes], said: str
) -> None:
    (tmp_path / "model.aar").write_bytes(make())
    with pytest.raises(ModelError, match=said) as caught:
        install(TINY, tmp_path / "model.aar", tmp_path / "models")
    assert "\n" not in caught.value.message
    assert caught.value.hint
    assert_nothing_left(tmp_path / "models")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.aar", "models"]


def test_half_a_folder_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "half", {"am/final.mdl": CONTENT["am/final.mdl"]})
    with pytest.raises(ModelError, match="only a part of the model"):
        install(TINY, tmp_path / "half", tmp_path / "models")
    with pytest.raises(ModelError, match="There is no file or folder"):
        install(TINY, tmp_path / "nowhere", tmp_path / "models")


def test_a_bad_archive_doesnt_touch_the_model_that_is_there(tmp_path: Path) -> None:
    folder = fetch(TINY, tmp_path / "models", download=sends(ARCHIVE))
    (tmp_path / "bad.aar").write_bytes(ARCHIVE[:-200])
    with pytest.raises(ModelError):
        install(TINY, tmp_path / "bad.aar", tmp_path / "models")
    assert wrong_files(TINY, folder) == []
