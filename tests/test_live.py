"""A live conversation: microphone, keys and voice around one session, none of them needed for the others."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from tests.waiting import SOON, eventually
from voice_assistant.adapters.portaudio import Streams
from voice_assistant.adapters.scripted import ScriptedSpeaker, ScriptedStream, ScriptedStreams, ScriptedSynthesiser
from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.adapters.sounddevice_microphone import SoundDeviceMicrophone
from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker
from voice_assistant.audio import Samples
from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.state import Asking, Mode
from voice_assistant.hearing import Listener, Partial
from voice_assistant.live import TAIL, EarThread, Inbox, LiveConversation
from voice_assistant.mouth import Mouth
from voice_assistant.ports import Speaker
from voice_assistant.session import Exchange
from voice_assistant.ui.keys import InputEnded, Key, Line
from voice_assistant.wiring import Parts

SIGNS = "what are the signs"
BLOCK = 320
LOUD = np.full(BLOCK, 8000, np.int16)
QUIET = np.zeros(BLOCK, np.int16)
MARK = np.full(BLOCK, 50, np.int16)
"""Too soft for speech, and of a loudness of its own."""


class ListScreen:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.partials: list[str] = []
        self.statuses: list[str] = []
        self.typed: list[str] = []
        self.notices: list[str] = []
        self.blanked = 0

    def start(self) -> None: ...

    def exchange(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def partial(self, text: str) -> None:
        self.partials.append(text)

    def status(self, text: str, level: float) -> None:
        self.statuses.append(text)

    def typing(self, text: str) -> None:
        self.typed.append(text)

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def blank(self) -> None:
        self.blanked += 1

    def stop(self) -> None: ...

    @property
    def understood(self) -> list[str | None]:
        return [exchange.turn.understood for exchange in self.exchanges if exchange.utterance or exchange.turn.said]

    @property
    def replies(self) -> list[str]:
        return [say.reply for exchange in self.exchanges for say in exchange.turn.said]


class Room:
    """A conversation with scripted devices, on a thread, and all that can be done to it."""

    def __init__(  # noqa: PLR0913 - the parts that a test chooses
        self,
        parts: Parts,
        *,
        start: Mode | None = None,
        script: Sequence[str] = (),
        speaker: Speaker | None = None,
        synthesiser: ScriptedSynthesiser | None = None,
        voice: bool = True,
        ear: bool = False,
        headphones: bool = False,
        push_to_talk: bool = False,
        streams: Streams | None = None,
        watch_seconds: float = 60.0,
    ) -> None:
        self.inbox: Inbox = queue.Queue()
        self.screen = ListScreen()
        self.synthesiser = synthesiser or ScriptedSynthesiser()
        self.mouth = Mouth(self.synthesiser, speaker or ScriptedSpeaker()) if voice else None
        self.session = parts.session(start)
        self.live = LiveConversation(self.session, self.screen, self.inbox, mouth=self.mouth, push_to_talk=push_to_talk)
        self.streams = ScriptedStreams()
        self.ears = ScriptedEars([(text, text) for text in script])
        self.microphone = SoundDeviceMicrophone(streams or self.streams, watch_seconds=watch_seconds)
        deaf = self.live.muted if headphones else self.live.deaf
        listener = Listener(ScriptedDetector(), self.ears)
        self.ear = EarThread(self.microphone, listener, self.inbox, deaf) if ear else None
        self._thread = threading.Thread(target=self.live.run, args=(self.ear,), daemon=True)

    def start(self) -> "Room":
        self._thread.start()
        return self

    def post(self, *events: Key | Line | InputEnded | Partial | Heard) -> None:
        for event in events:
            self.inbox.put(event)

    def keys(self, text: str) -> None:
        self.post(*(Key(letter) for letter in text))

    @property
    def input(self) -> ScriptedStream:
        eventually(lambda: bool(self.streams.opened))
        return self.streams.opened[0]

    def sound(self, *blocks: Samples) -> None:
        """Let the microphone take these blocks, and return when the ear is done with all of them."""
        assert self.ear is not None
        for block in (*blocks, QUIET):
            self.input.push(block)
        eventually(lambda: self.ear is not None and self.ear.level == 0.0)
        self.input.push(MARK)
        eventually(lambda: self.ear is not None and self.ear.level > 0.0)

    def speak(self) -> None:
        """Let the microphone hear somebody speak for half a second, and fall silent."""
        self.sound(*[LOUD] * 25, *[QUIET] * 40)

    def ended(self, within: float = SOON) -> bool:
        self._thread.join(within)
        return not self._thread.is_alive()

    def close(self) -> None:
        if self._thread.is_alive():
            self.post(Key("c-x"))
            self._thread.join(SOON)
        if self.ear is not None:
            self.ear.close()
        if self.mouth is not None:
            self.mouth.close()


MakeRoom = Callable[..., Room]


@pytest.fixture(name="room")
def room_fixture(trust: Parts) -> Iterator[MakeRoom]:
    """Make conversations that are ended after the test."""
    made: list[Room] = []

    def make(**chosen: object) -> Room:
        made.append(Room(trust, **chosen))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()


def held() -> SoundDeviceSpeaker:
    """Return a speaker that takes no sample by itself: what it plays lasts until it is stopped."""
    return SoundDeviceSpeaker(ScriptedStreams(), watch_seconds=60)


def heard(text: str) -> Heard:
    return Heard(Hypothesis(text, 0.95), None, 1.0, 2.0, 2.6)


# Typing ---------------------------------------------------------------------------------------------------------------


def test_a_typed_line_is_answered_on_screen_and_aloud(room: MakeRoom) -> None:
    talk = room().start()
    talk.post(Line(SIGNS), InputEnded())
    assert talk.ended()
    assert talk.screen.understood == ["signs"]
    assert " ".join(talk.synthesiser.rendered) == talk.screen.exchanges[0].turn.said[0].text


def test_keys_make_a_line_that_is_answered_on_enter(room: MakeRoom) -> None:
    talk = room().start()
    talk.keys("helx")
    talk.post(Key("backspace"))
    talk.keys("p")
    talk.post(Key("enter"))
    eventually(lambda: bool(talk.screen.exchanges))
    assert talk.screen.understood == ["cmd.help"]
    assert talk.screen.typed[:6] == ["h", "he", "hel", "helx", "hel", "help"]
    eventually(lambda: talk.screen.typed[-1] == "")


def test_an_empty_line_is_nothing(room: MakeRoom) -> None:
    talk = room().start()
    talk.post(Line(""), Line("   "), Key("enter"), Line("help"), InputEnded())
    assert talk.ended()
    assert talk.screen.understood == ["cmd.help"]


@pytest.mark.parametrize("name", ["up", "c-a", "f1", "escape", "<sigint>", "\x1b", "\u200f", "pageup"])
def test_a_key_without_a_letter_types_nothing(room: MakeRoom, name: str) -> None:
    talk = room().start()
    talk.keys("he")
    talk.post(Key(name))
    talk.keys("lp")
    talk.post(Key("enter"))
    eventually(lambda: talk.screen.understood == ["cmd.help"])


def test_without_a_voice_the_conversation_goes_on_in_text(room: MakeRoom) -> None:
    talk = room(voice=False).start()
    talk.post(Line(SIGNS), Line("tell me more"), InputEnded())
    assert talk.ended()
    assert talk.screen.understood == ["signs", "cmd.more"]


def test_a_typed_stop_in_silence_ends_the_conversation_without_a_word(room: MakeRoom) -> None:
    talk = room().start()
    talk.post(Line("stop"))
    assert talk.ended()
    assert talk.screen.blanked == 1
    assert talk.synthesiser.rendered == []


def test_a_typed_stop_over_our_speech_only_silences(room: MakeRoom) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS), Line("stop"))
    eventually(lambda: talk.screen.understood == ["signs", "cmd.stop"])
    assert talk.mouth is not None
    eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert not talk.session.ended
    talk.post(Line("stop"))
    assert talk.ended(), "a second stop leaves"


def test_a_typed_line_that_is_not_understood_is_answered_over_our_speech_too(room: MakeRoom) -> None:
    """A cough over our voice may be ignored; a line that somebody typed and sent may not."""
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS), Line("xyzzy"))
    eventually(lambda: len(talk.screen.exchanges) == 2)
    assert talk.screen.replies == ["signs", "nomatch"]


# Keys -----------------------------------------------------------------------------------------------------------------


def test_ctrl_c_raises_keyboard_interrupt(room: MakeRoom) -> None:
    talk = room()
    talk.post(Key("c-c"))
    with pytest.raises(KeyboardInterrupt):
        talk.live.run(None)
    assert talk.screen.exchanges == []


def test_ctrl_x_leaves_at_once_with_a_blank_screen_and_nothing_spoken(room: MakeRoom) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    assert talk.mouth is not None
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking and len(talk.synthesiser.rendered) > 1)
    talk.post(Key("c-x"))
    assert talk.ended()
    assert talk.screen.blanked == 1
    assert not talk.mouth.speaking
    assert [say.text for say in talk.screen.exchanges[-1].turn.said] == [""]
    assert talk.session.state.last is None


def test_ctrl_x_leaves_a_half_typed_line_behind_unsent(room: MakeRoom) -> None:
    talk = room().start()
    talk.keys("he hit me")
    talk.post(Key("c-x"), Key("enter"))
    assert talk.ended()
    assert [each.utterance for each in talk.screen.exchanges] == [None]


def test_ctrl_q_silences_shows_everything_and_speaks_again(room: MakeRoom) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key("c-q"))
    eventually(lambda: talk.session.state.quiet and talk.mouth is not None and not talk.mouth.speaking)
    rendered = len(talk.synthesiser.rendered)
    talk.post(Line("tell me more"))
    eventually(lambda: talk.screen.replies[-1] == "signs.more")
    assert talk.mouth is not None
    assert not talk.mouth.speaking
    assert len(talk.synthesiser.rendered) <= rendered + 2, "nothing new but what was being rendered already"
    talk.post(Key("c-q"), Line("help"))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    assert not talk.session.state.quiet


@pytest.mark.parametrize("name", ["a", " ", "backspace", "enter", "left", "escape"])
def test_any_key_interrupts_our_speech(room: MakeRoom, name: str) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key(name))
    eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert talk.session.state.cut is not None


def test_what_a_key_cut_off_goes_on_with_continue(room: MakeRoom) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key("escape"))
    eventually(lambda: talk.session.state.cut is not None)
    talk.post(Line("continue"))
    eventually(lambda: talk.screen.understood[-1:] == ["cmd.continue"])
    assert talk.screen.exchanges[-1].turn.said[0].text == talk.screen.exchanges[0].turn.said[0].text


# Parts that break -----------------------------------------------------------------------------------------------------


def test_a_failing_voice_is_said_once_and_the_conversation_goes_on(room: MakeRoom) -> None:
    talk = room(synthesiser=ScriptedSynthesiser(fails=True)).start()
    talk.post(Line(SIGNS))
    eventually(lambda: bool(talk.screen.notices))
    talk.post(Line("tell me more"), Line("help"))
    eventually(lambda: len(talk.screen.exchanges) == 3)
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
    eventually(lambda: bool(talk.screen.notices))
    time.sleep(TAIL)
    talk.speak()
    eventually(lambda: talk.screen.understood == ["signs", "cmd.help"])
    assert len(talk.screen.notices) == 1


def test_a_microphone_that_goes_away_is_said_and_typing_goes_on(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05).start()
    eventually(lambda: bool(talk.screen.notices))
    talk.post(Line(SIGNS))
    eventually(lambda: talk.screen.understood == ["signs"])
    assert len(talk.screen.notices) == 1


def test_a_microphone_that_is_gone_is_no_longer_shown_as_listening(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05).start()
    eventually(lambda: bool(talk.screen.notices))
    talk.screen.statuses.clear()
    eventually(lambda: len(talk.screen.statuses) > 1)
    assert talk.screen.statuses[-1] == "type your question"


def test_with_the_microphone_gone_the_end_of_the_input_is_the_end(room: MakeRoom) -> None:
    talk = room(ear=True, watch_seconds=0.05, voice=False).start()
    eventually(lambda: bool(talk.screen.notices))
    talk.post(InputEnded())
    assert talk.ended(within=1.0)


def test_lost_audio_is_said(room: MakeRoom) -> None:
    talk = room(ear=True, script=["help"]).start()
    talk.input.push(QUIET, lost=True)
    eventually(lambda: len(talk.screen.notices) == 1)
    assert "too busy" in talk.screen.notices[0]
    talk.speak()
    eventually(lambda: talk.screen.understood == ["cmd.help"])


# Hearing --------------------------------------------------------------------------------------------------------------


def test_what_is_spoken_is_answered(room: MakeRoom) -> None:
    talk = room(ear=True, script=[SIGNS]).start()
    talk.speak()
    eventually(lambda: talk.screen.understood == ["signs"])


def test_speech_and_typing_are_equals(room: MakeRoom) -> None:
    talk = room(ear=True, script=["partly"], voice=False, start=Asking("q5")).start()
    talk.speak()
    eventually(lambda: talk.screen.understood == ["answer.partly"])
    talk.keys("3")
    talk.post(Key("enter"))
    eventually(lambda: talk.screen.understood == ["answer.partly", "answer.no"])


def test_while_we_speak_and_a_little_after_nothing_is_decoded(room: MakeRoom) -> None:
    talk = room(ear=True, script=["he hit me", "help"], speaker=held()).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.speak()
    assert talk.ears.opened == []
    assert talk.mouth is not None
    silent = time.monotonic()
    talk.mouth.stop()
    talk.speak()
    if time.monotonic() - silent > TAIL:
        pytest.skip("this machine is too busy to tell 300 ms from later")
    assert talk.ears.opened == []
    assert talk.screen.understood == ["signs"]
    time.sleep(max(0.0, silent + TAIL + 0.05 - time.monotonic()))
    talk.speak()
    eventually(lambda: talk.screen.understood == ["signs", "safety.danger"])


def test_speech_that_began_before_ours_is_dropped_whole(room: MakeRoom) -> None:
    talk = room(ear=True, script=["he hit me", "help"], speaker=held()).start()
    talk.sound(*[LOUD] * 25)
    eventually(lambda: len(talk.ears.opened) == 1)
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.sound(*[LOUD] * 25, *[QUIET] * 40)
    assert talk.screen.understood == ["signs"]


def test_with_headphones_we_hear_while_we_speak(room: MakeRoom) -> None:
    talk = room(ear=True, script=["stop"], speaker=held(), headphones=True).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.speak()
    eventually(lambda: talk.screen.understood == ["signs", "cmd.stop"])
    eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert not talk.session.ended, "over our speech, stop only silences"


def test_push_to_talk_hears_one_utterance_after_the_space_bar(room: MakeRoom) -> None:
    talk = room(ear=True, script=[SIGNS, "help"], voice=False, push_to_talk=True).start()
    talk.speak()
    assert talk.ears.opened == []
    talk.post(Key(" "))
    eventually(lambda: not talk.live.muted())
    talk.speak()
    eventually(lambda: talk.screen.understood == ["signs"])
    talk.speak()
    assert len(talk.ears.opened) == 1
    assert talk.screen.understood == ["signs"]


def test_a_space_in_a_typed_line_does_not_open_the_microphone(room: MakeRoom) -> None:
    talk = room(ear=True, voice=False, push_to_talk=True).start()
    talk.keys("go back")
    eventually(lambda: talk.screen.typed[-1:] == ["go back"])
    assert talk.live.muted()


def test_stop_in_silence_ends_although_half_a_word_was_heard_over_our_speech_before(room: MakeRoom) -> None:
    """Half a word that came to nothing while we spoke must not make a later *stop* count as spoken over us."""
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Partial("hm"), Key("escape"))
    eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    talk.post(heard("stop"))
    eventually(lambda: talk.screen.understood[-1:] == ["cmd.stop"])
    assert talk.ended()


def test_the_words_so_far_are_shown(room: MakeRoom) -> None:
    talk = room(ear=True, script=["what are the signs"], voice=False).start()
    talk.sound(*[LOUD] * 100, *[QUIET] * 40)
    eventually(lambda: talk.screen.understood == ["signs"])
    assert talk.screen.partials[0] == "what"


def test_leaving_lets_go_of_the_microphone(room: MakeRoom) -> None:
    talk = room(ear=True).start()
    stream = talk.input
    talk.post(Key("c-x"))
    assert talk.ended()
    assert talk.ear is not None
    talk.ear.close()
    eventually(lambda: stream.closed)
