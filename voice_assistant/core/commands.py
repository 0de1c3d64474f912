"""Carrying out what the person tells the assistant to do, in any mode."""

from dataclasses import replace
from typing import assert_never

from voice_assistant.core import checkup, guidance
from voice_assistant.core.actions import ChangeVoice, ForgetSaved, Say, SetQuiet, StopSpeaking
from voice_assistant.core.checkup import ask_again
from voice_assistant.core.meanings import Answer, Command
from voice_assistant.core.pack import Pack
from voice_assistant.core.questions import back_from, confirm, open_question, replied, told
from voice_assistant.core.state import Asking, Choosing, Confirming, Idle, Paused, State, Turn
from voice_assistant.core.voice import VoiceSettings

SURENESS = (0.9, 0.7)
"""Scores below which *why* says "fairly" and "not very sure" in place of "very"."""


def carry_out(state: State, command: Command, pack: Pack) -> Turn:  # noqa: C901, PLR0911, PLR0912 - one line a command
    """Do what `command` says. *Stop* is handled before, in `dialogue`."""
    match command:
        case Command.START:
            return _start(back_from(state), pack)
        case Command.REPEAT:
            return _repeat(state, pack)
        case Command.MORE if state.card is not None and state.topic is None:
            return _read(state, pack)
        case Command.MORE:
            return ask_again(guidance.more(back_from(state), pack), pack)
        case Command.STEP:
            return ask_again(guidance.next_step(back_from(state), pack), pack)
        case Command.NEXT:
            return _next(state, pack)
        case Command.BACK:
            return _back(state, pack)
        case Command.PAUSE:
            return _pause(state, pack)
        case Command.CONTINUE:
            return _continue(state, pack)
        case Command.SLOWER:
            return _voice(state, state.voice.faster(-1), command, pack)
        case Command.FASTER:
            return _voice(state, state.voice.faster(1), command, pack)
        case Command.LOUDER:
            return _voice(state, state.voice.louder(1), command, pack)
        case Command.QUIETER:
            return _voice(state, state.voice.louder(-1), command, pack)
        case Command.QUIET | Command.SPEAK:
            return set_quiet(state, command is Command.QUIET, pack)
        case Command.READ:
            return _read(state, pack)
        case Command.FORGET:
            return confirm(state, Command.FORGET, pack)
        case Command.CHANGE | Command.PROGRESS | Command.WHY | Command.RESTART:
            return _about_the_questions(state, command, pack)
        case Command.STOP | Command.LEAVE:
            return Turn(state)
        case Command.HELP | Command.SOURCE | Command.SAVE | Command.RESUME | Command.RESULT | Command.THANKS:
            return ask_again(told(back_from(state), command, pack), pack)
        case _:
            assert_never(command)


def set_quiet(state: State, on: bool, pack: Pack) -> Turn:
    """Turn quiet mode on or off. Turning it on silences us at once and speaks nothing."""
    wording = "cmd.quiet" if on else "cmd.quiet.off"
    command = Command.QUIET if on else Command.SPEAK
    say = Say(command.value, pack.prompt(wording), voiced=False)
    actions = (StopSpeaking(), SetQuiet(True), say) if on else (SetQuiet(False), say)
    # Whoever asks for quiet may not be alone any more: from now on only what may be overheard is spoken.
    return replied(replace(state, quiet=on, alone=state.alone and not on), *actions, understood=command)


def _start(state: State, pack: Pack) -> Turn:
    """Begin the check-up; one that runs already goes on, as its answers must not be lost by a word."""
    if isinstance(state.mode, Asking):
        return replied(state, *open_question(state, pack), understood=Command.START)
    return checkup.open_check_up(state, pack)


def _repeat(state: State, pack: Pack) -> Turn:
    """Say the open question again if there is one, else the last guidance."""
    said = open_question(state, pack) or ((state.last,) if state.last else ())
    if not said:
        return told(state, Command.REPEAT, pack)
    return replied(replace(state, misses=0, cut=()), *said, understood=Command.REPEAT)


