"""PortAudio behind one small door: the only file that imports sounddevice.

The microphone and the speaker open streams through the `Streams` Protocol, so that a scripted device can refuse
a rate, lose samples or fall silent in tests. PortAudio is loaded when a stream is opened and not before.
"""

import sys
import threading
from collections.abc import Callable
from typing import Any, Literal, Protocol

import numpy as np

from voice_assistant.audio import Samples
from voice_assistant.errors import DeviceError

Direction = Literal["input", "output"]
Fill = Callable[[Samples], None]
"""Called on the audio thread: write the next int16 mono samples into the array."""
Take = Callable[[Samples, bool], None]
"""Called on the audio thread with int16 mono samples to copy, and whether some were lost before them."""

INSTALL = {
    "linux": "Install it with: sudo apt install libportaudio2",
    "darwin": "Reinstall the program's packages: for macOS they bring PortAudio along.",
    "win32": "Reinstall the program's packages: for Windows they bring PortAudio along.",
}
CONNECT = {
    "input": "Connect a microphone, or choose one in the system's sound settings; until then, type.",
    "output": "Connect a speaker, or choose one in the system's sound settings; until then, read.",
}
NAMES = {"input": "microphone", "output": "speaker"}
LATENCY = 0.1
"""Seconds of sound that the system may hold. Measured with pulseaudio: at 0.05, and at PortAudio's own "low" and
"high", hundreds of underruns swallow most of a sound; at 0.1 none. Falling silent does not wait for it: `abort`."""


class RateRefusedError(DeviceError):
    """The device does not work at the rate asked for."""


class Stream(Protocol):
    """A stream of an open device. It calls back between `start` and `abort`, which may be repeated."""

    latency: float
    """Seconds between a sample handed over and the sample in the air."""

    def start(self) -> None:
        """Begin to call back. Raises DeviceError if the device has gone."""
        ...

    def abort(self) -> None:
        """Stop calling back and drop what the system still holds: silence within milliseconds."""
        ...

    def close(self) -> None:
        """Abort, and let go of the device."""
        ...


class Streams(Protocol):
    """Opens streams. Raises RateRefusedError for a rate that the device has not, DeviceError for all else."""

    def output(self, rate: int, block: int, fill: Fill) -> Stream:
        """Open a stream that plays `block` samples at a time."""
        ...

    def input(self, rate: int, block: int, take: Take) -> Stream:
        """Open a stream that records `block` samples at a time."""
        ...

    def native_rate(self, direction: Direction) -> int:
        """Return a rate that the device surely has."""
        ...


def load() -> Any:
    """Return the sounddevice module. Raises DeviceError, with the fix, if it or PortAudio is missing."""
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        fix = INSTALL.get(sys.platform, "")
        raise DeviceError("PortAudio, which plays and records sound, is missing.", fix) from error
    return sounddevice


class PortAudioStreams:
    """Satisfies `Streams` with a real device: the system's default, or one by name or number."""

    def __init__(self, device: str | int | None = None) -> None:
        """Nothing is opened yet."""
        self._device = device

    def output(self, rate: int, block: int, fill: Fill) -> Stream:
        """Open for playing. The first channel is ours, any other a copy: some drivers have no mono."""

        def callback(out: Samples, frames: int, time: object, status: object) -> None:
            fill(out[:, 0])
            out[:, 1:] = out[:, :1]

        return self._open("output", rate, block, callback)

    def input(self, rate: int, block: int, take: Take) -> Stream:
        """Open for recording; several channels are mixed into one."""

        def callback(taken: Samples, frames: int, time: object, status: Any) -> None:
            mono = taken[:, 0].copy() if taken.shape[1] == 1 else taken.mean(axis=1).astype(np.int16)
            take(mono, bool(status.input_overflow))

        return self._open("input", rate, block, callback)

    def native_rate(self, direction: Direction) -> int:
        """Return the device's own rate."""
        return int(self._info(direction)["default_samplerate"])

    def _info(self, direction: Direction) -> dict[str, Any]:
        sounddevice = load()
        try:
            return dict(sounddevice.query_devices(self._device, direction))
        except (sounddevice.PortAudioError, ValueError) as error:
            wanted = f" {self._device!r}" if self._device is not None else ""
            raise DeviceError(f"There is no {NAMES[direction]}{wanted}.", CONNECT[direction]) from error

    def _open(self, direction: Direction, rate: int, block: int, callback: Callable[..., None]) -> Stream:
        sounddevice = load()
        most = int(self._info(direction)[f"max_{direction}_channels"])
        kind = sounddevice.OutputStream if direction == "output" else sounddevice.InputStream
        problem: Exception | None = None
        for channels in sorted({1, min(2, most)}):
            try:
                stream = kind(
                    samplerate=rate,
                    blocksize=block,
                    device=self._device,
                    channels=channels,
                    dtype="int16",
                    latency=LATENCY,
                    callback=callback,
                )
            except sounddevice.PortAudioError as error:
                problem = error
            else:
                return _PortAudioStream(stream, direction, sounddevice.PortAudioError)
        assert problem is not None
        if _code(problem) == _INVALID_RATE:
            raise RateRefusedError(f"The {NAMES[direction]} does not work at {rate} Hz.") from problem
        raise _device_error(direction, problem) from problem


_INVALID_RATE = -9997
"""PortAudio's paInvalidSampleRate, which sounddevice passes on as the second argument of its error."""


def _code(error: Exception) -> int | None:
    return error.args[1] if len(error.args) > 1 else None


def _device_error(direction: Direction, error: Exception) -> DeviceError:
    reason = error.args[0] if error.args else "unknown reason"
    return DeviceError(f"The {NAMES[direction]} cannot be opened: {reason}.", CONNECT[direction])


class _PortAudioStream:
    """Satisfies `Stream`."""

    def __init__(self, stream: Any, direction: Direction, error: type[Exception]) -> None:
        self._stream = stream
        self._direction: Direction = direction
        self._error = error
        self._change = threading.Lock()
        self._closed = False
        self.latency = float(stream.latency)

    def start(self) -> None:
        """Begin to call back."""
        try:
            self._stream.start()
        except self._error as error:
            raise _device_error(self._direction, error) from error

    def abort(self) -> None:
        """Stop calling back, whatever state the device is in."""
        with self._change:
            if not self._closed:  # PortAudio would look into memory that it has freed
                self._stream.abort(ignore_errors=True)

    def close(self) -> None:
        """Let go of the device, whatever state it is in; once is enough, from any thread."""
        with self._change:
            if not self._closed:
                self._closed = True
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)
