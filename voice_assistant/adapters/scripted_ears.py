"""A detector and ears that need no model: they do what a test or a demonstration tells them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from voice_assistant.audio import Samples
from voice_assistant.core.heard import Hypothesis


class ScriptedDetector:
    """Takes every loud frame for speech and every quiet one for silence."""

    def __init__(self, frame: int = 512, loud: int = 1000) -> None:
        """Frames of `frame` samples; loud is a mean absolute sample of at least `loud`."""
        self.frame = frame
        self._loud = loud

    def probability(self, frame: Samples) -> float:
        """Return 0.99 for a loud frame, else 0.01."""
        return 0.99 if np.abs(frame.astype(np.int32)).mean() >= self._loud else 0.01

    def reset(self) -> None:
        """Forget what came before, which is nothing."""


@dataclass
class ScriptedEar:
    """Hears what it was told to hear, and keeps the audio that it was given."""

    open: Hypothesis
    closed: Hypothesis | None
    grammar: tuple[str, ...]
    blocks: list[Samples] = field(default_factory=list)

    @property
    def samples(self) -> Samples:
        """All the audio so far."""
        return np.concatenate(self.blocks) if self.blocks else np.zeros(0, np.int16)

    def accept(self, samples: Samples) -> None:
        """Take the next samples."""
        self.blocks.append(samples)

    def partial(self) -> str:
        """Return one more word of the script for every half second of audio at 16 kHz."""
        return " ".join(self.open.text.split()[: len(self.samples) // 8000])

    def finish(self) -> tuple[Hypothesis, Hypothesis | None]:
        """Return the script; what the grammar heard only if there is a grammar."""
        return self.open, self.closed if self.grammar else None


class ScriptedEars:
    """Gives out ears that hear the scripted utterances in turn, and after those nothing."""

    def __init__(self, script: Sequence[tuple[str, str | None]] = (), confidence: float = 0.9) -> None:
        """Each row is what open decoding and what the grammar make of one utterance."""
        self._script = list(script)
        self._confidence = confidence
        self.opened: list[ScriptedEar] = []
        """Every ear given out, oldest first."""
        self.prepared = 0
        """How often the next ear was asked for ahead of time."""

    def prepare(self, grammar: Sequence[str]) -> None:
        """Count the request."""
        self.prepared += 1

    def open(self, grammar: Sequence[str]) -> ScriptedEar:
        """Return an ear for the next row of the script."""
        row = len(self.opened)
        heard, closed = self._script[row] if row < len(self._script) else ("", None)
        grammar_heard = Hypothesis(closed, self._confidence) if closed is not None else None
        ear = ScriptedEar(Hypothesis(heard, self._confidence), grammar_heard, tuple(grammar))
        self.opened.append(ear)
        return ear
