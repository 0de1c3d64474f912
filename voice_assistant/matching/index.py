"""Finding the phrases most like a sentence, by features weighted by how telling they are.

Each feature is weighted by its inverse document frequency over the phrases (Salton and Buckley, "Term-weighting
approaches in automatic text retrieval", 1988), and likeness is the cosine. Without these weights sentences that share
only "the" look alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from voice_assistant.matching.features import SPACE, Numbers, Weights, number_of, of_all, of_words, stem

SKETCHED = (256, 4096)
"""Shortest and longest sketch: a quarter as long as there are phrases. For the trust pack 4,096 tells meanings apart
better than 2,048, and more would make compiling slow: its time grows with the square."""
MANY = 2_000
"""From so many phrases on, a feature that only one of them has is noise in a sketch: it says nothing of a meaning."""
COMMON = 0.05
"""A feature that more than this share of all phrases have finds none of them: it is not listed."""


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """An inverted index over phrases: from a feature to the phrases that have it."""

    idf: Weights
    """By number of a feature: how telling it is; 0 for one that no phrase has."""
    starts: Numbers
    """By number of a feature: where its phrases begin in `phrases` and `weights`."""
    phrases: Numbers
    weights: Weights
    """Weighted features, as shares of a phrase's length of one."""
    size: int
    """How many phrases there are."""

    @property
    def sketched(self) -> int:
        """Length of a sketch: a power of two."""
        shortest, longest = SKETCHED
        return min(longest, max(shortest, 1 << (max(1, self.size // 4) - 1).bit_length()))

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Index the texts, normalised. Takes some seconds for thirty thousand."""
        having = np.zeros(SPACE, np.int64)
        for text in texts:
            having[of_all(text)[0]] += 1
        least = 2 if len(texts) >= MANY else 1
        idf = np.where(having >= least, np.log(1 + len(texts) / np.maximum(having, 1)), 0).astype(np.float32)
        found = [of_words(text) for text in texts]
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), [len(numbers) for numbers, _ in found])
        number = np.concatenate([np.zeros(0, np.int32), *(numbers for numbers, _ in found)])
        weight = np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in found)])
        weight = weight * np.where(idf[number] > 0, idf[number], _rarest(len(texts)))
        length = np.sqrt(np.bincount(owner, weight**2, minlength=len(texts)))
        weight = weight / np.maximum(length, 1e-9)[owner]
        listed = (idf[number] > 0) & (having[number] <= max(COMMON * len(texts), 1 / COMMON))
        number, owner, weight = number[listed], owner[listed], weight[listed]
        order = np.argsort(number, kind="stable")
        starts = np.searchsorted(number[order], np.arange(SPACE + 1)).astype(np.int32)
        return cls(idf, starts, owner[order], weight[order].astype(np.float32), len(texts))

    def likeness(self, sentence: str) -> Weights:
        """Return the cosine, 0 to 1, of a normalised sentence with each phrase.

        What no phrase knows counts in the sentence's length as the rarest: strange words are like nothing.
        """
        total = np.zeros(self.size, np.float32)
        numbers, weights = self._weighed(*of_words(sentence))
        for number, weight in zip(numbers.tolist(), weights.tolist(), strict=True):
            row = slice(self.starts[number], self.starts[number + 1])
            total[self.phrases[row]] += weight * self.weights[row]
        return np.minimum(total, 1)

    def sketch(self, sentence: str) -> Weights:
        """Return a normalised sentence as one vector of `sketched` numbers, in which its features may overlap.

        A count sketch (Charikar, Chen and Farach-Colton, "Finding frequent items in data streams", 2002): each feature
        is added at one place with one sign, by chance but always the same, so overlaps cancel out on average.
        """
        numbers, weights = of_all(sentence)
        known = self.idf[numbers] > 0
        numbers, weights = numbers[known], weights[known] * self.idf[numbers[known]]
        weights = weights / (float(np.sqrt(np.sum(weights**2))) or 1.0)
        mixed = numbers.astype(np.uint32) * np.uint32(2654435761)  # Knuth's multiplicative hash spreads the low bits
        place = (mixed >> np.uint32(20)) & np.uint32(self.sketched - 1)
        sign = np.where((mixed >> np.uint32(15)) & np.uint32(1), np.float32(1), np.float32(-1))
        return np.bincount(place, sign * weights, minlength=self.sketched).astype(np.float32)

    def share(self, word: str) -> float:
        """Return which share of all phrases have a word, 0 to 1; 0 where there are too few phrases to tell."""
        idf = float(self.idf[number_of("stem", stem(word))])
        return 1 / (float(np.exp(idf)) - 1) if idf > 0 and self.size >= MANY else 0.0

    def _weighed(self, numbers: Numbers, weights: Weights) -> tuple[Numbers, Weights]:
        idf = self.idf[numbers]
        weights = weights * np.where(idf > 0, idf, _rarest(self.size))
        return numbers, (weights / (float(np.sqrt(np.sum(weights**2))) or 1.0)).astype(np.float32)


def _rarest(size: int) -> float:
    """Return how telling a feature is that one phrase of `size` has."""
    return float(np.log(1 + size))
