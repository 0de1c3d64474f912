"""What is compared when two sentences are compared: features of spelling and of sound.

Of spelling: stems, pairs and threes of neighbouring stems, and letter groups within words, so that misspelt words still
count. Of sound: groups of the sentence's Metaphone code (Lawrence Philips, "Hanging on the Metaphone", 1990), written
without gaps, so that "gas lighting" and "gaslighting" sound the same, and so does most of what a recogniser mishears.

Features have no names here but numbers: a hash of 20 bits (the "hashing trick" of Weinberger et al., "Feature hashing
for large scale multitask learning", 2009), so no table of words has to be kept or saved.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import jellyfish
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
"""Numbers of features."""
Weights = NDArray[np.float32]

SPACE = 1 << 20
"""How many numbers of features there are."""
KINDS = {"stem": 1.0, "pair": 0.8, "three": 0.6, "letters": 0.5, "sound": 0.4}
"""How much a feature of each kind weighs."""
_ENDINGS = ("ing", "ed", "ly", "'s", "'d", "'ll", "'re", "'ve", "s")
_SHORTEST_STEM = 4
_LETTERS, _MORE_LETTERS = (3, 4), (2, 5)
_SOUNDS = (3, 4, 5)


def stem(word: str) -> str:
    """Return a word without a common ending. Crude on purpose: it only has to be the same for both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return the Metaphone code of a word: the same for words that sound alike in English."""
    return jellyfish.metaphone(word.replace("'", ""))


def number_of(kind: str, text: str) -> int:
    """Return the number of one feature."""
    return crc32(f"{kind} {text}".encode()) & (SPACE - 1)


def of_words(sentence: str) -> tuple[Numbers, Weights]:
    """Return the features that finding a like phrase goes by: stems, their pairs, and letter groups of 3 and 4.

    Each stands there once, with the weight of its kind times one and the logarithm of how often it occurs.
    """
    words = sentence.split()
    stems = ["", *(stem(word) for word in words), ""]
    pairs = ((number_of("pair", f"{first} {second}"), KINDS["pair"]) for first, second in pairwise(stems))
    return _counted([*pairs, *(each for word in words for each in _of_word(word))])


def of_all(sentence: str) -> tuple[Numbers, Weights]:
    """Return the features that telling meanings apart goes by: those of `of_words`, longer ones, and sounds."""
    words = sentence.split()
    numbers, weights = of_words(sentence)
    more, of_more = _counted(_longer(words))
    return np.concatenate([numbers, more]), np.concatenate([weights, of_more])


def _longer(words: list[str]) -> Iterator[tuple[int, float]]:
    stems = ["", *(stem(word) for word in words), ""]
    for at in range(len(stems) - 2):
        yield number_of("three", " ".join(stems[at : at + 3])), KINDS["three"]
    for word in words:
        yield from _groups(word, _MORE_LETTERS)
    heard = "".join(sound(word) for word in words)
    for size in _SOUNDS:
        for at in range(len(heard) - size + 1):
            yield number_of("sound", heard[at : at + size]), KINDS["sound"]


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[tuple[int, float], ...]:
    """Return the features of one word: they are asked for again and again."""
    return ((number_of("stem", stem(word)), KINDS["stem"]), *_groups(word, _LETTERS))


@lru_cache(maxsize=40_000)
def _groups(word: str, sizes: tuple[int, ...]) -> tuple[tuple[int, float], ...]:
    padded = f"<{word}>"
    groups = (padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1))
    return tuple((number_of("letters", group), KINDS["letters"]) for group in groups)


def _counted(found: Iterable[tuple[int, float]]) -> tuple[Numbers, Weights]:
    counts = Counter(found)
    numbers = np.fromiter((number for number, _ in counts), np.int32, len(counts))
    weights = np.fromiter((weight for _, weight in counts), np.float32, len(counts))
    times = np.fromiter(counts.values(), np.float32, len(counts))
    return numbers, weights * (1 + np.log(times))
