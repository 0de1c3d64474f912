"""Every mode answers every event: the whole table is walked, on the real pack, and nothing raises."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from voice_assistant.content.load import load_pack
from voice_assistant.core.actions import End, Say
from voice_assistant.core.dialogue import listening_for, patience, step
from voice_assistant.core.events import CheckUpOpened, Event, Hushed, LeaveNow, QuietToggled, Said, Silent
from voice_assistant.core.heard import Utterance
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
from voice_assistant.core.state import Asking, Choosing, Confirming, Decision, Ended, Idle, Mode, Paused, State, Turn
from voice_assistant.resources import intents_dir

PACK: Pack = load_pack(intents_dir() / "trust").pack

IDLE = Idle()
FIRST, LAST = PACK.questions[0].id, PACK.questions[-1].id
ASKING = Asking(FIRST)
ASKED = Asking(LAST, ((FIRST, Answer.PARTLY),), tries=2)
BETWEEN = (Guidance("signs"), Guidance("requires"))
BACK = Say("ask", "Did you mean the one, or the other?")


def _soft(unclear: str) -> tuple[Meaning, ...]:
    choices = (choice for choice, _ in PACK.unclear[unclear].choices)
    return tuple(Safety(choice) if choice in PACK.safety else Guidance(choice) for choice in choices)


OPEN: dict[str, Idle | Asking | Choosing | Confirming] = {
    "idle": IDLE,
    "offer": Idle(offer=Guidance("signs")),
    "ready": Asking(PACK.ready.id if PACK.ready else FIRST),
    "question": ASKING,
    "last question, last try": ASKED,
    "choice": Choosing(BETWEEN, IDLE, BACK),
    "choice in a question": Choosing(BETWEEN, ASKED, BACK),
    "choice of commands": Choosing((Command.SLOWER, Guidance("mistakes.rushing")), ASKING, BACK),
    **{f"soft {each}": Choosing(_soft(each), IDLE, BACK, soft=each) for each in PACK.unclear},
    "soft in a question": Choosing(_soft("unclear.hurt"), ASKED, BACK, soft="unclear.hurt"),
    "confirm an answer": Confirming(Answer.PARTLY, ASKED, BACK),
    "confirm a command": Confirming(Command.BACK, ASKING, BACK),
    "confirm forgetting": Confirming(Command.FORGET, IDLE, BACK),
}
MODES: dict[str, Mode] = {
    **OPEN,
    **{f"paused {name}": Paused(mode) for name, mode in OPEN.items()},
    "ended": Ended(),
}
TOLD = Say("signs", "Some relationships can recover. It names four signs.", section="signs")
CARD = Say("safety.danger", "Thank you for telling me.")
MEMORIES: dict[str, State] = {
    "fresh": State(),
    "told": State(
        topic="signs", last=TOLD, latest=(TOLD,), cut=(TOLD,), misses=1, silences=1, heard="any hope", turns=3
    ),
    "after safety": State(
        topic="final.nochange", last=TOLD, latest=(CARD,), card=CARD, flagged=True, evidence="he hit me"
    ),
    "long silence": State(silences=9, misses=9, uncovered=9, stopped_at=9.0, quiet=True, alone=True),
}
MEANINGS: tuple[Meaning, ...] = (
    *Command,
    *Answer,
    *Choice,
    Guidance("signs"),
    Guidance("signs", whole=True),
    Guidance("walk_away.abuse"),
    Guidance("no such topic"),
    *(Safety(each) for each in PACK.safety),
    *(Unclear(each) for each in PACK.unclear),
    Outside(),
)
SCORES = (1.0, 0.5, 0.1)
CONFIDENCES = (None, 0.9, 0.45, 0.1)
UNSAID = ("", "It names four signs.")
WORDS = ("any hope", "is there still any hope for us")


def said(*readings: Reading, confidence: float | None = None, unsaid: str = "", text: str = WORDS[0]) -> Said:
    return Said(Utterance(text, confidence), readings, 10.0, unsaid)


def spoken_events() -> Iterator[Said]:
    for meaning, score, confidence, unsaid in product(MEANINGS, SCORES, CONFIDENCES, UNSAID):
        text = WORDS[score < 1.0]
        yield said(Reading(meaning, score, "a phrase"), confidence=confidence, unsaid=unsaid, text=text)
    firsts: tuple[Meaning, ...] = (Guidance("signs"), Answer.YES, Command.NEXT)
    seconds: tuple[Meaning, ...] = (Guidance("requires"), Answer.NO)
    for first, second in product(firsts, seconds):
        yield said(Reading(first, 0.5), Reading(second, 0.5))
    for unsaid, confidence, text in product(UNSAID, CONFIDENCES, ("", *WORDS)):
        yield said(confidence=confidence, unsaid=unsaid, text=text)


EVENTS: tuple[Event, ...] = (
    *spoken_events(),
    Silent(20.0),
    Hushed(""),
    Hushed("It names four signs."),
    CheckUpOpened(),
    QuietToggled(),
    LeaveNow(),
)


def states(name: str) -> Iterator[State]:
    """Yield states in the mode called `name`, with different things remembered."""
    for memory in MEMORIES.values():
        yield replace(memory, mode=MODES[name])


def walk(name: str) -> Iterator[tuple[State, Event, Turn]]:
    for state in states(name):
        for event in EVENTS:
            yield state, event, step(state, event, PACK)


@pytest.mark.parametrize("name", MODES)
def test_every_event_leads_to_a_turn_that_holds_together(name: str) -> None:
    for state, event, turn in walk(name):
        where = f"{state.mode} {event}"
        assert isinstance(turn, Turn), where
        assert bool(turn.offered) == (turn.decision is Decision.ASK), where
        assert turn.decision is not Decision.REPLY or turn.understood is not None, where
        for say in turn.said:
            assert say.text.strip() or not say.voiced or say.shown, f"nothing to say: {where} {say}"
            assert "{" not in say.text + say.on_screen, f"a blank is not filled in: {where} {say}"


@pytest.mark.parametrize("name", MODES)
def test_what_follows_can_be_listened_to_and_waited_for(name: str) -> None:
    for _, _, turn in walk(name):
        assert isinstance(listening_for(turn.state, PACK), Listening)
        bears = patience(turn.state)
        assert bears is None or bears > 0


def test_what_has_ended_stays_ended_and_says_nothing() -> None:
    for _, event, turn in walk("ended"):
        assert isinstance(turn.state.mode, Ended), event
        assert turn.actions == (), event


@pytest.mark.parametrize("name", [name for name in MODES if name != "ended"])
def test_safety_is_always_answered_and_drops_the_answers(name: str) -> None:
    for state, meaning, confidence, unsaid in product(states(name), PACK.safety, CONFIDENCES, UNSAID):
        turn = step(state, said(Reading(Safety(meaning), 1.0), confidence=confidence, unsaid=unsaid), PACK)
        assert [say.reply for say in turn.said] == [PACK.safety[meaning].id]
        assert turn.understood == PACK.safety[meaning].id
        assert turn.state.mode == Idle(), "the check-up is over and its answers are gone"
        assert turn.state.flagged
        assert "Confirming" not in repr(turn.state)
        assert "Asking" not in repr(turn.state)


@pytest.mark.parametrize("name", [name for name in MODES if name != "ended"])
def test_stop_in_silence_always_ends_without_a_word(name: str) -> None:
    for state, command, confidence in product(states(name), (Command.STOP, Command.LEAVE), CONFIDENCES):
        turn = step(state, said(Reading(command, 1.0), confidence=confidence), PACK)
        assert turn.state == State(mode=Ended(), turns=turn.state.turns), "nothing is remembered"
        assert any(isinstance(action, End) for action in turn.actions)
        assert not any(say.voiced for say in turn.said)


@pytest.mark.parametrize("name", [name for name in MODES if name != "ended"])
def test_that_is_all_ends_even_over_our_speech(name: str) -> None:
    for state in states(name):
        turn = step(state, said(Reading(Command.LEAVE, 1.0), unsaid="More to come."), PACK)
        assert isinstance(turn.state.mode, Ended)


@pytest.mark.parametrize("name", [name for name in MODES if name != "ended"])
def test_stop_over_our_speech_only_silences(name: str) -> None:
    for state in states(name):
        if state.stopped_at is not None:
            continue
        turn = step(state, said(Reading(Command.STOP, 1.0), unsaid="More to come."), PACK)
        assert turn.state.mode == state.mode, "where we were is kept"
        assert not any(say.voiced for say in turn.said)


@pytest.mark.parametrize("name", MODES)
def test_a_safety_reply_needs_a_safety_reading(name: str) -> None:
    harmless = [each for each in MEANINGS if not isinstance(each, Safety | Unclear | Choice)]
    for meaning, confidence in product(harmless, CONFIDENCES):
        if meaning in {Command.READ, Command.REPEAT, Command.CONTINUE, Command.NEXT}:
            continue
        state = State(mode=MODES[name])
        turn = step(state, said(Reading(meaning, 1.0), confidence=confidence), PACK)
        assert not any(say.reply.startswith("safety.") for say in turn.said), (name, meaning)
