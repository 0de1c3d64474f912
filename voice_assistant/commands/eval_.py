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
        audio, text = found.get("audio") or found.get("path"), found.get("text")
        state, accept = found.get("state", "idle"), found.get("accept", [])
        is_right = (audio is not None or isinstance(text, str)) and state in {"idle", "question"}
        if not is_right or not isinstance(accept, list):
            raise ValueError(row)
        return Line(
            id=str(found.get("id", number)),
            text=text or "",
            audio=path.parent / audio if audio is not None else None,
            state=state,
            accept=tuple(map(str, accept)),
        )
    except (ValueError, TypeError, AttributeError) as error:
        hint = "A line has `text` or `audio`, perhaps `state` (idle or question), and `accept`, a list of ids."
        raise UsageError(f"{path.name}:{number}: not a line that can be judged.", hint) from error
