"""A wheel of this project holds the content and the manifest, and finds them when it runs from there."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
LOOK = """
import sys
sys.path.insert(0, sys.argv[1])
from voice_assistant import resources
from voice_assistant.models import load_models
assert resources.__file__.startswith(sys.argv[1]), resources.__file__
print([model.name for model in load_models()], sorted(path.name for path in resources.intents_dir().iterdir()))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built with the locked backend, which needs no network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_holds_all_content_and_the_manifest(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "voice_assistant/_data/models/manifest.toml" in names
    content = {path.relative_to(ROOT).as_posix() for path in (ROOT / "intents").rglob("*.yaml")}
    assert content
    assert {f"voice_assistant/_data/{path}" for path in content} <= names


def test_holds_licence_and_notices_and_no_weights(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("licenses/LICENSE", "licenses/THIRD-PARTY-NOTICES.md", "entry_points.txt"):
        assert any(name.endswith(wanted) for name in names), wanted
    assert not any(name.endswith((".mdl", ".fst")) for name in names)


def test_finds_its_content_when_it_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    command = [sys.executable, "-c", LOOK, str(tmp_path)]
    said = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert "vosk-small-en-us" in said
    assert "'trust'" in said
