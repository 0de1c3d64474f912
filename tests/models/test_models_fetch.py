"""Fetching: a model is whole, verified and in its place, or there is nothing that looks like one."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.tiny_model import ARCHIVE, CONTENT, TINY, assert_nothing_left, find, sends
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model
from voice_assistant.models.fetch import fetch
from voice_assistant.models.verify import wrong_files


def test_fetch_puts_the_whole_model_in_its_place_and_shows_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    folder = fetch(TINY, tmp_path / "new" / "folder", lambda *step: seen.append(step), sends(ARCHIVE))
    assert {path: (folder / path).read_bytes() for path in CONTENT} == CONTENT
    assert find(tmp_path / "new" / "folder") == folder
    assert seen == sorted(seen)
    assert seen[-1] == (len(ARCHIVE), len(ARCHIVE))


def test_fetch_leaves_a_model_that_is_there_alone(tmp_path: Path) -> None:
    fetch(TINY, tmp_path, download=sends(ARCHIVE))
    fetch(TINY, tmp_path, download=lambda _: pytest.fail("downloaded again"))


def test_fetch_repairs_a_model_that_was_changed(tmp_path: Path) -> None:
    folder = fetch(TINY, tmp_path, download=sends(ARCHIVE))
    (folder / "am/final.mdl").write_bytes(b"noises" * 100)
    assert wrong_files(TINY, folder) == ["am/final.mdl"]
    fetch(TINY, tmp_path, download=sends(ARCHIVE))
    assert wrong_files(TINY, folder) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (ARCHIVE[:-100], "broke off after"),
        (b"", "broke off after 0"),
        (ARCHIVE + b"more", "longer than it should be"),
        (ARCHIVE[:-1] + b"!", "wrong checksum"),
    ],
    ids=["cut", "empty", "long", "changed"],
)
def test_a_bad_download_leaves_nothing_behind(tmp_path: Path, sent: bytes, said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        fetch(TINY, tmp_path, download=sends(sent))
    assert "models fetch --from" in caught.value.hint
    assert_nothing_left(tmp_path)


def test_an_endless_download_is_ended(tmp_path: Path) -> None:
    def endless(_: str) -> Iterator[bytes]:
        while True:
            yield bytes(1024)

    with pytest.raises(ModelError, match="longer than it should be"):
        fetch(TINY, tmp_path, download=endless)
    assert_nothing_left(tmp_path)


def test_a_network_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken(_: str) -> Iterator[bytes]:
        yield ARCHIVE[:64]
        raise ModelError("The network broke off.")

    with pytest.raises(ModelError, match="broke off"):
        fetch(TINY, tmp_path, download=broken)
    assert_nothing_left(tmp_path)


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted(_: str) -> Iterator[bytes]:
        yield ARCHIVE[:64]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(TINY, tmp_path, download=interrupted)
    assert_nothing_left(tmp_path)


KILLED = """
import sys, time
from pathlib import Path
from voice_assistant.models.fetch import fetch
from voice_assistant.models.manifest import load_models
def slow(_):
    yield b"beginning"
    print("under way", flush=True)
    time.sleep(60)
fetch(load_models()[0], Path(sys.argv[1]), download=slow)
"""


def test_a_killed_fetch_is_no_model_and_doesnt_hinder_the_next(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
    with pytest.raises(ModelError, match="isn't there"):
        find_model(SPEECH_MODEL, root=tmp_path)
    folder = fetch(TINY, tmp_path, download=sends(ARCHIVE))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", folder.name]


def test_fetches_at_the_same_time_download_once_and_agree(tmp_path: Path) -> None:
    downloads: list[str] = []
    folders: list[Path] = []

    def slowly(coordinates: str) -> Iterator[bytes]:
        downloads.append(coordinates)
        for piece in sends(ARCHIVE)(coordinates):
            time.sleep(0.01)
            yield piece

    def one() -> None:
        folders.append(fetch(TINY, tmp_path, download=slowly))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert downloads == [TINY.maven]
    assert len(folders) == 4
    assert set(folders) == {find(tmp_path)}
    assert wrong_files(TINY, folders[0]) == []


def test_a_place_that_cant_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="can't be put in its place") as caught:
        fetch(TINY, tmp_path / "file" / "models", download=sends(ARCHIVE))
    assert "VOICE_ASSISTANT_MODELS" in caught.value.hint
