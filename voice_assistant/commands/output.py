"""Answers to standard output, notices to standard error."""

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voice_assistant.session import Exchange


def emit(found: Mapping[str, Any]) -> None:
    """Print one JSON object as one line, at once; in ASCII, which every terminal and pipe passes on unharmed."""
    print(json.dumps(found), flush=True)


def notice(text: str, verbosity: int = 0) -> None:
    """Print one notice, unless fewer were asked for."""
    if verbosity >= 0:
        print(text, file=sys.stderr, flush=True)


def reply_lines(exchange: "Exchange") -> list[str]:
    """Return what a turn shows, one entry a reply."""
    return [say.on_screen for say in exchange.turn.said if say.on_screen]
