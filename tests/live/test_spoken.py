"""A live conversation by voice: what is decoded, what is not, and when."""

import pytest

from tests.live.room import LOUD, QUIET, SIGNS, Clock, MakeRoom, heard, held
from tests.waiting import eventually
from voice_assistant import live
from voice_assistant.core.state import Asking
from voice_assistant.hearing import Partial
from voice_assistant.live import TAIL
from voice_assistant.ui.keys import Key, Line


def test_what_is_spoken_is_answered(room: MakeRoom) -> None:
    talk = room(ear=True, script=[SIGNS]).start()
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["signs"])


def test_speech_and_typing_are_equals(room: MakeRoom) -> None:
    talk = room(ear=True, script=["partly"], voice=False, start=Asking("q5")).start()
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["answer.partly"])
    talk.keys("3")
    talk.post(Key("enter"))
    assert eventually(lambda: talk.screen.understood == ["answer.partly", "answer.no"])


def test_while_we_speak_and_a_little_after_nothing_is_decoded(room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(live, "time", clock)
    talk = room(ear=True, script=["he hit me", "help"], speaker=held()).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.speak()
    assert talk.ears.opened == []
    assert talk.mouth is not None
    talk.mouth.stop()
    clock.now += TAIL * 0.9
    talk.speak()
    assert talk.ears.opened == []
    assert talk.screen.understood == ["signs"]
    clock.now += TAIL * 0.2
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["signs", "safety.danger"])


def test_speech_that_began_before_ours_is_dropped_whole(room: MakeRoom) -> None:
    talk = room(ear=True, script=["he hit me", "help"], speaker=held()).start()
    talk.sound(*[LOUD] * 25)
    assert eventually(lambda: len(talk.ears.opened) == 1)
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.sound(*[LOUD] * 25, *[QUIET] * 40)
    assert talk.screen.understood == ["signs"]


def test_with_headphones_we_hear_while_we_speak(room: MakeRoom) -> None:
    talk = room(ear=True, script=["stop"], speaker=held(), headphones=True).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["signs", "cmd.stop"])
    assert eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert not talk.session.ended, "over our speech, stop only silences"


def test_push_to_talk_hears_one_utterance_after_the_space_bar(room: MakeRoom) -> None:
    talk = room(ear=True, script=[SIGNS, "help"], voice=False, push_to_talk=True).start()
    talk.speak()
    assert talk.ears.opened == []
    talk.post(Key(" "))
    assert eventually(lambda: not talk.live.muted())
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["signs"])
    talk.speak()
    assert len(talk.ears.opened) == 1
    assert talk.screen.understood == ["signs"]


def test_a_space_in_a_typed_line_does_not_open_the_microphone(room: MakeRoom) -> None:
    talk = room(ear=True, voice=False, push_to_talk=True).start()
    talk.keys("go back")
    assert eventually(lambda: talk.screen.typed[-1:] == ["go back"])
    assert talk.live.muted()


def test_stop_in_silence_ends_although_half_a_word_was_heard_over_our_speech_before(room: MakeRoom) -> None:
    """Half a word that came to nothing while we spoke must not make a later *stop* count as spoken over us."""
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Partial("hm"), Key("escape"))
    assert eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    talk.post(heard("stop"))
    assert eventually(lambda: talk.screen.understood[-1:] == ["cmd.stop"])
    assert talk.ended()


def test_the_words_so_far_are_shown(room: MakeRoom) -> None:
    talk = room(ear=True, script=["what are the signs"], voice=False).start()
    talk.sound(*[LOUD] * 100, *[QUIET] * 40)
    assert eventually(lambda: talk.screen.understood == ["signs"])
    assert talk.screen.partials[0] == "what"


def test_leaving_lets_go_of_the_microphone(room: MakeRoom) -> None:
    talk = room(ear=True).start()
    stream = talk.input
    talk.post(Key("c-x"))
    assert talk.ended()
    assert talk.ear is not None
    talk.ear.close()
    assert eventually(lambda: stream.closed)
