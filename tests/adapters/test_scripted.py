"""The stand-ins do what they are told."""

import numpy as np
import pytest

from voice_assistant.adapters.memory_file import MemoryFile
from voice_assistant.adapters.scripted import ScriptedSource, ScriptedSpeaker, ScriptedSynthesiser
from voice_assistant.audio import Sound
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import DeviceError, VoiceError
from voice_assistant.ports import AudioSource, Speaker, Synthesiser

SECOND = Sound(np.ones(16_000, np.int16), 16_000)


def test_they_satisfy_the_ports() -> None:
    """Checked by the types; there is nothing else to it."""
    voice: Synthesiser = ScriptedSynthesiser()
    speaker: Speaker = ScriptedSpeaker()
    source: AudioSource = ScriptedSource([])
    assert voice
    assert speaker
    assert source


def test_a_sound_is_as_long_as_its_words() -> None:
    voice = ScriptedSynthesiser()
    assert voice.render("one two three four", VoiceSettings(rate=120)).seconds == pytest.approx(2.0)
    assert not voice.render("one two", VoiceSettings()).samples.any()
    assert voice.rendered == ["one two three four", "one two"]


def test_a_tone_is_audible() -> None:
    assert ScriptedSynthesiser(tone=True).render("one two", VoiceSettings()).samples.max() > 10_000


def test_a_voice_can_fail() -> None:
    with pytest.raises(VoiceError):
        ScriptedSynthesiser(fails=True).render("one", VoiceSettings())


def test_a_speaker_remembers_and_keeps_virtual_time() -> None:
    speaker = ScriptedSpeaker(stop_at=[None, 0.25, 3.0])
    assert [speaker.play(SECOND) for _ in range(4)] == [True, False, True, True]
    assert [sound.seconds for sound in speaker.played] == [1.0, 0.25, 1.0, 1.0]
    assert speaker.clock == pytest.approx(3.25)
    assert speaker.position == pytest.approx(1.0)


def test_a_speaker_can_be_missing() -> None:
    with pytest.raises(DeviceError):
        ScriptedSpeaker(fails=True).play(SECOND)


def test_a_source_yields_its_blocks_each_time() -> None:
    source = ScriptedSource([SECOND.samples, SECOND.samples[:5]])
    assert [len(block) for block in source.blocks()] == [16_000, 5]
    assert len(list(source.blocks())) == 2


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_memory_file_is_read_and_gone(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """The child writes by the path; after `close` there is no such file."""
    if platform != "linux":
        monkeypatch.setattr("sys.platform", platform)
    memory = MemoryFile()
    assert memory.read() == b""
    with open(memory.path, "wb") as file:  # noqa: PTH123 - as the engine does it
        file.write(b"speech")
    assert memory.read() == b"speech"
    path = memory.path
    memory.close()
    memory.close()
    with pytest.raises(OSError, match="No such file"):
        open(path, "rb").close()  # noqa: PTH123 - as above
