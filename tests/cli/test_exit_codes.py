"""How a command ends: a bug of ours, an interruption, a reader that goes away."""

import io
import json
import os
import signal
import stat
from pathlib import Path

import pytest

from tests.cli.running import Capture, process, typed
from voice_assistant.cli import main


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
