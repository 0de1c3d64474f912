"""The conversation: `step(state, event, pack)` says what happens next.

Rule 1: nothing here reads a clock, a device or a file; what happened comes in as an event.
Rule 2: every mode answers every event, and nothing raises: a test walks the whole table.
Rule 3: safety and *stop* come before everything else, in every mode.
"""

from dataclasses import replace
from typing import assert_never

from voice_assistant.core import checkup, commands, guidance, questions
from voice_assistant.core.actions import BlankScreen, End, Say, StopSpeaking
from voice_assistant.core.decide import (
    AskBetween,
    AskGently,
    NotCovered,
    NotUnderstood,
    Reply,
    Verdict,
    decide,
    meaning_of,
    most_likely,
)
from voice_assistant.core.events import CheckUpOpened, Event, Hushed, LeaveNow, QuietToggled, Said, Silent
from voice_assistant.core.meanings import (
    Answer,
    Choice,
    Command,
    Guidance,
    Listening,
    Meaning,
    Outside,
    Reading,
    Safety,
    Unclear,
)
from voice_assistant.core.pack import Pack
from voice_assistant.core.state import Asking, Choosing, Confirming, Ended, Idle, Paused, State, Turn

SILENCES = (8.0, 17.0, 95.0)
"""Seconds without an answer before each reprompt; about 8, 25 and 120 in all (domain V-20)."""
WHILE_PAUSED = frozenset({Command.PAUSE, Command.CONTINUE, Command.NEXT, Command.QUIET, Command.SPEAK})
"""What leaves a pause a pause, or ends it by itself; anything else said to us takes the conversation up again."""
WITH_OFFER = frozenset({
    Command.REPEAT, Command.SLOWER, Command.FASTER, Command.LOUDER, Command.QUIETER, Command.PAUSE, Command.CONTINUE,
    Command.QUIET, Command.SPEAK,
})  # fmt: skip
"""What leaves an offer standing: about how it was said, not about what."""
STOP_TWICE = 3.0
"""Seconds within which a second *stop* leaves at once."""


def step(state: State, event: Event, pack: Pack) -> Turn:
    """Return the next state and what to do about `event`. Never raises, for any state and event."""
    if isinstance(state.mode, Ended):
        return Turn(state)
    match event:
        case Said():
            return _said(state, event, pack)
        case Silent():
            return questions.silent(state, pack)
        case Hushed():
            return Turn(_cut(state, event.unsaid), (StopSpeaking(),))
        case CheckUpOpened():
            return checkup.open_check_up(state, pack)
        case QuietToggled():
            return commands.set_quiet(state, not state.quiet, pack)
        case LeaveNow():
            return leave()
        case _:
            assert_never(event)


def listening_for(state: State, pack: Pack) -> Listening:
    """Name what makes sense right now. Topics and commands always do."""
    match state.mode:
        case Asking(question=question_id):
            question = pack.question(question_id)
            answers = question.answers if question else frozenset()
            return Listening(answers=answers | {Answer.SKIP, Answer.UNSURE}, closed=True)
        case Confirming(what=what):
            answers = frozenset({Answer.YES, Answer.NO, Answer.UNSURE, Answer.SKIP})
            return Listening(answers=frozenset(Answer) if isinstance(what, Answer) else answers, closed=True)
        case Choosing():
            offered = questions.offered(state.mode, pack)
            return Listening(answers=frozenset(Answer), choices=offered)
        case Idle(offer=None):
            return Listening(answers=frozenset({Answer.YES, Answer.NO}), expected=False)
        case Idle():
            return Listening(answers=frozenset({Answer.YES, Answer.NO, Answer.UNSURE, Answer.SKIP}))
        case _:
            return Listening()


def patience(state: State) -> float | None:
    """Return how many seconds of silence the open question bears before a reprompt; None for any number."""
    match state.mode:
        case Asking() | Choosing() | Confirming():
            return SILENCES[state.silences] if state.silences < len(SILENCES) else None
        case Idle() | Paused() | Ended():
            return None


def leave() -> Turn:
    """End the conversation: nothing spoken, screen blank, nothing remembered."""
    farewell = Say(Command.STOP.value, "", voiced=False)
    actions = (StopSpeaking(), farewell, BlankScreen(), End())
    return questions.replied(State(mode=Ended()), *actions, understood=Command.STOP)


def _said(state: State, event: Said, pack: Pack) -> Turn:
    over_speech = bool(event.unsaid)
    utterance = event.utterance
    verdict = decide(event.readings, len(utterance.text.split()))
    meaning = meaning_of(verdict)
    if _too_faint(state, meaning, utterance.confidence):
        verdict, meaning = NotUnderstood(), None
    if isinstance(meaning, Command) and meaning in {Command.STOP, Command.LEAVE}:
        return _stopped(state, meaning, event)
    if isinstance(verdict, NotUnderstood) and over_speech and utterance.confidence is not None:
        return Turn(state)  # a cough or a murmur over our voice is not worth falling silent for
    if isinstance(state.mode, Paused):
        if not isinstance(meaning, Command | Guidance | Safety | Unclear) and not isinstance(verdict, AskGently):
            return Turn(state)  # asked to wait, we do not join in a conversation in the room
        if meaning not in WHILE_PAUSED:
            state = replace(state, mode=state.mode.back)
    if over_speech:
        state = _cut(state, event.unsaid)
    state = replace(state, silences=0)
    if isinstance(state.mode, Idle) and not isinstance(meaning, Answer) and meaning not in WITH_OFFER:
        state = replace(state, mode=Idle())  # an offer that was not taken up is over
    turn = _understood(state, verdict, event, pack)
    turn = replace(turn, state=_with_evidence(turn.state, verdict, utterance.text))
    return replace(turn, actions=(StopSpeaking(), *turn.actions)) if over_speech else turn


