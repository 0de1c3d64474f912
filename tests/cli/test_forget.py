"""`forget` removes all that was saved, after one question, and nothing that is not its own."""

from pathlib import Path

import pytest

from tests.cli.running import ROOT, Capture, objects, refused, run_typed
from voice_assistant.cli import main


@pytest.fixture(name="saved")
def saved_fixture(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "tapes").mkdir(parents=True)
    (folder / "tapes" / "one.tape").write_text("secret", encoding="utf-8")
    (folder / "save.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("answer", ["yes\n", "y\n", " YES \n"])
def test_forget_asks_once_and_removes_everything(capsys: Capture, saved: Path, answer: str) -> None:
    assert run_typed(answer, "forget", "--data-dir", str(saved)) == 0
    out, err = capsys.readouterr()
    assert not saved.exists()
    assert err.count("?") == 1
    assert "removed" in out


@pytest.mark.parametrize("answer", ["no\n", "\n", "", "yesterday\n", "nope"])
def test_forget_keeps_everything_unless_told_yes(capsys: Capture, saved: Path, answer: str) -> None:
    assert run_typed(answer, "forget", "--data-dir", str(saved)) == 0
    assert (saved / "tapes" / "one.tape").read_text(encoding="utf-8") == "secret"
    assert "Nothing was removed" in capsys.readouterr().out


def test_forget_yes_does_not_ask(capsys: Capture, saved: Path) -> None:
    assert main(["forget", "--yes", "--data-dir", str(saved)]) == 0
    out, err = capsys.readouterr()
    assert not saved.exists()
    assert "?" not in out + err


def test_forget_with_nothing_there_says_so(capsys: Capture, tmp_path: Path) -> None:
    assert main(["forget", "--data-dir", str(tmp_path / "data")]) == 0
    assert "Nothing is saved" in capsys.readouterr().out


def test_forget_leaves_the_models_and_what_a_link_points_to(capsys: Capture, saved: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / "model").write_text("weights", encoding="utf-8")
    (saved / "link").symlink_to(models)
    assert main(["forget", "--yes", "--data-dir", str(saved)]) == 0
    assert not saved.exists()
    assert (models / "model").read_text(encoding="utf-8") == "weights"


def test_forget_refuses_a_file(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    assert str(path) in refused(capsys, "forget", "--yes", "--data-dir", str(path))
    assert path.read_text(encoding="utf-8") == "mine"


def test_forget_refuses_a_folder_of_the_program_itself(capsys: Capture) -> None:
    assert str(ROOT) in refused(capsys, "forget", "--yes", "--data-dir", str(ROOT))
    assert (ROOT / "pyproject.toml").is_file()


def test_forget_refuses_a_folder_that_is_not_its_own(capsys: Capture, tmp_path: Path) -> None:
    """`--data-dir ~` must not empty somebody's home."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "Documents" / "thesis.txt").write_text("years of work", encoding="utf-8")
    (home / ".bashrc").write_text("", encoding="utf-8")
    assert str(home) in refused(capsys, "forget", "--yes", "--data-dir", str(home))
    assert (home / "Documents" / "thesis.txt").is_file()


def test_forget_as_json_prints_nothing_but_json(capsys: Capture, saved: Path) -> None:
    for _ in range(2):
        assert main(["forget", "--yes", "--json", "--data-dir", str(saved)]) == 0
        assert objects(capsys)
