"""Which meaning a sentence is typical of: multinomial naive Bayes over the features of all its phrases.

The nearest phrases alone are led astray by a frame such as "he keeps … me", which many meanings share; what a meaning's
phrases have in common says which word in the frame counts. The method is that of Rennie et al., "Tackling the poor
assumptions of naive Bayes text classifiers" (2003), as far as weighting and normalising the features goes; classes
count alike, however many phrases they have.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SMOOTHING = 0.05
"""Weight that every feature has in every class, seen there or not."""
SHARPNESS = 4.0
"""How fast one class outweighs the others: sentences are short, and their features normalised to length one."""


LEAST = 0.001
"""Shares below this are all alike: nothing."""


class TypicalWords:
    """Learned in a tenth of a second for a few thousand phrases."""

    def __init__(
        self, rows: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]], classes: Sequence[int]
    ) -> None:
        """Learn from weighted features: their phrases, their numbers, their weights; `classes` by phrase."""
        phrases, features, weights = rows
        self._count = max(classes, default=-1) + 1
        size = int(features.max()) + 1 if len(features) else 0
        table = np.full((size, self._count), SMOOTHING)
        np.add.at(table, (features, np.asarray(classes, np.intp)[phrases]), weights)
        self._log = np.log(table / table.sum(axis=0)).astype(np.float32)

    def shares(
        self, features: NDArray[np.intp], weights: NDArray[np.float64], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Return how typical a sentence is of each class: 1 for certain, 0 from a share of one in a thousand down.

        The logarithm of the share is what adds up with other evidence. Classes that are not allowed have none.
        """
        if not self._count or not allowed.any():
            return np.zeros(self._count)
        evidence = SHARPNESS * (weights @ self._log[features]) if len(features) else np.zeros(self._count)
        evidence = np.where(allowed, evidence, -np.inf)
        share = np.exp(evidence - evidence.max())
        return np.asarray(1 + np.log(np.maximum(share / share.sum(), LEAST)) / -np.log(LEAST), float)
