"""Telling meanings apart by all their phrases at once: regularised linear discriminant analysis.

Fisher's method with one covariance for all meanings, shrunk towards a multiple of the identity (Friedman, "Regularized
discriminant analysis", 1989). It is solved in one step, so it always gives the same weights, and leaving a part of the
phrases out costs one more solution and no new pass over them: that is what `calibrate.py` needs. Meanings count nearly
alike, however many phrases they have.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voice_assistant.matching.features import Weights

SHRINK = 0.1
"""How far the covariance is shrunk, in shares of its mean variance."""
PRIOR = 0.5
"""Power of a meaning's share of the phrases in its prior: 0 would be none, 1 would favour what has many phrases."""


@dataclass(frozen=True, slots=True)
class Discriminant:
    """One linear score for each meaning."""

    weights: Weights
    """Of the shape features by meanings."""
    bias: Weights

    def scores(self, rows: Weights) -> Weights:
        """Return the log of each meaning's share, up to a constant, for feature rows (or for one vector)."""
        return np.asarray(rows @ self.weights + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over feature rows from which a `Discriminant` is solved. Parts add up, and can be taken away again."""

    counts: NDArray[np.float64]
    sums: Weights
    """Of the shape meanings by features."""
    products: Weights
    """Of the shape features by features."""

    @classmethod
    def of(cls, rows: Weights, meanings: NDArray[np.intp], count: int) -> Self:
        """Sum up rows, given the number of each one's meaning, of `count` meanings."""
        sums = np.zeros((count, rows.shape[1]), np.float32)
        np.add.at(sums, meanings, rows)
        return cls(np.bincount(meanings, minlength=count).astype(float), sums, rows.T @ rows)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.counts + other.counts, self.sums + other.sums, self.products + other.products)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.counts - other.counts, self.sums - other.sums, self.products - other.products)

    def solve(self) -> Discriminant:
        """Return the weights. A meaning without rows is never chosen."""
        total, there = self.counts.sum(), self.counts > 0
        means = self.sums / np.maximum(self.counts, 1)[:, None].astype(np.float32)
        spread = (self.products - (self.sums.T @ means)) / np.float32(max(total, 1))
        diagonal = np.einsum("ii->i", spread)
        diagonal += SHRINK * float(diagonal.mean()) + 1e-6
        weights = np.linalg.solve(spread, means.T).astype(np.float32)
        prior = PRIOR * np.log(np.maximum(self.counts, 1) / max(total, 1))
        bias = np.where(there, prior - 0.5 * np.sum(means.T * weights, axis=0), -np.inf)
        return Discriminant(weights, bias.astype(np.float32))
