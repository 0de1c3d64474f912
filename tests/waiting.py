"""Waiting for what another thread does, without sleeping longer than it takes."""

import threading
import time
from collections.abc import Callable

SOON = 10.0
"""Seconds that a busy machine may take; what is tested is what happens, not when."""


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until `holds()` does; tell whether it came to that."""
    deadline = time.monotonic() + SOON
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.002)
    return held


def returns(work: Callable[[], object]) -> bool:
    """Tell whether something that may block comes back."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(SOON)
    return not thread.is_alive()
