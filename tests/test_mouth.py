"""The voice, live: sentence by sentence, stoppable at any moment, and never the end of the conversation."""

import random
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.waiting import SOON, eventually, returns
from voice_assistant.adapters.scripted import ScriptedSpeaker, ScriptedStreams, ScriptedSynthesiser
from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker
from voice_assistant.audio import Sound
from voice_assistant.core.actions import Say
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.mouth import Mouth

VOICE = VoiceSettings()
THREE = Say("three", "First of all. Second of all. Third of all.")
MakeMouth = Callable[..., Mouth]


@pytest.fixture(name="mouth_of")
def mouth_of_fixture() -> Iterator[MakeMouth]:
    """Make mouths that are closed after the test."""
    made: list[Mouth] = []

    def make(synthesiser: ScriptedSynthesiser, speaker: ScriptedSpeaker | SoundDeviceSpeaker) -> Mouth:
        made.append(Mouth(synthesiser, speaker))
        return made[-1]

    yield make
    for mouth in made:
        mouth.close()


def held() -> SoundDeviceSpeaker:
    """Return a speaker that takes no sample by itself: what it plays lasts until it is stopped."""
    return SoundDeviceSpeaker(ScriptedStreams(), watch_seconds=60)


def test_a_reply_is_rendered_and_played_sentence_by_sentence(mouth_of: MakeMouth) -> None:
    synthesiser, speaker = ScriptedSynthesiser(), ScriptedSpeaker()
    mouth = mouth_of(synthesiser, speaker)
    mouth.say(THREE, VOICE)
    mouth.say(Say("more", "Fourth."), VOICE)
    mouth.wait()
    assert synthesiser.rendered == ["First of all.", "Second of all.", "Third of all.", "Fourth."]
    assert [sound.seconds for sound in speaker.played] == pytest.approx([1.125, 1.125, 1.125, 0.375], abs=0.01)
    assert not mouth.speaking
    assert mouth.unsaid() == ""


def test_each_sentence_is_said_in_the_voice_it_was_asked_for(mouth_of: MakeMouth) -> None:
    speaker = ScriptedSpeaker()
    mouth = mouth_of(ScriptedSynthesiser(), speaker)
    mouth.say(Say("slow", "One."), VoiceSettings(rate=100))
    mouth.say(Say("fast", "One."), VoiceSettings(rate=240))
    mouth.wait()
    assert [sound.seconds for sound in speaker.played] == pytest.approx([0.6, 0.25], abs=0.01)


def test_nothing_to_say_is_no_speech(mouth_of: MakeMouth) -> None:
    mouth = mouth_of(ScriptedSynthesiser(), ScriptedSpeaker())
    mouth.say(Say("empty", ""), VOICE)
    assert not mouth.speaking
    assert returns(mouth.wait)


def test_stop_drops_what_is_left(mouth_of: MakeMouth) -> None:
    synthesiser = ScriptedSynthesiser()
    mouth = mouth_of(synthesiser, held())
    mouth.say(THREE, VOICE)
    assert mouth.speaking
    assert mouth.unsaid() == THREE.text
    mouth.stop()
    assert not mouth.speaking
    assert mouth.unsaid() == ""
    assert returns(mouth.wait)


def test_what_is_unsaid_is_told_until_the_stop(mouth_of: MakeMouth) -> None:
    """The first sentence goes out to its end; what is left begins with the second."""
    streams = ScriptedStreams()
    mouth = mouth_of(ScriptedSynthesiser(), SoundDeviceSpeaker(streams, watch_seconds=60))
    mouth.say(Say("two", "One. Then two."), VoiceSettings(rate=240))
    assert eventually(lambda: bool(streams.opened) and streams.opened[0].running)
    assert mouth.unsaid() == "One. Then two."
    for _ in range(30):
        streams.opened[0].pull()
    assert eventually(lambda: mouth.unsaid() == "Then two.")
    mouth.stop()
    assert mouth.unsaid() == ""


