"""Running a conversation test: in virtual time, with real ears where a recording is played."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.core.actions import Say
from voice_assistant.core.state import Asking, Mode
from voice_assistant.core.words import normalise
from voice_assistant.errors import ContentError
from voice_assistant.replay import Conversation
from voice_assistant.session import Exchange
from voice_assistant.testing.scenario import SUFFIX, Scenario, Step
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one conversation test."""

    name: str
    outcome: str
    """"passed", "failed" or "xfailed"."""
    message: str = ""


def find(paths: list[Path]) -> list[Path]:
    """Return the conversation files named by `paths`, folders searched. Raises ContentError for one that is missing."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(path.rglob(f"*{SUFFIX}"))
        elif path.is_file():
            found.append(path)
        else:
            raise ContentError([f"{path}:1: there is no such file or folder"])
    return found


def pack_of(scenario: Scenario, packs: Path) -> Path:
    """Return the folder of the scenario's pack: one it lies in, else the one under `packs`."""
    for folder in scenario.path.resolve().parents:
        if folder.name == scenario.pack and (folder / "pack.yaml").is_file():
            return folder
    return packs / scenario.pack


def run(scenario: Scenario, parts: Parts) -> Outcome:
    """Run one conversation and say what became of it."""
    failure = next(_failures(scenario, parts), "")
    if scenario.xfail:
        if failure:
            return Outcome(scenario.name, "xfailed", scenario.xfail)
        return Outcome(
            scenario.name, "failed", f"it was expected to fail ({scenario.xfail}) and passes: remove `xfail`"
        )
    return Outcome(scenario.name, "failed" if failure else "passed", failure)


def _failures(scenario: Scenario, parts: Parts) -> Iterator[str]:
    start: Mode | None = None
    if scenario.start != "idle":
        if parts.loaded().pack.question(scenario.start) is None:
            yield f"{scenario.path.name}: there is no question '{scenario.start}' in the pack"
            return
        start = Asking(scenario.start)
    timeline = parts.timeline() if scenario.has_audio else parts.estimated_timeline()
    conversation = parts.conversation(start, timeline)
    for step in scenario.steps:
        exchanges = list(_do(step, conversation, parts))
        for check in CHECKS:
            failure = check(step, exchanges, conversation)
            if failure:
                yield f"{step.place}: {failure}\n{_told(exchanges)}"


def _do(step: Step, conversation: Conversation, parts: Parts) -> Iterator[Exchange]:
    if step.user is not None:
        yield conversation.read(step.user)
    elif step.audio is not None:
        yield from conversation.hear(parts.recording(step.audio))
    elif step.silence is not None:
        yield from conversation.wait(step.silence)


def _said(exchanges: list[Exchange]) -> list[Say]:
    return [say for exchange in exchanges for say in exchange.turn.said]


def _is(reply: str, wanted: str) -> bool:
    """Tell whether a reply is the one named, or one below it."""
    return reply == wanted or reply.startswith(f"{wanted}.")


def _says(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    if step.says is None:
        return ""
    replies = [say.reply for say in _said(exchanges)]
    if not step.says:
        return f"nothing should be said, but {', '.join(replies)} was" if replies else ""
    rest = iter(replies)
    for wanted in step.says:
        if not any(_is(reply, wanted) for reply in rest):
            return f"'{wanted}' was not said; said: {', '.join(replies) or 'nothing'}"
    return ""


def _never(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    for say in _said(exchanges):
        if any(_is(say.reply, unwanted) for unwanted in step.never):
            return f"'{say.reply}' was said"
    return ""


def _heard(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    if step.heard is None:
        return ""
    heard = " ".join(exchange.utterance.text for exchange in exchanges if exchange.utterance)
    return "" if normalise(heard) == normalise(step.heard) else f"heard '{heard}', not '{step.heard}'"


def _understood(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    if step.understood is None:
        return ""
    understood = [exchange.turn.understood or "nothing" for exchange in exchanges]
    if any(_is(each, step.understood) for each in understood):
        return ""
    return f"understood {', '.join(understood) or 'nothing'}, not '{step.understood}'"


def _state(step: Step, exchanges: list[Exchange], conversation: Conversation) -> str:
    now = conversation.state_name
    return "" if step.state in {None, now} else f"the state is '{now}', not '{step.state}'"


def _slots(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    if step.slots is None:
        return ""
    found = dict(pair for exchange in exchanges for pair in turn_object(exchange, 0)["slots"].items())
    wrong = {name: found.get(name) for name, value in step.slots.items() if str(found.get(name)) != value}
    return f"slots differ: {wrong}" if wrong else ""


def _within(step: Step, exchanges: list[Exchange], _: Conversation) -> str:
    if step.within is None:
        return ""
    utterances = [exchange.utterance for exchange in exchanges if exchange.turn.said and exchange.utterance]
    delays = [each.decided - each.end for each in utterances if each.decided is not None and each.end is not None]
    if not delays:
        return "nothing was replied to a recording"
    return "" if max(delays) <= step.within else f"the reply began after {max(delays):.2f} s, not {step.within} s"


Check = Callable[[Step, list[Exchange], Conversation], str]
CHECKS: tuple[Check, ...] = (_says, _never, _heard, _understood, _state, _slots, _within)


def _told(exchanges: list[Exchange]) -> str:
    """Return what a failure shows of a step: what was heard, the two best readings, what was said."""
    lines = []
    for exchange in exchanges:
        heard = exchange.utterance.text if exchange.utterance else "(silence)"
        matches = turn_object(exchange, 0)["matches"][:2]
        near = ", ".join(f"{match['id']} {match['score']:.2f}" for match in matches) or "nothing near"
        replies = ", ".join(say.reply for say in exchange.turn.said) or "nothing"
        lines.append(f"  heard “{heard}”; nearest: {near}; said: {replies}")
    return "\n".join(lines)
