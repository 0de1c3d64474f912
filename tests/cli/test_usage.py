"""What is asked for wrongly is one sentence and a hint; options may stand anywhere."""

import os
from pathlib import Path

import pytest

from tests.cli.running import Capture, objects, refused
from voice_assistant.cli import COMMANDS, main


def test_an_unknown_command_names_those_there_are(capsys: Capture) -> None:
    said = refused(capsys, "tlak")
    assert "tlak" in said
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "one", "two"),
        ("ask", "hello", "--nonsense"),
        ("ask", "hello", "--pack"),
        ("replay",),
        ("pack",),
        ("pack", "chekc"),
        ("bench", "nothing"),
        ("eval",),
        ("test",),
        ("models", "burn"),
        ("--nonsense",),
        ("talk", "extra"),
    ],
)
def test_a_usage_error_is_one_sentence_and_a_hint(capsys: Capture, arguments: tuple[str, ...]) -> None:
    said = refused(capsys, *arguments)
    assert "--help" in said


@pytest.mark.parametrize("arguments", [(), ("ask",), ("replay",), ("talk",)])
def test_help_is_no_error(capsys: Capture, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_the_version_is_one_line(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("voice-assistant ")


def test_an_option_is_not_guessed_from_its_beginning(capsys: Capture) -> None:
    assert "--js" in refused(capsys, "ask", "hello", "--js")


def test_a_pack_that_is_not_there_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    assert "nowhere" in refused(capsys, "ask", "hello", "--pack", str(tmp_path / "nowhere"))


def test_a_pack_that_is_a_file_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello", encoding="utf-8")
    assert "file" in refused(capsys, "ask", "hello", "--pack", str(tmp_path / "file"))


def test_options_stand_before_the_command_as_well_as_after_it(capsys: Capture, pack: Path) -> None:
    assert main(["--json", "--pack", str(pack), "ask", "which water"]) == 0
    before = objects(capsys)
    assert main(["ask", "which water", "--pack", str(pack), "--json"]) == 0
    assert objects(capsys) == before
    assert main(["--json", "ask", "--pack", str(pack), "which water"]) == 0
    assert objects(capsys) == before


def test_a_folder_may_have_the_name_of_a_command(capsys: Capture, pack: Path) -> None:
    renamed = pack.rename(pack.with_name("demo"))
    before = Path.cwd()
    os.chdir(renamed.parent)
    try:
        assert main(["--pack", "demo", "ask", "which water"]) == 0
    finally:
        os.chdir(before)
    assert "fresh water" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["test", "demo", "help", "forget"])
def test_a_question_may_be_the_name_of_a_command(capsys: Capture, pack: Path, text: str) -> None:
    assert main(["ask", text, "--pack", str(pack), "--json"]) == 0
    assert objects(capsys)[0]["heard"] == text
