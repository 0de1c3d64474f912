"""A live conversation at the keyboard: lines, keys, and what a key does to our speech."""

import pytest

from tests.live.room import SIGNS, MakeRoom, held
from tests.waiting import eventually
from voice_assistant.ui.keys import InputEnded, Key, Line


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
    assert eventually(lambda: bool(talk.screen.exchanges))
    assert talk.screen.understood == ["cmd.help"]
    assert talk.screen.typed[:6] == ["h", "he", "hel", "helx", "hel", "help"]
    assert eventually(lambda: talk.screen.typed[-1] == "")


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
    assert eventually(lambda: talk.screen.understood == ["cmd.help"])


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
    assert eventually(lambda: talk.screen.understood == ["signs", "cmd.stop"])
    assert talk.mouth is not None
    assert eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert not talk.session.ended
    talk.post(Line("stop"))
    assert talk.ended(), "a second stop leaves"


def test_a_typed_line_that_is_not_understood_is_answered_over_our_speech_too(room: MakeRoom) -> None:
    """A cough over our voice may be ignored; a line that somebody typed and sent may not."""
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS), Line("xyzzy"))
    assert eventually(lambda: len(talk.screen.exchanges) == 2)
    assert talk.screen.replies == ["signs", "nomatch"]


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
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking and len(talk.synthesiser.rendered) > 1)
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
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key("c-q"))
    assert eventually(lambda: talk.session.state.quiet and talk.mouth is not None and not talk.mouth.speaking)
    rendered = len(talk.synthesiser.rendered)
    talk.post(Line("tell me more"))
    assert eventually(lambda: talk.screen.replies[-1] == "signs.more")
    assert talk.mouth is not None
    assert not talk.mouth.speaking
    assert len(talk.synthesiser.rendered) <= rendered + 2, "nothing new but what was being rendered already"
    talk.post(Key("c-q"), Line("help"))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    assert not talk.session.state.quiet


@pytest.mark.parametrize("name", ["a", " ", "backspace", "enter", "left", "escape"])
def test_any_key_interrupts_our_speech(room: MakeRoom, name: str) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key(name))
    assert eventually(lambda: talk.mouth is not None and not talk.mouth.speaking)
    assert talk.session.state.cut is not None


def test_what_a_key_cut_off_goes_on_with_continue(room: MakeRoom) -> None:
    talk = room(speaker=held()).start()
    talk.post(Line(SIGNS))
    assert eventually(lambda: talk.mouth is not None and talk.mouth.speaking)
    talk.post(Key("escape"))
    assert eventually(lambda: talk.session.state.cut is not None)
    talk.post(Line("continue"))
    assert eventually(lambda: talk.screen.understood[-1:] == ["cmd.continue"])
    assert talk.screen.exchanges[-1].turn.said[0].text == talk.screen.exchanges[0].turn.said[0].text
