"""Recorded audio as a conversation, in virtual time, with scripted ears and a scripted voice."""

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.recorded import BLOCK, FRAME, WORD, ListSink, conversation, source
from voice_assistant.adapters.scripted import ScriptedSource, ScriptedSynthesiser
from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.adapters.wav_sink import WavSink
from voice_assistant.audio import HEARING_RATE
from voice_assistant.core.actions import Say
from voice_assistant.core.state import Asking
from voice_assistant.hearing import CLOSED_PAUSE, OPEN_PAUSE, Listener
from voice_assistant.replay import Conversation
from voice_assistant.session import Exchange
from voice_assistant.timeline import Timeline
from voice_assistant.wiring import Parts

NEAR = FRAME + BLOCK / HEARING_RATE
"""A frame of the detector and a block of the file."""
SIGNS = "what are the signs"


def understood(exchanges: list[Exchange]) -> list[str | None]:
    return [exchange.turn.understood for exchange in exchanges]


def seconds_of(say: Say) -> float:
    return len(say.text.split()) * WORD


def test_what_is_played_and_what_is_typed_give_the_same_turns(trust: Parts) -> None:
    lines = [SIGNS, "tell me more", "what can i do"]
    played = conversation(trust.session(), lines)
    typed = conversation(trust.session(), [])
    heard = [exchange for _ in lines for exchange in played.hear(source(0.5, 1.0, 1.0))]
    read = [typed.read(line) for line in lines]
    assert [exchange.turn.said for exchange in heard] == [exchange.turn.said for exchange in read]
    assert understood(heard) == understood(read)


def test_the_end_of_a_file_is_the_end_of_an_utterance_and_adds_no_silence(trust: Parts) -> None:
    talk = conversation(trust.session(), [SIGNS])
    (exchange,) = talk.hear(source(0.5, 1.0))
    assert exchange.utterance is not None
    assert exchange.utterance.decided == pytest.approx(1.5, abs=1e-6)
    assert talk.now == pytest.approx(1.5, abs=1e-6)
    assert talk.audio_seconds == pytest.approx(1.5, abs=1e-6)


def test_silence_only_is_no_turn(trust: Parts) -> None:
    talk = conversation(trust.session(), [])
    assert list(talk.hear(source(30.0))) == []
    assert talk.audio_seconds == pytest.approx(30.0)


def test_our_speech_lasts_on_the_clock_of_the_recording(trust: Parts) -> None:
    """The second question begins while we speak, the same recording with a longer pause does not."""
    length = seconds_of(trust.session().read(SIGNS).turn.said[0])
    over = conversation(trust.session(), [SIGNS, "help"])
    first, second = over.hear(source(0.5, 1.0, length * 0.5, 1.0, 1.0))
    assert second.turn.state.cut is not None or second.turn.actions[0] is not None
    assert [type(action).__name__ for action in second.turn.actions][0] == "StopSpeaking"
    after = conversation(trust.session(), [SIGNS, "help"])
    first, second = after.hear(source(0.5, 1.0, length + OPEN_PAUSE + 0.5, 1.0, 1.0))
    assert [type(action).__name__ for action in second.turn.actions][0] == "Say"
    assert first.turn.said[0].reply == "signs"


def test_stop_over_our_speech_silences_and_keeps_what_was_left(trust: Parts) -> None:
    talk = conversation(trust.session(), [SIGNS, "stop", "continue"])
    reply = trust.session().read(SIGNS).turn.said[0].text
    exchanges = list(talk.hear(source(0.5, 1.0, 14.0, 0.5, 4.0, 0.5, 1.0)))
    assert understood(exchanges) == ["signs", "cmd.stop", "cmd.continue"]
    assert not talk.session.ended
    rest = exchanges[2].turn.said[0].text
    assert rest != reply
    assert reply.endswith(rest)


def test_stop_in_silence_ends_and_nothing_follows(trust: Parts) -> None:
    talk = conversation(trust.session(), ["stop", SIGNS])
    exchanges = list(talk.hear(source(0.5, 0.5, 2.0, 1.0, 1.0)))
    assert understood(exchanges) == ["cmd.stop"]
    assert talk.session.ended
    assert list(talk.hear(source(0.5, 1.0, 1.0))) == []
    assert list(talk.wait(1_000)) == []


def test_a_valid_answer_over_our_question_counts(trust: Parts) -> None:
    talk = conversation(trust.session(), ["yes", "partly"])
    talk.begin()
    exchanges = list(talk.hear(source(0.5, 0.6, 2.0, 0.6, 1.0)))
    assert understood(exchanges) == ["answer.yes", "answer.partly"]
    assert exchanges[1].before == "question"


def test_a_murmur_over_our_speech_does_not_silence_us(trust: Parts) -> None:
    talk = conversation(trust.session(), [SIGNS, "xyzzy"])
    exchanges = list(talk.hear(source(0.5, 1.0, 2.0, 0.4, 1.0)))
    assert exchanges[1].turn.actions == ()


def test_no_input_is_counted_from_the_end_of_our_speech(trust: Parts) -> None:
    talk = conversation(trust.session(Asking("q5")), ["partly"])
    sink_end = 0.5 + 0.6 + CLOSED_PAUSE
    exchanges = list(talk.hear(source(0.5, 0.6, 40.0)))
    answered, silent = exchanges[0], exchanges[1]
    assert answered.turn.understood == "answer.partly"
    said = answered.turn.said
    spoken = sum(seconds_of(say) for say in said) + 0.25 * (len(said) - 1)
    assert silent.utterance is None
    assert silent.turn.said[0].reply == "noinput"
    # The same question, answered just before the patience ends, is not reprompted.
    for late, expected in ((7.5, ["answer.partly", "answer.no"]), (9.0, ["answer.partly", None, "answer.no"])):
        again = conversation(trust.session(Asking("q5")), ["partly", "no"])
        gap = sink_end - 1.1 + spoken + late
        assert understood(list(again.hear(source(0.5, 0.6, gap, 0.6)))) == expected


