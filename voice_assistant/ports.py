"""The plug-in points: what the program needs from the world, each as one small Protocol.

An adapter satisfies a Protocol by its shape alone. `wiring.py` is the one place that chooses.
"""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from voice_assistant.audio import Samples, Sound
from voice_assistant.core.heard import Hypothesis
from voice_assistant.core.meanings import Listening, Reading
from voice_assistant.core.voice import VoiceSettings


class SpeechDetector(Protocol):
    """Says how likely a frame of audio holds speech. Keeps state from frame to frame."""

    frame: int
    """Samples in a frame, at 16 kHz."""

    def probability(self, frame: Samples) -> float:
        """Return 0 to 1 for one frame of exactly `frame` int16 samples."""
        ...

    def reset(self) -> None:
        """Forget what came before."""
        ...


class Ear(Protocol):
    """Recognises one utterance, then is thrown away. Not shared between threads."""

    def accept(self, samples: Samples) -> None:
        """Take the next int16 samples at 16 kHz, any number of them."""
        ...

    def partial(self) -> str:
        """Return the words so far, "" for none."""
        ...

    def finish(self) -> tuple[Hypothesis, Hypothesis | None]:
        """Return what open decoding heard and, if there is a grammar, what the grammar heard."""
        ...


class Ears(Protocol):
    """Makes ears. Creating a recogniser takes tens of milliseconds, so the next one can be made ahead."""

    def prepare(self, grammar: Sequence[str]) -> None:
        """Make the next ear ahead of time. An empty grammar means open decoding only."""
        ...

    def open(self, grammar: Sequence[str]) -> Ear:
        """Return a fresh ear: the prepared one if its grammar is the same, else a new one."""
        ...


class Synthesiser(Protocol):
    """Text to samples. Never plays anything."""

    def render(self, text: str, voice: VoiceSettings) -> Sound:
        """Return the text spoken. Raises VoiceError if the engine cannot."""
        ...

    def close(self) -> None:
        """Let go of the engine."""
        ...


class Speaker(Protocol):
    """Plays samples; stoppable within one audio block from any thread."""

    def open(self, rate: int) -> None:
        """Open the device for `rate` samples a second. Raises DeviceError if there is no usable speaker."""
        ...

    def play(self, sound: Sound, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Play to the end and return True, or return False if stopped on the way. Blocks.

        `wanted` is asked once, when a `stop` from then on is sure to be heard: False means it came before.
        """
        ...

    def stop(self) -> None:
        """Fall silent now."""
        ...

    @property
    def position(self) -> float:
        """Seconds of the present sound that have gone out."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class SoundSink(Protocol):
    """Takes sounds with the time at which they are heard, in order."""

    def put(self, sound: Sound, start: float) -> None:
        """Take a sound that begins `start` seconds from the beginning."""
        ...


class ClosableSink(SoundSink, Protocol):
    """A sink that is whole when it is left."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class AudioSource(Protocol):
    """Something that is listened to: a recording or a microphone."""

    def blocks(self) -> Iterator[Samples]:
        """Yield int16 mono blocks at 16 kHz, in order, until the source ends."""
        ...


class Recording(AudioSource, Protocol):
    """A recording: says afterwards what was wrong with it and was handled."""

    notices: tuple[str, ...]
    """One sentence each; complete when `blocks` has ended."""


class Microphone(AudioSource, Protocol):
    """A microphone: `blocks` goes on until it is closed."""

    overflows: int
    """How often audio was lost because nobody took it in time."""

    def open(self) -> None:
        """Start recording. Raises DeviceError if there is no usable microphone."""
        ...

    def close(self) -> None:
        """Let go of the device; `blocks` ends."""
        ...


class Encoder(Protocol):
    """Turns a sentence into a vector, so that sentences of like meaning lie near each other. Deterministic."""

    name: str
    """Tells encoders, and versions of one, apart: vectors of two are not comparable."""

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the parts of the sentence's vector, each of length one: one row each, the first for comparing."""
        ...


class Matcher(Protocol):
    """Text to meanings, best first, at most one reading a meaning. Deterministic."""

    def match(self, text: str, listening: Listening) -> tuple[Reading, ...]:
        """Return the readings of `text` that are worth considering; () for none."""
        ...
