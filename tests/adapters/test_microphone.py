"""The microphone, on streams that a script turns."""

import threading

import numpy as np
import pytest

from voice_assistant.adapters.scripted import ScriptedStreams
from voice_assistant.adapters.sounddevice_microphone import SoundDeviceMicrophone
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import DeviceError


def block(value: int) -> Samples:
    return np.full(320, value, np.int16)


def test_blocks_come_in_order() -> None:
    streams = ScriptedStreams()
    microphone = SoundDeviceMicrophone(streams)
    microphone.open()
    for value in range(5):
        streams.opened[0].push(block(value))
    blocks = microphone.blocks()
    assert [next(blocks)[0] for _ in range(5)] == [0, 1, 2, 3, 4]
    assert (streams.opened[0].rate, streams.opened[0].block) == (HEARING_RATE, 320)
    assert microphone.overflows == 0
    microphone.close()


def test_close_ends_the_blocks_from_another_thread() -> None:
    streams = ScriptedStreams()
    microphone = SoundDeviceMicrophone(streams)
    blocks = microphone.blocks()
    microphone.open()
    streams.opened[0].push(block(1))
    next(blocks)
    closing = threading.Timer(0.05, microphone.close)
    closing.start()
    assert list(blocks) == []
    closing.join()
    assert streams.opened[0].closed
    assert list(microphone.blocks()) == []


def test_what_does_not_fit_is_counted() -> None:
    streams = ScriptedStreams()
    microphone = SoundDeviceMicrophone(streams, queue_seconds=0.1)
    microphone.open()
    for value in range(8):
        streams.opened[0].push(block(value))
    assert microphone.overflows == 3
    blocks = microphone.blocks()
    assert [next(blocks)[0] for _ in range(5)] == [0, 1, 2, 3, 4]
    microphone.close()
    assert list(blocks) == []


def test_what_the_system_loses_is_counted() -> None:
    streams = ScriptedStreams()
    microphone = SoundDeviceMicrophone(streams)
    microphone.open()
    streams.opened[0].push(block(1), lost=True)
    streams.opened[0].push(block(2))
    assert microphone.overflows == 1
    microphone.close()


@pytest.mark.parametrize("native", [44_100, 48_000, 8_000])
def test_a_refused_rate_is_resampled(native: int) -> None:
    streams = ScriptedStreams(refuses=frozenset({HEARING_RATE}), native=native)
    microphone = SoundDeviceMicrophone(streams)
    microphone.open()
    stream = streams.opened[0]
    assert stream.rate == native
    tone = (10_000 * np.sin(2 * np.pi * 440 * np.arange(native * 2) / native)).astype(np.int16)
    for start in range(0, len(tone), stream.block):
        stream.push(tone[start : start + stream.block])
    blocks = microphone.blocks()
    heard = np.zeros(0, np.int16)
    while len(heard) < HEARING_RATE * 1.5:
        heard = np.concatenate([heard, next(blocks)])
    assert heard.dtype == np.int16
    peak = np.argmax(np.abs(np.fft.rfft(heard[:HEARING_RATE])))
    assert peak == pytest.approx(440, abs=1)
    microphone.close()


@pytest.mark.parametrize(
    "streams",
    [ScriptedStreams(missing=frozenset({"input"})), ScriptedStreams(refuses=frozenset({HEARING_RATE, 48_000}))],
)
def test_no_usable_microphone_is_a_device_error(streams: ScriptedStreams) -> None:
    with pytest.raises(DeviceError):
        next(SoundDeviceMicrophone(streams).blocks())


def test_a_microphone_that_goes_away_is_noticed() -> None:
    streams = ScriptedStreams()
    microphone = SoundDeviceMicrophone(streams, watch_seconds=0.05)
    with pytest.raises(DeviceError, match="no sound any more"):
        next(microphone.blocks())
    assert streams.opened[0].closed
