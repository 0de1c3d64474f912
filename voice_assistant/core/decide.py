"""From readings to a decision: reply, ask between two, or say honestly that we do not know.

Similarity is the matcher's business, policy is decided here, by a few constants.
"""

from dataclasses import dataclass

from voice_assistant.core.meanings import Guidance, Meaning, Outside, Reading, Safety, Unclear

SURE = 0.50
"""At this score a reading is acted on: it is right more often than not (`scripts/calibrate`)."""
MAYBE = 0.25
"""Below this score nothing is made of a reading. Safety is answered from here on: a miss is worse than an alarm."""
MARGIN = 0.05
"""A lead smaller than this over the runner-up is a tie."""
NEAREST = 0.08
"""From this score on a topic may be offered as the nearest the pack has."""
SENTENCE = 4
"""From this many words on, something not matched is taken as a sentence about something else."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One meaning, sure enough to act on."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class AskBetween:
    """Two meanings too close to choose between."""

    first: Reading
    second: Reading


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A sentence about something the pack does not speak to; perhaps a topic lies near."""

    nearest: Guidance | None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Too little to go by."""


Verdict = Reply | AskBetween | NotCovered | NotUnderstood


def decide(readings: tuple[Reading, ...], words: int) -> Verdict:
    """Decide what to make of a sentence of `words` words, given its readings, best first."""
    best = readings[0] if readings else None
    if best is None or best.score < MAYBE:
        return NotCovered(nearest(readings)) if words >= SENTENCE else NotUnderstood()
    if isinstance(best.meaning, Outside):
        return NotCovered(nearest(readings))
    if isinstance(best.meaning, Safety | Unclear):
        return Reply(best)
    second = next((reading for reading in readings[1:] if _can_be_offered(reading.meaning)), None)
    if second is not None and _near(best, second):
        return AskBetween(best, second)
    if best.score >= SURE:
        return Reply(best)
    return NotCovered(nearest(readings)) if words >= SENTENCE else NotUnderstood()


def _near(best: Reading, second: Reading) -> bool:
    """Tell whether to ask between two: a tie, or neither is sure, neither far behind, and one of them likely meant."""
    if best.score >= SURE:
        return best.score - second.score < MARGIN
    return second.score >= best.score / 2 and best.score + second.score >= SURE


def nearest(readings: tuple[Reading, ...]) -> Guidance | None:
    """Return the best topic among the readings, if any is near enough to be worth naming."""
    for reading in readings:
        if isinstance(reading.meaning, Guidance) and reading.score >= NEAREST:
            return reading.meaning
    return None


def _can_be_offered(meaning: Meaning) -> bool:
    """Safety is never spoken of in "did you mean", and nobody means "something else"."""
    return not isinstance(meaning, Outside | Safety | Unclear)
