"""`test PATH…`: run conversation tests."""

import argparse
from pathlib import Path

from voice_assistant.commands.output import compiling, emit
from voice_assistant.errors import UsageError
from voice_assistant.resources import intents_dir
from voice_assistant.settings import Settings, from_args
from voice_assistant.testing.run import Outcome, find, pack_of
from voice_assistant.testing.run import run as run_scenario
from voice_assistant.testing.scenario import SUFFIX, read_scenarios
from voice_assistant.wiring import Parts


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `test` to `parser`."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="conversation files, or folders of them")


def run(args: argparse.Namespace) -> int:
    """Run the conversations and return 0 if all went as written, else 1."""
    settings = from_args(args)
    by_pack: dict[Path, Parts] = {}
    failed = 0
    try:
        scenarios = [scenario for path in find(args.paths) for scenario in read_scenarios(path)]
        if not scenarios:
            raise UsageError("There are no conversations there.", f"Their files end in {SUFFIX}")
        for scenario in scenarios:
            pack = args.pack or pack_of(scenario, intents_dir())
            if pack not in by_pack:
                by_pack[pack] = Parts(_with_pack(settings, pack), compiling(args))
            outcome = run_scenario(scenario, by_pack[pack])
            failed += outcome.outcome == "failed"
            _show(outcome, settings)
    finally:
        for parts in by_pack.values():
            parts.close()
    if not settings.json:
        print(f"{len(scenarios) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _with_pack(settings: Settings, pack: Path) -> Settings:
    return Settings(pack=pack, model=settings.model, data_dir=settings.data_dir, json=settings.json)


def _show(outcome: Outcome, settings: Settings) -> None:
    if settings.json:
        emit({"type": "test", "name": outcome.name, "outcome": outcome.outcome, "message": outcome.message})
    elif outcome.outcome != "passed" or settings.verbosity > 0:
        print(f"{outcome.outcome}: {outcome.name}\n{outcome.message}".rstrip())
