"""Asking back: did you mean, is that right, not understood, nothing heard, and the soft question."""

from dataclasses import replace

from voice_assistant.core.actions import Action, BlankScreen, Say
from voice_assistant.core.meanings import (
    Answer,
    Choice,
    Command,
    Guidance,
    Meaning,
    Offered,
    Outside,
    Safety,
    Unclear,
    id_of,
)
from voice_assistant.core.pack import Pack
from voice_assistant.core.state import Asking, Choosing, Confirming, Decision, Idle, Paused, State, Turn

ACCEPT = 0.6
"""From this confidence on what was heard is acted on."""
CONFIRM = 0.35
"""From this confidence on it is asked about; below, it was not understood."""
MOST_TRIES = 3
"""After so many answers that were not understood a question is set aside (domain V-18)."""


def replied(state: State, *actions: Action, understood: Meaning | None = None) -> Turn:
    """Return a turn that says something in reply."""
    spoken = tuple(action for action in actions if isinstance(action, Say) and action.spoken)
    kept = replace(state, latest=spoken or state.latest, turns=state.turns + 1)
    return Turn(kept, tuple(actions), id_of(understood) if understood else None, Decision.REPLY)


def told(state: State, command: Command, pack: Pack) -> Turn:
    """Reply with what a command says when it has nothing else to say."""
    return replied(state, Say(command.value, pack.prompt(command.value)), understood=command)


def asked(state: State, say: Say, offered: tuple[str, ...]) -> Turn:
    """Return a turn that asks back."""
    kept = replace(state, latest=(say,) if say.spoken else state.latest, turns=state.turns + 1)
    return Turn(kept, (say,), None, Decision.ASK, offered)


def back_from(state: State) -> State:
    """Close a question back, if one is open, and return to what it stood in."""
    match state.mode:
        case Choosing(back=back) | Confirming(back=back):
            return replace(state, mode=back)
        case _:
            return state


def _home(state: State) -> Idle | Asking:
    """Return the mode a question back leads back to."""
    mode = back_from(state).mode
    if isinstance(mode, Asking):
        return mode
    return Idle()


def ask_between(state: State, options: tuple[Meaning, Meaning], pack: Pack) -> Turn:
    """Ask which of two was meant. Two answers to an open question are asked about without leaving it."""
    if isinstance(state.mode, Asking) and all(isinstance(option, Answer) for option in options):
        say = Say("checkup.reprompt", pack.prompt("checkup.reprompt.mixed", state.turns % 2))
        return asked(state, say, tuple(id_of(option) for option in options))
    ids = tuple(id_of(option) for option in options)
    text = pack.prompt("ask", state.turns % 2, first=pack.name_of(ids[0]), second=pack.name_of(ids[1]))
    say = Say("ask", text)
    return asked(replace(state, mode=Choosing(options, _home(state), say), misses=0), say, ids)


def offered(choosing: Choosing, pack: Pack) -> tuple[Offered, ...]:
    """Return what the open question back offers, each with the words that may name it."""
    if choosing.soft:
        return tuple(Offered(choice, names) for choice, names in pack.unclear[choosing.soft].choices)
    ids = [id_of(option) for option in choosing.options]
    return tuple(Offered(each, (pack.name_of(each), each.split(".")[-1].replace("_", " "))) for each in ids)


def chosen(state: State, choice: Choice) -> Meaning | None:
    """Return what a choice picks from the open question, or None."""
    if not isinstance(state.mode, Choosing) or choice is Choice.NEITHER:
        return None
    return state.mode.options[0 if choice is Choice.FIRST else -1]


def chose_neither(state: State, pack: Pack) -> Turn:
    """Go back after neither was meant, with the question that stood open before, if any."""
    soft = isinstance(state.mode, Choosing) and state.mode.soft
    say = _skipped(pack) if soft else Say("ask.neither", pack.prompt("ask.neither"))
    back = replace(back_from(state), misses=0)
    return replied(back, say, *open_question(back, pack), understood=Choice.NEITHER)


def _skipped(pack: Pack) -> Say:
    """Leave a soft question; what may help stands on the screen and is not spoken."""
    text = pack.prompt("unclear.skipped")
    return Say("ask.neither", text, shown=f"{text} {pack.prompt('unclear.skipped.shown')}")


