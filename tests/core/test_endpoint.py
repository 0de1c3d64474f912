"""The endpointer finds beginnings and ends from probabilities alone."""

from dataclasses import replace

import pytest

from voice_assistant.core.endpoint import Ended, Endpoint, EndpointSettings, Event, Started, finish, step

SETTINGS = EndpointSettings(frame=0.1, pause=0.5, pre_roll=0.3, longest=5.0)


def events(probabilities: list[float], settings: EndpointSettings = SETTINGS, at_end: bool = False) -> list[Event]:
    """Return everything that happens on the way, and at the end of the source if asked."""
    state, happened = Endpoint(), []
    for probability in probabilities:
        state, event = step(state, probability, settings)
        happened.append(event)
    if at_end:
        happened.append(finish(state, settings, len(probabilities) * settings.frame)[1])
    return [event for event in happened if event]


def test_times_are_those_of_the_voice_and_of_the_decision() -> None:
    started, ended = events([0.0] * 10 + [0.9] * 8 + [0.0] * 10)
    assert isinstance(started, Started)
    assert isinstance(ended, Ended)
    assert started.at == pytest.approx(1.0)
    assert started.audio_from == pytest.approx(0.7)
    assert (ended.start, ended.end, ended.decided) == pytest.approx((1.0, 1.8, 2.3))


def test_silence_and_single_loud_frames_are_no_speech() -> None:
    assert events([0.0] * 50, at_end=True) == []
    assert events([0.0, 0.0, 0.99, 0.0, 0.0] * 10, at_end=True) == []


def test_two_voiced_frames_of_three_begin_an_utterance() -> None:
    (started,) = events([0.0, 0.9, 0.1, 0.9])
    assert isinstance(started, Started)
    assert started.at == pytest.approx(0.1)


def test_a_quieter_end_of_a_word_still_belongs_to_it() -> None:
    ended = events([0.9] * 3 + [0.4] * 4 + [0.0] * 5)[-1]
    assert isinstance(ended, Ended)
    assert ended.end == pytest.approx(0.7)


def test_a_quiet_beginning_alone_does_not_start() -> None:
    assert events([0.4] * 20, at_end=True) == []


def test_a_pause_shorter_than_the_setting_does_not_end() -> None:
    assert len(events([0.9] * 3 + [0.0] * 4 + [0.9] * 3 + [0.0] * 4)) == 1


def test_the_wait_may_change_from_frame_to_frame() -> None:
    state, _ = step(Endpoint(), 0.9, SETTINGS)
    state, _ = step(state, 0.9, SETTINGS)
    patient = replace(SETTINGS, pause=2.0)
    for _ in range(10):
        state, event = step(state, 0.0, patient)
        assert event is None
    state, event = step(state, 0.0, SETTINGS)
    assert isinstance(event, Ended)
    assert event.end == pytest.approx(0.2)


def test_pre_roll_never_reaches_before_the_source_or_into_an_earlier_utterance() -> None:
    first, _, second = events([0.9] * 3 + [0.0] * 5 + [0.9] * 3, replace(SETTINGS, pre_roll=2.0))
    assert isinstance(first, Started)
    assert first.audio_from == 0.0
    assert isinstance(second, Started)
    assert second.audio_from == pytest.approx(0.3)


def test_endless_speech_is_cut_and_begins_again() -> None:
    happened = events([0.9] * 120)
    assert [type(event) for event in happened] == [Started, Ended, Started, Ended, Started]
    ended, again = happened[1], happened[2]
    assert isinstance(ended, Ended)
    assert ended.decided == pytest.approx(5.0)
    assert isinstance(again, Started)
    assert again.audio_from == pytest.approx(5.0)


def test_the_end_of_the_source_ends_an_utterance_and_adds_no_silence() -> None:
    ended = events([0.0] * 2 + [0.9] * 4, at_end=True)[-1]
    assert isinstance(ended, Ended)
    assert (ended.start, ended.end, ended.decided) == pytest.approx((0.2, 0.6, 0.6))


def test_nothing_is_carried_from_one_utterance_to_the_next() -> None:
    stretch = [0.0] * 4 + [0.9] * 5 + [0.0] * 6
    happened = events(stretch * 3)
    assert len(happened) == 6
    for index, event in enumerate(happened[1::2]):
        assert isinstance(event, Ended)
        assert (event.start, event.end) == pytest.approx((0.4 + 1.5 * index, 0.9 + 1.5 * index))
