"""Recordings: any WAV, FLAC or OGG in, as what the ears take; WAV out.

Memory stays flat: a file is decoded, mixed down and resampled a second at a time.
"""

import wave
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from voice_assistant.adapters.audio_tail import is_cut
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import AudioFileError

if TYPE_CHECKING:
    from soundfile import SoundFile

BLOCK = HEARING_RATE // 50
"""Samples in a block: 20 ms, as from the microphone."""
FULL_SCALE = 0.99
"""8-bit audio reaches no more than 127/128."""
FLAT_TOP = 3
"""So many samples in a row at full scale are cut off, fewer may just be loud."""
CLIPPED_TOPS = 10
"""Fewer flat tops in a file are not worth a notice."""
RATES = range(1_000, 768_001)
CHUNK = 400_000
"""Numbers decoded at a time at most, over all channels, so that no file makes us hold more."""
NO_LENGTH = 2**62
"""The decoder's word for a length that it does not know is larger still."""
CONVERTIBLE = "Convert it to WAV, FLAC or OGG."


class FileSource:
    """A recording as a `ports.AudioSource`. Each call of `blocks` reads it from the start."""

    def __init__(self, path: str | Path) -> None:
        """Look into the file. Raises AudioFileError if it is missing, empty, no audio, or has no frame to decode."""
        self.path = Path(path)
        self.notices: tuple[str, ...] = ()
        """What was wrong with the recording and was handled; complete when `blocks` has ended."""
        with self._open() as file:
            self.seconds = _stated_frames(file) / file.samplerate
            """Its length as the file states it; 0 if it states none."""
            frames, _ = _read(file)
            if not len(frames) or file.samplerate not in RATES:
                raise AudioFileError(f"{self.path} holds no audio that can be decoded.", CONVERTIBLE)

    def blocks(self) -> Iterator[Samples]:
        """Yield int16 mono blocks at 16 kHz of 20 ms, the last one shorter. A damaged file ends where it breaks."""
        self.notices = ()
        left = np.zeros(0, np.int16)
        with self._open() as file:
            for chunk in self._converted(file):
                left = np.concatenate([left, chunk])
                whole = len(left) - len(left) % BLOCK
                for start in range(0, whole, BLOCK):
                    yield left[start : start + BLOCK]
                left = left[whole:]
        if len(left):
            yield left

    def _open(self) -> "SoundFile":
        import soundfile

        try:
            if self.path.is_dir():
                raise AudioFileError(f"{self.path} is a folder, not a recording.", "Name the files in it.")
            if self.path.stat().st_size == 0:
                raise AudioFileError(f"{self.path} is empty.")
            return soundfile.SoundFile(self.path)
        except FileNotFoundError as error:
            raise AudioFileError(f"There is no file {self.path}.") from error
        except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
            raise AudioFileError(f"{self.path} cannot be read: {getattr(error, 'strerror', error)}.") from error
        except (soundfile.LibsndfileError, TypeError) as error:  # TypeError: a name that ends in .raw
            raise AudioFileError(f"{self.path} is not audio that can be decoded.", CONVERTIBLE) from error

    def _converted(self, file: "SoundFile") -> Iterator[Samples]:
        """Yield about a second at a time of mono int16 at 16 kHz, and fill in `notices`."""
        import soxr

        resampler = None
        if file.samplerate != HEARING_RATE:
            resampler = soxr.ResampleStream(file.samplerate, HEARING_RATE, 1, dtype="float32")
        tops = decoded = 0
        ended = False
        while not ended:
            frames, ended = _read(file)
            if not len(frames):
                break
            decoded += len(frames)
            tops += _flat_tops(frames)
            mono = np.nan_to_num(frames.mean(axis=1), posinf=1.0, neginf=-1.0)
            yield _to_int16(resampler.resample_chunk(mono) if resampler else mono)
        if resampler:
            yield _to_int16(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        if decoded < _stated_frames(file) or is_cut(self.path):
            played = decoded / file.samplerate
            self.notices += (f"{self.path} is cut off or damaged; the first {played:.1f} seconds are used.",)
        if tops >= CLIPPED_TOPS:
            self.notices += (f"{self.path} is clipped (recorded too loud); it may be misheard.",)


class WavWriter:
    """Writes 16-bit mono WAV as the samples come. A context manager; the file is whole when it is closed."""

    def __init__(self, path: str | Path, rate: int) -> None:
        """Create or replace `path`, at `rate` samples a second. Raises AudioFileError if that cannot be done."""
        self.path = Path(path)
        self.rate = rate
        self.samples = 0
        """How many have been written."""
        try:
            self._file = self.path.open("wb")
        except OSError as error:
            raise AudioFileError(f"{self.path} cannot be written: {error.strerror}.") from error
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115 - closed by `close`
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(rate)

    def write(self, samples: Samples) -> None:
        """Append int16 samples at the writer's rate."""
        try:
            self._wave.writeframesraw(samples.astype("<i2").tobytes())
        except OSError as error:
            raise AudioFileError(f"{self.path} cannot be written: {error.strerror}.") from error
        self.samples += len(samples)

    def pad_to(self, seconds: float) -> None:
        """Append silence until the recording is `seconds` long; nothing if it is longer already."""
        missing = round(seconds * self.rate) - self.samples
        while missing > 0:
            part = min(missing, self.rate)
            self.write(np.zeros(part, np.int16))
            missing -= part

    def close(self) -> None:
        """Finish the header and close the file."""
        try:
            self._wave.close()
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _stated_frames(file: "SoundFile") -> int:
    """Return the length of the file; 0 where its header leaves it open, as a streaming recorder's does."""
    return int(file.frames) if file.frames < NO_LENGTH else 0


def _read(file: "SoundFile") -> tuple[NDArray[np.float32], bool]:
    """Return up to a second, shape (frames, channels), -1 to 1, and whether it can decode no further."""
    import soundfile

    # A decoder that fails on the way, or in finding its place after the last frame, raises although it has
    # filled part of the array: what is still as we left it was not decoded.
    count = min(file.samplerate, max(1, CHUNK // file.channels))
    frames = np.full((count, file.channels), np.nan, np.float32)
    try:
        return np.asarray(file.read(out=frames)), False
    except soundfile.LibsndfileError:
        missing = np.isnan(frames).all(axis=1)
        return frames[: int(missing.argmax())] if missing.any() else frames, True


def _flat_tops(frames: NDArray[np.float32]) -> int:
    """Count the runs of samples at full scale, in steps of FLAT_TOP, over all channels."""
    high = np.abs(frames) >= FULL_SCALE
    if not high.any():
        return 0
    runs = high[:-2] & high[1:-1] & high[2:]
    return int(runs.sum()) // FLAT_TOP


def _to_int16(mono: NDArray[np.float32]) -> Samples:
    return np.asarray(np.clip(np.rint(mono * 32768.0), -32768, 32767), np.int16)