def soft_question(state: State, unclear: Unclear, pack: Pack) -> Turn:
    """Show one gentle question; the voice says only that it is there, unless nobody else listens."""
    question = pack.unclear[unclear.id]
    aloud = question.shown if state.alone else question.aloud
    say = Say("ask", aloud, shown=question.shown)
    ids = tuple(choice for choice, _ in question.choices)
    options = tuple(_option(choice, pack) for choice in ids)
    card = None if state.alone else Say("ask", question.shown)
    state = replace(state, mode=Choosing(options, _home(state), say, soft=unclear.id), card=card, misses=0)
    return asked(state, say, ids)


def gently(state: State, meaning: Meaning, pack: Pack) -> Turn:
    """Ask the soft question of what may be about safety; answer at once what has none."""
    match meaning:
        case Unclear():
            return soft_question(state, meaning, pack)
        case Safety(id=safety_id) if pack.safety[safety_id].unsure:
            return soft_question(state, Unclear(pack.safety[safety_id].unsure), pack)
        case Safety():
            return safety(state, meaning, pack)
        case _:
            return not_understood(state, pack)


def _option(choice: str, pack: Pack) -> Meaning:
    return Safety(choice) if choice in pack.safety else Guidance(choice)


def safety(state: State, meaning: Safety, pack: Pack) -> Turn:
    """Answer what matters more than the article. Ends a check-up and discards its answers."""
    reply = pack.safety[meaning.id]
    aloud = reply.full if state.alone and not reply.silent else reply.aloud
    say = Say(reply.id, aloud, shown=reply.full, voiced=not reply.silent)
    card = Say(reply.id, reply.full)
    state = replace(state, mode=Idle(), topic=None, flagged=True, last=say, card=card, cut=(), misses=0)
    turn = replied(state, say, understood=meaning)
    return replace(turn, understood=reply.id)


def not_covered(state: State, nearest: Guidance | None, pack: Pack) -> Turn:
    """Say honestly that the pack does not speak to it, and offer the nearest part if there is one."""
    if isinstance(_home(state), Asking) or (isinstance(state.mode, Choosing) and state.mode.soft):
        return not_understood(state, pack)
    count = state.uncovered
    if nearest is None or state.flagged:
        nearest = None
        text = pack.prompt("none.plain", count)
    else:
        text = pack.prompt("none", count, section=pack.name_of(nearest.id))
    say = Say("none", text)
    state = replace(state, mode=Idle(nearest, say if nearest else None), misses=0, uncovered=count + 1)
    return replace(replied(state, say, understood=Outside()), decision=Decision.NONE)


def not_understood(state: State, pack: Pack) -> Turn:
    """Say so, differently each time; a question of the check-up is set aside after the third time."""
    match state.mode:
        case Asking() as asking:
            return _reprompt(state, asking, pack)
        case Choosing() | Confirming():
            return _asked_again(state, pack)
        case _:
            text = pack.prompt("nomatch", state.misses)
            turn = replied(replace(state, misses=state.misses + 1), Say("nomatch", text))
            return replace(turn, decision=Decision.NONE)


def _asked_again(state: State, pack: Pack) -> Turn:
    """Ask a question back once more, then let it go."""
    if state.misses:
        back = replace(back_from(state), misses=0)
        soft = isinstance(state.mode, Choosing) and state.mode.soft
        say = _skipped(pack) if soft else Say("nomatch", pack.prompt("nomatch", 1))
        turn = replied(back, say, *open_question(back, pack))
        return replace(turn, decision=Decision.NONE)
    state = replace(state, misses=1)
    if isinstance(state.mode, Choosing) and not state.mode.soft:
        first, second = (pack.name_of(id_of(option)) for option in state.mode.options)
        say = Say("ask", pack.prompt("ask.again", first=first, second=second))
    else:
        say = Say("ask", pack.prompt("confirm.again"))
    return asked(state, say, tuple(id_of(option) for option in _options(state)))


def _options(state: State) -> tuple[Meaning, ...]:
    match state.mode:
        case Choosing(options=options):
            return options
        case Confirming(what=what):
            return (what,)
        case _:
            return ()


