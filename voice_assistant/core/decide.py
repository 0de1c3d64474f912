"""From readings to a decision: reply, ask, or say honestly that we do not know.

Similarity is the matcher's business, policy is decided here, by a few constants. Scores are probabilities: of the
readings with a score of 0.7, seven in ten are what was meant (`scripts/calibrate` shows it on phrases left out).
"""

from dataclasses import dataclass

from voice_assistant.core.meanings import Guidance, Meaning, Outside, Reading, Safety, Unclear

SURE = 0.40
"""At this score a reading is acted on. Of phrases left out of the pack, readings from here to a half are right nearly
half of the time, which is more than "not covered" is; at 0.5, two in a hundred fewer were right, and one in a hundred
sentences about something else fewer were answered."""
GRAVE = 0.25
"""Safety and what may be about safety, taken together, come first from this score on: a miss is worse than an alarm."""
OUTSIDE = 0.60
"""At this score something else was meant; below it, two likely topics are asked about."""
PAIR, SECOND = 0.30, 0.05
"""What two readings need together, and the second alone, to be asked about: less would be guessing aloud."""
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
class AskGently:
    """Perhaps about safety, though something else is likelier: one soft question decides."""

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


Verdict = Reply | AskGently | AskBetween | NotCovered | NotUnderstood


def decide(readings: tuple[Reading, ...], words: int) -> Verdict:
    """Decide what to make of a sentence of `words` words, given its readings, best first."""
    grave = [reading for reading in readings if isinstance(reading.meaning, Safety | Unclear)]
    if grave and sum(reading.score for reading in grave) >= GRAVE:
        return Reply(grave[0]) if grave[0] == readings[0] else AskGently(grave[0])
    readings = tuple(reading for reading in readings if reading not in grave)
    best = readings[0] if readings else None
    if best is not None and isinstance(best.meaning, Outside) and best.score >= OUTSIDE:
        return NotCovered(nearest(readings))
    likely = [reading for reading in readings if not isinstance(reading.meaning, Outside)]
    if len(likely) > 1 and _near(likely[0], likely[1]):
        return AskBetween(likely[0], likely[1])
    if best is not None and not isinstance(best.meaning, Outside) and best.score >= SURE:
        return Reply(best)
    return NotCovered(nearest(readings)) if words >= SENTENCE or best is not None else NotUnderstood()


def _near(best: Reading, second: Reading) -> bool:
    """Tell whether to ask between two: a tie, or neither is sure and what is known speaks for the two."""
    if best.score >= SURE:
        return best.score - second.score < MARGIN
    return best.score + second.score >= PAIR and second.score >= SECOND


def nearest(readings: tuple[Reading, ...]) -> Guidance | None:
    """Return the best topic among the readings, if any is near enough to be worth naming."""
    for reading in readings:
        if isinstance(reading.meaning, Guidance) and reading.score >= NEAREST:
            return reading.meaning
    return None


def most_likely(verdict: Verdict) -> Reading | None:
    """Return the reading a verdict goes by, if it goes by one."""
    match verdict:
        case Reply(reading) | AskGently(reading) | AskBetween(reading, _):
            return reading
        case NotCovered() | NotUnderstood():
            return None


def meaning_of(verdict: Verdict) -> Meaning | None:
    """Return the meaning that is acted on, if any is."""
    return verdict.reading.meaning if isinstance(verdict, Reply) else None
