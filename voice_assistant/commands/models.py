"""`models list|fetch|verify`: what is needed, getting it, and whether it is what it should be."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voice_assistant.commands.check import Check, report
from voice_assistant.commands.output import shown
from voice_assistant.errors import ModelError, UsageError
from voice_assistant.models import ENCODER_MODEL
from voice_assistant.models.locate import FETCH_HINT, find_model, holds, models_root
from voice_assistant.models.manifest import Model, load_models, pick

if TYPE_CHECKING:
    from voice_assistant.models.fetch import Download, Progress

_MEGABYTE = 1_000_000


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `models` to `parser`."""
    parser.add_argument(
        "action", nargs="?", choices=["list", "fetch", "verify"], default="list", help="what to do (default: list)"
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="one model of the list (default: all)")
    parser.add_argument("--from", dest="source", type=Path, metavar="PATH", help="fetch: a folder or archive you have")


def run(args: argparse.Namespace) -> int:
    """Do what `args` say and return the exit code: 2 if `fetch` or `verify` finds something to put right."""
    return carry_out(args, load_models(), models_root())


def carry_out(args: argparse.Namespace, models: Sequence[Model], root: Path, download: "Download | None" = None) -> int:
    """Do what `args` say with `models` kept under `root`."""
    if args.source is not None and args.action != "fetch":
        raise UsageError("--from belongs to `models fetch`.", "voice-assistant models fetch --from PATH")
    chosen = [pick(models, args.name)] if args.name else list(models)
    match args.action:
        case "fetch":
            checks = [_fetch(model, _source(args, chosen), root, shown(args, _fetched), download) for model in chosen]
        case "verify":
            checks = [_verify(model, _override(args, model), root) for model in chosen]
        case _:
            checks = [_list(model, _override(args, model), root) for model in chosen]
    for check in checks:
        report(check, args.json)
    return 0 if args.action == "list" or all(check.ok for check in checks) else ModelError.exit_code


def _override(args: argparse.Namespace, model: Model) -> Path | None:
    """Return the folder of --model, which takes the speech model's place and never the encoder's."""
    folder: Path | None = args.model
    return None if model.name == ENCODER_MODEL else folder


def _fetched(done: int, total: int) -> str:
    return f"fetching the model: {done / _MEGABYTE:.1f} of {total / _MEGABYTE:.1f} MB"


def _source(args: argparse.Namespace, chosen: Sequence[Model]) -> Path | None:
    source: Path | None = args.source
    if source is not None and len(chosen) > 1:
        names = ", ".join(model.name for model in chosen)
        raise UsageError(
            "--from needs the name of the model.", f"models fetch NAME --from PATH, with a NAME of {names}"
        )
    return source


def _fetch(model: Model, source: Path | None, root: Path, progress: "Progress", download: "Download | None") -> Check:
    from voice_assistant.models.fetch import fetch, install

    folder = install(model, source, root) if source else fetch(model, root, progress, download)
    return Check(model.name, True, f"whole and verified, in {folder}")


def _list(model: Model, override: Path | None, root: Path) -> Check:
    about = f"{model.purpose}; {model.licence}, {model.size / _MEGABYTE:.0f} MB, SHA-256 {model.sha256}"
    return _found(model, override, root, lambda folder: Check(model.name, True, f"{about}; in {folder}"), about)


def _verify(model: Model, override: Path | None, root: Path) -> Check:
    from voice_assistant.models.verify import wrong_files

    def compare(folder: Path) -> Check:
        if override is not None and not holds(model, folder):
            return Check(model.name, True, f"{folder} holds another model, which the manifest doesn't know")
        wrong = wrong_files(model, folder)
        if wrong:
            return Check(model.name, False, f"{wrong[0]} in {folder} has the wrong checksum.", _fix(FETCH_HINT))
        return Check(model.name, True, f"every file in {folder} is as published")

    return _found(model, override, root, compare, "")


def _found(model: Model, override: Path | None, root: Path, then: Callable[[Path], Check], about: str) -> Check:
    try:
        return then(find_model(model.name, override, [model], root))
    except ModelError as error:
        message = f"{about}. {error.message}" if about else error.message
        return Check(model.name, False, message, _fix(error.hint))


def _fix(hint: str) -> str:
    return hint.removeprefix("Get it with: ")
