"""`pack check DIR`: is a content pack as it must be."""

import argparse
from pathlib import Path

from voice_assistant.commands.check import Check, report
from voice_assistant.content.load import load_pack
from voice_assistant.errors import ContentError, UsageError
from voice_assistant.settings import from_args


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `pack` to `parser`."""
    parser.add_argument("action", choices=["check"], help="check: say everything that is wrong, with file and line")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the pack (default: the one of --pack)")


def run(args: argparse.Namespace) -> int:
    """Check a pack and return 0. Raises ContentError with every problem; with --json they are printed as objects."""
    folder = args.folder or from_args(args).pack
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
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
