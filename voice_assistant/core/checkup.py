"""The guided check-up: which question comes next, and what an answer leads to."""

from dataclasses import replace

from voice_assistant.core.actions import Say
from voice_assistant.core.meanings import Answer, Command
from voice_assistant.core.pack import Pack
from voice_assistant.core.questions import closing, following_question, open_question, replied, told
from voice_assistant.core.state import Asking, Choosing, Confirming, Idle, Paused, State, Turn


def open_check_up(state: State, pack: Pack) -> Turn:
    """Begin with the ready-check, which says nothing about the topic (domain V-27)."""
    if pack.ready is None:
        say = Say(Command.START.value, pack.prompt("checkup.none"))
        return replied(state, say, understood=Command.START)
    state = replace(state, mode=Asking(pack.ready.id), misses=0, cut=())
    return replied(state, *open_question(state, pack), understood=Command.START)


def record(state: State, answer: Answer, pack: Pack) -> Turn:
    """Take an answer to the open question and ask the next one."""
    if not isinstance(state.mode, Asking):
        return Turn(state)
    asking = state.mode
    if pack.is_ready_check(asking.question):
        return _ready(state, answer, pack)
    answers = tuple(pair for pair in asking.answers if pair[0] != asking.question)
    answers = (*answers, (asking.question, answer))
    name = pack.name_of(answer.value)
    wording = "checkup.acknowledge.skip" if answer is Answer.SKIP else "checkup.acknowledge"
    said = Say("checkup.acknowledge", pack.prompt(wording, (len(answers) - 1) % 3, answer=name))
    following = following_question(asking.question, pack)
    if following is None:
        return replied(replace(state, mode=Idle(), misses=0), said, closing(pack), understood=answer)
    state = replace(state, mode=Asking(following, answers), misses=0)
    return replied(state, said, *open_question(state, pack), understood=answer)


def _ready(state: State, answer: Answer, pack: Pack) -> Turn:
    """Only a clear yes begins: a check-up must not be overheard."""
    first = following_question("", pack)
    if answer is not Answer.YES or first is None:
        later = Say("checkup.later", pack.prompt("checkup.later"))
        return replied(replace(state, mode=Idle(), misses=0), later, understood=answer)
    state = replace(state, mode=Asking(first), alone=True, misses=0)
    intro = Say("checkup.intro", pack.prompt("checkup.intro"))
    return replied(state, intro, *open_question(state, pack), understood=answer)


def ask_again(turn: Turn, pack: Pack) -> Turn:
    """Return to the open question after something else was said in between."""
    if not isinstance(turn.state.mode, Asking):
        return turn
    again = open_question(turn.state, pack)
    spoken = (*(say for say in turn.said if say.spoken), *again)
    return replace(turn, state=replace(turn.state, latest=spoken), actions=(*turn.actions, *again))


def back(state: State, asking: Asking, pack: Pack) -> Turn:
    """Ask the question before the open one again; its answer will replace the one given."""
    ids = [question.id for question in pack.questions]
    place = ids.index(asking.question) - 1 if asking.question in ids else -1
    if place < 0:
        return ask_again(told(state, Command.BACK, pack), pack)
    state = replace(state, mode=Asking(ids[place], asking.answers), misses=0)
    return replied(state, *open_question(state, pack), understood=Command.BACK)


def change(state: State, asking: Asking, pack: Pack) -> Turn:
    """Ask the question that was answered last again."""
    if not asking.answers:
        return ask_again(told(state, Command.CHANGE, pack), pack)
    state = replace(state, mode=Asking(asking.answers[-1][0], asking.answers), misses=0)
    lead = Say("checkup.change", pack.prompt("checkup.change"))
    return replied(state, lead, *open_question(state, pack), understood=Command.CHANGE)


def restart(state: State, pack: Pack) -> Turn:
    """Begin the questions again, with nothing answered."""
    first = following_question("", pack)
    if first is None:
        return Turn(state)
    state = replace(state, mode=Asking(first), misses=0)
    return replied(state, *open_question(state, pack), understood=Command.RESTART)


def progress(state: State, asking: Asking, pack: Pack) -> Turn:
    """Say how many questions are left, the open one included."""
    ids = [question.id for question in pack.questions]
    left = len(ids) - (ids.index(asking.question) if asking.question in ids else 0)
    said = Say("checkup.progress", pack.prompt("checkup.progress", number=_number(left)))
    return ask_again(replied(state, said, understood=Command.PROGRESS), pack)


def why(state: State, asking: Asking, pack: Pack) -> Turn:
    """Say why the open question is asked."""
    question = pack.question(asking.question)
    reason = question.why if question and question.why else pack.prompt("cmd.why.none")
    return ask_again(replied(state, Say(Command.WHY.value, reason), understood=Command.WHY), pack)


def resume(state: State, pack: Pack) -> Turn:
    """Go on after a pause: with what was cut off, else with the open question."""
    if isinstance(state.mode, Paused):
        state = replace(state, mode=state.mode.back)
    if state.cut:
        return replied(replace(state, cut=()), *state.cut, understood=Command.CONTINUE)
    if isinstance(state.mode, Asking | Choosing | Confirming):
        return replied(state, *open_question(state, pack), understood=Command.CONTINUE)
    return told(state, Command.CONTINUE, pack)


def _number(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)
