"""A part that breaks is said once, and the live conversation goes on with what is left."""

import queue
import time
from collections.abc import Iterator

import numpy as np

from tests.live.room import QUIET, SIGNS, MakeRoom
from tests.waiting import eventually
from voice_assistant.adapters.scripted import ScriptedSpeaker, ScriptedSynthesiser
from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.audio import Samples
from voice_assistant.hearing import Listener
from voice_assistant.live import TAIL, EarThread, Inbox, PartFailed
from voice_assistant.ui.keys import InputEnded, Line


def test_a_failing_voice_is_said_once_and_the_conversation_goes_on(room: MakeRoom) -> None:
    talk = room(synthesiser=ScriptedSynthesiser(fails=True)).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: bool(talk.screen.notices))
    talk.post(Line("tell me more"), Line("help"))
    assert eventually(lambda: len(talk.screen.exchanges) == 3)
    talk.post(InputEnded())
    assert talk.ended()
    assert talk.screen.understood == ["signs", "cmd.more", "cmd.help"]
    assert len([each for each in talk.screen.notices if "speech engine" in each]) == 1


def test_a_failing_voice_is_said_although_the_input_ends_at_once(room: MakeRoom) -> None:
    talk = room(synthesiser=ScriptedSynthesiser(fails=True)).start()
    talk.post(Line(SIGNS), InputEnded())
    assert talk.ended()
    assert len([each for each in talk.screen.notices if "speech engine" in each]) == 1


def test_a_failing_speaker_is_said_once_and_we_are_not_deaf_for_it(room: MakeRoom) -> None:
    talk = room(speaker=ScriptedSpeaker(fails=True), ear=True, script=["help"]).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: bool(talk.screen.notices))
    time.sleep(TAIL)
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["signs", "cmd.help"])
    assert len(talk.screen.notices) == 1


def test_a_microphone_that_goes_away_is_said_and_typing_goes_on(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05).start()
    assert eventually(lambda: bool(talk.screen.notices))
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.screen.understood == ["signs"])
    assert len(talk.screen.notices) == 1


def test_a_microphone_that_is_gone_is_no_longer_shown_as_listening(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05).start()
    assert eventually(lambda: bool(talk.screen.notices))
    talk.screen.statuses.clear()
    assert eventually(lambda: len(talk.screen.statuses) > 1)
    assert talk.screen.statuses[-1] == "type your question"


def test_with_the_microphone_gone_the_end_of_the_input_is_the_end(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05, voice=False).start()
    assert eventually(lambda: bool(talk.screen.notices))
    talk.post(InputEnded())
    assert talk.ended()


def test_lost_audio_is_said(room: MakeRoom) -> None:
    talk = room(ear=True, script=["help"]).start()
    talk.input.push(QUIET, lost=True)
    assert eventually(lambda: len(talk.screen.notices) == 1)
    assert "too busy" in talk.screen.notices[0]
    talk.speak()
    assert eventually(lambda: talk.screen.understood == ["cmd.help"])


class FaultyMicrophone:
    """Fails as no microphone should."""

    overflows = 0

    def open(self) -> None:
        """Opens well."""

    def blocks(self) -> Iterator[Samples]:
        raise RuntimeError("a fault of ours")
        yield np.zeros(0, np.int16)

    def close(self) -> None:
        """Nothing to let go of."""


def test_a_fault_of_ours_while_listening_is_said_and_typing_goes_on() -> None:
    inbox: Inbox = queue.Queue()
    listener = Listener(ScriptedDetector(), ScriptedEars([]))
    EarThread(FaultyMicrophone(), listener, inbox, deaf=lambda: False).start()
    failed = inbox.get(timeout=5)
    assert isinstance(failed, PartFailed)
    assert failed.gone
    assert "type" in failed.message
