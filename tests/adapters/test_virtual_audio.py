"""The real microphone and speaker code, on devices that PortAudio takes for real."""

import json
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.virtual_audio import VirtualAudio, virtual_audio_fixture
from voice_assistant.adapters.vosk_ears import VoskEars
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model

pytestmark = pytest.mark.device
virtual_audio = virtual_audio_fixture
RECORDINGS = Path(__file__).parent.parent / "recordings"
HERTZ = 440
LOUD = 500


def run(devices: VirtualAudio, program: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start a program that sees the devices; it prints JSON lines."""
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=devices.env, stdout=pipe, stderr=pipe, stdin=pipe, text=True)


def result(process: "subprocess.Popen[str]") -> dict[str, float]:
    """Wait for its end and return the last line."""
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    answer = json.loads(output.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


@contextmanager
def listening(devices: VirtualAudio, heard: Path) -> Iterator[None]:
    """While the block runs, and for half a second more, write what the microphone hears to `heard`."""
    listener = run(devices, LISTEN, str(heard))
    assert listener.stdout is not None
    ready = listener.stdout.readline()
    try:
        yield
        time.sleep(0.5)
    finally:
        _, errors = listener.communicate("end\n", timeout=30)
    assert ready == "ready\n", errors
    assert listener.returncode == 0, errors


def sounding(samples: Samples) -> tuple[float, float]:
    """Return when the first and the last loud sample come, in seconds."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > LOUD)
    assert len(loud), "nothing was heard"
    return loud[0] / HEARING_RATE, loud[-1] / HEARING_RATE


PLAY = """
    import json, sys, threading, time
    import numpy as np
    from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker
    from voice_assistant.audio import Sound
    seconds, stop_after = map(float, sys.argv[1:])
    tone = np.sin(2 * np.pi * 440 * np.arange(round(22_050 * seconds)) / 22_050)
    speaker = SoundDeviceSpeaker()
    speaker.open(22_050)
    stopped = []
    def stop():
        time.sleep(stop_after)
        stopped.append(speaker.position)
        speaker.stop()
    if stop_after:
        threading.Thread(target=stop).start()
    finished = speaker.play(Sound((8_000 * tone).astype(np.int16), 22_050))
    print(json.dumps({"finished": finished, "stopped": stopped[0] if stopped else 0, "position": speaker.position}))
    speaker.close()
"""

LISTEN = """
    import sys, threading
    from voice_assistant.adapters.audio_file import WavWriter
    from voice_assistant.adapters.sounddevice_microphone import SoundDeviceMicrophone
    microphone = SoundDeviceMicrophone()
    microphone.open()
    threading.Thread(target=lambda: (sys.stdin.readline(), microphone.close())).start()
    with WavWriter(sys.argv[1], 16_000) as writer:
        for block in microphone.blocks():
            if not writer.samples:
                print("ready", flush=True)
            writer.write(block)
    assert not microphone.overflows, microphone.overflows
"""


def test_a_sound_is_heard_whole(virtual_audio: VirtualAudio) -> None:
    with virtual_audio.recording() as recording:
        played = result(run(virtual_audio, PLAY, "1.0", "0"))
    first, last = sounding(recording.samples)
    assert last - first == pytest.approx(1.0, abs=0.02)
    heard = recording.samples[round(first * HEARING_RATE) : round(last * HEARING_RATE)]
    peak = np.argmax(np.abs(np.fft.rfft(heard))) * HEARING_RATE / len(heard)
    assert peak == pytest.approx(HERTZ, abs=2)
    assert played["finished"] is True
    assert played["position"] == pytest.approx(1.0)


def test_stop_is_silence_within_a_block(virtual_audio: VirtualAudio) -> None:
    """Counted in audio: no more is heard than had gone out when it was stopped, and what the system held back."""
    with virtual_audio.recording() as recording:
        played = result(run(virtual_audio, PLAY, "3.0", "1.0"))
    first, last = sounding(recording.samples)
    assert played["finished"] is False
    assert last - first - played["stopped"] < 0.06
    assert played["position"] == pytest.approx(last - first, abs=0.1)


@pytest.mark.model
def test_the_microphone_hears_what_is_said(virtual_audio: VirtualAudio, tmp_path: Path) -> None:
    try:
        ears = VoskEars(find_model(SPEECH_MODEL))
    except ModelError as error:
        pytest.skip(f"no speech model: {error.message}")
    recording = RECORDINGS / "signs_can_be_rebuilt.flac"
    heard = tmp_path / "heard.wav"
    with listening(virtual_audio, heard):
        virtual_audio.speak(recording)
    samples, rate = soundfile.read(heard, dtype="int16")
    assert rate == HEARING_RATE
    ear = ears.open(())
    ear.accept(samples)
    assert ear.finish()[0].text == "what are the signs that trust can be rebuilt"


def test_the_speaker_can_be_led_into_the_microphone(virtual_audio: VirtualAudio, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    with virtual_audio.speaker_into_microphone(), listening(virtual_audio, heard):
        result(run(virtual_audio, PLAY, "0.5", "0"))
    samples, _ = soundfile.read(heard, dtype="int16")
    first, last = sounding(samples)
    assert last - first == pytest.approx(0.5, abs=0.05)


def test_the_microphone_does_not_hear_the_speaker_by_itself(virtual_audio: VirtualAudio, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    with listening(virtual_audio, heard):
        result(run(virtual_audio, PLAY, "0.3", "0"))
    samples, _ = soundfile.read(heard, dtype="int16")
    assert not np.abs(samples).max()


def test_devices_are_listed(virtual_audio: VirtualAudio) -> None:
    program = """
        import json
        from voice_assistant.adapters.devices import list_devices
        found = list_devices()
        print(json.dumps({"in": sum(d.default_input for d in found), "out": sum(d.default_output for d in found)}))
    """
    assert result(run(virtual_audio, program)) == {"in": 1, "out": 1}
