"""`replay FILE…`: recorded audio through the same pipeline as the microphone."""

import argparse
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.commands.output import compiling, emit, notice, reply_lines
from voice_assistant.commands.voice_options import add_voice_options, voice_from
from voice_assistant.errors import AudioFileError, UsageError
from voice_assistant.replay import Conversation
from voice_assistant.session import Exchange
from voice_assistant.settings import Settings, from_args
from voice_assistant.timeline import Timeline
from voice_assistant.turns import turn_object
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `replay` to `parser`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV, FLAC or OGG; any rate, any channels")
    parser.add_argument("--together", action="store_true", help="one conversation of all files (default: one each)")
    parser.add_argument("--out", type=Path, metavar="FILE.wav", help="write our side, aligned with the recording")
    add_voice_options(parser)


def run(args: argparse.Namespace) -> int:
    """Replay the files and return 0, or 2 if one of them could not be read."""
    if args.out and len(args.files) > 1 and not args.together:
        raise UsageError("--out takes one recording, or several with --together.")
    if args.out and any(args.out.exists() and path.exists() and args.out.samefile(path) for path in args.files):
        raise UsageError("--out would overwrite a recording that is replayed.", "Name another file.")
    settings = from_args(args, voice_from(args))
    parts = Parts(settings, compiling(args))
    began = time.monotonic()
    tally = Tally()
    try:
        for files in [args.files] if args.together else [[path] for path in args.files]:
            with timeline_to(parts, args.out) as timeline:
                conversation = parts.conversation(timeline=timeline)
                for path in files:
                    for _ in replay_file(parts, settings, conversation, path, tally):
                        pass
                timeline.finish()
    finally:
        parts.close()
    if settings.json:
        emit(tally.summary(time.monotonic() - began))
    elif not tally.turns and not tally.failed:
        notice("No speech was found.", settings.verbosity)
    return AudioFileError.exit_code if tally.failed else 0


@dataclass(slots=True)
class Tally:
    """What a replay amounted to."""

    turns: int = 0
    audio_seconds: float = 0.0
    failed: int = 0

    def summary(self, wall_seconds: float) -> dict[str, object]:
        """Return the closing JSON object."""
        return {
            "type": "summary",
            "turns": self.turns,
            "audio_seconds": round(self.audio_seconds, 3),
            "wall_seconds": round(wall_seconds, 3),
        }


def replay_file(
    parts: Parts, settings: Settings, conversation: Conversation, path: Path, tally: Tally
) -> Iterator[Exchange]:
    """Replay one recording, print its turns and yield them; one that cannot be read is reported, and passed over."""
    try:
        source = parts.recording(path)
        before = conversation.audio_seconds
        for exchange in conversation.hear(source):
            tally.turns += 1
            _show(exchange, conversation.turns, path, settings)
            yield exchange
        tally.audio_seconds += conversation.audio_seconds - before
        for text in source.notices:
            notice(text, settings.verbosity)
    except AudioFileError as error:
        tally.failed += 1
        if settings.json:
            emit({"type": "error", "source": str(path), "message": error.message})
        notice(f"voice-assistant: {error}")


def _show(exchange: Exchange, number: int, path: Path, settings: Settings) -> None:
    if settings.json:
        emit(turn_object(exchange, number, source=str(path)))
        return
    utterance = exchange.utterance
    print(f"You: {utterance.text if utterance else '(silence)'}")
    for reply in reply_lines(exchange):
        print(f"Assistant: {reply}")
    print(flush=True)


@contextlib.contextmanager
def timeline_to(parts: Parts, path: Path | None) -> Iterator[Timeline]:
    """Give a timeline that writes what is said to a file, if one is named."""
    if path is None:
        yield parts.timeline(None)
        return
    with parts.sink(path) as sink:
        yield parts.timeline(sink)
