"""Weighing the kinds of evidence against each other, by phrases whose like was left out.

The phrases are parted into folds by heading, so that what stands under one heading, mostly one person's way of
speaking, is judged by what all others wrote. The weights are those of a conditional logit (McFadden, "Conditional logit
analysis of qualitative choice behavior", 1974): what comes out is how likely a meaning was meant, and "none of these"
is one of the alternatives.
"""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from voice_assistant.matching.evidence import softmax

FOLDS = 3
ROUNDS = 25
"""Newton steps at most; it settles after about ten."""
ENOUGH = 1e-4
"""A step that changes no weight by more is the last."""
RIDGE = 1.0
"""How strongly weights are held to the usual ones: in a small pack, where there is little to go by, they stay there."""
USUAL = (0.2, 8.6, 14.4, -0.7, -0.3, 0.8, -0.5, 0.2, -0.5, 10.3)
USUAL_WITHOUT_VECTORS = (0.2, 15.7, 0.0, -0.2, -0.2, 0.0, -0.6, 0.2, -0.5, 2.2)
"""The weights that come out for the trust pack, rounded: predictors in their order, then "none of these"."""


def folds(groups: Sequence[str], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the number of the fold of each phrase: one heading's phrases share it, the folds are about as large.

    A heading with more than a fold's share, as "" for phrases without one, is parted by a hash of the phrases.
    """
    counts: dict[str, int] = {}
    for group in groups:
        counts[group] = counts.get(group, 0) + 1
    chosen: dict[str, int] = {}
    filled = [0] * FOLDS
    whole = {group: count for group, count in counts.items() if count <= len(groups) / FOLDS}
    for group, count in sorted(whole.items(), key=lambda pair: (-pair[1], pair[0])):
        chosen[group] = int(np.argmin(filled))
        filled[chosen[group]] += count
    return np.array(
        [chosen.get(group, _hash(text) % FOLDS) for group, text in zip(groups, texts, strict=True)], np.intp
    )


def sample(texts: Sequence[str], count: int) -> NDArray[np.intp]:
    """Return the numbers of `count` texts, chosen by their hashes: the same each time, and by no order of theirs."""
    return np.sort(np.argsort([_hash(text) for text in texts], kind="stable")[:count])


def fit(trials: Sequence[tuple[NDArray[np.float64], int]], usual: Sequence[float]) -> NDArray[np.float64]:
    """Return the weights, the last one being the score of "none of these"; `usual` ones where there are no trials.

    A trial is a table of predictors, a row an alternative, with "none of these" last, and the number of the row that
    was meant.
    """
    tables = [_with_last(table) for table, _ in trials]
    meant = [number for _, number in trials]
    held = np.array(usual)
    weights = held

    def worth_of(each: NDArray[np.float64]) -> float:
        return _likelihood(tables, meant, each) - RIDGE / 2 * float((each - held) @ (each - held))

    worth = worth_of(weights)
    for _ in range(ROUNDS):
        slope, curve = -RIDGE * (weights - held), RIDGE * np.eye(len(held))
        for table, number in zip(tables, meant, strict=True):
            share = softmax(table @ weights)
            mean = share @ table
            slope += table[number] - mean
            curve += (table * share[:, None]).T @ table - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        # A whole step may lead past the top: half of it, and half again, leads up.
        while (better := worth_of(weights + step)) < worth and np.abs(step).max() > ENOUGH:
            step = step / 2
        if better < worth or np.abs(step).max() <= ENOUGH:
            break
        weights, worth = weights + step, better
    return weights


def _likelihood(tables: Sequence[NDArray[np.float64]], meant: Sequence[int], weights: NDArray[np.float64]) -> float:
    """Return the log-likelihood of what was meant."""
    shares = (softmax(table @ weights)[number] for table, number in zip(tables, meant, strict=True))
    return sum(float(np.log(max(share, 1e-300))) for share in shares)


def _with_last(table: NDArray[np.float64]) -> NDArray[np.float64]:
    last = np.zeros((len(table), 1))
    last[-1] = 1
    return np.hstack([table, last])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
