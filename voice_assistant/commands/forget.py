"""`forget`: remove everything that was saved, but not the models."""

import argparse
import sys

from voice_assistant.commands.check import Check, report
from voice_assistant.saved import forget_all, require_ours
from voice_assistant.settings import from_args


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `forget` to `parser`."""
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def run(args: argparse.Namespace) -> int:
    """Ask once, then remove everything under the data directory. Returns 0 also if the person decides not to."""
    folder = from_args(args).data_dir
    if not folder.exists():
        report(Check("forget", True, "Nothing is saved."), args.json)
        return 0
    require_ours(folder)
    if not args.yes and not _agreed(f"Remove everything under {folder}? (yes or no) "):
        report(Check("forget", True, "Nothing was removed."), args.json)
        return 0
    forget_all(folder)
    report(Check("forget", True, "Everything that was saved is removed."), args.json)
    return 0


def _agreed(question: str) -> bool:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
