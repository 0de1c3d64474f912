"""What speaks for each meaning of a sentence: how typical it is of the meaning, and how like its nearest phrase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from voice_assistant.core.meanings import Command, Meaning, Outside, Safety, Unclear
from voice_assistant.matching.features import Weights
from voice_assistant.matching.index import PhraseIndex

CANDIDATES = 30
"""Phrases nearest by features that are compared letter by letter."""
TYPICAL = 8
"""Meanings that are looked at because the sentence is typical of them, near a phrase or not."""
MIX = 0.7
"""Share of the weighted likeness in the mix with rapidfuzz's ratio, which punishes everything that differs."""
SPELLING = 0.6
"""Length of the sketch beside each part of the encoder's vector, which has a length of one."""
STEPS = 256
"""Steps of a vector's numbers from 0 to 1. A byte holds up to a half, and no number of such a vector is as large."""

Mask = NDArray[np.bool_]
"""By number of a meaning: whether it makes sense now."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is compared."""

    words: str
    """Normalised."""
    parts: Weights | None
    """The parts of its vector, of length one each; None without an encoder."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one meaning, by its number among the meanings."""

    meaning: int
    typical: float
    """Log of how typical the sentence is of this meaning among all that make sense: 0 for certain."""
    likeness: float
    """Spelling and sound: likeness of the nearest phrase, 0 to 1."""
    near: float
    """Meaning: cosine with the nearest phrase's vector; 0 without an encoder."""
    phrase: int
    """Number of the phrase it resembles most, -1 for none."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases, in the order of their meanings, as they are compared with."""

    texts: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    starts: NDArray[np.intp]
    """Where each meaning's phrases begin, and the number of all at the end."""
    index: PhraseIndex
    vectors: NDArray[np.int8] | None
    """The first part of each phrase's vector, `STEPS` to one; None without an encoder."""

    def of(self, meaning: int) -> slice:
        """Return where a meaning's phrases are."""
        return slice(int(self.starts[meaning]), int(self.starts[meaning + 1]))


def as_bytes(vectors: NDArray[np.floating]) -> NDArray[np.int8]:
    """Return vectors of length one in a quarter of the memory, which costs no more than their last digits."""
    return np.clip(np.round(vectors.astype(np.float32) * STEPS), -127, 127).astype(np.int8)


def row(phrases: Phrases, sentence: Sentence) -> Weights:
    """Return the features of a sentence that the discriminant goes by."""
    spelled = phrases.index.sketch(sentence.words)
    if sentence.parts is None:
        return spelled
    return np.concatenate([sentence.parts.ravel(), np.float32(SPELLING) * spelled])


def shares(scores: Weights, allowed: Mask) -> Weights:
    """Return the log of each meaning's share among those that make sense; minus infinity for the others."""
    kept = np.where(allowed, scores, -np.inf)
    greatest = kept.max(initial=-np.inf)
    if greatest == -np.inf:
        return kept
    return np.asarray(kept - greatest - np.log(np.exp(kept - greatest).sum()), np.float32)


def gather(
    phrases: Phrases, sentence: Sentence, scores: Weights, allowed: Mask, usable: Mask | None = None
) -> tuple[Evidence, ...]:
    """Return the evidence for every meaning worth a look. `usable`, by phrase: those that may be compared with."""
    typical = shares(scores, allowed)
    likeness = phrases.index.likeness(sentence.words)
    owner = np.repeat(np.arange(len(phrases.meanings)), np.diff(phrases.starts))
    comparable = allowed[owner] if usable is None else allowed[owner] & usable
    likeness[~comparable] = 0
    most_typical = [int(each) for each in np.argsort(-typical, kind="stable")[:TYPICAL] if typical[each] > -np.inf]
    spelled = _spelled(phrases, sentence.words, likeness, owner, most_typical)
    found = []
    for meaning in sorted({*most_typical, *spelled}):
        near, nearest = _nearest(phrases, meaning, sentence.parts, comparable)
        alike, phrase = spelled.get(meaning, (0.0, -1))
        found.append(
            Evidence(meaning, float(typical[meaning]), alike, near, phrase if alike >= near or nearest < 0 else nearest)
        )
    return tuple(found)


def _spelled(
    phrases: Phrases, words: str, likeness: Weights, owner: NDArray[np.intp], typical: Iterable[int]
) -> dict[int, tuple[float, int]]:
    """Return, by meaning, the likeness of its nearest phrase and which that is."""
    count = min(CANDIDATES, len(likeness))
    nearest = np.argpartition(-likeness, count - 1)[:count] if count else np.zeros(0, np.intp)
    own = [phrases.of(meaning).start + int(np.argmax(likeness[phrases.of(meaning)])) for meaning in typical]
    best: dict[int, tuple[float, int]] = {}
    for phrase in sorted({*nearest.tolist(), *own}):
        if likeness[phrase] > 0:
            alike = MIX * float(likeness[phrase]) + (1 - MIX) * fuzz.ratio(words, phrases.texts[phrase]) / 100
            if alike > best.get(int(owner[phrase]), (0.0, -1))[0]:
                best[int(owner[phrase])] = (alike, phrase)
    return best


def _nearest(phrases: Phrases, meaning: int, parts: Weights | None, comparable: Mask) -> tuple[float, int]:
    """Return the greatest cosine of a meaning's phrases with the sentence, and which phrase has it."""
    own = phrases.of(meaning)
    if parts is None or phrases.vectors is None or not comparable[own].any():
        return 0.0, -1
    alike = np.where(comparable[own], phrases.vectors[own].astype(np.float32) @ parts[0] / STEPS, 0)
    best = int(np.argmax(alike))
    return float(alike[best]), own.start + best


PREDICTORS = (
    "typical", "likeness", "near", "outside", "outside_likeness", "outside_near", "command", "safety", "any_safety",
)  # fmt: skip
"""What the fusion goes by, in the order of `predictors`."""


def predictors(evidence: Sequence[Evidence], meanings: Sequence[Meaning]) -> NDArray[np.float64]:
    """Return one row of numbers a meaning, and a last row of zeros for "none of these"."""
    table = np.zeros((len(evidence) + 1, len(PREDICTORS)))
    for number, each in enumerate(evidence):
        meaning = meanings[each.meaning]
        outside = isinstance(meaning, Outside)
        table[number] = (
            max(each.typical, -12.0), each.likeness, each.near,
            outside, outside * each.likeness, outside * each.near,
            isinstance(meaning, Command), isinstance(meaning, Safety), isinstance(meaning, Safety | Unclear),
        )  # fmt: skip
    return table


def probabilities(table: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely each row of predictors is the one that was meant; together one."""
    scores = table @ weights[:-1]
    scores[-1] = weights[-1]
    return softmax(scores)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores as shares of one."""
    share = np.exp(scores - scores.max())
    return np.asarray(share / share.sum())
