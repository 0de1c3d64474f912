"""Recordings and clocks for conversations in virtual time, with scripted ears and a scripted voice."""

from collections.abc import Iterator, Sequence

import numpy as np

from voice_assistant.adapters.scripted import ScriptedSource, ScriptedSynthesiser
from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.audio import HEARING_RATE, Samples, Sound
from voice_assistant.hearing import Listener
from voice_assistant.replay import Conversation
from voice_assistant.session import Session
from voice_assistant.timeline import Timeline

BLOCK = 320
"""Samples in a block, as a file gives them."""
FRAME = 512 / HEARING_RATE
WORD = 60 / 160
"""Seconds that the scripted voice takes for a word."""


def speech(*stretches: float) -> Samples:
    """Return quiet and loud audio in turn, of these lengths in seconds, quiet first."""
    parts = [
        np.full(round(seconds * HEARING_RATE), 8000 if index % 2 else 0, np.int16)
        for index, seconds in enumerate(stretches)
    ]
    return np.concatenate(parts)


def source(*stretches: float, block: int = BLOCK) -> ScriptedSource:
    """Return a recording of quiet and loud audio in turn."""
    samples = speech(*stretches)
    return ScriptedSource([samples[at : at + block] for at in range(0, len(samples), block)])


class ListSink:
    """Keeps every sound with the time at which it is heard."""

    def __init__(self) -> None:
        self.sounds: list[tuple[float, Sound]] = []

    def put(self, sound: Sound, start: float) -> None:
        self.sounds.append((start, sound))

    def spans(self) -> Iterator[tuple[float, float]]:
        """Yield when each sound begins and ends."""
        yield from ((start, start + sound.seconds) for start, sound in self.sounds)


def conversation(
    session: Session,
    script: Sequence[str | tuple[str, str | None]],
    sink: ListSink | None = None,
    synthesiser: ScriptedSynthesiser | None = None,
) -> Conversation:
    """Return a conversation whose ears hear the script's utterances in turn; a pair adds what the grammar hears."""
    ears = ScriptedEars([row if isinstance(row, tuple) else (row, row) for row in script])
    timeline = Timeline(synthesiser or ScriptedSynthesiser(), sink)
    return Conversation(session, lambda: Listener(ScriptedDetector(), ears), timeline)
