"""Waiting for what another thread does, without sleeping longer than it takes."""

import time
from collections.abc import Callable

SOON = 10.0
"""Seconds that a busy machine may take; what is tested is what happens, not when."""


def eventually(holds: Callable[[], bool]) -> None:
    """Return when `holds()` does."""
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)
