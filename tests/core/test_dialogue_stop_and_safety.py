"""What comes before everything else: stop, interruptions and safety, on the real pack."""

from dataclasses import replace

import pytest

from tests.core.talking import A_WHILE, DANGER, HOPE, NEEDS, PACK, REMORSE, TWO_SENTENCES, Talk
from voice_assistant.core.actions import BlankScreen, End, StopSpeaking
from voice_assistant.core.events import CheckUpOpened, Hushed, LeaveNow, Said
from voice_assistant.core.heard import Utterance
from voice_assistant.core.meanings import Answer, Choice, Command, Reading, Safety, Unclear
from voice_assistant.core.state import Asking, Ended, Idle, State


def test_stop_over_our_speech_silences_and_continue_says_the_rest() -> None:
    talk = Talk()
    talk.hear(HOPE)
    assert talk.hear(Command.STOP, over=TWO_SENTENCES) == ["cmd.stop"]
    assert talk.did(StopSpeaking)
    assert talk.aloud == ""
    assert talk.hear(Command.CONTINUE) == ["signs"]
    assert talk.aloud == TWO_SENTENCES


def test_stop_over_a_question_keeps_the_check_up() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Answer.YES)
    talk.hear(Command.STOP, over="Yes, partly, or no?")
    assert talk.state.mode == Asking("q6", (("q5", Answer.YES),))
    assert talk.hear(Answer.NO)[-1] == "checkup.unbuilt"


def test_stop_twice_within_three_seconds_leaves() -> None:
    talk = Talk()
    talk.hear(HOPE)
    talk.hear(Command.STOP, over=TWO_SENTENCES)
    talk.now += 2.9 - A_WHILE
    talk.hear(Command.STOP, over="still speaking")
    assert talk.state.mode == Ended()
    assert talk.did(BlankScreen)
    assert talk.did(End)


def test_stop_twice_over_speech_with_a_while_between_only_silences() -> None:
    talk = Talk()
    talk.hear(HOPE)
    talk.hear(Command.STOP, over=TWO_SENTENCES)
    talk.hear(Command.CONTINUE)
    talk.hear(Command.STOP, over="That's from the section on signs.")
    assert talk.state.mode == Idle()


@pytest.mark.parametrize("confidence", [None, 0.9, 0.45, 0.1])
def test_stop_is_never_asked_about(confidence: float | None) -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(Command.STOP, confidence=confidence) == ["cmd.stop"]
    assert talk.state == State(mode=Ended(), turns=talk.state.turns), "nothing is remembered"


def test_a_question_over_our_speech_replaces_what_was_said() -> None:
    talk = Talk()
    talk.hear(HOPE)
    assert talk.hear(NEEDS, over=TWO_SENTENCES) == ["requires"]
    assert isinstance(talk.turn.actions[0], StopSpeaking)
    assert talk.hear(Command.REPEAT) == ["requires"]


def test_a_murmur_over_our_speech_changes_nothing() -> None:
    talk = Talk()
    talk.hear(HOPE)
    assert talk.hear(over=TWO_SENTENCES, confidence=0.5) == []
    assert not talk.did(StopSpeaking)


def test_an_answer_over_the_question_counts() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(Answer.PARTLY, confidence=0.9, over="Yes, partly, or no?") == ["checkup.acknowledge", "q6"]
    assert talk.did(StopSpeaking)


def test_once_the_question_is_answered_nothing_of_it_is_left_to_continue() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Answer.PARTLY, over="Yes, partly, or no?")
    assert talk.hear(Command.CONTINUE) == ["q6"]


def test_the_rest_of_two_replies_is_said_under_both_their_ids() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(HOPE) == ["signs", "q5"]
    question = PACK.questions[0].text
    talk.hear(Command.STOP, over=f"That's from the section on signs. {question}")
    assert talk.hear(Command.CONTINUE) == ["signs", "q5"]


def test_a_key_silences_and_continue_says_the_rest() -> None:
    talk = Talk()
    talk.hear(HOPE)
    talk.happen(Hushed(TWO_SENTENCES))
    assert talk.did(StopSpeaking)
    talk.hear(Command.CONTINUE)
    assert talk.aloud == TWO_SENTENCES


