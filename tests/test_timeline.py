"""Our speech on a clock that counts audio."""

from dataclasses import replace

import numpy as np
import pytest

from tests.recorded import WORD, ListSink
from voice_assistant.adapters.scripted import ScriptedSynthesiser
from voice_assistant.audio import Sound
from voice_assistant.core.actions import Say
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.timeline import PAUSE, Timeline

VOICE = VoiceSettings()
TWO = Say("two", "One two three four. Five six seven eight.")
LENGTH = 8 * WORD


def test_speech_takes_as_long_as_it_is_rendered() -> None:
    timeline = Timeline(ScriptedSynthesiser())
    assert timeline.ends() is None
    timeline.say(TWO, 5.0, VOICE)
    assert timeline.ends() == pytest.approx(5.0 + LENGTH)
    timeline.say(Say("slow", "One two."), 20.0, replace(VOICE, rate=100))
    assert timeline.ends() == pytest.approx(20.0 + 2 * 60 / 100)


def test_one_reply_follows_another_after_a_pause() -> None:
    sink = ListSink()
    timeline = Timeline(ScriptedSynthesiser(), sink)
    timeline.say(TWO, 1.0, VOICE)
    timeline.say(TWO, 1.0, VOICE)
    timeline.finish()
    assert [start for start, _ in sink.spans()] == pytest.approx([1.0, 1.0 + LENGTH + PAUSE])


def test_what_is_still_to_come_is_told_by_sentences() -> None:
    timeline = Timeline(ScriptedSynthesiser())
    timeline.say(TWO, 0.0, VOICE)
    timeline.say(Say("more", "Nine."), 0.0, VOICE)
    assert timeline.unsaid(0.1) == "One two three four. Five six seven eight. Nine."
    assert timeline.unsaid(LENGTH * 0.75) == "Five six seven eight. Nine."
    assert timeline.unsaid(LENGTH + PAUSE / 2) == "Nine."
    assert timeline.unsaid(LENGTH + PAUSE + WORD + 0.01) == ""


def test_after_a_stop_nothing_is_left_and_the_file_is_cut_there() -> None:
    sink = ListSink()
    timeline = Timeline(ScriptedSynthesiser(tone=True), sink)
    timeline.say(TWO, 2.0, VOICE)
    timeline.say(TWO, 2.0, VOICE)
    timeline.stop(3.0)
    assert timeline.unsaid(3.0) == ""
    assert timeline.ends() is None
    timeline.finish()
    assert list(sink.spans()) == [pytest.approx((2.0, 3.0), abs=1e-3)]


def test_a_stop_before_the_first_sample_writes_nothing() -> None:
    sink = ListSink()
    timeline = Timeline(ScriptedSynthesiser(), sink)
    timeline.say(TWO, 2.0, VOICE)
    timeline.stop(2.0)
    timeline.finish()
    assert sink.sounds == []


def test_a_stop_after_the_end_keeps_all_of_it() -> None:
    sink = ListSink()
    timeline = Timeline(ScriptedSynthesiser(), sink)
    timeline.say(TWO, 2.0, VOICE)
    timeline.stop(100.0)
    assert list(sink.spans()) == [pytest.approx((2.0, 2.0 + LENGTH))]


def test_every_sound_is_written_once_and_in_order() -> None:
    sink = ListSink()
    timeline = Timeline(ScriptedSynthesiser(), sink)
    for at in (0.0, 10.0, 20.0):
        timeline.say(TWO, at, VOICE)
        timeline.forget_before(at)
    timeline.finish()
    timeline.finish()
    assert [start for start, _ in sink.spans()] == [0.0, 10.0, 20.0]


def test_a_sentence_is_rendered_once_however_often_it_is_said() -> None:
    synthesiser = ScriptedSynthesiser()
    timeline = Timeline(synthesiser)
    for at in range(5):
        timeline.say(TWO, 10.0 * at, VOICE)
    assert synthesiser.rendered == [TWO.text]


def test_a_reply_without_length_is_over_at_once() -> None:
    class Mute(ScriptedSynthesiser):
        def render(self, text: str, voice: VoiceSettings) -> Sound:
            return Sound(np.zeros(0, np.int16), 16_000)

    timeline = Timeline(Mute())
    timeline.say(TWO, 1.0, VOICE)
    assert timeline.ends() == 1.0
    assert timeline.unsaid(1.0) == ""
