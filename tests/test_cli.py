"""The command line as a user meets it: exit codes, one sentence for each mistake, and nothing but JSON on request."""

import io
import json
import os
import signal
import stat
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.tiny_pack import make_pack
from voice_assistant.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = Path(__file__).parent / "recordings"
TURN = {
    "type", "n", "heard", "confidence", "state", "matches", "decision", "offered", "understood", "slots", "reply",
    "replies",
}  # fmt: skip
TIMES = {"source", "start", "end", "endpoint_delay"}
Capture = pytest.CaptureFixture[str]


@pytest.fixture(name="pack")
def pack_fixture(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "packs")


@contextmanager
def typed(stdin: io.TextIOBase) -> Iterator[None]:
    """Let standard input be this."""
    before, sys.stdin = sys.stdin, stdin
    try:
        yield
    finally:
        sys.stdin = before


def run_typed(text: str | bytes, *arguments: str) -> int:
    """Run a command with this on standard input."""
    raw = text.encode() if isinstance(text, str) else text
    with typed(io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")):
        return main(arguments)


def objects(capsys: Capture) -> list[dict[str, Any]]:
    """Return what is on standard output, which must be one JSON object a line."""
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(isinstance(each, dict) and "type" in each for each in found)
    return found


def refused(capsys: Capture, *arguments: str) -> str:
    """Run a command that the user has to change; return what it says."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("voice-assistant: ")
    assert "Traceback" not in err
    assert 1 <= len(err.strip().splitlines()) <= 3
    return err


def wav(path: Path, seconds: float, rate: int = 16_000, channels: int = 1) -> Path:
    """Write silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.zeros(round(seconds * rate) * channels, "<i2").tobytes())
    return path


def process(*arguments: str, **more: Any) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "voice_assistant", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, **more)


# What is asked for wrongly --------------------------------------------------------------------------------------------


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
    refused(capsys, "ask", "hello", "--js")


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


# Exit codes -----------------------------------------------------------------------------------------------------------


class BrokenInput(io.StringIO):
    """Standard input that fails in a way nobody thought of, quoting what was typed."""

    def read(self, size: int | None = -1, /) -> str:
        raise ZeroDivisionError("he hit me")


class InterruptedInput(io.StringIO):
    """Somebody presses Ctrl-C instead of typing."""

    def read(self, size: int | None = -1, /) -> str:
        raise KeyboardInterrupt