def _too_faint(state: State, meaning: Meaning | None, confidence: float | None) -> bool:
    """Tell whether a short answer was heard so uncertainly that it counts as not understood. *Stop* never is."""
    short = isinstance(meaning, Answer | Command) and meaning not in {Command.STOP, Command.LEAVE}
    closed = isinstance(state.mode, Asking | Confirming)
    return short and closed and confidence is not None and confidence < questions.CONFIRM


def _understood(state: State, verdict: Verdict, event: Said, pack: Pack) -> Turn:
    match verdict:
        case Reply(reading):
            return _reply(state, reading, event, pack)
        case AskGently(reading):
            return questions.gently(state, reading.meaning, pack)
        case AskBetween(first, second):
            return questions.ask_between(state, (first.meaning, second.meaning), pack)
        case NotCovered(nearest):
            return questions.not_covered(state, nearest, pack)
        case NotUnderstood():
            return questions.not_understood(state, pack)
        case _:
            assert_never(verdict)


def _reply(state: State, reading: Reading, event: Said, pack: Pack) -> Turn:
    confidence = event.utterance.confidence
    match reading.meaning:
        case Safety() as safety:
            return questions.safety(state, safety, pack)
        case Unclear() as unclear:
            return questions.soft_question(state, unclear, pack)
        case Guidance() as topic:
            return _guided(state, topic, pack)
        case Choice() as choice:
            chosen = questions.chosen(state, choice)
            if chosen is None:
                return questions.chose_neither(state, pack)
            return _reply(questions.back_from(state), Reading(chosen, 1.0), event, pack)
        case Answer() as answer:
            return _answered(state, answer, confidence, event, pack)
        case Command() as command:
            if questions.too_unsure_to_act(state, confidence):
                return questions.confirm(state, command, pack)
            return commands.carry_out(state, command, pack)
        case Outside():
            return questions.not_covered(state, None, pack)
        case _:
            assert_never(reading.meaning)


def _guided(state: State, topic: Guidance, pack: Pack) -> Turn:
    state = questions.back_from(state)
    turn = guidance.tell(state, topic, pack)
    return checkup.ask_again(turn, pack)


def _answered(state: State, answer: Answer, confidence: float | None, event: Said, pack: Pack) -> Turn:
    match state.mode:
        case Asking():
            if questions.too_unsure_to_record(confidence):
                return questions.confirm(state, answer, pack)
            return checkup.record(state, answer, pack)
        case Confirming():
            return _confirmed(state, state.mode, answer, event, pack)
        case Idle(offer=offer):
            if answer is Answer.YES and offer is not None:
                turn = guidance.tell(replace(state, mode=Idle()), offer, pack)
                return replace(turn, understood=answer.value)
            if answer is Answer.YES and state.topic is not None:
                return replace(guidance.more(state, pack), understood=answer.value)
            return questions.declined(state, answer, pack)
        case Choosing() if answer is Answer.YES:
            return questions.not_understood(state, pack)
        case Choosing():
            return questions.chose_neither(state, pack)
        case Paused() | Ended():
            return Turn(state)
        case _:
            assert_never(state.mode)


def _confirmed(state: State, asked: Confirming, answer: Answer, event: Said, pack: Pack) -> Turn:
    """Take a yes or no to "is that right?"; any other answer is one to the question itself."""
    state = replace(state, mode=asked.back)
    if isinstance(asked.what, Answer) and answer not in {Answer.YES, Answer.NO}:
        return checkup.record(state, answer, pack)
    if answer is not Answer.YES:
        return questions.not_confirmed(state, answer, asked.what, pack)
    if asked.what is Command.FORGET:
        return commands.forget_now(state, pack)
    sure = replace(event, utterance=replace(event.utterance, confidence=1.0))
    return replace(_reply(state, Reading(asked.what, 1.0), sure, pack), understood=answer.value)


def _stopped(state: State, command: Command, event: Said) -> Turn:
    """*Stop* over our speech only silences; said in silence, or twice, it ends the conversation."""
    again = state.stopped_at is not None and event.at - state.stopped_at <= STOP_TWICE
    if command is Command.LEAVE or again or not event.unsaid:
        return leave()
    silenced = replace(_cut(state, event.unsaid), stopped_at=event.at)
    quiet = Say(Command.STOP.value, "", voiced=False)
    return questions.replied(silenced, StopSpeaking(), quiet, understood=Command.STOP)


def _cut(state: State, unsaid: str) -> State:
    """Keep what was left unsaid, for *continue*: whole replies from the end on, and the rest of the one cut through."""
    left: tuple[Say, ...] = ()
    for say in reversed(state.latest):
        if not unsaid:
            break
        whole = unsaid.endswith(say.text)
        left = (say if whole else replace(say, text=unsaid, shown=None), *left)
        unsaid = unsaid.removesuffix(say.text).rstrip() if whole else ""
    return replace(state, cut=left) if left else state


def _with_evidence(state: State, verdict: Verdict, heard: str) -> State:
    """Keep what was heard and what it resembled, unless the question was about just that."""
    if isinstance(state.mode, Ended):
        return state
    reading = most_likely(verdict)
    if reading is None or reading.meaning is Command.WHY:
        return state
    return replace(state, heard=heard, evidence=reading.phrase, sure=reading.score)
