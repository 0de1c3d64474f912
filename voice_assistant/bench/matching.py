"""`bench matching`: how long a sentence takes, with and without the encoder, how it grows, and what it all holds."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from voice_assistant.bench.figure import Figure
from voice_assistant.bench.own_process import measured
from voice_assistant.core.meanings import Listening
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.ports import Matcher
from voice_assistant.wiring import Parts, fresh_matcher

SENTENCES = 300
FEW, MANY = 1_000, 10_000
"""Phrases of the two packs that are compared."""
COMPILED = 3_000
"""Phrases from which the time to compile is told: the whole pack takes as many times longer as it has more."""


def measure(parts: Parts, audio: Path | None) -> Iterator[Figure]:
    """Yield `match.p50`, `.p95`, `match.plain.p50` (no encoder), `match.growth`, `memory.matching`, `compile.rate`."""
    phrasebook = parts.loaded().phrasebook
    asked = [f"{phrase.text} today" for phrase in phrasebook.phrases[:: max(1, len(phrasebook.phrases) // SENTENCES)]]
    took = _took(parts.matcher(), asked)
    yield Figure("match.p50", round(statistics.median(took), 2), "ms", len(took))
    yield Figure("match.p95", round(took[int(0.95 * len(took))], 2), "ms", len(took))
    plain = _took(fresh_matcher(phrasebook, None), asked)
    yield Figure("match.plain.p50", round(statistics.median(plain), 2), "ms", len(plain))
    few, many = (statistics.median(_took(fresh_matcher(_part(phrasebook, size), None), asked)) for size in (FEW, MANY))
    yield Figure("match.growth", round(many / few, 2), f"x, {MANY:,} to {FEW:,} phrases", len(asked))
    without, with_it = (measured(task, parts, audio)["megabytes"] for task in ("content", "match"))
    yield Figure("memory.matching", round(with_it - without, 1), "MB", 1)
    encoder = parts.encoder()
    if encoder is not None:
        began = time.perf_counter()
        fresh_matcher(_part(phrasebook, COMPILED), encoder)
        yield Figure("compile.rate", round(COMPILED / (time.perf_counter() - began)), "phrases a second", COMPILED)


def _took(matcher: Matcher, asked: list[str]) -> list[float]:
    """Return the milliseconds each sentence took, in order of size."""
    matcher.match(asked[0], Listening())
    took = []
    for text in asked:
        began = time.perf_counter()
        matcher.match(text, Listening())
        took.append(1000 * (time.perf_counter() - began))
    return sorted(took)


def _part(phrasebook: Phrasebook, size: int) -> Phrasebook:
    """Return about `size` of the phrases, from all of its parts."""
    return Phrasebook(phrasebook.phrases[:: max(1, len(phrasebook.phrases) // size)][:size])
