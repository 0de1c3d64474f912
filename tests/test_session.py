"""One conversation: what is typed and what is heard are equals, and keys answer a question of the check-up."""

from collections.abc import Collection

import pytest

from voice_assistant.core.actions import Say
from voice_assistant.core.events import LeaveNow, QuietToggled
from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.meanings import Answer, Guidance
from voice_assistant.core.state import Asking, Choosing, Idle
from voice_assistant.session import Exchange, Session
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts

WHICH = Say("ask", "Did you mean the signs of hope, or when to walk away?")


def heard(text: str, grammar: Collection[str] = (), confidence: float = 0.95) -> Heard:
    """Return what two ears that hear perfectly make of it; the second only listens where there is a grammar."""
    closed = Hypothesis(text if text in grammar else "[unk]", confidence) if grammar else None
    return Heard(Hypothesis(text, confidence), closed, 1.0, 2.0, 2.6)


def without_the_ears(exchange: Exchange) -> dict[str, object]:
    return turn_object(exchange, 1) | {"confidence": None}


CONVERSATIONS = [
    ("what are the signs", "tell me more", "what can i do", "next", "go back", "repeat that"),
    ("does he still love me", "tell me about patience", "where does that come from", "help"),
    ("will it rain tomorrow", "yes", "slower", "louder", "that's all"),
    ("start the check up", "yes", "partly", "go back", "no", "i do not know"),
    ("is trust hard", "neither", "why did you say that", "pause", "continue", "stop"),
    ("he hit me", "read it", "what are the signs", "what can i do"),
]


@pytest.mark.parametrize("lines", CONVERSATIONS, ids=lambda lines: lines[0])
def test_the_same_words_typed_and_heard_give_the_same_turns(trust: Parts, lines: tuple[str, ...]) -> None:
    typed, spoken = trust.session(), trust.session()
    for number, line in enumerate(lines):
        at = 10.0 * number
        assert without_the_ears(typed.read(line, at)) == without_the_ears(spoken.hear(heard(line, spoken.grammar), at))
    assert typed.state == spoken.state


@pytest.mark.parametrize(
    ("key", "answer"),
    [("1", Answer.YES), ("2", Answer.PARTLY), ("3", Answer.NO), ("4", Answer.UNSURE)],
)
def test_keys_1_to_4_answer_a_question_of_the_check_up(trust: Parts, key: str, answer: Answer) -> None:
    session = trust.session(Asking("q5"))
    exchange = session.read(key)
    assert exchange.turn.understood == answer.value
    assert isinstance(session.state.mode, Asking)
    assert session.state.mode.question == "q6"
    assert session.state.mode.answers == (("q5", answer),)


def test_a_spoken_digit_is_no_answer(trust: Parts) -> None:
    session = trust.session(Asking("q5"))
    for digit in ("one", "two", "1", "4"):
        exchange = session.hear(heard(digit, session.grammar), 1.0)
        assert exchange.turn.understood is None
    assert not isinstance(session.state.mode, Asking) or session.state.mode.answers == ()


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
def test_the_keys_mean_nothing_where_no_question_is_open(trust: Parts, key: str) -> None:
    session = trust.session()
    assert session.read(key).turn.understood is None
    assert session.state.mode == Idle()


def test_a_key_that_is_none_of_the_offered_answers_does_not_answer_the_ready_check(trust: Parts) -> None:
    """The ready-check knows yes and no: a slip to the key beside it must not close the check-up."""
    session = trust.session()
    session.open_check_up()
    session.read("2")
    assert isinstance(session.state.mode, Asking)


@pytest.mark.parametrize("line", [" 1 ", "1\n", "\u200f1"])
def test_a_key_may_stand_among_what_cannot_be_seen(trust: Parts, line: str) -> None:
    assert trust.session(Asking("q5")).read(line).turn.understood == "answer.yes"


def test_typed_text_has_no_confidence_and_no_times_and_heard_text_has_both(trust: Parts) -> None:
    typed = turn_object(trust.session().read("what are the signs"), 1)
    assert typed["confidence"] is None
    assert "start" not in typed
    spoken = turn_object(trust.session().hear(heard("what are the signs"), 2.6), 1, source="a.wav")
    assert (spoken["start"], spoken["end"], spoken["endpoint_delay"]) == (1.0, 2.0, 0.6)
    assert 0 <= spoken["confidence"] <= 1


def test_the_grammar_is_open_only_while_a_question_is(trust: Parts) -> None:
    session = trust.session()
    assert session.grammar == ()
    session.open_check_up()
    assert {"yes", "no", "stop", "repeat"} <= set(session.grammar)
    session.read("stop")
    assert session.grammar == ()


def test_a_question_bears_silence_for_a_while_and_idle_bears_any(trust: Parts) -> None:
    session = trust.session()
    assert session.patience is None
    session.open_check_up()
    first = session.patience
    assert first == pytest.approx(8.0)
    assert session.silent(8.0).turn.said[0].reply == "noinput"
    second = session.patience
    assert second is not None
    assert second > 8.0


def test_after_the_end_nothing_is_said_any_more(trust: Parts) -> None:
    session = trust.session()
    session.read("what are the signs")
    assert session.handle(LeaveNow()).after == "ended"
    assert session.ended
    for exchange in (
        session.read("what are the signs", 1.0),
        session.hear(heard("he hit me"), 2.0),
        session.silent(3.0),
        session.handle(QuietToggled()),
        session.open_check_up(),
    ):
        assert exchange.turn.said == ()
    assert session.state.last is None, "and nothing is remembered"


@pytest.mark.parametrize("line", ["", "   ", "\x00\x07", "\u202e", "?"])
def test_a_line_of_nothing_is_not_understood_and_harmless(trust: Parts, line: str) -> None:
    session: Session = trust.session()
    assert session.read(line).turn.understood is None
    assert session.state.mode == Idle()


@pytest.mark.parametrize("text", ["um not really", "not really", "well, not really", "um no", "uh huh", "um, uh huh"])
def test_a_hesitant_answer_is_still_an_answer(trust: Parts, text: str) -> None:
    session = trust.session(Asking("q5"))
    wanted = "answer.yes" if "huh" in text else "answer.no"
    assert session.hear(heard(text, session.grammar), 1.0).turn.understood == wanted
    assert not session.state.quiet


@pytest.mark.parametrize("named", ["signs", "the signs", "what are the signs"])
def test_did_you_mean_is_answered_by_naming_one_and_not_asked_again(trust: Parts, named: str) -> None:
    session = trust.session(Choosing((Guidance("signs"), Guidance("walk_away")), Idle(), question=WHICH))
    exchange = session.read(named)
    assert exchange.turn.understood == "signs"
    assert exchange.after == "idle"
