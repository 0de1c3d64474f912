"""Sounds with their times to a WAV file, silence between them."""

from pathlib import Path
from types import TracebackType
from typing import Self

from voice_assistant.adapters.audio_file import WavWriter
from voice_assistant.audio import VOICE_RATE, Sound


class WavSink:
    """Satisfies `ports.ClosableSink`. The first sound settles the rate; the others are brought to it."""

    def __init__(self, path: Path) -> None:
        """Create or replace the file at `path`. Raises AudioFileError if that cannot be done."""
        self._path = path
        self._writer = WavWriter(path, VOICE_RATE)

    def put(self, sound: Sound, start: float) -> None:
        """Write a sound that begins `start` seconds from the beginning of the file."""
        if sound.rate != self._writer.rate and not self._writer.samples:
            self._writer.close()
            self._writer = WavWriter(self._path, sound.rate)
        self._writer.pad_to(start)
        samples = sound.samples
        if sound.rate != self._writer.rate:
            import soxr

            samples = soxr.resample(samples, sound.rate, self._writer.rate)
        self._writer.write(samples)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.close()
