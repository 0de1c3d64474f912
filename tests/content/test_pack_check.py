"""`pack check` tells every problem of a pack, and no command answers from a bad one."""

import contextlib
import json
from pathlib import Path

import pytest

from tests.content.spoiled import CHECK_UP, LEAVES_PHRASES
from tests.tiny_pack import replace
from voice_assistant.cli import main


def test_pack_check_says_that_a_pack_is_well(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert "3 topics" in out
    assert err == ""


def test_pack_check_takes_the_folder_one_stands_in(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(pack):
        code = main(["pack", "check", "."])
    assert (code, capsys.readouterr().err) == (0, "")


def test_pack_check_prints_one_line_a_problem_and_exits_2(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(pack, LEAVES_PHRASES, "how many spoons", "How many?")
    replace(pack, CHECK_UP, "partly", "perhaps")
    assert main(["pack", "check", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 3, "one line a problem, and one hint"
    assert "phrases/02-leaves.yaml:4: " in err
    assert "check-up.yaml:7: " in err
    assert "Traceback" not in err


def test_pack_check_as_json_is_one_object_a_problem_and_nothing_else(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(pack, LEAVES_PHRASES, "how many spoons", "How many?")
    replace(pack, CHECK_UP, "partly", "perhaps")
    assert main(["pack", "check", str(pack), "--json"]) == 2
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(found) == 2
    for each in found:
        assert set(each) == {"type", "name", "ok", "message", "fix"}
        assert each["type"] == "check"
        assert each["ok"] is False
    assert sorted(each["name"].split("tea/")[1] for each in found) == ["check-up.yaml:7", "phrases/02-leaves.yaml:4"]


def test_pack_check_of_no_folder_exits_2_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_every_command_refuses_a_bad_pack_with_exit_code_2(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "outside.yaml").write_text("none: [unclosed\n", encoding="utf-8")
    assert main(["ask", "which water", "--pack", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "outside.yaml:" in err
    assert "Traceback" not in err


def test_a_pack_of_another_subject_answers_like_any_other(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "which water", "--pack", str(pack)]) == 0
    assert "fresh water" in capsys.readouterr().out
