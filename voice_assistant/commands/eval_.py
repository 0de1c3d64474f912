"""`eval FILE.jsonl`: how well sentences are understood."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voice_assistant.commands.output import emit
from voice_assistant.errors import UsageError
from voice_assistant.evaluate import Line, Tally, judge
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `eval` to `parser`."""
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="lines with text or audio, state and accept")


def run(args: argparse.Namespace) -> int:
    """Judge every line and print what came of it."""
    settings = from_args(args)
    parts = Parts(settings)
    tally = Tally()
    try:
        for line in _lines(args.file):
            judged = judge(line, parts)
            tally.add(line, judged)
            if settings.json:
                emit(judged.as_object(line))
    finally:
        parts.close()
    if settings.json:
        emit(tally.summary())
    else:
        for name, value in tally.summary().items():
            print(f"{name}: {value}")
    return 0


def _lines(path: Path) -> Iterator[Line]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as JSON lines.") from error
    for number, row in enumerate(rows, start=1):
        if row.strip():
            yield _line(row, number, path)


def _line(row: str, number: int, path: Path) -> Line:
    try:
        found: dict[str, Any] = json.loads(row)
        audio = found.get("audio") or found.get("path")
        return Line(
            id=str(found.get("id", number)),
            text=str(found.get("text", "")),
            audio=path.parent / audio if audio else None,
            state=found.get("state", "idle"),
            accept=tuple(found.get("accept", ())),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path.name}:{number}: not a line with text or audio.") from error
