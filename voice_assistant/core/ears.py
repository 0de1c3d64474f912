"""Settling what two ears heard into one line of text."""

from collections.abc import Collection
from dataclasses import dataclass

from voice_assistant.core.heard import Heard


@dataclass(frozen=True, slots=True)
class Settled:
    """What we go by."""

    text: str
    confidence: float
    agree: bool


def settle(heard: Heard, vocabulary: Collection[str]) -> Settled:
    """Return the open ear's words; to be replaced by the measured policy."""
    return Settled(heard.open.text, heard.open.confidence, heard.closed is None or heard.closed.text == heard.open.text)
