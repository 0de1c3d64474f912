"""The questions of the check-up: answers, misses, silences, and its end."""

import pytest

from tests.core.talking import HOPE, PACK, Talk
from voice_assistant.core.actions import BlankScreen, Say
from voice_assistant.core.dialogue import SILENCES, patience
from voice_assistant.core.events import CheckUpOpened, Silent
from voice_assistant.core.meanings import Answer, Command
from voice_assistant.core.state import Asking, Confirming, Idle, Paused


def test_a_question_is_set_aside_after_three_misses_each_in_other_words() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear() == ["checkup.reprompt"]
    first = talk.aloud
    assert talk.hear() == ["checkup.reprompt"]
    assert talk.aloud != first
    assert talk.hear() == ["checkup.set_aside", "q6"]
    assert talk.state.mode == Asking("q6")


def test_misses_count_for_one_question_only() -> None:
    talk = Talk(Asking("q5"))
    talk.hear()
    talk.hear()
    talk.hear(Answer.YES)
    assert talk.hear() == ["checkup.reprompt"]


def test_silence_is_borne_about_8_then_17_then_95_seconds_and_then_for_ever() -> None:
    talk = Talk(Asking("q5"))
    assert (patience(talk.state), SILENCES) == (8.0, (8.0, 17.0, 95.0))
    assert talk.happen(Silent(8.0)) == ["noinput"]
    assert talk.aloud
    assert patience(talk.state) == 17.0
    assert talk.happen(Silent(25.0)) == ["noinput"]
    assert talk.aloud == ""
    assert PACK.questions[0].text in talk.shown
    assert patience(talk.state) == 95.0
    talk.happen(Silent(120.0))
    assert talk.aloud == ""
    assert talk.did(BlankScreen)
    assert talk.state.mode == Paused(Asking("q5"))
    assert patience(talk.state) is None


def test_an_answer_begins_the_silences_anew() -> None:
    talk = Talk(Asking("q5"))
    talk.happen(Silent(8.0))
    talk.hear(Answer.YES)
    assert patience(talk.state) == 8.0


def test_an_answer_heard_faintly_is_confirmed_before_it_counts() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(Answer.PARTLY, confidence=0.45) == ["checkup.confirm"]
    assert talk.turn.offered == ("answer.partly",)
    assert "partly" in talk.aloud
    assert talk.hear(Answer.YES, confidence=0.9) == ["checkup.acknowledge", "q6"]
    assert talk.state.mode == Asking("q6", (("q5", Answer.PARTLY),))


def test_an_answer_that_was_not_confirmed_is_asked_for_again() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Answer.PARTLY, confidence=0.45)
    assert talk.hear(Answer.NO)[-1] == "q5"
    assert talk.state.mode == Asking("q5")


def test_the_right_answer_in_place_of_a_confirmation_is_taken() -> None:
    """ "I heard partly. Is that right?" is as well answered by "not sure" as by "no": it is the answer meant."""
    talk = Talk(Asking("q5"))
    talk.hear(Answer.PARTLY, confidence=0.45)
    assert talk.hear(Answer.UNSURE, confidence=0.9) == ["checkup.acknowledge", "q6"]
    assert talk.state.mode == Asking("q6", (("q5", Answer.UNSURE),))


def test_an_answer_that_was_hardly_heard_is_not_understood() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(Answer.YES, confidence=0.1) == ["checkup.reprompt"]
    assert talk.state.mode == Asking("q5", tries=1)


def test_a_command_heard_faintly_in_a_question_is_asked_about() -> None:
    talk = Talk(Asking("q6"))
    assert talk.hear(Command.BACK, confidence=0.45) == ["ask"]
    assert isinstance(talk.state.mode, Confirming)
    assert talk.turn.offered == ("cmd.back",)
    assert talk.hear(Answer.YES) == ["q5"]


def test_answers_that_contradict_are_asked_about_and_the_question_stays() -> None:
    talk = Talk(Asking("q5"))
    assert talk.hear(Answer.YES, Answer.NO, score=0.7) == ["checkup.reprompt"]
    assert talk.turn.offered == ("answer.yes", "answer.no")
    assert talk.state.mode == Asking("q5")


def test_guidance_in_a_question_is_followed_by_the_question() -> None:
    talk = Talk(Asking("q5", (("q4", Answer.YES),)))
    assert talk.hear(HOPE) == ["signs", "q5"]
    assert talk.hear(Command.REPEAT) == ["q5"]
    assert talk.state.mode == Asking("q5", (("q4", Answer.YES),))


def test_a_changed_answer_replaces_the_one_before() -> None:
    talk = Talk(Asking("q5"))
    talk.hear(Answer.YES)
    assert talk.hear(Command.CHANGE) == ["checkup.change", "q5"]
    talk.hear(Answer.NO)
    assert talk.state.mode == Asking("q6", (("q5", Answer.NO),))


@pytest.mark.parametrize("answer", [Answer.NO, Answer.UNSURE, Answer.PARTLY, Answer.SKIP])
def test_only_a_clear_yes_begins_the_check_up(answer: Answer) -> None:
    talk = Talk()
    talk.happen(CheckUpOpened())
    assert talk.hear(answer) == ["checkup.later"]
    assert talk.state.mode == Idle()
    assert not talk.state.alone


def test_the_check_up_ends_honestly_after_its_last_question() -> None:
    talk = Talk(Asking("q6", (("q5", Answer.NO),)))
    assert talk.hear(Answer.PARTLY) == ["checkup.acknowledge", "checkup.unbuilt"]
    said = talk.turn.said[-1]
    assert isinstance(said, Say)
    assert talk.state.mode == Idle()
