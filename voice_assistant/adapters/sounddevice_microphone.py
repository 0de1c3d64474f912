"""The microphone: what the callback takes goes through a bounded queue; what does not fit is counted."""

import queue
from collections.abc import Iterator

import numpy as np

from voice_assistant.adapters.portaudio import CONNECT, PortAudioStreams, RateRefusedError, Stream, Streams
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import DeviceError

BLOCK_SECONDS = 0.02
QUEUE_SECONDS = 10.0
"""How far the listener may fall behind before sound is lost."""
WATCH_SECONDS = 5.0
"""A device that sends nothing for so long is gone: unplugged, or the computer slept. Some need 2 seconds to begin."""


class SoundDeviceMicrophone:
    """Satisfies `ports.AudioSource`."""

    def __init__(
        self,
        streams: Streams | None = None,
        queue_seconds: float = QUEUE_SECONDS,
        watch_seconds: float = WATCH_SECONDS,
    ) -> None:
        """Open nothing yet. `streams` is where streams come from: PortAudio, or a script."""
        self.overflows = 0
        """How many times sound was lost: by the system, or because the listener fell too far behind."""
        self._streams = streams or PortAudioStreams()
        self._watch_seconds = watch_seconds
        self._blocks: queue.Queue[Samples | None] = queue.Queue()
        self._most = max(1, round(queue_seconds / BLOCK_SECONDS))
        self._rate = HEARING_RATE
        self._stream: Stream | None = None
        self._closed = False

    def open(self) -> None:
        """Start recording, at 16 kHz or, if that is refused, at the device's own rate.

        `blocks` does this by itself. Raises DeviceError, with the fix, if there is no usable microphone.
        """
        if self._stream is not None or self._closed:
            return
        try:
            self._rate, self._stream = HEARING_RATE, self._start(HEARING_RATE)
        except RateRefusedError:
            own = self._streams.native_rate("input")
            self._rate, self._stream = own, self._start(own)
        self._stream.start()

    def blocks(self) -> Iterator[Samples]:
        """Yield int16 mono blocks at 16 kHz of about 20 ms until `close`.

        Raises DeviceError if there is no microphone, or if it goes away.
        """
        import soxr

        self.open()
        resampler = None
        if self._rate != HEARING_RATE:
            resampler = soxr.ResampleStream(self._rate, HEARING_RATE, 1, dtype="int16")
        while not self._closed:
            try:
                block = self._blocks.get(timeout=self._watch_seconds)
            except queue.Empty as error:
                self._let_go()
                raise DeviceError("The microphone sends no sound any more.", CONNECT["input"]) from error
            if block is None:
                return
            if resampler:
                block = np.asarray(resampler.resample_chunk(block), np.int16)
            if len(block):
                yield block

    def close(self) -> None:
        """Let go of the device and end `blocks`, from any thread. A closed microphone stays closed."""
        self._closed = True
        self._let_go()
        self._blocks.put(None)

    def _start(self, rate: int) -> Stream:
        return self._streams.input(rate, round(BLOCK_SECONDS * rate), self._take)

    def _take(self, samples: Samples, lost: bool) -> None:
        """Queue a block, on the audio thread. The bound is checked here, so that the `None` of `close` always fits."""
        self.overflows += lost
        if self._blocks.qsize() >= self._most:
            self.overflows += 1
            return
        self._blocks.put_nowait(samples)

    def _let_go(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
