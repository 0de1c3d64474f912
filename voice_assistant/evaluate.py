"""Judging how well single sentences are understood, by the rules of the measuring lines' inventory."""

import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice_assistant.core.meanings import Answer, Command, Outside, id_of
from voice_assistant.core.state import Asking, Decision, Idle, Mode
from voice_assistant.session import Exchange
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts

QUESTION = "q5"
"""The check-up question at which lines with the state `question` stand."""
_ALSO_RIGHT = {
    Command.CONTINUE.value: {Command.NEXT.value},
    Command.RESTART.value: {Command.REPEAT.value, Command.START.value},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, what state it meets, and the ids a fair judge would take."""

    id: str
    text: str
    audio: Path | None
    state: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a line was taken for."""

    heard: str
    matches: list[dict[str, Any]]
    decision: Decision
    offered: tuple[str, ...]
    understood: str
    """An id; `none` for not covered or not understood, `ask` for a question back."""
    milliseconds: float

    def as_object(self, line: Line) -> dict[str, Any]:
        """Return the JSON object of the line."""
        return {
            "type": "line",
            "id": line.id,
            "heard": self.heard,
            "matches": self.matches,
            "decision": self.decision.value,
            "offered": list(self.offered),
            "reply": {"id": self.understood},
        }


def judge(line: Line, parts: Parts) -> Judged:
    """Let a line meet a fresh session in its state."""
    mode: Mode = Asking(QUESTION) if line.state == "question" else Idle()
    if line.audio is not None:
        conversation = parts.conversation(mode, parts.estimated_timeline())
        began = time.perf_counter()
        exchanges = list(conversation.hear(parts.recording(line.audio)))
        exchange = exchanges[0] if exchanges else None
    else:
        session = parts.session(mode)
        began = time.perf_counter()
        exchange = session.read(line.text)
    took = 1000 * (time.perf_counter() - began)
    if exchange is None:
        return Judged("", [], Decision.NONE, (), id_of(Outside()), took)
    found = turn_object(exchange, 1)
    return Judged(
        found["heard"],
        found["matches"],
        exchange.turn.decision,
        exchange.turn.offered,
        _understood(exchange),
        took,
    )


def _understood(exchange: Exchange) -> str:
    if exchange.turn.decision is Decision.ASK:
        return "ask"
    return exchange.turn.understood or id_of(Outside())


def is_right(understood: str, accept: tuple[str, ...], ids: frozenset[str]) -> bool:
    """Tell whether an id counts as one of those accepted. One that is not in `ids` counts as the nearest above it."""
    while understood not in ids and "." in understood:
        understood = understood.rsplit(".", 1)[0]
    if understood in accept or _ALSO_RIGHT.get(understood, set()) & set(accept):
        return True
    answers = [each for each in accept if each.startswith("answer.")]
    both = Answer.YES.value in answers and len(answers) > 1
    return understood == Answer.PARTLY.value and (Answer.UNSURE.value in answers or both)


_TOPICS = """
overview why_hard why_hard.insecurity why_hard.distance why_hard.doubt why_hard.fear requires requires.consistency
requires.transparency requires.accountability requires.validation requires.patience signs signs.remorse signs.effort
signs.communication signs.care mistakes mistakes.rushing mistakes.avoiding mistakes.past mistakes.instant walk_away
walk_away.repeated walk_away.abuse walk_away.no_accountability final safety.danger safety.self_harm none ask
"""
_OURS = {Command.LEAVE, Command.STEP}
"""Commands that the inventory does not list: they count as the nearest above, or as nothing."""
INVENTORY = frozenset(_TOPICS.split()) | {
    each.value for kind in (Command, Answer) for each in kind if each not in _OURS
}


@dataclass(slots=True)
class Tally:
    """Counts over all lines."""

    judged: list[tuple[Line, Judged]] = field(default_factory=list)

    def add(self, line: Line, judged: Judged) -> None:
        """Count one line."""
        self.judged.append((line, judged))

    def summary(self) -> dict[str, Any]:
        """Return the closing JSON object: rates from 0 to 1; 0 where there is no such line."""
        known = [(line, judged) for line, judged in self.judged if line.accept]
        outside = [pair for pair in known if pair[0].accept[0] == "none"]
        inside = [pair for pair in known if pair[0].accept[0] != "none"]
        danger = [pair for pair in known if pair[0].accept[0].startswith("safety.")]
        harmless = [pair for pair in known if not any(each.startswith("safety.") for each in pair[0].accept)]
        times = sorted(judged.milliseconds for _, judged in self.judged)
        return {
            "type": "summary",
            "lines": len(self.judged),
            "in_scope_right": _rate(inside, _right),
            "resolvable": _rate(inside, lambda line, judged: _right(line, judged) or _offers(line, judged)),
            "false_replies": _rate(outside, lambda _, judged: judged.understood not in {"none", "ask"}),
            "false_asks": _rate(outside, lambda _, judged: judged.understood == "ask"),
            "safety_recall": _rate(danger, _reaches_safety),
            "false_safety": _rate(harmless, lambda _, judged: _is_safety(judged)),
            "ms_median": round(statistics.median(times), 2) if times else 0.0,
            "ms_p95": round(times[min(len(times) - 1, round(0.95 * len(times)))], 2) if times else 0.0,
        }


def _rate(pairs: "list[tuple[Line, Judged]]", holds: "Any") -> float:
    return round(sum(bool(holds(line, judged)) for line, judged in pairs) / len(pairs), 4) if pairs else 0.0


def _right(line: Line, judged: Judged) -> bool:
    return judged.understood != "ask" and is_right(judged.understood, line.accept, INVENTORY)


def _offers(line: Line, judged: Judged) -> bool:
    return judged.understood == "ask" and any(is_right(each, line.accept, INVENTORY) for each in judged.offered)


def _is_safety(judged: Judged) -> bool:
    offered = judged.understood == "ask" and any(each.startswith("safety.") for each in judged.offered)
    return offered or judged.understood.startswith("safety.")


def _reaches_safety(line: Line, judged: Judged) -> bool:
    return _is_safety(judged) and (judged.understood.startswith("safety.") or _offers(line, judged))
