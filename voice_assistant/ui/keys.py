"""Keys and typed lines, read beside the microphone."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Key:
    """One key: a printable character, or a name such as "enter", "backspace", "c-x"."""

    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One whole line from an input that is no terminal."""

    text: str


@dataclass(frozen=True, slots=True)
class InputEnded:
    """Nothing will be typed any more."""


Typed = Key | Line | InputEnded
_NAMES = {"c-m": "enter", "c-j": "enter", "c-h": "backspace", "c-i": " "}


class Keyboard:
    """Reads the terminal key by key where there is one, else standard input line by line, on a thread."""

    def __init__(self, post: Callable[[Typed], None]) -> None:
        """Hand everything typed to `post`, from the reading thread."""
        self._post = post
        self._closed = threading.Event()
        self._terminal: Any = None
        self._raw: Any = None

    def start(self) -> None:
        """Begin to read. On a terminal, keys come unechoed and Ctrl-C is a key like the others."""
        if not sys.stdin.isatty():
            threading.Thread(target=self._read_lines, name="keyboard", daemon=True).start()
            return
        from prompt_toolkit.input import create_input

        self._terminal = create_input(sys.stdin)
        self._raw = self._terminal.raw_mode()
        self._raw.__enter__()
        threading.Thread(target=self._read_keys, name="keyboard", daemon=True).start()

    def close(self) -> None:
        """Give the terminal back as it was."""
        self._closed.set()
        if self._raw is not None:
            self._raw.__exit__(None, None, None)
            self._raw = None

    def _read_lines(self) -> None:
        for line in sys.stdin:
            self._post(Line(line.rstrip("\n")))
        self._post(InputEnded())

    def _read_keys(self) -> None:
        while not self._closed.wait(0.02):
            for press in [*self._terminal.read_keys(), *self._terminal.flush_keys()]:
                name = str(getattr(press.key, "value", press.key))
                self._post(Key(_NAMES.get(name, name)))
