"""Sound as the program passes it around: 16-bit mono samples at a stated rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

HEARING_RATE = 16_000
"""Samples a second of everything that is heard: the rate of the speech model and the detector."""


VOICE_RATE = 22_050
"""Samples a second of what the usual voices render: for whoever opens a device or a file before there is a sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of mono audio."""

    samples: Samples
    """One dimension, int16."""
    rate: int
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate
