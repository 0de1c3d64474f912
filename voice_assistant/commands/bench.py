"""`bench NAME`: the project's own measurements."""

import argparse
from pathlib import Path

from voice_assistant.commands.output import compiling, emit
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts

NAMES = ("basics", "answers", "matching")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `bench` to `parser`."""
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=f"what to measure: {', '.join(NAMES)}")
    parser.add_argument(
        "--audio", type=Path, metavar="PATH", help="a manifest.jsonl of recordings (default: the shared one)"
    )


def run(args: argparse.Namespace) -> int:
    """Measure and print one figure a line."""
    from voice_assistant.bench import answers, basics, matching

    settings = from_args(args)
    parts = Parts(settings, compiling(args))
    measure = {"basics": basics.measure, "answers": answers.measure, "matching": matching.measure}[args.name]
    try:
        for figure in measure(parts, args.audio):
            if settings.json:
                emit({"type": "figure", "name": figure.name, "value": figure.value, "unit": figure.unit, "n": figure.n})
            else:
                print(f"{figure.name}: {figure.value:g} {figure.unit} (n = {figure.n})", flush=True)
    finally:
        parts.close()
    return 0
