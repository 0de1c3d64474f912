"""What can go wrong in a way the user can fix: one sentence, one hint, an exit code.

The command line catches `AssistantError` and prints it; a live conversation says it and goes on with what is left.
Anything else that escapes is a bug of ours.
"""

from collections.abc import Sequence
from typing import ClassVar


class AssistantError(Exception):
    """Something the user can put right. `message` is one sentence; `hint` says what to do."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(AssistantError):
    """The command line asks for something that does not exist or does not fit together."""


class ContentError(AssistantError):
    """A content pack is wrong. Carries every problem found, each as `file:line: what is wrong`."""

    def __init__(self, problems: Sequence[str]) -> None:
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        super().__init__("\n".join(problems), f"{count}. The format is on one page in intents/README.md")
        self.problems = tuple(problems)


class ModelError(AssistantError):
    """A model is missing, incomplete, or not what its manifest says."""


class AudioFileError(AssistantError):
    """A recording is missing, empty, or holds no audio that can be decoded."""


class DeviceError(AssistantError):
    """A microphone, a speaker or PortAudio cannot be used."""


class VoiceError(AssistantError):
    """The speech engine cannot render."""


class DataError(AssistantError):
    """The data directory cannot be read or written."""