def test_silence_can_be_waited_for_without_a_recording(trust: Parts) -> None:
    talk = conversation(trust.session(), [])
    talk.begin()
    assert list(talk.wait(7.9)) == []
    (exchange,) = talk.wait(0.2)
    assert exchange.turn.said[0].reply == "noinput"
    exchanges = list(talk.wait(300))
    assert [exchange.after for exchange in exchanges] == ["question", "paused"]


def test_each_file_of_one_conversation_starts_after_the_reply(trust: Parts) -> None:
    talk = conversation(trust.session(), [SIGNS, "stop"])
    (first,) = talk.hear(source(0.5, 1.0, 1.0))
    decided = 1.5 + OPEN_PAUSE
    assert list(talk.hear(source(0.5))) == []
    assert talk.now == pytest.approx(decided + seconds_of(first.turn.said[0]) + 0.5, abs=NEAR)
    (second,) = talk.hear(source(0.5, 0.5, 1.0))
    assert second.turn.understood == "cmd.stop"
    assert talk.session.ended, "our reply was over, so stop ends the conversation"


def test_the_same_recording_gives_the_same_turns_every_time_and_with_any_blocks(trust: Parts) -> None:
    runs = []
    for block in (160, BLOCK, 512, 1_600):
        talk = conversation(trust.session(), [SIGNS, "tell me more", "stop"])
        found = list(talk.hear(source(0.5, 1.0, 3.0, 1.0, 5.0, 0.5, 1.0, block=block)))
        runs.append([(exchange.turn.said, exchange.utterance) for exchange in found])
    assert all(run == runs[0] for run in runs)


def test_quiet_mode_says_nothing_and_takes_no_time(trust: Parts) -> None:
    sink = ListSink()
    talk = conversation(trust.session(), ["quiet mode", SIGNS], sink)
    list(talk.hear(source(0.5, 1.0, 2.0, 1.0, 1.0)))
    assert sink.sounds == []


def test_the_voice_that_was_asked_for_is_the_one_that_speaks(trust: Parts) -> None:
    sink = ListSink()
    talk = conversation(trust.session(), [], sink)
    talk.read("slower")
    exchange = talk.read(SIGNS)
    talk.wait(0.0)
    list(talk.hear(source(0.1)))
    words = len(exchange.turn.said[0].text.split())
    assert sink.sounds[1][1].seconds == pytest.approx(words * 60 / 140, rel=1e-3)


# The assistant's side as a file ---------------------------------------------------------------------------------------


def samples_of(path: Path) -> tuple[int, np.ndarray[tuple[int], np.dtype[np.int16]]]:
    with wave.open(str(path)) as file:
        return file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), np.int16)


def spoken_file(trust: Parts, path: Path, script: list[str], *stretches: float) -> tuple[list[Exchange], float, float]:
    """Replay to a file; return the turns and when the file's first and last loud samples are, in seconds."""
    ears = ScriptedEars([(row, row) for row in script])
    with WavSink(path) as sink:
        timeline = Timeline(ScriptedSynthesiser(rate=22_050, tone=True), sink)
        talk = Conversation(trust.session(), lambda: Listener(ScriptedDetector(), ears), timeline)
        exchanges = list(talk.hear(source(*stretches)))
        timeline.finish()
    rate, samples = samples_of(path)
    loud = np.flatnonzero(np.abs(samples) > 100)
    return exchanges, loud[0] / rate, loud[-1] / rate


def test_the_reply_in_the_file_starts_when_the_end_of_the_question_was_decided(trust: Parts, tmp_path: Path) -> None:
    exchanges, first, last = spoken_file(trust, tmp_path / "out.wav", [SIGNS], 2.0, 1.0, 5.0)
    utterance = exchanges[0].utterance
    assert utterance is not None
    assert utterance.decided is not None
    assert utterance.decided == pytest.approx(3.0 + OPEN_PAUSE, abs=FRAME)
    assert first == pytest.approx(utterance.decided, abs=0.01)
    assert last == pytest.approx(utterance.decided + seconds_of(exchanges[0].turn.said[0]), abs=0.01)


def test_a_stopped_reply_is_cut_in_the_file_where_the_stop_was_decided(trust: Parts, tmp_path: Path) -> None:
    exchanges, _, last = spoken_file(trust, tmp_path / "out.wav", [SIGNS, "stop"], 0.5, 1.0, 5.0, 0.5, 2.0)
    utterance = exchanges[1].utterance
    assert utterance is not None
    assert utterance.decided is not None
    assert last == pytest.approx(utterance.decided, abs=0.01)


def test_a_reply_at_the_end_of_the_recording_is_written_to_its_end(trust: Parts, tmp_path: Path) -> None:
    exchanges, first, last = spoken_file(trust, tmp_path / "out.wav", [SIGNS], 0.5, 1.0)
    assert first == pytest.approx(1.5, abs=0.01)
    assert last - first == pytest.approx(seconds_of(exchanges[0].turn.said[0]), abs=0.01)


def test_a_recording_without_a_sample_is_no_turn(trust: Parts) -> None:
    talk = conversation(trust.session(), [SIGNS])
    assert list(talk.hear(ScriptedSource([]))) == []
    assert talk.now == 0.0
