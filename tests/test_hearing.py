"""The listener turns audio into utterances, with scripted parts: no model is needed."""

import random

import numpy as np
import pytest

from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.core.endpoint import EndpointSettings
from voice_assistant.core.heard import Heard
from voice_assistant.core.meanings import Answer, Listening
from voice_assistant.hearing import Listener, Partial

YES_OR_NO = Listening(answers=frozenset({Answer.YES, Answer.NO}), closed=True)
FRAME = 512 / HEARING_RATE


def sound(*stretches: float) -> Samples:
    """Return quiet and loud audio in turn, of these lengths in seconds, quiet first. No two samples in a row agree."""
    parts = []
    for index, seconds in enumerate(stretches):
        count = round(seconds * HEARING_RATE)
        parts.append((np.arange(count) % 7 + (5000 if index % 2 else 0)).astype(np.int16))
    return np.concatenate(parts)


def hear(listener: Listener, samples: Samples, sizes: list[int] | None = None) -> list[Partial | Heard]:
    """Return all that the listener makes of the samples, given in blocks of these sizes, and at the end."""
    out: list[Partial | Heard] = []
    begin, turn = 0, 0
    while begin < len(samples):
        size = sizes[turn % len(sizes)] if sizes else len(samples)
        out += listener.hear(samples[begin : begin + size])
        begin, turn = begin + size, turn + 1
    return out + list(listener.flush())


def utterances(events: list[Partial | Heard]) -> list[Heard]:
    """Return the utterances among the events."""
    return [event for event in events if isinstance(event, Heard)]


@pytest.mark.parametrize("seed", range(8))
def test_block_sizes_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    samples = sound(*(chance.uniform(0.2, 1.6) for _ in range(10)))
    script = [(f"utterance number {number} and more words", None) for number in range(10)]
    whole_ears, pieces_ears = ScriptedEars(script), ScriptedEars(script)
    whole = hear(Listener(ScriptedDetector(), whole_ears), samples)
    sizes = [chance.choice((1, 7, 160, 511, 512, 513, 1600, 4000, 30000)) for _ in range(50)]
    pieces = hear(Listener(ScriptedDetector(), pieces_ears), samples, sizes)
    assert whole == pieces
    assert utterances(whole)
    for one, other in zip(whole_ears.opened, pieces_ears.opened, strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)


def test_times_are_seconds_from_the_start_of_the_source() -> None:
    (heard,) = utterances(hear(Listener(ScriptedDetector(), ScriptedEars([("hello", None)])), sound(1.0, 0.8, 1.5)))
    assert heard.start == pytest.approx(1.0, abs=FRAME)
    assert heard.end == pytest.approx(1.8, abs=FRAME)
    assert heard.decided == pytest.approx(heard.end + 0.6, abs=FRAME)


def test_a_closed_question_waits_less_long() -> None:
    listener = Listener(ScriptedDetector(), ScriptedEars([("yes", "yes")]))
    listener.expect(YES_OR_NO, ("yes", "no"))
    (heard,) = utterances(hear(listener, sound(1.0, 0.8, 1.5)))
    assert heard.decided == pytest.approx(heard.end + 0.5, abs=FRAME)
    assert heard.closed is not None
    assert heard.closed.text == "yes"


def test_what_lies_before_the_voice_is_decoded_too() -> None:
    ears = ScriptedEars([("hello", None)])
    samples = sound(2.0, 0.8, 1.0)
    (heard,) = utterances(hear(Listener(ScriptedDetector(), ears), samples))
    given = ears.opened[0].samples
    end = round(heard.decided * HEARING_RATE)
    np.testing.assert_array_equal(given, samples[end - len(given) : end])
    assert (end - len(given)) / HEARING_RATE == pytest.approx(heard.start - 0.4, abs=FRAME)


def test_silence_and_clicks_open_no_ear() -> None:
    ears = ScriptedEars()
    assert hear(Listener(ScriptedDetector(), ears), sound(3.0, 0.01, 2.0, 0.01, 2.0)) == []
    assert ears.opened == []


