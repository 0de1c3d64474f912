"""Speech rendered by pyttsx3: to samples only, in worker processes that are thrown away after one text.

Why a process for each text: pyttsx3 cannot be stopped from another thread, may hang, and espeak-ng carries state
from one text into the next (the second rendering of a sentence differs from the first by more than its own
loudness). A fresh process gives the same samples every time. The next one is started ahead and waits, so that a
rendering costs milliseconds.
"""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voice_assistant.adapters.memory_file import MemoryFile
from voice_assistant.audio import Sound
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import VoiceError

START_TIMEOUT = 10.0
"""Seconds that a worker may take to load the engine."""
CHARACTERS_A_SECOND = 200
"""Slower than this is stuck: a laptop renders fifty times as many."""
ATTEMPTS = 2
INSTALL = {
    "linux": "Install it with: sudo apt install espeak-ng",
    "darwin": "It is part of macOS; reinstall the program's packages if it cannot be loaded.",
    "win32": "Add a voice under Settings, Time & language, Speech.",
}


class Pyttsx3Synthesiser:
    """Satisfies `ports.Synthesiser`. One text at a time; `close` may come from any thread."""

    def __init__(self, command: Sequence[str] | None = None, start_timeout: float = START_TIMEOUT) -> None:
        """Start the first worker and do not wait for it. `command` replaces the worker in tests."""
        # By path and with -P, so that no file in the folder where the user stands can pass for a module.
        worker = str(Path(__file__).with_name("pyttsx3_worker.py"))
        self._command = tuple(command or (sys.executable, "-P", worker))
        self._start_timeout = start_timeout
        self._turn = threading.Lock()
        self._change = threading.Lock()
        self._workers: list[_Worker] = []
        self._closed = False
        self._prepare()

    def render(self, text: str, voice: VoiceSettings) -> Sound:
        """Return `text` spoken: the same samples for the same text and settings.

        A stuck or broken engine is killed and a fresh one tried, once. Raises VoiceError if that fails too, if
        the engine is missing or has no such voice, if there is nothing to say, and after `close`.
        """
        text = "".join(character if character.isprintable() else " " for character in text).strip()
        if not text:
            raise VoiceError("There is nothing to say.")
        timeout = self._start_timeout + len(text) / CHARACTERS_A_SECOND
        with self._turn:
            for _ in range(ATTEMPTS):
                worker = self._prepare()
                try:
                    answer = worker.ask(text, voice, timeout)
                    if answer is not None:
                        return _sound(answer, worker.memory.read())
                finally:
                    self._dismiss(worker)
        raise VoiceError("The speech engine does not answer.", "Answers are still shown as text.")

    def close(self) -> None:
        """Let go of the engine, at once also in the middle of a rendering, which then raises VoiceError."""
        with self._change:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        with self._turn:
            for worker in self._workers:
                worker.close()
            self._workers.clear()

    def _prepare(self) -> "_Worker":
        """Return the worker that is next, started if need be."""
        with self._change:
            if self._closed:
                raise VoiceError("The speech engine is closed.")
            if not self._workers:
                self._workers.append(_Worker(self._command))
            return self._workers[0]

    def _dismiss(self, worker: "_Worker") -> None:
        """Throw away a worker and start the next, which gets ready while the sound is played."""
        worker.close()
        with self._change:
            self._workers.remove(worker)
            if not self._closed:
                self._workers.append(_Worker(self._command))


class _Worker:
    """One process, good for one text."""

    def __init__(self, command: Sequence[str]) -> None:
        self.memory = MemoryFile(".aiff" if sys.platform == "darwin" else ".wav")
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=self.memory.inherit,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self.memory.close()
            raise VoiceError(f"The speech engine cannot be started: {error.strerror}.") from error

    def ask(self, text: str, voice: VoiceSettings, timeout: float) -> dict[str, Any] | None:
        """Return the worker's answer; None if it gave none in `timeout` seconds, or died."""
        request = {"text": text, "path": self.memory.path, **asdict(voice)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        watchdog = threading.Timer(timeout, self.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._process.stdin.write((json.dumps(request) + "\n").encode())
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):  # a dead worker: a closed pipe, or half a line
            return None
        finally:
            watchdog.cancel()
        return answer if isinstance(answer, dict) else None

    def kill(self) -> None:
        """End the process now; whoever waits for its answer gets none."""
        self._process.kill()

    def close(self) -> None:
        """End the process and give back all that it held."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()
        self.memory.close()


def _sound(answer: dict[str, Any], recording: bytes) -> Sound:
    """Return the rendered recording, or raise VoiceError with what the worker said was wrong."""
    import soundfile

    if not answer.get("ok"):
        message = str(answer.get("message", "no reason given"))
        if answer.get("stage") == "start":
            raise VoiceError(f"The speech engine cannot be loaded: {message}", INSTALL.get(sys.platform, ""))
        raise VoiceError(f"The speech engine cannot say this: {message}")
    try:
        samples, rate = soundfile.read(io.BytesIO(recording), dtype="int16", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise VoiceError("The speech engine rendered no sound.") from error
    return Sound(samples[:, 0], rate)
