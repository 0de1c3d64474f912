"""How the conversation behaves: events in, actions out, on the real pack."""

from dataclasses import replace

import pytest

from voice_assistant.content.load import load_pack
from voice_assistant.core.actions import BlankScreen, ChangeVoice, End, ForgetSaved, Say, SetQuiet, StopSpeaking
from voice_assistant.core.dialogue import SILENCES, listening_for, patience, step
from voice_assistant.core.events import CheckUpOpened, Hushed, LeaveNow, QuietToggled, Said, Silent
from voice_assistant.core.heard import Utterance
from voice_assistant.core.meanings import Answer, Choice, Command, Guidance, Meaning, Outside, Reading, Safety, Unclear
from voice_assistant.core.pack import Pack
from voice_assistant.core.state import Asking, Choosing, Confirming, Decision, Ended, Idle, Mode, Paused, State, Turn
from voice_assistant.core.voice import RATE_RANGE
from voice_assistant.resources import intents_dir

PACK: Pack = load_pack(intents_dir() / "trust").pack
HOPE, NEEDS = Guidance("signs"), Guidance("requires")
REMORSE = Guidance("signs.remorse")
DANGER = Safety("safety.danger")
A_WHILE = 30.0
"""Seconds from one event to the next, where nothing else is said."""
TWO_SENTENCES = "It calls these strong ground. That's from the section on signs."


class Talk:
    """A conversation of events: what is meant goes in, the ids of what is said come out."""

    def __init__(self, mode: Mode | None = None) -> None:
        self.state = State() if mode is None else State(mode=mode)
        self.turn = Turn(self.state)
        self.now = 100.0

    def hear(
        self, *meanings: Meaning, score: float = 1.0, confidence: float | None = None, over: str = ""
    ) -> list[str]:
        """Say something that may mean `meanings`; `over` is what of our own speech it interrupts."""
        readings = tuple(Reading(meaning, score, "a phrase") for meaning in meanings)
        return self.happen(Said(Utterance("any hope", confidence), readings, self.now, over))

    def outside(self, *nearest: Guidance) -> list[str]:
        """Say something that the pack does not speak to, with what lies near it."""
        readings = (Reading(Outside(), 0.9), *(Reading(each, 0.2) for each in nearest))
        return self.happen(Said(Utterance("will it last another year"), readings, self.now))

    def happen(self, event: Said | Silent | Hushed | CheckUpOpened | QuietToggled | LeaveNow) -> list[str]:
        self.turn = step(self.state, event, PACK)
        self.state = self.turn.state
        self.now += A_WHILE
        return [say.reply for say in self.turn.said]

    @property
    def aloud(self) -> str:
        """What the voice says."""
        return " ".join(say.text for say in self.turn.said if say.voiced)

    @property
    def shown(self) -> str:
        return "\n".join(say.on_screen for say in self.turn.said)

    def did(self, kind: type) -> bool:
        return any(isinstance(action, kind) for action in self.turn.actions)


# Stop, interruptions, continue --------------------------------------------------------------------------------------


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


# Safety, and what may be heard --------------------------------------------------------------------------------------


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


# Questions of the check-up ------------------------------------------------------------------------------------------


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


# Did you mean, offers, not understood -------------------------------------------------------------------------------


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


# Repeat, more, the order of the article, the voice, quiet, forget ----------------------------------------------------


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


def test_the_check_up_ends_honestly_after_its_last_question() -> None:
    talk = Talk(Asking("q6", (("q5", Answer.NO),)))
    assert talk.hear(Answer.PARTLY) == ["checkup.acknowledge", "checkup.unbuilt"]
    said = talk.turn.said[-1]
    assert isinstance(said, Say)
    assert talk.state.mode == Idle()
