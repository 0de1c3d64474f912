"""What happened, as the dialogue is told it. Times are seconds of audio, given by the edge."""

from dataclasses import dataclass

from voice_assistant.core.heard import Utterance
from voice_assistant.core.meanings import Reading


@dataclass(frozen=True, slots=True)
class Said:
    """The person said or typed something."""

    utterance: Utterance
    readings: tuple[Reading, ...]
    at: float
    """Seconds on the conversation's clock."""
    unsaid: str = ""
    """What of our own speech was still to come when it was said; "" if we were silent."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A question stood open and nothing was said for as long as `patience` allows."""

    at: float


@dataclass(frozen=True, slots=True)
class Hushed:
    """A key silenced our speech."""

    unsaid: str


@dataclass(frozen=True, slots=True)
class CheckUpOpened:
    """The check-up was asked for from outside the conversation, by the command line."""


@dataclass(frozen=True, slots=True)
class QuietToggled:
    """The key for quiet mode was pressed."""


@dataclass(frozen=True, slots=True)
class LeaveNow:
    """The key for leaving at once was pressed."""


Event = Said | Silent | Hushed | CheckUpOpened | QuietToggled | LeaveNow
