"""How fast, how loud and in which voice: options of every command that speaks."""

import argparse

from voice_assistant.core.voice import RATE_RANGE, VOLUME_RANGE, VoiceSettings
from voice_assistant.errors import UsageError


def add_voice_options(parser: argparse.ArgumentParser) -> None:
    """Add `--rate`, `--volume` and `--voice` to `parser`."""
    usual = VoiceSettings()
    low, high = RATE_RANGE
    soft, loud = VOLUME_RANGE
    voice = parser.add_argument_group("voice")
    voice.add_argument("--rate", type=int, default=usual.rate, metavar="N", help=f"words a minute, {low} to {high}")
    voice.add_argument("--volume", type=float, default=usual.volume, metavar="X", help=f"loudness, {soft} to {loud}")
    voice.add_argument("--voice", metavar="NAME", help="the speech engine's name of a voice, as en-gb-x-rp")


def voice_from(args: argparse.Namespace) -> VoiceSettings:
    """Return the voice that the options ask for, the usual one where a command has none. Raises UsageError."""
    usual = VoiceSettings()
    rate, volume = getattr(args, "rate", usual.rate), getattr(args, "volume", usual.volume)
    if not RATE_RANGE[0] <= rate <= RATE_RANGE[1]:
        raise UsageError(
            f"--rate {rate} is out of bounds.", f"It is {RATE_RANGE[0]} to {RATE_RANGE[1]} words a minute."
        )
    if not VOLUME_RANGE[0] <= volume <= VOLUME_RANGE[1]:
        raise UsageError(f"--volume {volume} is out of bounds.", f"From {VOLUME_RANGE[0]} to {VOLUME_RANGE[1]}.")
    return VoiceSettings(rate, volume, getattr(args, "voice", None))
