"""`doctor`: each part opened alone, one line each, with the exact fix for what is missing."""

import argparse
from collections.abc import Callable

from voice_assistant.audio import VOICE_RATE
from voice_assistant.commands.check import Check, report
from voice_assistant.commands.output import compiling
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import AssistantError, DataError
from voice_assistant.settings import Settings, from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `doctor` to `parser`: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Open every part and return 0 if all of them open, else 1."""
    settings = from_args(args)
    parts = Parts(settings, compiling(args))
    well = True
    try:
        for name, look in _looks(parts, settings).items():
            check = _checked(name, look)
            well = well and check.ok
            report(check, settings.json)
    finally:
        parts.close()
    return 0 if well else 1


def _looks(parts: Parts, settings: Settings) -> dict[str, Callable[[], str]]:
    return {
        "content": lambda: _content(parts),
        "speech model": lambda: _opened(parts.ears, "the speech model loads"),
        "sentence encoder": lambda: _opened(parts.needed_encoder, "the sentence encoder loads"),
        "speech detector": lambda: _opened(parts.detector, "the speech detector loads"),
        "voice": lambda: _voice(parts),
        "microphone": lambda: _microphone(parts),
        "speaker": lambda: _speaker(parts),
        "data directory": lambda: _data_directory(settings),
    }


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except AssistantError as error:
        return Check(name, False, error.message, error.hint or None)


def _content(parts: Parts) -> str:
    loaded = parts.loaded()
    return f"{len(loaded.pack.topics)} topics, {len(loaded.phrasebook.phrases)} ways of saying things"


def _opened(open_part: Callable[[], object], message: str) -> str:
    open_part()
    return message


def _voice(parts: Parts) -> str:
    sound = parts.synthesiser().render("Ready.", VoiceSettings())
    return f"speech is rendered at {sound.rate} samples a second"


def _microphone(parts: Parts) -> str:
    microphone = parts.microphone()
    try:
        microphone.open()
    finally:
        microphone.close()
    return "the microphone opens; it is not listened to while we speak, unless with --headphones"


def _speaker(parts: Parts) -> str:
    speaker = parts.speaker()
    try:
        speaker.open(VOICE_RATE)
    finally:
        speaker.close()
    return "the speaker opens"


def _data_directory(settings: Settings) -> str:
    folder = settings.data_dir
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file, not a folder.", "Name another folder with --data-dir.")
    return f"saved data is in {folder}" if folder.exists() else "nothing is saved"
