"""`pack check|compile DIR`: is a content pack as it must be, and making it ready ahead of time."""

import argparse
from dataclasses import replace
from pathlib import Path

from voice_assistant.commands.check import Check, report
from voice_assistant.commands.output import compiling
from voice_assistant.content.load import load_pack
from voice_assistant.errors import ContentError, UsageError
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `pack` to `parser`."""
    parser.add_argument(
        "action",
        choices=["check", "compile"],
        help="check: say all that is wrong, with file and line; compile: get it ready ahead of time",
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the pack (default: the one of --pack)")


def run(args: argparse.Namespace) -> int:
    """Check or compile a pack and return 0. Raises ContentError with every problem; with --json they are objects."""
    folder = args.folder or from_args(args).pack
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    return _compile(args, folder) if args.action == "compile" else _check(args, folder)


def _compile(args: argparse.Namespace, folder: Path) -> int:
    parts = Parts(replace(from_args(args), pack=folder), compiling(args))
    parts.matcher()
    by = "by spelling, sound and meaning" if parts.encoder() else "by spelling and sound; the encoder is missing"
    report(Check(parts.loaded().pack.id, True, f"{len(parts.loaded().phrasebook.phrases)} phrases, {by}"), args.json)
    return 0


def _check(args: argparse.Namespace, folder: Path) -> int:
    try:
        loaded = load_pack(folder)
    except ContentError as error:
        if not args.json:
            raise
        for problem in error.problems:
            place, _, what = problem.partition(": ")
            report(Check(place, False, what, error.hint), as_json=True)
        return error.exit_code
    counts = f"{len(loaded.pack.topics)} topics, {len(loaded.phrasebook.phrases)} phrases, no problems"
    report(Check(loaded.pack.id, True, counts), args.json)
    return 0
