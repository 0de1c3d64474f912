"""Plain `pytest` collects `*.conversation.yaml`: each document is a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_assistant.errors import ModelError
from voice_assistant.resources import intents_dir
from voice_assistant.settings import Settings, default_data_dir
from voice_assistant.testing.run import pack_of, run
from voice_assistant.testing.scenario import SUFFIX, Scenario, read_scenarios
from voice_assistant.wiring import Parts


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ConversationFile | None":
    """Collect a conversation file."""
    return ConversationFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None


class ConversationFile(pytest.File):
    """A file of conversations."""

    def collect(self) -> Iterator["ConversationItem"]:
        """Yield one test a conversation."""
        for scenario in read_scenarios(self.path):
            yield ConversationItem.from_parent(self, name=scenario.name, scenario=scenario)


class ConversationFailure(Exception):
    """A conversation went otherwise than written."""


class ConversationItem(pytest.Item):
    """One conversation."""

    def __init__(self, *, scenario: Scenario, **more: object) -> None:
        """Remember the conversation."""
        super().__init__(**more)  # type: ignore[arg-type]
        self._scenario = scenario
        if scenario.has_audio:
            self.add_marker(pytest.mark.model)

    def runtest(self) -> None:
        """Run it. Skipped, with the reason, where it plays a recording and the speech model is not here."""
        parts = _parts(pack_of(self._scenario, intents_dir()))
        if self._scenario.has_audio:
            try:
                parts.ears()
            except ModelError as error:
                pytest.skip(error.message)
        outcome = run(self._scenario, parts)
        if outcome.outcome == "failed":
            raise ConversationFailure(outcome.message)
        if outcome.outcome == "xfailed":
            pytest.xfail(outcome.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Show what happened, and a traceback only for a fault of ours."""
        if isinstance(excinfo.value, ConversationFailure):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the conversation stands."""
        return self.path, 0, f"conversation: {self.name}"


_OPEN: dict[Path, Parts] = {}


def pytest_sessionfinish() -> None:
    """Let go of what the conversations opened."""
    for parts in _OPEN.values():
        parts.close()
    _OPEN.clear()


def _parts(pack: Path) -> Parts:
    """Return the parts for a pack, made once in a test run."""
    if pack not in _OPEN:
        _OPEN[pack] = Parts(Settings(pack=pack, model=None, data_dir=default_data_dir()))
    return _OPEN[pack]
