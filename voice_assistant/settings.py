"""What the command line settles for one run."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from voice_assistant.core.voice import VoiceSettings
from voice_assistant.resources import intents_dir


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen settings of one run. Every field has a flag of the same name."""

    pack: Path
    """Folder of the content pack."""
    model: Path | None
    """Folder of the speech model; None: the one that `models fetch` keeps."""
    data_dir: Path
    """Where anything that the person asks to keep is kept."""
    json: bool = False
    quiet: bool = False
    """Quiet mode: everything shown, nothing spoken."""
    plain: bool = False
    """No live redraw: one line an event."""
    verbosity: int = 0
    voice: VoiceSettings = VoiceSettings()
    """How a conversation begins to speak; *slower* and the like change it on the way."""


def from_args(args: argparse.Namespace, voice: VoiceSettings | None = None) -> Settings:
    """Return the settings that a parsed command line asks for; `voice` where the command speaks."""
    return Settings(
        pack=args.pack or intents_dir() / "trust",
        model=args.model,
        data_dir=args.data_dir or default_data_dir(),
        json=args.json,
        quiet=args.quiet,
        plain=args.plain,
        verbosity=args.verbose - args.fewer,
        voice=voice or VoiceSettings(),
    )


def default_data_dir() -> Path:
    """Return where this system keeps a program's data, under a name that says nothing of the topic."""
    return Path(platformdirs.user_data_dir("voice-assistant", appauthor=False)) / "data"