def test_a_bug_of_ours_is_3_with_a_log_that_quotes_nobody(capsys: Capture, pack: Path) -> None:
    with typed(BrokenInput()):
        assert main(["ask", "-", "--pack", str(pack)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
    log = Path(err.strip().split()[-1])
    try:
        text = log.read_text(encoding="utf-8")
        assert "ZeroDivisionError" in text
        assert "ask.py" in text
        assert "he hit me" not in text.replace('raise ZeroDivisionError("he hit me")', "")
        if os.name == "posix":
            assert stat.S_IMODE(log.stat().st_mode) == 0o600
    finally:
        log.unlink()


def test_an_interruption_is_130_and_says_nothing(capsys: Capture, pack: Path) -> None:
    with typed(InterruptedInput()):
        assert main(["ask", "-", "--pack", str(pack)]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT to send to one process")
def test_ctrl_c_in_a_typed_conversation_is_130_without_a_word(pack: Path) -> None:
    typing = process("type", "--json", "--pack", str(pack))
    assert typing.stdin is not None
    assert typing.stdout is not None
    typing.stdin.write(b"which water\n")
    typing.stdin.flush()
    assert json.loads(typing.stdout.readline())["understood"] == "water"
    typing.send_signal(signal.SIGINT)
    out, err = typing.communicate(timeout=20)
    assert (typing.returncode, out, err) == (130, b"", b"")


@pytest.mark.skipif(os.name != "posix", reason="pipes break otherwise on Windows")
def test_a_reader_that_goes_away_is_no_error(pack: Path) -> None:
    typing = process("type", "--json", "--pack", str(pack))
    assert typing.stdin is not None
    assert typing.stdout is not None
    assert typing.stderr is not None
    typing.stdout.close()
    typing.stdin.write(b"which water\n" * 10)
    typing.stdin.close()
    assert typing.stderr.read() == b""
    typing.stderr.close()
    assert typing.wait(20) == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_cannot_show_a_letter_is_no_bug_of_ours(pack: Path, encoding: str) -> None:
    """As on Windows, where a pipe has the code page of the system."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    asking = process("ask", "which water \u2602 \u2013", "--json", "--pack", str(pack), env=environment)
    out, err = asking.communicate(timeout=20)
    assert (asking.returncode, err) == (0, b"")
    assert json.loads(out)["understood"] == "water"


# ask ------------------------------------------------------------------------------------------------------------------


def test_ask_answers_on_standard_output_and_says_nothing_else(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "how many spoons", "--pack", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert out == "One spoon a cup, and one for the pot. That's from the section on leaves.\n"
    assert err == ""


def test_ask_as_json_is_one_turn_with_every_field(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "How many spoons?", "--pack", str(pack), "--json"]) == 0
    (found,) = objects(capsys)
    assert set(found) == TURN
    assert (found["type"], found["n"], found["state"], found["decision"]) == ("turn", 1, "idle", "reply")
    assert (found["heard"], found["confidence"], found["understood"]) == ("How many spoons?", None, "leaves")
    assert found["reply"]["section"] == "leaves"
    assert found["replies"] == ["leaves"]
    assert (found["slots"], found["offered"]) == ({}, [])
    assert found["matches"][0] == {"id": "leaves", "score": 1.0}


def test_ask_reads_standard_input_without_its_last_line_end(capsys: Capture, pack: Path) -> None:
    assert run_typed("how many spoons\n", "ask", "-", "--json", "--pack", str(pack)) == 0
    (found,) = objects(capsys)
    assert (found["heard"], found["understood"]) == ("how many spoons", "leaves")


def test_ask_reads_nothing_from_an_empty_standard_input(capsys: Capture, pack: Path) -> None:
    assert run_typed("", "ask", "-", "--json", "--pack", str(pack)) == 0
    assert objects(capsys)[0]["decision"] == "none"


def test_bytes_on_standard_input_that_are_no_text_are_not_our_bug(capsys: Capture, pack: Path) -> None:
    assert run_typed(b"how many \xff\xfe spoons\n", "ask", "-", "--json", "--pack", str(pack)) in {0, 2}
    assert "on our side" not in capsys.readouterr().err


def test_bytes_typed_into_a_conversation_that_are_no_text_are_not_our_bug(capsys: Capture, pack: Path) -> None:
    assert run_typed(b"how many \xff\xfe spoons\nhow many leaves\n", "type", "--json", "--pack", str(pack)) in {0, 2}
    assert "on our side" not in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", " ", "?"])
def test_ask_nothing_is_answered(capsys: Capture, pack: Path, text: str) -> None:
    assert main(["ask", text, "--json", "--pack", str(pack)]) == 0
    (found,) = objects(capsys)
    assert (found["decision"], found["understood"], found["reply"]["id"]) == ("none", None, "nomatch")


def test_ask_takes_ten_thousand_characters_and_not_one_more(capsys: Capture, pack: Path) -> None:
    longest = "tea " * 2_500
    assert main(["ask", longest, "--json", "--pack", str(pack)]) == 0
    capsys.readouterr()
    assert "10,000" in refused(capsys, "ask", longest + "x", "--pack", str(pack))
    assert run_typed(longest + "\n", "ask", "-", "--json", "--pack", str(pack)) == 0
    capsys.readouterr()
    assert run_typed(longest + "x", "ask", "-", "--pack", str(pack)) == 2
    assert "10,000" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "\u202ehow many\u202c spoons\u200f",
        "how\tmany\nspoons",
        "\x1b[2Jhow many spoons\x07",
        "how many\x00 spoons",
        "\ufeffhow many spoons",
        "how many \udcff spoons",
        "how many spo\u200bons",
    ],
)
def test_what_cannot_be_seen_is_stripped_from_what_was_heard(capsys: Capture, pack: Path, text: str) -> None:
    assert main(["ask", text, "--json", "--pack", str(pack)]) == 0
    (found,) = objects(capsys)
    assert found["heard"].isprintable()
    assert found["heard"].removeprefix("[2J") == "how many spoons"
    assert found["understood"] == "leaves"


def test_a_word_that_starts_with_a_hyphen_can_be_asked(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "--pack", str(pack), "--json", "--", "-how many spoons"]) == 0
    assert objects(capsys)[0]["understood"] == "leaves"


def test_ask_does_not_write_where_it_cannot(capsys: Capture, pack: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.wav"
    assert main(["ask", "how many spoons", "--pack", str(pack), "--out", str(target)]) == 2
    err = capsys.readouterr().err
    assert str(target) in err
    assert "Traceback" not in err


# type -----------------------------------------------------------------------------------------------------------------


def test_a_typed_conversation_has_one_turn_a_line_until_it_ends(capsys: Capture, pack: Path) -> None:
    lines = "which water\n\n   \ntell me more\nstop\nwhich water\n"
    assert run_typed(lines, "type", "--json", "--pack", str(pack)) == 0
    found = objects(capsys)
    assert [each["n"] for each in found] == [1, 2, 3]
    assert [each["understood"] for each in found] == ["water", "cmd.more", "cmd.stop"]
    assert [set(each) for each in found] == [TURN] * 3
    assert found[1]["replies"] == ["water.more"]


def test_a_typed_conversation_without_json_shows_the_replies_alone(capsys: Capture, pack: Path) -> None:
    assert run_typed("how many spoons", "type", "--pack", str(pack)) == 0
    assert capsys.readouterr().out.startswith("One spoon a cup")


# forget ---------------------------------------------------------------------------------------------------------------


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
    refused(capsys, "forget", "--yes", "--data-dir", str(path))
    assert path.read_text(encoding="utf-8") == "mine"


def test_forget_refuses_a_folder_of_the_program_itself(capsys: Capture) -> None:
    refused(capsys, "forget", "--yes", "--data-dir", str(ROOT))
    assert (ROOT / "pyproject.toml").is_file()


def test_forget_refuses_a_folder_that_is_not_its_own(capsys: Capture, tmp_path: Path) -> None:
    """`--data-dir ~` must not empty somebody's home."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "Documents" / "thesis.txt").write_text("years of work", encoding="utf-8")
    (home / ".bashrc").write_text("", encoding="utf-8")
    refused(capsys, "forget", "--yes", "--data-dir", str(home))
    assert (home / "Documents" / "thesis.txt").is_file()


def test_forget_as_json_prints_nothing_but_json(capsys: Capture, saved: Path) -> None:
    for _ in range(2):
        assert main(["forget", "--yes", "--json", "--data-dir", str(saved)]) == 0
        objects(capsys)


# replay ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(name="bad")
def bad_fixture(tmp_path: Path) -> dict[str, Path]:
    """Recordings that cannot be heard: missing, empty, no audio, a folder, a header alone."""
    folder = tmp_path / "bad"
    folder.mkdir()
    paths = {name: folder / f"{name}.wav" for name in ("missing", "empty", "text", "folder", "header")}
    paths["empty"].write_bytes(b"")
    paths["text"].write_text("this is no audio, it is text\n" * 50, encoding="utf-8")
    paths["folder"].mkdir()
    wav(paths["header"], 0)
    return paths


@pytest.mark.parametrize("name", ["missing", "empty", "text", "folder", "header"])
def test_replay_of_a_file_that_cannot_be_heard_exits_2(capsys: Capture, bad: dict[str, Path], name: str) -> None:
    assert main(["replay", str(bad[name])]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert str(bad[name]) in err
    assert "Traceback" not in err


def test_replay_tells_of_every_bad_file_as_json_and_exits_2_at_the_end(capsys: Capture, bad: dict[str, Path]) -> None:
    assert main(["replay", "--json", *map(str, bad.values())]) == 2
    found = objects(capsys)
    assert [each["type"] for each in found] == ["error"] * 5 + ["summary"]
    assert [each["source"] for each in found[:-1]] == [str(path) for path in bad.values()]
    assert all(set(each) == {"type", "source", "message"} and each["message"] for each in found[:-1])
    assert all("\n" not in each["message"] for each in found[:-1])
    assert (found[-1]["turns"], found[-1]["audio_seconds"]) == (0, 0)


@pytest.mark.model
def test_replay_goes_on_after_a_bad_file(capsys: Capture, bad: dict[str, Path]) -> None:
    good = str(RECORDINGS / "signs_can_be_rebuilt.flac")
    assert main(["replay", "--json", str(bad["text"]), good, str(bad["missing"]), good]) == 2
    found = objects(capsys)
    assert [each["type"] for each in found] == ["error", "turn", "error", "turn", "summary"]
    turns = [each for each in found if each["type"] == "turn"]
    assert turns[0] == turns[1], "each file is a conversation of its own"
    assert set(turns[0]) == TURN | TIMES
    assert (turns[0]["source"], turns[0]["n"], turns[0]["understood"]) == (good, 1, "signs")
    assert 0 <= turns[0]["start"] < turns[0]["end"]
    assert turns[0]["endpoint_delay"] >= 0
    assert 0 <= turns[0]["confidence"] <= 1
    assert found[-1]["turns"] == 2
    assert found[-1]["audio_seconds"] > 0
    assert set(found[-1]) == {"type", "turns", "audio_seconds", "wall_seconds"}


@pytest.mark.model
@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (8_000, 1), (96_000, 1), (48_000, 6)])
def test_silence_is_no_turn_one_notice_and_no_error(capsys: Capture, tmp_path: Path, rate: int, channels: int) -> None:
    path = wav(tmp_path / "silence.wav", 3.0, rate, channels)
    assert main(["replay", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert main(["replay", "--json", str(path)]) == 0
    (summary,) = objects(capsys)
    assert (summary["type"], summary["turns"]) == ("summary", 0)
    assert summary["audio_seconds"] == pytest.approx(3.0, abs=0.05)


@pytest.mark.model
def test_with_fewer_notices_silence_says_nothing_at_all(capsys: Capture, tmp_path: Path) -> None:
    assert main(["replay", "-q", str(wav(tmp_path / "silence.wav", 1.0))]) == 0
    assert capsys.readouterr() == ("", "")


def test_replay_never_overwrites_the_recording_that_it_reads(capsys: Capture, tmp_path: Path) -> None:
    path = wav(tmp_path / "precious.wav", 1.0)
    before = path.read_bytes()
    assert main(["replay", str(path), "--out", str(path)]) == 2
    assert path.read_bytes() == before


def test_replay_of_several_conversations_has_no_one_file_to_write(capsys: Capture, tmp_path: Path) -> None:
    refused(capsys, "replay", "a.wav", "b.wav", "--out", str(tmp_path / "out.wav"))
    assert not (tmp_path / "out.wav").exists()


def test_no_model_is_one_sentence_and_how_to_get_it(capsys: Capture, tmp_path: Path) -> None:
    path = wav(tmp_path / "silence.wav", 1.0)
    assert main(["replay", str(path), "--model", str(tmp_path / "nowhere")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nowhere" in err
    assert "Traceback" not in err


# test -----------------------------------------------------------------------------------------------------------------

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
    refused(capsys, "test", str(tmp_path))


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
    refused(capsys, "test", scenario(tmp_path, "pack: nowhere\n" + PASSES))


def test_a_conversation_that_starts_at_no_question_fails(capsys: Capture, tmp_path: Path) -> None:
    assert main(["test", "--json", scenario(tmp_path, "start: q99\n" + PASSES)]) == 1
    assert "q99" in objects(capsys)[0]["message"]


# eval -----------------------------------------------------------------------------------------------------------------

LINES = [
    {"id": "a", "text": "what are the signs", "state": "idle", "accept": ["signs"]},
    {"id": "b", "text": "will it rain tomorrow", "state": "idle", "accept": ["none"]},
    {"id": "c", "text": "he hit me", "state": "idle", "accept": ["safety.danger"]},
    {"id": "d", "text": "what are the signs of hope", "state": "idle", "accept": ["none"]},
    {"id": "e", "text": "he hurt me", "state": "idle", "accept": ["safety.danger", "why_hard"]},
    {"id": "f", "text": "yes", "state": "question", "accept": ["answer.no"]},
]
"""Right; rightly outside; danger, found; a false reply; danger, asked about; wrong."""
RATES = {
    "lines": 6,
    "in_scope_right": 0.5,  # a and c, of a, c, e and f
    "resolvable": 0.75,  # and e
    "false_replies": 0.5,  # d, of b and d
    "false_asks": 0.0,
    "safety_recall": 1.0,  # c and e
    "false_safety": 0.0,  # none of a, b, d and f
}


def jsonl(path: Path, rows: list[Any]) -> str:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return str(path)


def test_eval_judges_every_line_and_the_rates_are_right(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", "--json", jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    *lines, summary = objects(capsys)
    assert [(each["id"], each["reply"]["id"]) for each in lines] == [
        ("a", "signs"),
        ("b", "none"),
        ("c", "safety.danger"),
        ("d", "signs"),
        ("e", "ask"),
        ("f", "answer.yes"),
    ]
    fields = {"type", "id", "heard", "matches", "decision", "offered", "reply"}
    assert all(set(each) == fields and each["type"] == "line" for each in lines)
    assert {key: summary[key] for key in RATES} == RATES
    assert set(summary) == {"type", *RATES, "ms_median", "ms_p95"}
    assert 0 < summary["ms_median"] <= summary["ms_p95"]


def test_eval_without_json_prints_the_rates(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    assert "in_scope_right: 0.5" in capsys.readouterr().out


def test_eval_of_no_lines_has_rates_of_nothing(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text("\n\n", encoding="utf-8")
    assert main(["eval", "--json", str(tmp_path / "lines.jsonl")]) == 0
    (summary,) = objects(capsys)
    assert summary["lines"] == 0


@pytest.mark.parametrize(
    "row",
    [
        "not json",
        "[1, 2]",
        '"text"',
        "{}",
        '{"text": null}',
        '{"text": "hello", "accept": "signs"}',
        '{"text": "hello", "accept": 3}',
        '{"text": "hello", "state": "qestion"}',
        '{"audio": 7}',
    ],
)
def test_a_line_that_cannot_be_judged_is_named(capsys: Capture, tmp_path: Path, row: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(LINES[0]) + "\n" + row + "\n", encoding="utf-8")
    assert main(["eval", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "lines.jsonl:2" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["missing.jsonl", "folder", "latin.jsonl"])
def test_eval_of_what_is_no_file_of_lines_is_one_sentence(capsys: Capture, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.jsonl").write_bytes('{"text": "caf\u00e9"}'.encode("latin-1"))
    assert name in refused(capsys, "eval", str(tmp_path / name))


# doctor, devices, models ----------------------------------------------------------------------------------------------

CHECK = {"type", "name", "ok", "message", "fix"}


def test_doctor_says_one_thing_of_each_part(capsys: Capture, tmp_path: Path) -> None:
    code = main(["doctor", "--json", "--data-dir", str(tmp_path / "data")])
    found = objects(capsys)
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)
    assert [each["name"] for each in found] == [
        "content", "speech model", "speech detector", "voice", "microphone", "speaker", "data directory",
    ]  # fmt: skip
    assert code == (0 if all(each["ok"] for each in found) else 1)
    for each in found:
        assert isinstance(each["ok"], bool)
        assert each["message"]
        assert each["ok"] or each["fix"], f"{each['name']} is wrong and there is no fix"
    assert not (tmp_path / "data").exists(), "looking changes nothing"


def test_doctor_goes_on_after_a_part_that_is_missing(capsys: Capture, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert main(["doctor", "--json", "--pack", nowhere, "--model", nowhere]) == 1
    found = {each["name"]: each for each in objects(capsys)}
    assert len(found) == 7
    assert not found["content"]["ok"]
    assert not found["speech model"]["ok"]
    assert found["speech detector"]["ok"]


def test_doctor_says_that_a_file_is_no_data_directory(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    assert main(["doctor", "--json", "--data-dir", str(path)]) == 1
    found = {each["name"]: each for each in objects(capsys)}
    assert not found["data directory"]["ok"]


def test_devices_are_told_one_a_line(capsys: Capture) -> None:
    code = main(["devices", "--json"])
    found = objects(capsys)
    assert found
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)
    assert code == (0 if all(each["ok"] for each in found) else 1)


def test_models_are_told_one_a_line(capsys: Capture) -> None:
    assert main(["models", "list", "--json"]) == 0
    found = objects(capsys)
    assert found
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)
