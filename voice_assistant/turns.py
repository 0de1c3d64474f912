"""Turns as JSON objects: the shape that is fixed on the outside."""

from typing import Any

from voice_assistant.core.actions import Say
from voice_assistant.core.meanings import id_of
from voice_assistant.session import Exchange

MINOR = ("checkup.acknowledge", "checkup.intro", "checkup.change", "checkup.set_aside", "ask.neither")
"""Replies that lead in to another: they are never what mattered most."""


def turn_object(exchange: Exchange, number: int, source: str | None = None) -> dict[str, Any]:
    """Return the JSON object of one turn. `source` names the recording; without it there are no times."""
    utterance, turn = exchange.utterance, exchange.turn
    said = turn.said
    found: dict[str, Any] = {"type": "turn"}
    if source is not None:
        found["source"] = source
    found["n"] = number
    if source is not None:
        found |= _times(exchange)
    found |= {
        "heard": utterance.text if utterance else "",
        "confidence": _rounded(utterance.confidence, 2) if utterance else None,
        "state": exchange.before,
        "matches": [{"id": id_of(each.meaning), "score": round(each.score, 2)} for each in exchange.readings],
        "decision": turn.decision.value,
        "offered": list(turn.offered),
        "understood": turn.understood,
        "slots": {},
        "reply": _reply(main_reply(said)),
        "replies": [say.reply for say in said],
    }
    return found


def main_reply(said: tuple[Say, ...]) -> Say | None:
    """Return what mattered most of what was said in a turn: the first that is not a lead-in."""
    return next((say for say in said if say.reply not in MINOR), said[0] if said else None)


def _times(exchange: Exchange) -> dict[str, Any]:
    utterance = exchange.utterance
    if utterance is None or utterance.end is None or utterance.decided is None:
        return {"start": None, "end": None, "endpoint_delay": None}
    return {
        "start": _rounded(utterance.start, 3),
        "end": _rounded(utterance.end, 3),
        "endpoint_delay": _rounded(utterance.decided - utterance.end, 3),
    }


def _reply(say: Say | None) -> dict[str, Any] | None:
    if say is None:
        return None
    reply = {"id": say.reply, "section": say.section, "text": say.text}
    return reply if say.on_screen == say.text else reply | {"shown": say.on_screen}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
