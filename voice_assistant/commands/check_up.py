"""`check-up`: straight into the guided check-up."""

import argparse

from voice_assistant.commands.output import compiling
from voice_assistant.commands.voice_options import add_voice_options, voice_from
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `check-up` to `parser`."""
    parser.add_argument("--type", action="store_true", help="by keyboard, nothing heard and nothing spoken")
    parser.add_argument("--headphones", action="store_true", help="listen while speaking: you can interrupt by voice")
    add_voice_options(parser)


def run(args: argparse.Namespace) -> int:
    """Ask the questions of the check-up."""
    from voice_assistant.commands.live_run import converse

    settings = from_args(args, voice_from(args))
    parts = Parts(settings, compiling(args))
    aloud = not args.type
    try:
        return converse(parts, settings, hear=aloud, speak=aloud, headphones=args.headphones, check_up=True)
    finally:
        parts.close()
