"""Voice, speaker, microphone and devices that need no hardware: they do what a test or a demonstration tells them."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from voice_assistant.adapters.portaudio import Direction, Fill, RateRefusedError, Take
from voice_assistant.audio import HEARING_RATE, Samples, Sound
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import DeviceError, VoiceError

TONE_HERTZ = 220.0


class ScriptedSynthesiser:
    """Renders silence, or a tone, as long as the words would take at the rate asked for."""

    def __init__(self, rate: int = HEARING_RATE, tone: bool = False, fails: bool = False) -> None:
        """Sounds have `rate` samples a second; `fails` raises VoiceError for every text."""
        self.rendered: list[str] = []
        """Every text, in order."""
        self._rate = rate
        self._tone = tone
        self._fails = fails

    def render(self, text: str, voice: VoiceSettings) -> Sound:
        """Return 60 / voice.rate seconds for each word; the tone is as loud as the voice."""
        if self._fails:
            raise VoiceError("The speech engine cannot be loaded: it is scripted to fail.")
        self.rendered.append(text)
        length = round(len(text.split()) * 60 / voice.rate * self._rate)
        if not self._tone:
            return Sound(np.zeros(length, np.int16), self._rate)
        wave = np.sin(2 * np.pi * TONE_HERTZ / self._rate * np.arange(length))
        return Sound((wave * 20_000 * voice.volume).astype(np.int16), self._rate)

    def close(self) -> None:
        """Nothing to let go of."""


class ScriptedSpeaker:
    """Plays in no time, or until it is told to stop, and remembers what went out."""

    def __init__(self, stop_at: Sequence[float | None] = (), fails: bool = False) -> None:
        """`stop_at[n]` is when, in seconds, the n-th sound is stopped from outside; None, or no entry: never."""
        self.played: list[Sound] = []
        """What went out of each sound."""
        self.clock = 0.0
        """Seconds of sound played in all: virtual time."""
        self._stops = list(stop_at)
        self._fails = fails
        self._position = 0.0

    def open(self, rate: int) -> None:
        """Raise DeviceError if it is scripted to fail. Any rate will do."""
        if self._fails:
            raise DeviceError("There is no speaker.")

    def play(self, sound: Sound, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Play as far as the script says. Raises DeviceError if it is scripted to fail."""
        self.open(sound.rate)
        if not wanted():
            return False
        stop = self._stops.pop(0) if self._stops else None
        stopped = stop is not None and stop < sound.seconds
        heard = sound.samples[: round(stop * sound.rate)] if stopped and stop is not None else sound.samples
        self.played.append(Sound(heard, sound.rate))
        self._position = len(heard) / sound.rate
        self.clock += self._position
        return not stopped

    def stop(self) -> None:
        """Nothing plays between two calls of `play`."""

    @property
    def position(self) -> float:
        """Seconds of the last sound that went out."""
        return self._position

    def close(self) -> None:
        """Nothing to let go of."""


class ScriptedSource:
    """Listens to arrays."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        """`blocks` are int16 mono at 16 kHz."""
        self._blocks = tuple(blocks)

    def blocks(self) -> Iterator[Samples]:
        """Yield the arrays, each time from the start."""
        yield from self._blocks


@dataclass
class ScriptedStream:
    """An open stream that the test turns by hand."""

    rate: int
    block: int
    latency: float = 0.0
    fill: Fill | None = None
    take: Take | None = None
    running: bool = False
    starts: int = 0
    closed: bool = False

    def pull(self) -> Samples:
        """Return the next block that an output plays."""
        assert self.fill is not None
        out = np.zeros(self.block, np.int16)
        self.fill(out)
        return out

    def push(self, samples: Samples, lost: bool = False) -> None:
        """Hand samples to an input."""
        assert self.take is not None
        self.take(samples, lost)

    def start(self) -> None:
        """Remember it."""
        self.running = True
        self.starts += 1

    def abort(self) -> None:
        """Remember it."""
        self.running = False

    def close(self) -> None:
        """Remember it."""
        self.running = False
        self.closed = True


@dataclass
class ScriptedStreams:
    """Devices with a will of their own; satisfies `portaudio.Streams`."""

    refuses: frozenset[int] = frozenset()
    """Rates they do not work at."""
    native: int = 48_000
    """Their own rate."""
    missing: frozenset[Direction] = frozenset()
    """Which of "input" and "output" is not there."""
    opened: list[ScriptedStream] = field(default_factory=list)
    ready: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released for each stream opened, for a test that waits in another thread."""

    def output(self, rate: int, block: int, fill: Fill) -> ScriptedStream:
        """Open an output, or raise what the script says."""
        return self._open("output", ScriptedStream(rate, block, fill=fill))

    def input(self, rate: int, block: int, take: Take) -> ScriptedStream:
        """Open an input, or raise what the script says."""
        return self._open("input", ScriptedStream(rate, block, take=take))

    def native_rate(self, direction: Direction) -> int:
        """Return `native`, or raise what the script says."""
        self._require(direction)
        return self.native

    def _open(self, direction: Direction, stream: ScriptedStream) -> ScriptedStream:
        self._require(direction)
        if stream.rate in self.refuses:
            raise RateRefusedError(f"The {direction} does not work at {stream.rate} Hz.")
        self.opened.append(stream)
        self.ready.release()
        return stream

    def _require(self, direction: Direction) -> None:
        if direction in self.missing:
            raise DeviceError(f"There is no {direction}.", "It is scripted to be missing.")
