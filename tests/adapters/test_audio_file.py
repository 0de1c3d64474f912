"""Recordings of every kind come in as 16 kHz mono, and bad ones are named in one sentence."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voice_assistant.adapters.audio_file import BLOCK, FileSource, WavWriter
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import AudioFileError


def tone(seconds: float = 1.0, rate: int = 16_000, loudness: float = 0.5) -> NDArray[np.float64]:
    return np.asarray(loudness * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate))


def heard(path: Path) -> tuple[Samples, tuple[str, ...]]:
    source = FileSource(path)
    return np.concatenate(list(source.blocks())), source.notices


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 96_000])
@pytest.mark.parametrize("kind", ["wav", "flac", "ogg"])
def test_any_rate(tmp_path: Path, kind: str, rate: int) -> None:
    if (kind, rate) == ("ogg", 96_000):
        rate = 48_000
    path = tmp_path / f"a.{kind}"
    soundfile.write(path, tone(rate=rate), rate)
    samples, notices = heard(path)
    assert abs(len(samples) - HEARING_RATE) <= 2
    peak = np.argmax(np.abs(np.fft.rfft(samples)))
    assert abs(peak * HEARING_RATE / len(samples) - 440) < 2
    assert np.abs(samples[2000:-2000]).max() == pytest.approx(0.5 * 32768, rel=0.05)
    assert notices == ()


@pytest.mark.parametrize("depth", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_any_depth(tmp_path: Path, depth: str) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(), 16_000, subtype=depth)
    samples, notices = heard(path)
    assert np.abs(samples / 32768 - tone()).max() < 0.03
    assert notices == ()


def test_16_bit_at_16_khz_is_untouched(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(-30_000, 30_000, 5_000).astype(np.int16)
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 16_000)
    assert np.array_equal(heard(path)[0], samples)


def test_six_channels_are_mixed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    channels = np.zeros((48_000, 6))
    channels[:, 2] = tone(rate=48_000)
    soundfile.write(path, channels, 48_000)
    samples, notices = heard(path)
    assert np.abs(samples[2000:-2000]).max() == pytest.approx(0.5 / 6 * 32768, rel=0.05)
    assert notices == ()


def test_values_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full(1_600, np.nan), 16_000, subtype="FLOAT")
    assert not heard(path)[0].any()


def test_blocks_are_20_ms(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(1.01, 44_100), 44_100)
    sizes = [len(block) for block in FileSource(path).blocks()]
    assert set(sizes[:-1]) == {BLOCK}
    assert 0 < sizes[-1] <= BLOCK


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(rate=44_100), 44_100)
    source = FileSource(path)
    first, second = (np.concatenate(list(source.blocks())) for _ in range(2))
    assert np.array_equal(first, second)
    assert source.seconds == pytest.approx(1.0)


def test_clipped_is_noticed(tmp_path: Path) -> None:
    for depth in ("PCM_U8", "PCM_16", "FLOAT"):
        path = tmp_path / f"{depth}.wav"
        soundfile.write(path, np.clip(tone(loudness=2.0), -1, 1), 16_000, subtype=depth)
        samples, notices = heard(path)
        assert len(samples) == HEARING_RATE
        assert len(notices) == 1
        assert "clipped" in notices[0]


def test_loud_is_not_clipped(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(loudness=0.98), 16_000)
    assert heard(path)[1] == ()


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg"])
def test_a_cut_tail_plays_what_is_there(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    noise = np.random.default_rng(1).normal(0, 0.1, 160_000)
    soundfile.write(path, noise, 16_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    samples, notices = heard(path)
    assert 4 * HEARING_RATE < len(samples) < 7 * HEARING_RATE
    assert len(notices) == 1
    assert "cut off" in notices[0]
    assert f"{len(samples) / HEARING_RATE:.1f} seconds" in notices[0]


def test_garbage_in_the_middle_ends_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, 160_000), 16_000)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = bytes(20_000)
    path.write_bytes(content)
    samples, notices = heard(path)
    assert len(samples) > HEARING_RATE
    assert len(notices) == 1


@pytest.mark.parametrize(("kind", "length"), [("wav", slice(40, 44)), ("flac", slice(22, 26))])
def test_a_header_without_a_length_is_fine(tmp_path: Path, kind: str, length: slice) -> None:
    """As streaming recorders write it: all ones in a WAV header, zero in a FLAC header."""
    path = tmp_path / f"a.{kind}"
    soundfile.write(path, tone(), 16_000)
    content = bytearray(path.read_bytes())
    if kind == "wav":
        content[4:8] = b"\xff" * 4
    content[length] = (b"\xff" if kind == "wav" else b"\0") * 4
    path.write_bytes(content)
    assert FileSource(path).seconds in (0.0, 1.0)
    samples, notices = heard(path)
    assert len(samples) == HEARING_RATE
    assert notices == ()


def without_frames(path: Path) -> None:
    soundfile.write(path, np.zeros(0), 16_000)


def garbage_frames(path: Path) -> None:
    soundfile.write(path, tone(), 16_000, format="FLAC")
    path.write_bytes(path.read_bytes()[:200] + b"\0" * 5_000)


def absurd_rate(path: Path) -> None:
    soundfile.write(path, tone(), 16_000)
    content = bytearray(path.read_bytes())
    content[24:28] = (2_000_000_000).to_bytes(4, "little")
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("missing.wav", lambda path: None, "There is no file"),
        ("folder.wav", lambda path: path.mkdir(), "is a folder"),
        ("empty.wav", lambda path: path.touch(), "is empty"),
        ("text.wav", lambda path: path.write_text("hello " * 99), "is not audio"),
        ("bytes.raw", lambda path: path.write_bytes(bytes(range(256)) * 9), "is not audio"),
        ("head.wav", lambda path: path.write_bytes(b"RIFF"), "is not audio"),
        ("none.wav", without_frames, "no audio that can be decoded"),
        ("rate.wav", absurd_rate, "no audio that can be decoded"),
        ("garbage.flac", garbage_frames, "no audio that can be decoded"),
        ("zero\0byte.wav", lambda path: None, "cannot be read"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, name: str, make: object, sentence: str) -> None:
    path = tmp_path / name
    assert callable(make)
    make(path)
    with pytest.raises(AudioFileError, match=sentence) as caught:
        FileSource(path)
    assert str(path) in caught.value.message
    assert caught.value.exit_code == 2


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Forty minutes of telephone audio would be 77 MB once decoded; it is the same for hours."""
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", 8_000, 1, "PCM_U8") as file:
        minute = tone(60, 8_000)
        for _ in range(40):
            file.write(minute)
    tracemalloc.start()
    count = sum(len(block) for block in FileSource(path).blocks())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_400 * HEARING_RATE
    assert peak < 3_000_000


def test_written_audio_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    samples = np.arange(-500, 500, dtype=np.int16)
    with WavWriter(path, 16_000) as writer:
        writer.write(samples)
    assert np.array_equal(heard(path)[0], samples)


def test_silence_between_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    ones = np.ones(160, np.int16)
    with WavWriter(path, 16_000) as writer:
        writer.write(ones)
        writer.pad_to(2.5)
        writer.write(ones)
        writer.pad_to(1.0)
    samples, notices = heard(path)
    assert len(samples) == 40_160
    assert list(np.flatnonzero(samples)[[0, 159, 160, 319]]) == [0, 159, 40_000, 40_159]
    assert notices == ()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="cannot be written"):
        WavWriter(tmp_path / "missing" / "a.wav", 16_000)


def test_blocks_follow_each_other_without_a_seam(tmp_path: Path) -> None:
    """The resampler keeps its state from second to second."""
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(3.0, 44_100, 0.3), 44_100)
    samples = heard(path)[0][1_000:-1_000].astype(float)
    expected = 0.3 * 32768 * np.sin(2 * np.pi * 440 * np.arange(1_000, 1_000 + len(samples)) / 16_000)
    assert np.abs(samples - expected).max() < 30
