"""`ask TEXT`: one question, one answer."""

import argparse
import sys
from pathlib import Path

from voice_assistant.commands.output import compiling, emit, reply_lines
from voice_assistant.commands.voice_options import add_voice_options, voice_from
from voice_assistant.core.actions import Say
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.core.words import LONGEST
from voice_assistant.errors import UsageError
from voice_assistant.settings import from_args
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `ask` to `parser`."""
    parser.add_argument("text", metavar="TEXT", help="the question; - reads standard input, which leaves no history")
    parser.add_argument("--speak", action="store_true", help="say the answer aloud as well")
    parser.add_argument("--out", type=Path, metavar="FILE.wav", help="write the spoken answer to a file")
    add_voice_options(parser)


def run(args: argparse.Namespace) -> int:
    """Answer one question. Raises UsageError for a text that is too long."""
    text = sys.stdin.read(LONGEST + 2).removesuffix("\n") if args.text == "-" else args.text
    if len(text) > LONGEST:
        raise UsageError(f"The text is longer than {LONGEST:,} characters.", "Ask one question at a time.")
    settings = from_args(args, voice_from(args))
    parts = Parts(settings, compiling(args))
    try:
        exchange = parts.session().read(text)
        if settings.json:
            emit(turn_object(exchange, 1))
        for line in [] if settings.json else reply_lines(exchange):
            print(line, flush=True)
        aloud = [say for say in exchange.turn.said if say.spoken]
        if args.out:
            _write(parts, aloud, args.out, settings.voice)
        if args.speak and not settings.quiet:
            _speak(parts, aloud, settings.voice)
    finally:
        parts.close()
    return 0


def _write(parts: Parts, said: list[Say], path: Path, voice: VoiceSettings) -> None:
    with parts.sink(path) as sink:
        timeline = parts.timeline(sink)
        for say in said:
            timeline.say(say, 0.0, voice)
        timeline.finish()


def _speak(parts: Parts, said: list[Say], voice: VoiceSettings) -> None:
    mouth = parts.mouth()
    try:
        for say in said:
            mouth.say(say, voice)
        mouth.wait()
    finally:
        mouth.close()
