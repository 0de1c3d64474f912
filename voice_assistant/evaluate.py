"""Judging how well single sentences are understood, by the rules of the measuring lines' inventory."""

import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from voice_assistant.core.meanings import Answer, Command, Outside, Reading, id_of
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
    garbled: bool = False
    """Written as a recogniser misheard it."""

    @property
    def meant(self) -> str:
        """What was meant, by the id that was named first; "" where nobody said."""
        return self.accept[0] if self.accept else ""


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
    readings: tuple[Reading, ...] = ()
    """What it was decided on, best first."""

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
        # Silence before the first word may have been long enough for a turn of its own.
        exchange = next((each for each in exchanges if each.utterance is not None), None)
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
        exchange.readings,
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


class Outcome(StrEnum):
    """What came of a line. Each line has one of these; the values are the words for it."""

    RIGHT = "right"
    OFFERED = "asked, offering it"
    ASKED = "asked about others"
    NOTHING = "taken for nothing"
    OTHER = "taken for another"


def outcome_of(line: Line, judged: Judged) -> Outcome:
    """Return what came of a line."""
    if judged.understood == "ask":
        offers = any(is_right(each, line.accept, INVENTORY) for each in judged.offered)
        return Outcome.OFFERED if offers else Outcome.ASKED
    if is_right(judged.understood, line.accept, INVENTORY):
        return Outcome.RIGHT
    return Outcome.NOTHING if judged.understood == id_of(Outside()) else Outcome.OTHER
