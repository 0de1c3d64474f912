"""What many tests share: the trust pack, read once, and when a test that needs more than the checkout is skipped."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voice_assistant.core.state import Mode
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model
from voice_assistant.resources import intents_dir
from voice_assistant.session import Session
from voice_assistant.settings import Settings
from voice_assistant.wiring import Parts

HUMAN = Path(os.environ.get("VOICE_ASSISTANT_TEST_AUDIO") or Path(__file__).resolve().parents[2] / "shared" / "audio")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs the speech model or the human recordings where they are not here, and say so."""
    if item.get_closest_marker("model"):
        try:
            find_model(SPEECH_MODEL)
        except ModelError as error:
            pytest.skip(f"no speech model: {error.message}")
    if item.get_closest_marker("human") and not HUMAN.is_dir():
        pytest.skip(f"no human recordings: {HUMAN} is missing")


@pytest.fixture(name="trust", scope="session")
def trust_fixture() -> Iterator[Parts]:
    """The parts for the trust pack."""
    parts = Parts(Settings(pack=intents_dir() / "trust", model=None, data_dir=Path("nowhere")))
    yield parts
    parts.close()


@pytest.fixture(name="new_session")
def new_session_fixture(trust: Parts) -> Callable[[Mode | None], Session]:
    """Make conversations about the trust pack."""
    return trust.session
