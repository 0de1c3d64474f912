"""What was heard, before anyone asks what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What one recogniser made of an utterance."""

    text: str
    """Lower-case words; "" for nothing. A grammar writes `[unk]` for a word outside it."""
    confidence: float
    """The recogniser's own mean word confidence, 0 to 1. Not to be trusted alone."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance as the two ears heard it: open decoding, and the grammar of a closed question."""

    open: Hypothesis
    closed: Hypothesis | None
    start: float
    """Seconds of audio from the start of the source to the first voiced frame."""
    end: float
    """Seconds of audio to the end of the last voiced frame."""
    decided: float
    """Seconds of audio that had been listened to when the end was decided."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a person said or typed, settled into one line of text."""

    text: str
    confidence: float | None = None
    """Ours, calibrated, 0 to 1; None for typed text."""
    start: float | None = None
    end: float | None = None
    decided: float | None = None
