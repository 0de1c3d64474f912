"""The command line: which command runs, and how what goes wrong is told."""

import argparse
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from voice_assistant import __version__
from voice_assistant.errors import AssistantError, UsageError

COMMANDS = {
    "talk": "ask aloud and hear the answer (also with no command)",
    "type": "the same conversation by keyboard",
    "ask": "one question, one answer",
    "check-up": "straight into the guided check-up",
    "replay": "recorded audio through the same pipeline",
    "demo": "a recorded conversation, so you see and hear what it does without a microphone",
    "test": "run conversation tests",
    "eval": "measure how well sentences are understood",
    "bench": "the project's own measurements",
    "pack": "check a content pack",
    "models": "what models are needed, fetching and verifying them",
    "devices": "list audio devices",
    "doctor": "open each part alone and say what is missing",
    "forget": "remove everything that was saved",
}
WITH_VALUE = ("--pack", "--data-dir", "--model")
"""Common options that take a value."""
INTERRUPTED = 130
BUG = 3


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are ours: one sentence and a hint."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"Try: {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (0, 1, 2, 3 or 130)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _settle_streams()
    try:
        args = _parse(arguments)
        code = int(import_module(_module(args.command)).run(args))
        sys.stdout.flush()
        return code
    except AssistantError as error:
        print(f"voice-assistant: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone: nothing more can be said, nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the one place where a bug of ours is caught
        print(f"voice-assistant: something went wrong on our side. Details: {_log(error)}", file=sys.stderr)
        return BUG


def _settle_streams() -> None:
    """Let bytes that are no text, and letters that a terminal cannot show, be marked and not be faults."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser with every command and its options.

    With `only`, that command alone has its options: the modules of the others are not imported, which saves time and
    keeps a fault in one from stopping another.
    """
    parser = _Parser(prog="voice-assistant", description="An offline voice assistant.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"voice-assistant {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name, purpose in COMMANDS.items():
        command = subparsers.add_parser(
            name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", allow_abbrev=False
        )
        if only is None or name == only:
            import_module(_module(name)).add(command)
            _add_common(command)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    common = parser.add_argument_group("common options")
    common.add_argument("--pack", type=Path, metavar="DIR", help="content pack (default: the trust pack)")
    common.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="where anything saved is kept")
    common.add_argument("--model", type=Path, metavar="DIR", help="folder of the speech model")
    common.add_argument("--quiet", action="store_true", help="show everything, speak nothing")
    common.add_argument("-q", dest="fewer", action="count", default=0, help="fewer notices")
    common.add_argument("-v", dest="verbose", action="count", default=0, help="more notices")
    common.add_argument("--plain", action="store_true", help="one line an event, for screen readers")


def _parse(arguments: list[str]) -> argparse.Namespace:
    at = _place_of_command(arguments)
    if at is None and any(argument in {"-h", "--help", "--version"} for argument in arguments):
        return build_parser("").parse_args(arguments)
    if at is None:
        arguments, at = ["talk", *arguments], 0
    name = arguments[at]
    if name not in COMMANDS:
        raise UsageError(f"There is no command '{name}'.", f"The commands are: {', '.join(COMMANDS)}")
    # Common options may stand before the command as well as after it.
    return build_parser(name).parse_args([name, *arguments[:at], *arguments[at + 1 :]])


def _place_of_command(arguments: list[str]) -> int | None:
    """Return where the first word stands that is no option and no option's value."""
    is_value = False
    for place, argument in enumerate(arguments):
        if not is_value and not argument.startswith("-"):
            return place
        is_value = argument in WITH_VALUE
    return None


def _module(command: str) -> str:
    names = {"type": "type_", "check-up": "check_up", "test": "test_", "eval": "eval_"}
    return f"voice_assistant.commands.{names.get(command, command)}"


def _log(error: Exception) -> Path:
    """Write where a bug happened to an owner-only file: frames only, as a message could quote what was said."""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    text = f"voice-assistant {__version__}, Python {sys.version}\n{frames}{type(error).__name__}\n"
    handle, name = tempfile.mkstemp(prefix="voice-assistant-", suffix=".log")
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
