"""Counting over all lines that were judged: the rates, and what shows where it fails."""

import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from voice_assistant.core.meanings import Reading, Unclear, id_of
from voice_assistant.evaluate import INVENTORY, Judged, Line, Outcome, is_right, outcome_of

RESOLVED = {Outcome.RIGHT, Outcome.OFFERED}
"""Understood, or one answer away from it."""
GROUPS = ("guidance", "commands", "answers", "safety", "outside")
_GROUP_OF = {"assess": "commands", "cmd": "commands", "answer": "answers", "safety": "safety", "none": "outside"}


def group_of(id: str) -> str:
    """Return the one of GROUPS that an id belongs to."""
    return _GROUP_OF.get(id.split(".", maxsplit=1)[0], "guidance")


@dataclass(frozen=True, slots=True)
class Miss:
    """A line that was neither understood rightly nor asked about rightly, with what it was decided on."""

    heard: str
    understood: str
    offered: tuple[str, ...]
    meant: str
    taken_for: Reading | None
    """The reading of what was understood, or of what was offered first; None if there is none."""
    against: Reading | None
    """The best reading of something that was meant; None if there is none."""

    @property
    def lead(self) -> float:
        """How much surer it was of the wrong than of the right."""
        return (self.taken_for.score if self.taken_for else 0.0) - (self.against.score if self.against else 0.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """The lines whose first readings have about the same score."""

    lines: int
    score: float
    """The mean of the scores; 0 without lines."""
    right: float
    """The share of the first readings that is right; 0 without lines."""


BINS = 10
"""Of equal width, from a score of 0 to one of 1."""

Pair = tuple[Line, Judged]


@dataclass(slots=True)
class Tally:
    """Counts over all lines."""

    judged: list[Pair] = field(default_factory=list)

    def add(self, line: Line, judged: Judged) -> None:
        """Count one line."""
        self.judged.append((line, judged))

    @property
    def _known(self) -> list[Pair]:
        """The lines of which it is known what was meant."""
        return [(line, judged) for line, judged in self.judged if line.accept]

    def summary(self) -> dict[str, Any]:
        """Return the closing JSON object: rates from 0 to 1; 0 where there is no such line."""
        known = self._known
        outside = [pair for pair in known if pair[0].meant == "none"]
        inside = [pair for pair in known if pair[0].meant != "none"]
        danger = [pair for pair in known if pair[0].meant.startswith("safety.")]
        harmless = [pair for pair in known if not any(each.startswith("safety.") for each in pair[0].accept)]
        times = sorted(judged.milliseconds for _, judged in self.judged)
        return {
            "type": "summary",
            "lines": len(self.judged),
            "in_scope_right": _rate(inside, lambda line, judged: outcome_of(line, judged) is Outcome.RIGHT),
            "resolvable": _rate(inside, lambda line, judged: outcome_of(line, judged) in RESOLVED),
            "false_replies": _rate(outside, lambda _, judged: judged.understood not in {"none", "ask"}),
            "false_asks": _rate(outside, lambda _, judged: judged.understood == "ask"),
            "safety_recall": _rate(danger, _reaches_safety),
            "false_safety": _rate(harmless, lambda _, judged: _is_safety(judged)),
            "ms_median": round(statistics.median(times), 2) if times else 0.0,
            "ms_p95": round(times[min(len(times) - 1, round(0.95 * len(times)))], 2) if times else 0.0,
        }

    def outcomes(self, group: str, garbled: bool | None = None) -> Counter[Outcome]:
        """Count what came of the lines of a group: of all of them, or of the garbled or the clean ones."""
        return Counter(
            outcome_of(line, judged)
            for line, judged in self._known
            if group_of(line.meant) == group and garbled in {None, line.garbled}
        )

    def confusions(self, most: int) -> list[tuple[str, str, int]]:
        """Return what was meant, what it was taken for and how often, the most frequent first."""
        counts = Counter((line.meant, judged.understood) for line, judged in self._missed())
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(meant, taken, count) for (meant, taken), count in ranked[:most]]

    def worst(self, most: int) -> list[Miss]:
        """Return the misses that were surest of the wrong, the surest first."""
        misses = [_miss(line, judged) for line, judged in self._missed()]
        return sorted(misses, key=lambda miss: -miss.lead)[:most]

    def bins(self) -> list[Bin]:
        """Return how often the first reading is right, by its score: BINS of them, the lowest score first."""
        found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for line, judged in self._known:
            if judged.readings:
                score = judged.readings[0].score
                found[min(int(score * BINS), BINS - 1)].append((score, _first_is_right(line, judged)))
        return [
            Bin(
                len(pairs),
                sum(score for score, _ in pairs) / max(len(pairs), 1),
                sum(right for _, right in pairs) / max(len(pairs), 1),
            )
            for pairs in found
        ]

    def _missed(self) -> list[Pair]:
        return [pair for pair in self._known if outcome_of(*pair) not in RESOLVED]


def _miss(line: Line, judged: Judged) -> Miss:
    taken = judged.offered[:1] if judged.understood == "ask" else (judged.understood,)
    return Miss(
        judged.heard,
        judged.understood,
        judged.offered,
        line.meant,
        next((each for each in judged.readings if id_of(each.meaning) in taken), None),
        next((each for each in judged.readings if is_right(id_of(each.meaning), line.accept, INVENTORY)), None),
    )


def _first_is_right(line: Line, judged: Judged) -> bool:
    first = judged.readings[0].meaning
    # "It may be about safety" is right where the question it leads to offers what was meant.
    unclear = isinstance(first, Unclear) and outcome_of(line, judged) is Outcome.OFFERED
    return unclear or is_right(id_of(first), line.accept, INVENTORY)


def _rate(pairs: list[Pair], holds: Callable[[Line, Judged], bool]) -> float:
    return round(sum(holds(line, judged) for line, judged in pairs) / len(pairs), 4) if pairs else 0.0


def _is_safety(judged: Judged) -> bool:
    offered = judged.understood == "ask" and any(each.startswith("safety.") for each in judged.offered)
    return offered or judged.understood.startswith("safety.")


def _reaches_safety(line: Line, judged: Judged) -> bool:
    return _is_safety(judged) and (
        judged.understood.startswith("safety.") or outcome_of(line, judged) is Outcome.OFFERED
    )
