"""`talk`: ask aloud, hear the answer; typed lines and keys are equals of speech."""

import argparse

from voice_assistant.commands.output import compiling
from voice_assistant.commands.voice_options import add_voice_options, voice_from
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `talk` to `parser`."""
    parser.add_argument("--headphones", action="store_true", help="listen while speaking: you can interrupt by voice")
    parser.add_argument("--push-to-talk", action="store_true", help="listen only after the space bar")
    add_voice_options(parser)


def run(args: argparse.Namespace) -> int:
    """Talk until the conversation ends."""
    from voice_assistant.commands.live_run import converse

    settings = from_args(args, voice_from(args))
    parts = Parts(settings, compiling(args))
    try:
        return converse(parts, settings, headphones=args.headphones, push_to_talk=args.push_to_talk)
    finally:
        parts.close()