def _reprompt(state: State, asking: Asking, pack: Pack) -> Turn:
    tries = asking.tries + 1
    ready = pack.is_ready_check(asking.question)
    if tries >= MOST_TRIES and ready:
        later = Say("checkup.later", pack.prompt("checkup.later"))
        return replace(replied(replace(state, mode=Idle(), misses=0), later), decision=Decision.NONE)
    if tries >= MOST_TRIES:
        aside = Say("checkup.set_aside", pack.prompt("checkup.set_aside"))
        after = _after(state, asking, pack)
        turn = replied(after, aside, *(open_question(after, pack) or (closing(pack),)))
        return replace(turn, decision=Decision.NONE)
    state = replace(state, mode=replace(asking, tries=tries), misses=0)
    wording = "checkup.ready.reprompt" if ready else "checkup.reprompt"
    turn = replied(state, Say("checkup.reprompt", pack.prompt(wording, tries - 1)))
    return replace(turn, decision=Decision.NONE)


def _after(state: State, asking: Asking, pack: Pack) -> State:
    """Return the state with the next question open, or idle after the last."""
    following = following_question(asking.question, pack)
    mode = Asking(following, asking.answers) if following else Idle()
    return replace(state, mode=mode, misses=0)


def closing(pack: Pack) -> Say:
    """Return what is said after the last question: for now, honestly, that the rest is not built."""
    return Say("checkup.unbuilt", pack.prompt("checkup.unbuilt"))


def following_question(question_id: str, pack: Pack) -> str | None:
    """Return the id of the question after this one, or None after the last."""
    ids = [question.id for question in pack.questions]
    if question_id not in ids:
        return ids[0] if ids else None
    place = ids.index(question_id) + 1
    return ids[place] if place < len(ids) else None


def open_question(state: State, pack: Pack) -> tuple[Say, ...]:
    """Return the question that stands open, ready to be asked (again); () if none does."""
    match state.mode:
        case Asking(question=question_id):
            question = pack.question(question_id)
            return (Say(question.id, question.text, section=question.section or None),) if question else ()
        case Choosing(question=say) | Confirming(question=say):
            return (say,)
        case Idle(question=Say() as say):
            return (say,)
        case _:
            return ()


def silent(state: State, pack: Pack) -> Turn:
    """Nothing was said: one soft line, then the question stands on screen, then we wait."""
    stage = state.silences
    state = replace(state, silences=stage + 1)
    match state.mode:
        case Asking() | Choosing() | Confirming() as mode:
            if stage == 0:
                wording = "noinput" if isinstance(mode, Asking) else "noinput.choice"
                return _no_input(state, Say("noinput", pack.prompt(wording)))
            if stage == 1:
                shown = "\n".join(say.on_screen for say in open_question(state, pack))
                return _no_input(state, Say("noinput", "", shown=shown, voiced=False))
            paused = replace(state, mode=Paused(mode))
            return _no_input(paused, Say("noinput", "", voiced=False), BlankScreen())
        case _:
            return Turn(state)


def _no_input(state: State, *actions: Action) -> Turn:
    return Turn(state, actions)


def too_unsure_to_act(state: State, confidence: float | None) -> bool:
    """Tell whether a command was heard too uncertainly to carry out in the middle of a question."""
    return isinstance(state.mode, Asking | Confirming) and confidence is not None and confidence < ACCEPT


def too_unsure_to_record(confidence: float | None) -> bool:
    """Tell whether an answer was heard too uncertainly to record without asking."""
    return confidence is not None and confidence < ACCEPT


def confirm(state: State, what: Answer | Command, pack: Pack) -> Turn:
    """Ask whether an answer or a command was heard right."""
    name = pack.name_of(what.value)
    if isinstance(what, Answer):
        say = Say("checkup.confirm", pack.prompt("confirm.answer", answer=name))
    elif what is Command.FORGET:
        say = Say(what.value, pack.prompt("cmd.forget"))
    else:
        say = Say("ask", pack.prompt("confirm.command", name=name))
    return asked(replace(state, mode=Confirming(what, _home(state), say), misses=0), say, (what.value,))


def not_confirmed(state: State, answer: Answer, what: Answer | Command, pack: Pack) -> Turn:
    """Go back after "no, that is not it". Saved data stays unless its removal was confirmed."""
    if what is Command.FORGET:
        say = Say(Command.FORGET.value, pack.prompt("cmd.forget.kept"))
    else:
        say = Say("ask.neither", pack.prompt("ask.neither"))
    return replied(state, say, *open_question(state, pack), understood=answer)


def declined(state: State, answer: Answer, pack: Pack) -> Turn:
    """Take "no" to an offer, or a "yes" to nothing, without a fuss."""
    say = Say("ask.neither", pack.prompt("ask.neither"))
    return replied(replace(state, mode=Idle()), say, understood=answer)
