"""The speaker, on streams that a script turns."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from voice_assistant.adapters.portaudio import Direction
from voice_assistant.adapters.scripted import ScriptedStream, ScriptedStreams
from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker
from voice_assistant.audio import Samples, Sound
from voice_assistant.errors import DeviceError

RATE = 16_000
RAMP = Sound(np.arange(1, 1_001, dtype=np.int16), RATE)
LOUD = Sound(np.full(RATE, 10_000, np.int16), RATE)


class Room:
    """A speaker, its streams, and a thread that plays."""

    def __init__(self, streams: ScriptedStreams) -> None:
        self.streams = streams
        self.speaker = SoundDeviceSpeaker(streams, watch_seconds=0.3)
        self._threads = ThreadPoolExecutor(1)

    def play(self, sound: Sound) -> "Future[bool]":
        return self._threads.submit(self.speaker.play, sound)

    def stream(self) -> ScriptedStream:
        """The open stream, once it runs."""
        deadline = time.monotonic() + 5
        while not (self.streams.opened and self.streams.opened[-1].running):
            assert time.monotonic() < deadline
            time.sleep(0.001)
        return self.streams.opened[-1]

    def end(self) -> None:
        self.speaker.close()
        self._threads.shutdown()


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room(ScriptedStreams())
    yield room
    room.end()


def pulled(stream: ScriptedStream, blocks: int) -> Samples:
    return np.concatenate([stream.pull() for _ in range(blocks)])


def test_a_sound_goes_out_whole(room: Room) -> None:
    playing = room.play(RAMP)
    heard = pulled(room.stream(), 8)
    assert playing.result(5) is True
    assert np.array_equal(heard[:1_000], RAMP.samples)
    assert not heard[1_000:].any()
    assert room.speaker.position == pytest.approx(RAMP.seconds)
    assert not room.streams.opened[0].running


def test_blocks_are_10_ms(room: Room) -> None:
    room.speaker.open(RATE)
    assert room.streams.opened[0].block == 160


def test_stop_is_silence_within_one_block(room: Room) -> None:
    playing = room.play(LOUD)
    stream = room.stream()
    pulled(stream, 10)
    room.speaker.stop()
    after = pulled(stream, 5)
    assert playing.result(5) is False
    loud = np.flatnonzero(after)
    assert 0 < loud[-1] < stream.block
    assert (np.diff(after[: stream.block].astype(int)) <= 0).all()
    assert room.speaker.position == pytest.approx(0.1, abs=0.01)


def test_stop_drops_what_the_system_holds(room: Room) -> None:
    playing = room.play(LOUD)
    stream = room.stream()
    room.speaker.stop()
    assert playing.result(1) is False
    assert not stream.running


def test_stop_while_the_last_samples_are_in_the_air(room: Room) -> None:
    room.speaker.open(RATE)
    room.streams.opened[0].latency = 30.0
    playing = room.play(RAMP)
    pulled(room.stream(), 8)
    room.speaker.stop()
    assert playing.result(1) is False


def test_stop_with_nothing_playing_changes_nothing(room: Room) -> None:
    room.speaker.stop()
    playing = room.play(RAMP)
    pulled(room.stream(), 8)
    assert playing.result(5) is True


def test_stop_while_the_device_is_being_opened() -> None:
    opening, go_on = threading.Event(), threading.Event()

    class Slow(ScriptedStreams):
        def native_rate(self, direction: Direction) -> int:
            opening.set()
            go_on.wait(5)
            return 48_000

    room = Room(Slow(refuses=frozenset({RATE})))
    playing = room.play(LOUD)
    assert opening.wait(5)
    room.speaker.stop()
    go_on.set()
    assert playing.result(5) is False
    room.end()


def test_position_is_what_has_left_the_speaker(room: Room) -> None:
    room.speaker.open(RATE)
    room.streams.opened[0].latency = 0.05
    room.play(LOUD)
    stream = room.stream()
    assert room.speaker.position == 0
    pulled(stream, 20)
    assert room.speaker.position == pytest.approx(0.2 - 0.05)
    room.speaker.stop()


def test_one_stream_serves_many_sounds(room: Room) -> None:
    for _ in range(3):
        playing = room.play(RAMP)
        pulled(room.stream(), 8)
        assert playing.result(5) is True
    assert [stream.starts for stream in room.streams.opened] == [3]


def test_another_rate_opens_another_stream(room: Room) -> None:
    for rate in (RATE, 22_050):
        playing = room.play(Sound(RAMP.samples, rate))
        pulled(room.stream(), 10)
        assert playing.result(5) is True
    assert [stream.rate for stream in room.streams.opened] == [RATE, 22_050]
    assert room.streams.opened[0].closed


def test_a_refused_rate_is_resampled() -> None:
    room = Room(ScriptedStreams(refuses=frozenset({RATE}), native=44_100))
    tone = Sound((10_000 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.int16), RATE)
    playing = room.play(tone)
    heard = pulled(room.stream(), 101)
    assert playing.result(5) is True
    assert room.streams.opened[0].rate == 44_100
    peak = np.argmax(np.abs(np.fft.rfft(heard[:44_100])))
    assert peak == pytest.approx(440, abs=1)
    assert room.speaker.position == pytest.approx(1.0, abs=0.001)
    room.end()


def test_no_speaker_is_a_device_error() -> None:
    speaker = SoundDeviceSpeaker(ScriptedStreams(missing=frozenset({"output"})))
    with pytest.raises(DeviceError):
        speaker.play(RAMP)


def test_no_speaker_after_a_refusal_is_a_device_error() -> None:
    speaker = SoundDeviceSpeaker(ScriptedStreams(refuses=frozenset({RATE, 48_000})))
    with pytest.raises(DeviceError):
        speaker.play(RAMP)


def test_a_speaker_that_goes_away_is_noticed_and_opened_again(room: Room) -> None:
    playing = room.play(LOUD)
    pulled(room.stream(), 3)
    with pytest.raises(DeviceError, match="no sound any more"):
        playing.result(5)
    playing = room.play(RAMP)
    pulled(room.stream(), 8)
    assert playing.result(5) is True
    assert len(room.streams.opened) == 2


def test_an_empty_sound_ends(room: Room) -> None:
    playing = room.play(Sound(np.zeros(0, np.int16), RATE))
    pulled(room.stream(), 1)
    assert playing.result(5) is True
