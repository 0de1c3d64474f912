"""The engine renders to samples, the same ones each time, and a bad engine is survived."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.waiting import SOON, eventually, returns
from voice_assistant.adapters import pyttsx3_worker
from voice_assistant.adapters.pyttsx3_synthesiser import Pyttsx3Synthesiser
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import VoiceError

SENTENCE = "Real remorse is sorrow about the hurt, not about being found out."
NORMAL = VoiceSettings()
NO_ESPEAK = """
import ctypes, runpy, sys
def refuse(self, name): raise OSError(name)
ctypes.LibraryLoader.LoadLibrary = refuse
sys.platform = "linux"
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Synthesiser]:
    synthesiser = Pyttsx3Synthesiser()
    yield synthesiser
    synthesiser.close()


def scripted(program: str, start_timeout: float = 10.0) -> Pyttsx3Synthesiser:
    return Pyttsx3Synthesiser([sys.executable, "-c", program], start_timeout)


def test_a_sentence_is_audible_and_as_long_as_its_words(voice: Pyttsx3Synthesiser) -> None:
    sound = voice.render(SENTENCE, NORMAL)
    assert sound.samples.dtype == np.int16
    assert sound.samples.ndim == 1
    assert np.abs(sound.samples).max() > 5_000
    assert len(SENTENCE.split()) / sound.seconds * 60 == pytest.approx(170, abs=25)


def test_the_same_text_gives_the_same_samples(voice: Pyttsx3Synthesiser) -> None:
    """Whatever was rendered in between: espeak-ng by itself carries state on."""
    first = voice.render(SENTENCE, NORMAL)
    voice.render("Something else.", NORMAL)
    again = voice.render(SENTENCE, NORMAL)
    assert np.array_equal(first.samples, again.samples)


def test_settings_are_obeyed(voice: Pyttsx3Synthesiser) -> None:
    normal = voice.render(SENTENCE, NORMAL)
    fast = voice.render(SENTENCE, NORMAL.faster(3))
    quiet = voice.render(SENTENCE, NORMAL.louder(-2))
    british = voice.render(SENTENCE, VoiceSettings(voice="en-gb-x-rp"))
    assert fast.seconds < normal.seconds * 0.85
    assert np.abs(quiet.samples).max() < np.abs(normal.samples).max() * 0.7
    assert not np.array_equal(british.samples, normal.samples)


def test_an_answer_is_complete(voice: Pyttsx3Synthesiser) -> None:
    """The driver returns before espeak's thread is done: four sentences must last four times as long as one."""
    one = voice.render(SENTENCE, NORMAL)
    assert voice.render(" ".join([SENTENCE] * 8), NORMAL).seconds == pytest.approx(one.seconds * 8, rel=0.1)


@pytest.mark.parametrize("text", ["<b>R & D</b> 5%", "[[h@l'oU]]", "naïve café", "a\0b\x1b[31m\u200f", "…", "-"])
def test_odd_text_is_rendered(voice: Pyttsx3Synthesiser, text: str) -> None:
    assert voice.render(text, NORMAL).seconds > 0


@pytest.mark.parametrize("text", ["", "  \n", "\0\x07"])
def test_nothing_to_say(voice: Pyttsx3Synthesiser, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.render(text, NORMAL)


def test_an_unknown_voice_is_named(voice: Pyttsx3Synthesiser) -> None:
    with pytest.raises(VoiceError, match="no-such-voice"):
        voice.render("Hello.", VoiceSettings(voice="no-such-voice"))
    assert voice.render("Hello.", NORMAL).seconds > 0


def test_nothing_reaches_standard_output_or_the_disk(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = set(Path(os.getenv("TMPDIR", "/tmp")).iterdir())
    synthesiser = Pyttsx3Synthesiser()
    synthesiser.render(SENTENCE, NORMAL)
    synthesiser.close()
    made = set(Path(os.getenv("TMPDIR", "/tmp")).iterdir()) - before
    assert not [path for path in made if path.name.startswith("speech") or path.suffix == ".wav"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="the library is found another way")
def test_a_missing_library_says_what_to_install() -> None:
    worker = pyttsx3_worker.__file__
    synthesiser = Pyttsx3Synthesiser([sys.executable, "-c", NO_ESPEAK, worker])
    with pytest.raises(VoiceError, match="cannot be loaded") as caught:
        synthesiser.render("Hello.", NORMAL)
    assert "apt install espeak-ng" in caught.value.hint
    synthesiser.close()


def test_a_missing_program_is_an_error() -> None:
    with pytest.raises(VoiceError, match="cannot be started"):
        Pyttsx3Synthesiser(["/no/such/program"])


def test_a_stuck_engine_is_killed_and_replaced(tmp_path: Path) -> None:
    """The first worker hangs; the second, which is a real one, answers."""
    been_here, woken = tmp_path / "been-here", tmp_path / "woken"
    program = (
        "import pathlib, runpy, sys, time\n"
        f"here, woken = pathlib.Path({str(been_here)!r}), pathlib.Path({str(woken)!r})\n"
        "first = not here.exists()\n"
        "here.touch()\n"
        "first and (time.sleep(60), woken.touch())\n"
        f"runpy.run_path({pyttsx3_worker.__file__!r}, run_name='__main__')\n"
    )
    synthesiser = scripted(program, start_timeout=1.0)
    assert synthesiser.render("Hello.", NORMAL).seconds > 0
    assert been_here.exists()
    assert not woken.exists(), "the second was not asked before the first came to itself"
    synthesiser.close()


@pytest.mark.parametrize(
    "program",
    ["import time; time.sleep(60)", "raise SystemExit(1)", "print('{')", "input(); print('[1]')", "print(flush=True)"],
)
def test_an_engine_that_never_answers_is_an_error(program: str) -> None:
    synthesiser = scripted(program, start_timeout=0.3)
    with pytest.raises(VoiceError, match="does not answer"):
        synthesiser.render("Hello.", NORMAL)
    synthesiser.close()


def test_an_answer_without_sound_is_an_error() -> None:
    synthesiser = scripted("""input(); print('{"ok": true}')""")
    with pytest.raises(VoiceError, match="no sound"):
        synthesiser.render("Hello.", NORMAL)
    synthesiser.close()


def test_close_ends_a_rendering_at_once(tmp_path: Path) -> None:
    """Neither waits for the engine, which would take far longer than we wait for them."""
    asked = tmp_path / "asked"
    program = f"import pathlib, time; input(); pathlib.Path({str(asked)!r}).touch(); time.sleep(60)"
    synthesiser = scripted(program, start_timeout=60)
    with ThreadPoolExecutor(1) as threads:
        rendering = threads.submit(synthesiser.render, "Hello.", NORMAL)
        assert eventually(asked.exists)
        assert returns(synthesiser.close)
        with pytest.raises(VoiceError, match="closed"):
            rendering.result(SOON)
    with pytest.raises(VoiceError, match="closed"):
        synthesiser.render("Hello.", NORMAL)


@pytest.mark.parametrize("request_line", [b"", b'{"text": "half'])
def test_the_worker_ends_when_its_parent_does(request_line: bytes) -> None:
    """The end of a parent closes the pipe."""
    worker = subprocess.Popen(
        [sys.executable, pyttsx3_worker.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    output, _ = worker.communicate(request_line, timeout=10)
    assert b"true" not in output
    assert worker.returncode == 0
