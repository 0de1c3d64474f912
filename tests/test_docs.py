"""What is documented is true: commands, options, files, and every word the program says in README."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_assistant.cli import COMMANDS, build_parser
from voice_assistant.commands.output import reply_lines
from voice_assistant.resources import intents_dir
from voice_assistant.settings import Settings
from voice_assistant.wiring import Parts

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
YOU, ASSISTANT = "You: ", "Assistant: "

NOT_FOR_PAGES = re.compile(
    r"https?://|pypi|pythonhosted|sonatype|repo1|maven\.org|index-url|/(?:work|tmp|home|root|Users)/|C:\\",
    re.IGNORECASE,
)
"""Where packages come from is the user's choice, and where this machine keeps things is nobody's business."""

EXTENSIONS = ("md", "py", "yaml", "toml", "lock", "json", "jsonl", "flac", "txt")
MADE_LATER = (".venv", "*", "FILE", "manifest.jsonl")
"""What a backticked path begins with that isn't a file of the repository: made by set-up, or named by the user."""


def subparsers() -> dict[str, argparse.ArgumentParser]:
    action = next(each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))
    found: dict[str, argparse.ArgumentParser] = action.choices
    return found


def helps() -> dict[str, str | None]:
    action = next(each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))
    return {choice.dest: choice.help for choice in action._choices_actions}


def fenced(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def unwrapped(block: str) -> list[str]:
    """Return a block's lines, those that begin with blanks joined to the one before."""
    return re.sub(r"\n +", " ", block).splitlines()


def spans(page: str) -> Iterator[str]:
    """Yield what stands in backticks, outside fenced blocks."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)


def paths(page: str) -> set[str]:
    top = {path.name for path in ROOT.iterdir()}
    words = {word for span in spans(page) for word in span.split()}
    named = {word for word in words if re.fullmatch(r"[\w.*/-]+", word) and not word.startswith(MADE_LATER)}
    return {
        word for word in named if word.split("/")[0] in top or word.rsplit(".", 1)[-1] in EXTENSIONS and "." in word
    }


@pytest.fixture(name="parts", scope="module")
def parts_fixture() -> Iterator[Parts]:
    parts = Parts(Settings(pack=intents_dir() / "trust", model=None, data_dir=Path("nowhere")))
    yield parts
    parts.close()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"^\| `{command}[` ]", README, flags=re.MULTILINE), f"README has no row for `{command}`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert helps()[command]
    assert subparsers()[command].description
    for action in subparsers()[command]._actions:
        assert action.help or action.choices, f"{command}: {action.dest} has no help"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_in_the_readme(command: str) -> None:
    options = {option for action in subparsers()[command]._actions for option in action.option_strings}
    written = {word for span in re.findall(r"`([^`\n]+)`", README) for word in span.split()}
    assert options - written == set()


def test_the_readme_names_no_option_that_is_not_there() -> None:
    there = {
        option for parser in subparsers().values() for action in parser._actions for option in action.option_strings
    }
    named = {word for span in spans("README.md") for word in span.split() if re.fullmatch(r"--?[a-z][a-z-]*", word)}
    assert named - there - {"--version"} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_is_there(page: str) -> None:
    assert {path for path in paths(page) if not (ROOT / path).exists()} == set()


def test_paths_are_found() -> None:
    assert {"LICENSE", "models/manifest.toml", "scripts/run"} <= paths("README.md")
    assert "voice_assistant/core/decide.py" in paths("CONTRIBUTING.md")


@pytest.mark.parametrize("block", fenced("conversation"))
def test_the_conversation_is_what_is_said(block: str, parts: Parts) -> None:
    session = parts.session()
    said = []
    for line in unwrapped(block):
        if line.startswith(YOU):
            said += [line, *(ASSISTANT + reply for reply in reply_lines(session.read(line.removeprefix(YOU))))]
    assert "\n".join(unwrapped(block)) == "\n".join(said)


@pytest.mark.parametrize("block", fenced("console"))
def test_the_answer_on_the_console_is_what_is_said(block: str, parts: Parts) -> None:
    command, *answer = block.splitlines()
    asked = re.fullmatch(r'\$ scripts/run ask "(.*)"', command)
    assert asked, f"only `ask` is shown, not: {command}"
    assert " ".join(answer) == " ".join(reply_lines(parts.session().read(asked[1])))


def test_the_readme_shows_a_conversation_and_an_answer() -> None:
    conversations = fenced("conversation")
    assert conversations
    assert all(ASSISTANT in block for block in conversations)
    assert fenced("console")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_registry_or_a_machine(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [found.group() for found in NOT_FOR_PAGES.finditer(text)] == []


def test_the_readme_says_what_this_is_not() -> None:
    text = " ".join(README.split())
    assert "No clinician or survivor has reviewed these texts; this is no substitute for help." in text
    assert "Andressa Santos" in text
