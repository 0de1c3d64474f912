"""Finding the phrases most like a sentence, by tokens weighted by how telling they are.

Features of a sentence are its stems, pairs of neighbouring stems, and letter groups within words (so that misspelt and
misheard words still count). Each is weighted by its inverse document frequency over the phrases (Salton and Buckley,
"Term-weighting approaches in automatic text retrieval", 1988), and likeness is the cosine. Without these weights
sentences that share only "the" look alike.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WEIGHTS = {"stem": 1.0, "pair": 0.7, "letters": 0.5}
_ENDINGS = ("ing", "ed", "ly", "'s", "'d", "'ll", "'re", "'ve", "s")
_SHORTEST_STEM = 4
_GROUPS = (3, 4)

Feature = tuple[str, str]


def stem(word: str) -> str:
    """Return a word without a common ending. Crude on purpose: it only has to be the same for both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            return word[: -len(ending)]
    return word


def features(text: str) -> Iterator[Feature]:
    """Yield the features of a normalised sentence."""
    words = text.split()
    stems = [stem(word) for word in words]
    yield from (("pair", f"{first} {second}") for first, second in pairwise(stems))
    for word in words:
        yield from _of_word(word)


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[Feature, ...]:
    """Return the features of one word: they are asked for again and again."""
    padded = f"<{word}>"
    groups = (padded[at : at + size] for size in _GROUPS for at in range(len(padded) - size + 1))
    return (("stem", stem(word)), *(("letters", group) for group in groups))


class PhraseIndex:
    """An inverted index over phrases: from a feature to the phrases that have it."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts, normalised. Takes about half a second for seven thousand."""
        self._size = len(texts)
        self._rarest = math.log(1 + self._size)
        self._numbers: dict[Feature, int] = {}
        number_of = self._numbers
        owners: list[int] = []
        found: list[int] = []
        for phrase, text in enumerate(texts):
            numbers = [number_of.setdefault(feature, len(number_of)) for feature in features(text)]
            found += numbers
            owners += [phrase] * len(numbers)
        count = len(self._numbers)
        pairs, repeats = np.unique(
            np.array(found, np.int64) * self._size + np.array(owners, np.int64), return_counts=True
        )
        feature, phrase_of = np.divmod(pairs, max(1, self._size))
        feature, phrase_of = feature.astype(np.intp), phrase_of.astype(np.intp)
        starts = np.searchsorted(feature, np.arange(count + 1))
        self._idf = np.log(1 + self._size / np.maximum(1, np.diff(starts)))
        kinds = np.array([WEIGHTS[kind] for kind, _ in self._numbers], float)
        weights = (1 + np.log(repeats)) * self._idf[feature] * kinds[feature]
        lengths = np.sqrt(np.bincount(phrase_of, weights**2, max(1, self._size)))
        self._weights = weights / lengths[phrase_of]
        self._phrases = phrase_of
        self._starts = starts

    @property
    def rows(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Every weighted feature of every phrase: phrases, numbers of the features, weights."""
        return self._phrases, np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts)), self._weights

    def weighed(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the known features of a normalised sentence, and their weights as shares of a length of one."""
        found = [(self._numbers.get(feature), feature[0], count) for feature, count in Counter(features(text)).items()]
        idf = [self._rarest if number is None else float(self._idf[number]) for number, _, _ in found]
        weights = [
            (1 + math.log(count)) * each * WEIGHTS[kind] for each, (_, kind, count) in zip(idf, found, strict=True)
        ]
        length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        known = [
            (number, weight / length)
            for (number, _, _), weight in zip(found, weights, strict=True)
            if number is not None
        ]
        return np.array([number for number, _ in known], np.intp), np.array([weight for _, weight in known], float)

    def likeness(self, weighed: tuple[NDArray[np.intp], NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the cosine, 0 to 1, of a sentence with each phrase, given its weighed features."""
        total = np.zeros(self._size)
        for number, weight in zip(*weighed, strict=True):
            row = slice(self._starts[number], self._starts[number + 1])
            total[self._phrases[row]] += weight * self._weights[row]
        return total

    def telling(self, word: str) -> float:
        """Return how telling a word is: its inverse document frequency."""
        number = self._numbers.get(("stem", stem(word)))
        return self._rarest if number is None else float(self._idf[number])
