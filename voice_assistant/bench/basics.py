"""`bench basics`: how fast an answer is, how soon it listens, how much memory it holds, how fast a replay is."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from voice_assistant.bench.figure import Figure
from voice_assistant.bench.own_process import measured
from voice_assistant.wiring import Parts

QUESTIONS = 200
STARTS = 5


def measure(parts: Parts, audio: Path | None) -> Iterator[Figure]:
    """Yield `ask.warm`, `start_to_listening`, `memory.listening`, `memory.all` and `replay.speed`."""
    yield Figure("ask.warm", round(_ask(parts), 2), "ms", QUESTIONS)
    starts = [measured("start", parts, audio)["seconds"] for _ in range(STARTS)]
    yield Figure("start_to_listening", round(statistics.median(starts), 3), "s", STARTS)
    listening = measured("listen", parts, audio)
    yield Figure("memory.listening", round(listening["megabytes"], 1), "MB", round(listening["audio_seconds"]))
    replayed = measured("replay", parts, audio)
    yield Figure("memory.all", round(replayed["megabytes"], 1), "MB", round(replayed["audio_seconds"]))
    speed = replayed["audio_seconds"] / replayed["wall_seconds"]
    yield Figure("replay.speed", round(speed, 2), "x real time", round(replayed["audio_seconds"]))


def _ask(parts: Parts) -> float:
    """Return the median milliseconds from a typed question to its answer, everything loaded."""
    phrases = parts.loaded().phrasebook.phrases
    asked = phrases[:: max(1, len(phrases) // QUESTIONS)][:QUESTIONS]
    took = []
    for phrase in asked:
        session = parts.session()
        began = time.perf_counter()
        # A word more than the phrase: the exact phrase would be found without comparing.
        session.read(f"{phrase.text} today")
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)