def test_the_key_for_leaving_leaves_without_a_word() -> None:
    talk = Talk(Asking("q6", (("q5", Answer.NO),)))
    talk.happen(LeaveNow())
    assert talk.state.mode == Ended()
    assert talk.aloud == ""
    assert talk.did(BlankScreen)


def test_the_discreet_form_is_spoken_and_the_full_one_shown() -> None:
    talk = Talk()
    talk.hear(DANGER)
    assert talk.aloud == PACK.safety["safety.danger"].aloud
    assert talk.shown == PACK.safety["safety.danger"].full
    assert talk.hear(Command.READ) == ["safety.danger"]
    assert talk.aloud == PACK.safety["safety.danger"].full


def test_the_full_form_is_spoken_to_somebody_who_is_alone() -> None:
    talk = Talk()
    talk.happen(CheckUpOpened())
    talk.hear(Answer.YES)
    talk.hear(DANGER)
    assert talk.aloud == PACK.safety["safety.danger"].full


def test_danger_now_is_shown_and_not_spoken_even_when_alone() -> None:
    talk = Talk()
    talk.state = replace(talk.state, alone=True)
    assert talk.hear(Safety("safety.danger.now")) == ["safety.danger"]
    assert talk.aloud == ""
    assert talk.shown == PACK.safety["safety.danger.now"].full


def test_after_safety_no_step_involves_the_partner() -> None:
    talk = Talk()
    talk.hear(REMORSE)
    assert talk.hear(Command.STEP) == ["signs.remorse.step"]
    talk.hear(DANGER)
    talk.hear(REMORSE)
    assert talk.hear(Command.STEP) == ["cmd.step"]


def test_a_soft_question_is_shown_and_the_voice_only_points_to_it() -> None:
    talk = Talk()
    assert talk.hear(Unclear("unclear.end")) == ["ask"]
    assert talk.turn.offered == ("safety.self_harm", "walk_away")
    assert talk.aloud == PACK.unclear["unclear.end"].aloud
    assert "life" not in talk.aloud
    assert talk.hear(Choice.FIRST) == ["safety.self_harm"]


def test_after_safety_the_reason_is_shown_and_not_read_out() -> None:
    talk = Talk()
    talk.hear(DANGER)
    talk.hear(Command.WHY)
    assert "any hope" not in talk.aloud
    assert "any hope" in talk.shown


def test_after_safety_nothing_is_offered_unasked() -> None:
    talk = Talk()
    talk.hear(DANGER)
    assert talk.outside(HOPE) == ["none"]
    assert talk.hear(Answer.YES) == ["ask.neither"]


def test_repeat_after_a_safety_reply_repeats_that_and_not_older_guidance() -> None:
    talk = Talk()
    talk.hear(HOPE)
    talk.hear(DANGER)
    assert talk.hear(Command.REPEAT) == ["safety.danger"]
    assert talk.aloud == PACK.safety["safety.danger"].aloud


def test_after_quiet_is_asked_for_only_what_may_be_overheard_is_spoken() -> None:
    talk = Talk()
    talk.hear(Command.START)
    talk.hear(Answer.YES)
    talk.hear(Command.QUIET)
    talk.hear(Command.SPEAK)
    talk.hear(DANGER)
    assert talk.aloud == PACK.safety["safety.danger"].aloud


@pytest.mark.parametrize("safety_id", ["safety.danger", "safety.danger.own", "safety.self_harm"])
def test_what_may_be_grave_is_asked_about_on_the_screen_and_not_spoken_of(safety_id: str) -> None:
    talk = Talk()
    readings = (Reading(HOPE, 0.6, "a phrase"), Reading(Safety(safety_id), 0.3, "a phrase"))
    assert talk.happen(Said(Utterance("it was a bad night"), readings, talk.now)) == ["ask"]
    assert talk.turn.offered[0] == safety_id
    assert talk.aloud == "There's a question on the screen."
    assert "First" in talk.shown


def test_what_may_be_happening_now_is_answered_at_once() -> None:
    talk = Talk()
    readings = (Reading(HOPE, 0.6, "a phrase"), Reading(Safety("safety.danger.now"), 0.3, "a phrase"))
    talk.happen(Said(Utterance("he is at the door again"), readings, talk.now))
    assert talk.turn.understood == "safety.danger"
    assert talk.aloud == ""
