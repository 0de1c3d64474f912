"""Guidance: asked back about, offered, repeated, paused, made quiet and forgotten."""

import pytest

from tests.core.talking import DANGER, HOPE, NEEDS, PACK, Talk
from voice_assistant.core.actions import ChangeVoice, ForgetSaved, SetQuiet, StopSpeaking
from voice_assistant.core.dialogue import listening_for
from voice_assistant.core.events import QuietToggled
from voice_assistant.core.meanings import Answer, Choice, Command, Guidance
from voice_assistant.core.state import Asking, Choosing, Decision, Idle, Paused
from voice_assistant.core.voice import RATE_RANGE


def test_two_near_meanings_are_asked_about_and_the_second_may_be_chosen() -> None:
    talk = Talk()
    assert talk.hear(HOPE, NEEDS, score=0.5) == ["ask"]
    assert talk.turn.decision is Decision.ASK
    assert talk.turn.offered == ("signs", "requires")
    assert [offered.id for offered in listening_for(talk.state, PACK).choices] == ["signs", "requires"]
    assert talk.hear(Choice.SECOND) == ["requires"]
    assert talk.state.mode == Idle()


@pytest.mark.parametrize("command", [Command.PAUSE, Command.SLOWER, Command.LOUDER])
def test_a_question_back_can_still_be_repeated_after_a_command(command: Command) -> None:
    talk = Talk()
    talk.hear(HOPE, NEEDS, score=0.5)
    asked = talk.aloud
    talk.hear(command)
    assert talk.hear(Command.CONTINUE if command is Command.PAUSE else Command.REPEAT) == ["ask"]
    assert talk.aloud == asked
    assert isinstance(talk.state.mode, Choosing)


def test_the_nearest_part_is_offered_and_yes_accepts_it() -> None:
    talk = Talk()
    assert talk.outside(HOPE) == ["none"]
    assert talk.turn.decision is Decision.NONE
    assert PACK.name_of("signs") in talk.aloud
    assert talk.hear(Answer.YES) == ["signs"]


def test_no_declines_the_offer_and_a_later_yes_does_not_take_it_up() -> None:
    talk = Talk()
    talk.outside(HOPE)
    talk.hear(Answer.NO)
    assert talk.hear(Answer.YES) == ["ask.neither"]


def test_an_offer_lapses_when_something_else_is_asked() -> None:
    talk = Talk()
    talk.outside(HOPE)
    talk.hear(NEEDS)
    assert "signs" not in talk.hear(Answer.YES)


def test_an_offer_that_was_not_heard_is_made_again() -> None:
    talk = Talk()
    talk.outside(HOPE)
    offer = talk.aloud
    assert talk.hear(Command.REPEAT) == ["none"]
    assert talk.aloud == offer
    assert talk.hear(Answer.YES) == ["signs"]


def test_what_is_not_understood_is_said_differently_each_time() -> None:
    talk = Talk()
    heard = set()
    for _ in range(3):
        assert talk.hear() == ["nomatch"]
        heard.add(talk.aloud)
    assert len(heard) == 3


def test_more_is_said_once_and_repeat_repeats_it() -> None:
    talk = Talk()
    talk.hear(HOPE)
    assert talk.hear(Command.MORE) == ["signs.more"]
    assert talk.hear(Command.REPEAT) == ["signs.more"]
    assert talk.hear(Command.MORE) == ["cmd.more"]


def test_a_section_is_read_with_its_points_and_its_source_once() -> None:
    talk = Talk()
    assert talk.hear(Guidance("signs", whole=True)) == [topic.id for topic in PACK.points_of("signs")]
    assert talk.aloud.count("That's from the section") == 1


def test_next_and_back_stop_at_the_edges_of_the_article() -> None:
    talk = Talk()
    talk.hear(Guidance(PACK.topics[0].id))
    assert talk.hear(Command.BACK) == ["cmd.back"]
    talk.hear(Guidance(PACK.topics[-1].id))
    assert talk.hear(Command.NEXT) == ["cmd.next"]


def test_slower_speaks_slower_until_it_goes_no_slower() -> None:
    talk = Talk()
    rates = []
    while talk.hear(Command.SLOWER) and talk.did(ChangeVoice):
        rates.append(talk.state.voice.rate)
    assert rates == [140, 120, 100]
    assert talk.state.voice.rate == RATE_RANGE[0]
    assert talk.aloud == PACK.prompt("cmd.slower.limit")


def test_quiet_silences_at_once_and_speaks_nothing_and_the_key_ends_it() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Command.QUIET, over="Yes, partly, or no?")
    assert talk.did(StopSpeaking)
    assert talk.did(SetQuiet)
    assert talk.aloud == ""
    assert talk.state.quiet
    assert talk.state.mode == Asking("q5")
    talk.happen(QuietToggled())
    assert not talk.state.quiet


def test_paused_we_do_not_join_in_and_safety_is_still_heard() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Command.PAUSE)
    assert talk.hear(Answer.YES) == []
    assert talk.outside(HOPE) == []
    assert talk.hear() == []
    assert isinstance(talk.state.mode, Paused)
    assert talk.hear(DANGER) == ["safety.danger"]
    assert isinstance(talk.state.mode, Idle)


@pytest.mark.parametrize(
    ("command", "said"), [(Command.REPEAT, "q6"), (Command.BACK, "q5"), (Command.CHANGE, "q5"), (Command.WHY, "q6")]
)
def test_paused_the_question_can_still_be_asked_about(command: Command, said: str) -> None:
    talk = Talk(Asking("q6", (("q5", Answer.YES),)))
    talk.hear(Command.PAUSE)
    assert said in talk.hear(command)


def test_nothing_is_forgotten_before_a_yes() -> None:
    talk = Talk()
    talk.hear(HOPE)
    assert talk.hear(Command.FORGET) == ["cmd.forget"]
    assert not talk.did(ForgetSaved)
    assert talk.hear(Answer.UNSURE) == ["cmd.forget"]
    assert not talk.did(ForgetSaved)
    talk.hear(Command.FORGET)
    talk.hear(Answer.YES)
    assert talk.did(ForgetSaved)
    assert talk.hear(Command.REPEAT) == ["cmd.repeat"]


def test_forgetting_forgets_the_answers_of_the_check_up_too() -> None:
    talk = Talk(Asking("q6", (("q5", Answer.NO),)))
    talk.hear(Command.FORGET)
    talk.hear(Answer.YES)
    assert "q5" not in repr(talk.state.mode)
