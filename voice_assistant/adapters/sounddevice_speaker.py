"""The speaker: plays samples in a callback that we own, so that it falls silent within one block."""

import threading
import time
from collections.abc import Callable

import numpy as np

from voice_assistant.adapters.portaudio import CONNECT, PortAudioStreams, RateRefusedError, Stream, Streams
from voice_assistant.audio import VOICE_RATE, Samples, Sound
from voice_assistant.errors import DeviceError

BLOCK_SECONDS = 0.01
FADE_SECONDS = 0.004
"""Shorter than a block: where dropping what the system holds takes its time, a stop does not click."""
WATCH_SECONDS = 5.0
"""A device that takes no samples for so long is gone: unplugged, or the computer slept."""


class SoundDeviceSpeaker:
    """Satisfies `ports.Speaker`. The device stays open between sounds but idle: a sound starts within 25 ms."""

    def __init__(self, streams: Streams | None = None, watch_seconds: float = WATCH_SECONDS) -> None:
        """Open nothing yet. `streams` is where streams come from: PortAudio, or a script."""
        self._streams = streams or PortAudioStreams()
        self._watch_seconds = watch_seconds
        self._playing = threading.Lock()
        self._stream: Stream | None = None
        self._asked_rate = 0
        self._rate = 0
        self._playback = _Playback()

    def open(self, rate: int = VOICE_RATE) -> None:
        """Open the device for sounds of `rate` samples a second; a device that refuses the rate gets its own.

        `play` does this by itself; calling it ahead saves the time. Raises DeviceError if no device can be used.
        """
        if self._stream is not None and rate == self._asked_rate:
            return
        self._let_go()
        try:
            self._rate, self._stream = rate, self._open(rate)
        except RateRefusedError:
            own = self._streams.native_rate("output")
            self._rate, self._stream = own, self._open(own)
        self._asked_rate = rate

    def play(self, sound: Sound, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Play to the end and return True once it has left the speaker; return False if `stop` cut it short.

        Raises DeviceError if there is no speaker, or if it goes away in the middle.
        """
        with self._playing:
            playback = self._playback = _Playback()  # first of all: a stop that comes while we open counts
            if not wanted():
                return False
            self.open(sound.rate)
            stream = self._stream
            assert stream is not None
            playback.begin(Sound(_resampled(sound, self._rate), self._rate), stream.latency)
            try:
                stream.start()
                over = time.monotonic() + sound.seconds + stream.latency
                self._wait(playback)
                # What the system still holds is part of the sound: it is waited for, or dropped by a stop. By the
                # clock, because pulseaudio takes more ahead than the latency that it reports.
                held = max(stream.latency, over - time.monotonic())
                playback.ended = not playback.stopped.wait(held)
            except BaseException:
                self._let_go()  # so that the next sound tries the device anew
                raise
            stream.abort()
            return playback.ended

    def _wait(self, playback: "_Playback") -> None:
        """Return when all samples are handed over, or at once when stopped."""
        sent = -1
        while not playback.changed.wait(self._watch_seconds):
            if playback.sent == sent:
                raise DeviceError("The speaker takes no sound any more.", CONNECT["output"])
            sent = playback.sent

    def stop(self) -> None:
        """Fall silent, within milliseconds. Returns at once; does nothing if nothing plays."""
        self._playback.stop()

    @property
    def position(self) -> float:
        """Seconds of the present sound, or of the last, that have left the speaker."""
        return self._playback.position

    def close(self) -> None:
        """Stop, and let go of the device. The next `play` opens it again."""
        self.stop()
        with self._playing:
            self._let_go()

    def _open(self, rate: int) -> Stream:
        return self._streams.output(rate, round(BLOCK_SECONDS * rate), self._fill)

    def _fill(self, out: Samples) -> None:
        self._playback.fill(out)

    def _let_go(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()


class _Playback:
    """One sound on its way out. `fill` runs on the audio thread and never waits."""

    def __init__(self) -> None:
        self.sent = 0
        """Samples handed to the device."""
        self.stopped = threading.Event()
        """Set when it shall fall silent."""
        self.changed = threading.Event()
        """Set when that is so, or when the last sample has been handed over."""
        self.ended = False
        """Whether all of it has left the speaker."""
        self._sound: Sound | None = None
        self._latency = 0.0
        self._silent = False

    @property
    def position(self) -> float:
        """Seconds that have left the speaker, of which the system holds back the last `latency`."""
        if self._sound is None:
            return 0.0
        held = 0.0 if self.ended else self._latency
        return max(0.0, self.sent / self._sound.rate - held)

    def begin(self, sound: Sound, latency: float) -> None:
        """Let this sound, which has the device's rate, go out; each sample is heard `latency` seconds later."""
        self._latency = latency
        self._sound = sound

    def stop(self) -> None:
        """Let the next block be the last."""
        self.stopped.set()
        self.changed.set()

    def fill(self, out: Samples) -> None:
        """Write the next samples, or silence."""
        sound = self._sound
        if sound is None or self._silent:
            out[:] = 0
            return
        part = sound.samples[self.sent : self.sent + len(out)]
        stopping = self.stopped.is_set()
        if stopping:
            part = part[: round(FADE_SECONDS * sound.rate)]
            part = (part * np.linspace(1.0, 0.0, len(part))).astype(np.int16)
        out[: len(part)] = part
        out[len(part) :] = 0
        self.sent += len(part)
        if stopping or self.sent >= len(sound.samples):
            self._silent = True
            self.changed.set()


def _resampled(sound: Sound, rate: int) -> Samples:
    if sound.rate == rate:
        return sound.samples
    import soxr

    return np.asarray(soxr.resample(sound.samples, sound.rate, rate), np.int16)