def _next(state: State, pack: Pack) -> Turn:
    match state.mode:
        case Paused():
            return checkup.resume(state, pack)
        case Asking(question=question) if not pack.is_ready_check(question):
            return replace(checkup.record(state, Answer.SKIP, pack), understood=Command.NEXT.value)
        case Asking():
            return ask_again(told(state, Command.NEXT, pack), pack)
        case _:
            return guidance.move(back_from(state), 1, Command.NEXT, pack)


def _back(state: State, pack: Pack) -> Turn:
    match back_from(state).mode:
        case Asking() as asking:
            return checkup.back(back_from(state), asking, pack)
        case _:
            return guidance.move(back_from(state), -1, Command.BACK, pack)


def _pause(state: State, pack: Pack) -> Turn:
    if isinstance(state.mode, Idle | Asking | Choosing | Confirming):
        state = replace(state, mode=Paused(state.mode))
    return told(state, Command.PAUSE, pack)


def _continue(state: State, pack: Pack) -> Turn:
    """After a pause or an interruption, go on; with nothing broken off, it means *next*."""
    idle = isinstance(state.mode, Idle)
    if idle and not state.cut and state.topic is not None:
        return replace(guidance.move(state, 1, Command.NEXT, pack), understood=Command.CONTINUE.value)
    return checkup.resume(state, pack)


def _voice(state: State, voice: VoiceSettings, command: Command, pack: Pack) -> Turn:
    """Speak differently from now on; the confirmation is already said in the new voice."""
    if voice == state.voice:
        say = Say(command.value, pack.prompt(f"{command.value}.limit"))
        return ask_again(replied(state, say, understood=command), pack)
    say = Say(command.value, pack.prompt(command.value))
    return ask_again(replied(replace(state, voice=voice), ChangeVoice(voice), say, understood=command), pack)


def _read(state: State, pack: Pack) -> Turn:
    """Say aloud what stands on the screen: the person asked for it."""
    if state.card is None:
        return ask_again(told(state, Command.READ, pack), pack)
    return replied(replace(state, card=None), state.card, understood=Command.READ)


def forget_now(state: State, pack: Pack) -> Turn:
    """Remove everything saved, and what is remembered of the guidance, and say so."""
    done = Say(f"{Command.FORGET.value}.done", pack.prompt("cmd.forget.done"))
    mode = replace(state.mode, answers=()) if isinstance(state.mode, Asking) else state.mode
    state = replace(state, mode=mode, topic=None, last=None, cut=(), card=None, heard="", evidence="")
    return ask_again(replied(state, ForgetSaved(), done, understood=Command.FORGET), pack)


def _why(state: State, pack: Pack) -> Turn:
    """Explain the last reply by what was heard. Once safety has come up, that is shown and not read out."""
    if not state.evidence:
        return replied(state, Say(Command.WHY.value, pack.prompt("cmd.why.none")), understood=Command.WHY)
    sure = pack.prompt("cmd.why.sure", sum(state.sure < bound for bound in SURENESS))
    reason = pack.prompt("cmd.why", heard=state.heard, phrase=state.evidence, sure=sure)
    say = Say(Command.WHY.value, reason)
    if state.flagged:
        say = Say(Command.WHY.value, pack.prompt("cmd.why.shown"), shown=reason)
    return replied(state, say, understood=Command.WHY)


def _about_the_questions(state: State, command: Command, pack: Pack) -> Turn:
    """Change, progress, why, restart: about the check-up while it runs, else about the last answer."""
    state = back_from(state)
    asking = state.mode
    if isinstance(asking, Asking):
        match command:
            case Command.CHANGE:
                return checkup.change(state, asking, pack)
            case Command.PROGRESS:
                return checkup.progress(state, asking, pack)
            case Command.WHY:
                return checkup.why(state, asking, pack)
            case _:
                return checkup.restart(state, pack)
    if command is Command.WHY:
        return _why(state, pack)
    if command is Command.RESTART and state.last is not None:
        return replied(replace(state, cut=()), state.last, understood=command)
    return told(state, command, pack)
