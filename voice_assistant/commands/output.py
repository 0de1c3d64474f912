"""Answers to standard output, notices to standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
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


def compiling(args: argparse.Namespace) -> Callable[[int, int], None]:
    """Return what shows on standard error how far a pack's compiling has come: once for a new or a changed pack."""
    return shown(args, lambda done, total: f"getting the pack ready, once: {done:,} of {total:,} phrases")


def shown(args: argparse.Namespace, text: Callable[[int, int], str]) -> Callable[[int, int], None]:
    """Return what shows progress on standard error: one line redrawn, or a few lines where that can't be read."""
    redraw = sys.stderr.isatty() and not getattr(args, "plain", False)
    last = -1

    def show(done: int, total: int) -> None:
        nonlocal last
        percent = 100 * done // max(total, 1)
        if percent == last or not (redraw or percent % 25 == 0):
            return
        last = percent
        end = "" if redraw and done < total else "\n"
        print(f"\r{text(done, total)}" if redraw else text(done, total), end=end, file=sys.stderr, flush=True)

    return show
