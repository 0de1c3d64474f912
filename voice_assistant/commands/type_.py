"""`type`: the conversation by keyboard."""

import argparse
import sys
import time

from voice_assistant.commands.output import compiling, emit, reply_lines
from voice_assistant.core.words import LONGEST
from voice_assistant.session import Session
from voice_assistant.settings import from_args
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `type` to `parser`: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Hold a typed conversation: on a terminal with a screen, else line by line."""
    settings = from_args(args)
    parts = Parts(settings, compiling(args))
    try:
        if sys.stdin.isatty() and sys.stdout.isatty() and not settings.json:
            from voice_assistant.commands.live_run import converse

            return converse(parts, settings, hear=False, speak=False)
        read_lines(parts.session(), settings.json)
    finally:
        parts.close()
    return 0


def read_lines(session: Session, as_json: bool, number: int = 0) -> None:
    """Read lines from standard input until it or the conversation ends, and print what is replied."""
    began = time.monotonic()
    for line in sys.stdin:
        text = line.rstrip("\n")[:LONGEST]
        if not text.strip():
            continue
        exchange = session.read(text, time.monotonic() - began)
        number += 1
        if as_json:
            emit(turn_object(exchange, number))
        else:
            for reply in reply_lines(exchange):
                print(reply, flush=True)
        if session.ended:
            return