def test_after_a_stop_only_what_comes_after_is_played(mouth_of: MakeMouth) -> None:
    synthesiser, streams = ScriptedSynthesiser(tone=True), ScriptedStreams()
    mouth = mouth_of(synthesiser, SoundDeviceSpeaker(streams, watch_seconds=60))
    mouth.say(THREE, VOICE)
    assert eventually(lambda: len(synthesiser.rendered) >= 2)
    mouth.stop()
    mouth.say(Say("new", "New."), VOICE)
    assert mouth.unsaid() == "New."
    assert eventually(lambda: synthesiser.rendered[-1] == "New." and streams.opened[-1].running)
    for _ in range(50):
        streams.opened[-1].pull()
    assert eventually(lambda: not mouth.speaking)
    assert synthesiser.rendered.count("New.") == 1


def test_stop_with_nothing_to_say_is_harmless(mouth_of: MakeMouth) -> None:
    speaker = ScriptedSpeaker()
    mouth = mouth_of(ScriptedSynthesiser(), speaker)
    mouth.stop()
    mouth.say(Say("one", "One."), VOICE)
    mouth.wait()
    assert len(speaker.played) == 1


def test_a_voice_that_cannot_render_is_a_sentence_and_nobody_waits_for_it(mouth_of: MakeMouth) -> None:
    mouth = mouth_of(ScriptedSynthesiser(fails=True), ScriptedSpeaker())
    mouth.say(THREE, VOICE)
    assert returns(mouth.wait)
    assert "speech engine" in mouth.failure
    assert not mouth.speaking
    mouth.say(THREE, VOICE)
    assert not mouth.speaking
    assert returns(mouth.wait)


def test_a_speaker_that_goes_away_is_a_sentence_and_nobody_waits_for_it(mouth_of: MakeMouth) -> None:
    mouth = mouth_of(ScriptedSynthesiser(), ScriptedSpeaker(fails=True))
    mouth.say(THREE, VOICE)
    assert returns(mouth.wait)
    assert mouth.failure == "There is no speaker."
    mouth.say(THREE, VOICE)
    assert not mouth.speaking
    assert returns(mouth.stop)
    assert returns(lambda: mouth.play(Sound(np.zeros(160, np.int16), 16_000)))


def test_a_speaker_that_goes_away_with_much_to_say_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    mouth = Mouth(ScriptedSynthesiser(), ScriptedSpeaker(fails=True))
    mouth.say(Say("long", "One more. " * 50), VOICE)
    mouth.wait()
    mouth.close()
    assert eventually(lambda: not any(each.name.startswith("voice-") for each in set(threading.enumerate()) - before))


def test_a_voice_that_cannot_render_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    mouth = Mouth(ScriptedSynthesiser(fails=True), ScriptedSpeaker())
    mouth.say(THREE, VOICE)
    mouth.wait()
    mouth.close()
    assert eventually(lambda: not any(each.name.startswith("voice-") for each in set(threading.enumerate()) - before))


def test_closing_in_the_middle_of_speech_is_silence_and_no_failure() -> None:
    mouth = Mouth(ScriptedSynthesiser(), held())
    mouth.say(THREE, VOICE)
    waiting = threading.Thread(target=mouth.wait, daemon=True)
    waiting.start()
    assert returns(mouth.close)
    waiting.join(SOON)
    assert not waiting.is_alive()
    assert mouth.failure == ""


def test_a_recording_is_played_after_what_is_being_said(mouth_of: MakeMouth) -> None:
    speaker = ScriptedSpeaker()
    mouth = mouth_of(ScriptedSynthesiser(), speaker)
    mouth.say(THREE, VOICE)
    mouth.play(Sound(np.ones(1600, np.int16), 16_000))
    assert len(speaker.played) == 4
    assert speaker.played[-1].seconds == pytest.approx(0.1)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_saying_and_stopping_leaves_a_mouth_that_speaks(mouth_of: MakeMouth, seed: int) -> None:
    chance = random.Random(seed)
    synthesiser = ScriptedSynthesiser()
    mouth = mouth_of(synthesiser, ScriptedSpeaker())
    for number in range(200):
        match chance.randrange(3):
            case 0:
                mouth.stop()
                assert mouth.unsaid() == "", f"seed {seed}"
            case 1:
                mouth.say(Say("some", f"Number {number}. And more."), VOICE)
            case _:
                mouth.unsaid()
    mouth.stop()
    mouth.say(Say("last", "The last of all."), VOICE)
    assert returns(mouth.wait), f"seed {seed}"
    assert synthesiser.rendered[-1] == "The last of all."
    assert mouth.failure == ""
