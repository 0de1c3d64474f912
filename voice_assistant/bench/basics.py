"""`bench basics`: how fast an answer is, how soon it listens, how much memory it holds, how fast a replay is."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voice_assistant.bench.figure import Figure
from voice_assistant.wiring import Parts

QUESTIONS = 200
STARTS = 5


def measure(parts: Parts, audio: Path | None) -> Iterator[Figure]:
    """Yield `ask.warm`, `start_to_listening`, `memory.listening`, `memory.all` and `replay.speed`."""
    yield Figure("ask.warm", round(_ask(parts), 2), "ms", QUESTIONS)
    starts = [_child("start", parts, audio)["seconds"] for _ in range(STARTS)]
    yield Figure("start_to_listening", round(statistics.median(starts), 3), "s", STARTS)
    listening = _child("listen", parts, audio)
    yield Figure("memory.listening", round(listening["megabytes"], 1), "MB", round(listening["audio_seconds"]))
    replayed = _child("replay", parts, audio)
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


def _child(task: str, parts: Parts, audio: Path | None) -> dict[str, Any]:
    """Run one task of `bench.child` in a process of its own and return what it measured."""
    request: dict[str, Any] = {"task": task, "pack": str(parts.pack), "began": time.monotonic()}
    request |= {"audio": str(audio) if audio else None, "model": str(parts.model) if parts.model else None}
    command = [sys.executable, "-m", "voice_assistant.bench.child", json.dumps(request)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
