"""Running a command and looking at what it leaves: exit code, output, and nothing else."""

import io
import json
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_assistant.cli import main

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "tests" / "recordings"
TURN = {
    "type", "n", "heard", "confidence", "state", "matches", "decision", "offered", "understood", "slots", "reply",
    "replies",
}  # fmt: skip
TIMES = {"source", "start", "end", "endpoint_delay"}
CHECK = {"type", "name", "ok", "message", "fix"}
Capture = pytest.CaptureFixture[str]


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