def test_no_words_are_no_utterance() -> None:
    listener = Listener(ScriptedDetector(), ScriptedEars([("", "[unk]"), ("", ""), ("yes", "[unk]")]))
    listener.expect(YES_OR_NO, ("yes", "no"))
    heard = utterances(hear(listener, sound(0.5, 0.5, 1.0, 0.5, 1.0, 0.5, 1.0)))
    assert [one.open.text for one in heard] == ["yes"]


def test_the_end_of_the_source_ends_the_utterance_with_every_sample() -> None:
    ears = ScriptedEars([("hello", None)])
    samples = sound(0.3, 0.501)
    (heard,) = utterances(hear(Listener(ScriptedDetector(), ears), samples))
    assert heard.decided == pytest.approx(len(samples) / HEARING_RATE)
    np.testing.assert_array_equal(ears.opened[0].samples, samples)


def test_each_utterance_has_an_ear_of_its_own_made_ahead() -> None:
    ears = ScriptedEars([("one", None), ("two", None)])
    listener = Listener(ScriptedDetector(), ears)
    assert ears.prepared == 1
    heard = utterances(hear(listener, sound(0.5, 0.5, 1.0, 0.5, 1.0)))
    assert [one.open.text for one in heard] == ["one", "two"]
    assert len(ears.opened) == 2
    assert ears.prepared == 3


def test_endless_speech_is_cut_without_losing_or_repeating_a_sample() -> None:
    ears = ScriptedEars([("one", None), ("two", None), ("three", None)])
    samples = sound(0.0, 5.0)
    heard = utterances(hear(Listener(ScriptedDetector(), ears, EndpointSettings(longest=2.0)), samples))
    assert len(heard) == 3
    np.testing.assert_array_equal(np.concatenate([ear.samples for ear in ears.opened]), samples)


def test_dropping_forgets_the_utterance_but_not_the_time() -> None:
    ears = ScriptedEars([("forgotten", None), ("kept", None)])
    listener = Listener(ScriptedDetector(), ears)
    assert utterances(list(listener.hear(sound(1.0, 1.0)))) == []
    assert listener.speaking
    listener.drop()
    assert not listener.speaking
    (heard,) = utterances(hear(listener, sound(1.0, 1.0, 1.0)))
    assert heard.open.text == "kept"
    assert heard.start == pytest.approx(3.0, abs=FRAME)


def test_skipped_audio_is_never_heard_and_its_time_counts() -> None:
    ears = ScriptedEars([("kept", None)])
    listener = Listener(ScriptedDetector(), ears)
    listener.skip(sound(0.0, 3.3333))
    assert listener.seconds == pytest.approx(3.3333, abs=1 / HEARING_RATE)
    (heard,) = utterances(hear(listener, sound(0.0, 1.0, 1.0)))
    assert heard.start == pytest.approx(3.3333, abs=FRAME)
    assert len(ears.opened[0].samples) <= (1.0 + 0.7) * HEARING_RATE


def test_dropping_in_the_middle_of_a_block_loses_nothing_that_comes_after() -> None:
    ears = ScriptedEars([("one", None), ("two", None)])
    listener = Listener(ScriptedDetector(), ears)
    found = []
    for event in listener.hear(sound(0.5, 0.5, 1.0, 0.5, 1.0)):
        if isinstance(event, Heard):
            found.append(event)
            listener.drop()
    assert [round(one.start, 1) for one in found] == [0.5, 2.0]


def test_partial_words_are_reported_once_each() -> None:
    events = hear(Listener(ScriptedDetector(), ScriptedEars([("one two three", None)])), sound(0.5, 2.5, 1.0))
    assert [event.text for event in events if isinstance(event, Partial)] == ["one", "one two", "one two three"]


def test_a_source_can_end_twice() -> None:
    listener = Listener(ScriptedDetector(), ScriptedEars([("one", None)]))
    assert len(utterances(hear(listener, sound(0.5, 0.5)))) == 1
    assert list(listener.flush()) == []
