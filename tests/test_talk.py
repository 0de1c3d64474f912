"""`talk` for real: a question comes into a microphone, the answer comes out of a speaker, and is recognised again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from tests.virtual_audio import VirtualAudio, virtual_audio_fixture
from voice_assistant.audio import Samples
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model
from voice_assistant.resources import intents_dir
from voice_assistant.settings import Settings
from voice_assistant.wiring import Parts

pytestmark = [pytest.mark.device, pytest.mark.model]
virtual_audio = virtual_audio_fixture
RECORDINGS = Path(__file__).parent / "recordings"
READY = 60.0
"""Seconds that a busy machine may take to start; what is tested is what is said, not when."""

ANSWER = 23.0
"""Seconds that the answer about signs takes to be spoken, and a little more: nothing plays it faster."""


@pytest.fixture(name="parts", scope="module")
def parts_fixture() -> Iterator[Parts]:
    try:
        find_model(SPEECH_MODEL)
    except ModelError as error:
        pytest.skip(f"no speech model: {error.message}")
    parts = Parts(Settings(pack=intents_dir() / "trust", model=None, data_dir=Path("nowhere")))
    yield parts
    parts.close()


class Talk:
    """A running `talk --json` that sees the virtual devices."""

    def __init__(self, devices: VirtualAudio, *options: str) -> None:
        command = [sys.executable, "-m", "voice_assistant", "talk", "--json", "-v", *options]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=devices.env, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def turn(self) -> dict[str, object]:
        """Return the next turn it prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        found: dict[str, object] = json.loads(line)
        return found

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_until_listening(self) -> None:
        """Return when it says that it listens."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "listening" in line:
                return
        raise AssertionError("talk ended before it listened")


@contextmanager
def talking(devices: VirtualAudio, *options: str) -> Iterator[Talk]:
    talk = Talk(devices, *options)
    try:
        talk.wait_until_listening()
        yield talk
    finally:
        talk.process.kill()
        talk.process.communicate()


def recognised(parts: Parts, samples: Samples) -> str:
    ear = parts.ears().open(())
    ear.accept(samples)
    return ear.finish()[0].text


def nearest_reply(parts: Parts, text: str) -> str:
    """Return the id of the reply that what was recognised resembles most, of all that the pack can say."""
    replies = {topic.id: topic.say for topic in parts.loaded().pack.topics}
    return max(replies, key=lambda reply: fuzz.ratio(text, replies[reply].lower()))


def test_a_spoken_question_is_answered_aloud(virtual_audio: VirtualAudio, parts: Parts) -> None:
    with talking(virtual_audio) as talk, virtual_audio.recording() as recording:
        virtual_audio.speak(RECORDINGS / "signs_can_be_rebuilt.flac")
        turn = talk.turn()
        assert turn["understood"] == "signs"
        time.sleep(ANSWER)
    assert nearest_reply(parts, recognised(parts, recording.samples)) == "signs"


def test_our_own_voice_in_the_microphone_is_never_a_turn(virtual_audio: VirtualAudio, parts: Parts) -> None:
    with virtual_audio.speaker_into_microphone(), talking(virtual_audio) as talk:
        talk.type("what are the signs")
        assert talk.turn()["understood"] == "signs"
        time.sleep(ANSWER)
        talk.type("tell me more")
        assert talk.turn()["understood"] == "cmd.more"


def test_ctrl_c_in_the_middle_of_speech_leaves_at_once(virtual_audio: VirtualAudio, parts: Parts) -> None:
    with talking(virtual_audio) as talk:
        talk.type("what are the signs")
        talk.turn()
        time.sleep(1.5)
        talk.process.send_signal(signal.SIGINT)
        # Half a second is the promise; the rest is for a machine that is busy with other tests.
        assert talk.process.wait(timeout=5) == 130
