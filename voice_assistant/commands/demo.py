"""`demo`: a recorded conversation through the whole pipeline, seen and, where there is a speaker, heard."""

import argparse
import time

from voice_assistant.commands.output import compiling, emit, notice
from voice_assistant.commands.replay import Tally, replay_file
from voice_assistant.errors import DeviceError, UsageError, VoiceError
from voice_assistant.mouth import Mouth
from voice_assistant.session import Exchange
from voice_assistant.settings import Settings, from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `demo` to `parser`: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Replay the conversation that ships with the pack, as one."""
    settings = from_args(args)
    recordings = sorted((settings.pack / "demo").glob("*.flac"))
    if not recordings:
        raise UsageError(f"The pack {settings.pack.name} brings no recorded conversation.")
    parts = Parts(settings, compiling(args))
    began = time.monotonic()
    tally = Tally()
    mouth = None if settings.json or settings.quiet else _mouth(parts, settings)
    try:
        conversation = parts.conversation()
        for path in recordings:
            if mouth is not None:
                mouth.play(parts.sound(path))
            for exchange in replay_file(parts, settings, conversation, path, tally):
                if mouth is not None:
                    _answer(mouth, exchange)
    finally:
        if mouth is not None:
            mouth.close()
        parts.close()
    if settings.json:
        emit(tally.summary(time.monotonic() - began))
    return 0


def _mouth(parts: Parts, settings: Settings) -> Mouth | None:
    try:
        return parts.mouth()
    except (DeviceError, VoiceError) as error:
        notice(f"{error.message} The conversation is shown only.", settings.verbosity)
        return None


def _answer(mouth: Mouth, exchange: Exchange) -> None:
    for action in exchange.turn.said:
        if action.spoken:
            mouth.say(action, exchange.turn.state.voice)
    mouth.wait()
