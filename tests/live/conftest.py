"""What the tests of live conversations share."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.room import Chosen, MakeRoom, Room
from voice_assistant.wiring import Parts


@pytest.fixture(name="room")
def room_fixture(trust: Parts) -> Iterator[MakeRoom]:
    """Make conversations that are ended after the test."""
    made: list[Room] = []

    def make(**chosen: Any) -> Room:
        made.append(Room(trust, Chosen(**chosen)))
        return made[-1]

    yield make
    for each in made:
        each.close()
