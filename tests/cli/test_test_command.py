"""`test`: conversation tests are found, run and told, and a mistake in one is named with its line."""

from pathlib import Path

import pytest

from tests.cli.running import Capture, objects, refused
from voice_assistant.cli import main

PASSES = "name: it passes\nsteps:\n  - {user: what are the signs, says: signs}\n"
FAILS = "name: it fails\nsteps:\n  - {user: what are the signs, says: mistakes}\n"
EXPECTED = "name: known\nxfail: not built yet\nsteps:\n  - {user: what are the signs, says: mistakes}\n"
UNEXPECTED = "name: mended\nxfail: not built yet\nsteps:\n  - {user: what are the signs, says: signs}\n"


def scenario(folder: Path, *documents: str) -> str:
    path = folder / "some.conversation.yaml"
    path.write_text("---\n".join(documents), encoding="utf-8")
    return str(path)


def test_conversation_tests_are_told_one_a_line(capsys: Capture, tmp_path: Path) -> None:
    path = scenario(tmp_path, PASSES, FAILS, EXPECTED, UNEXPECTED)
    assert main(["test", "--json", path]) == 1
    found = objects(capsys)
    assert [(each["name"], each["outcome"]) for each in found] == [
        ("it passes", "passed"),
        ("it fails", "failed"),
        ("known", "xfailed"),
        ("mended", "failed"),
    ]
    assert all(set(each) == {"type", "name", "outcome", "message"} and each["type"] == "test" for each in found)
    assert "some.conversation.yaml:7" in found[1]["message"]
    assert "'mistakes' was not said" in found[1]["message"]
    assert "not built yet" in found[2]["message"]
    assert "xfail" in found[3]["message"]


@pytest.mark.parametrize(("document", "code"), [(PASSES, 0), (FAILS, 1), (EXPECTED, 0), (UNEXPECTED, 1)])
def test_the_exit_code_says_whether_all_went_as_written(
    capsys: Capture, tmp_path: Path, document: str, code: int
) -> None:
    assert main(["test", scenario(tmp_path, document)]) == code
    out = capsys.readouterr().out
    assert f"{1 - code} passed, {code} failed" in out


def test_a_folder_of_conversations_is_searched(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    scenario(tmp_path / "deep", PASSES)
    assert main(["test", str(tmp_path)]) == 0
    assert "1 passed" in capsys.readouterr().out


def test_a_missing_conversation_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    assert "nowhere" in refused(capsys, "test", str(tmp_path / "nowhere.conversation.yaml"))


def test_a_folder_without_conversations_is_not_a_success(capsys: Capture, tmp_path: Path) -> None:
    """A misspelt path must not look like a passed test."""
    assert "no conversations" in refused(capsys, "test", str(tmp_path))


@pytest.mark.parametrize(
    ("document", "line", "what"),
    [
        ("name: [unclosed\n", 2, "YAML"),
        ("name: a\nsetps: []\n", 2, "unknown key 'setps'"),
        ("name: a\nsteps:\n  - {user: a, audio: b.wav}\n", 3, "exactly one"),
        ("name: a\nsteps:\n  - {says: signs}\n", 3, "exactly one"),
        ("name: a\nsteps:\n  - user: a\n    sasy: signs\n", 4, "did you mean 'says'"),
        ("name: a\nsteps:\n  - user: a\n    state: asleep\n", 4, "asleep"),
        ("name: a\nsteps:\n  - silence: a while\n", 3, "seconds"),
        ("name: a\nsteps:\n  - silence: nan\n", 3, "seconds"),
        ("name: a\nsteps: []\n", 1, "steps"),
        ("", 1, "no conversation"),
    ],
)
def test_a_conversation_that_is_written_wrongly_is_named_with_its_line(
    capsys: Capture, tmp_path: Path, document: str, line: int, what: str
) -> None:
    said = refused(capsys, "test", scenario(tmp_path, document))
    assert f"some.conversation.yaml:{line}: " in said
    assert what in said


def test_a_conversation_of_a_pack_that_is_not_there_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    assert "nowhere" in refused(capsys, "test", scenario(tmp_path, "pack: nowhere\n" + PASSES))


def test_a_conversation_that_starts_at_no_question_fails(capsys: Capture, tmp_path: Path) -> None:
    assert main(["test", "--json", scenario(tmp_path, "start: q99\n" + PASSES)]) == 1
    assert "q99" in objects(capsys)[0]["message"]
