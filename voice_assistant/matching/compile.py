"""From a pack's phrases to everything the matcher goes by. Done once for a pack, and kept by `store.py`."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from voice_assistant.core.meanings import Answer, Choice, Meaning
from voice_assistant.core.phrases import Phrase, Phrasebook
from voice_assistant.matching import calibrate
from voice_assistant.matching.discriminant import Discriminant, Moments
from voice_assistant.matching.evidence import Mask, Phrases, Sentence, as_bytes, gather, predictors, row
from voice_assistant.matching.features import Weights
from voice_assistant.matching.index import PhraseIndex
from voice_assistant.ports import Encoder

TRIALS = 4_000
"""Phrases on which the kinds of evidence are weighed; a few thousand settle nine weights."""
AT_A_QUESTION = 4
"""One in so many phrases that are no answers is tried as if a question were open."""

Progress = Callable[[int, int], None]
"""Told the phrases done and the phrases in all."""
Vectors = NDArray[np.float16]
"""All parts of the vectors of all phrases: phrases by parts by length of a part."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the matcher goes by."""

    phrases: Phrases
    discriminant: Discriminant
    fusion: NDArray[np.float64]
    """Weights of the kinds of evidence, as `calibrate.fit` returns them."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A phrase judged without its like, for calibration and for `scripts/calibrate`."""

    phrase: Phrase
    at_question: bool
    table: NDArray[np.float64]
    """Its predictors; the last row is "none of these"."""
    meanings: tuple[Meaning, ...]
    """The meaning of each row but the last."""

    @property
    def meant(self) -> int:
        """The row of what it means, or that of "none of these"."""
        return self.meanings.index(self.phrase.meaning) if self.phrase.meaning in self.meanings else len(self.meanings)


def ordered(phrasebook: Phrasebook) -> tuple[tuple[Phrase, ...], tuple[Meaning, ...]]:
    """Return the phrases, those of one meaning together, and the meanings in the same order."""
    meanings = tuple(dict.fromkeys(phrase.meaning for phrase in phrasebook.phrases))
    place = {meaning: number for number, meaning in enumerate(meanings)}
    return tuple(sorted(phrasebook.phrases, key=lambda phrase: place[phrase.meaning])), meanings


def encode(
    texts: Sequence[str], encoder: Encoder, progress: Progress, known: Mapping[str, NDArray[np.float16]]
) -> Vectors:
    """Return the vectors of `texts`, two at a time; those already `known` are not encoded again."""
    done = 0

    def one(text: str) -> NDArray[np.float16]:
        nonlocal done
        done += 1
        progress(done, len(texts))
        return known[text] if text in known else encoder.encode(text).astype(np.float16)

    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        return np.stack(list(pool.map(one, texts)))


def compile_phrases(phrasebook: Phrasebook, vectors: Vectors | None) -> Compiled:
    """Compile phrases with their vectors, in the order of `ordered`; without vectors where there is no encoder."""
    compiled, trials = judged(phrasebook, vectors)
    usual = calibrate.USUAL_WITHOUT_VECTORS if vectors is None else calibrate.USUAL
    fusion = calibrate.fit([(trial.table, trial.meant) for trial in trials], usual)
    return replace(compiled, fusion=fusion)


def judged(phrasebook: Phrasebook, vectors: Vectors | None) -> tuple[Compiled, list[HeldOut]]:
    """Return what is compiled but for the fusion, and the phrases judged without their like."""
    listed, meanings = ordered(phrasebook)
    texts = tuple(phrase.text for phrase in listed)
    place = {meaning: number for number, meaning in enumerate(meanings)}
    owner = np.array([place[phrase.meaning] for phrase in listed], np.intp)
    phrases = Phrases(
        texts,
        meanings,
        np.searchsorted(owner, np.arange(len(meanings) + 1)),
        PhraseIndex.of(texts),
        None if vectors is None else as_bytes(vectors[:, 0]),
    )
    fold = calibrate.folds([phrase.group for phrase in listed], texts)
    moments = []
    for number in range(calibrate.FOLDS):
        own = np.flatnonzero(fold == number)
        rows = _rows(phrases, own, vectors)
        moments.append(Moments.of(rows, owner[own], len(meanings)))
    whole = reduce(add, moments)
    trials: list[HeldOut] = []
    chosen = calibrate.sample(texts, TRIALS)
    for number, part in enumerate(moments):
        without = (whole - part).solve()
        usable = fold != number
        for phrase in chosen[fold[chosen] == number]:
            trials += _trial(phrases, listed[phrase], _sentence(texts, vectors, int(phrase)), without, usable)
    return Compiled(phrases, whole.solve(), np.zeros(1)), trials


def _rows(phrases: Phrases, chosen: NDArray[np.intp], vectors: Vectors | None) -> Weights:
    rows = [row(phrases, _sentence(phrases.texts, vectors, int(number))) for number in chosen]
    return np.stack(rows) if rows else np.zeros((0, _width(phrases, vectors)), np.float32)


def _width(phrases: Phrases, vectors: Vectors | None) -> int:
    return phrases.index.sketched + (0 if vectors is None else vectors.shape[1] * vectors.shape[2])


def _sentence(texts: Sequence[str], vectors: Vectors | None, number: int) -> Sentence:
    return Sentence(texts[number], None if vectors is None else vectors[number].astype(np.float32))


def _trial(phrases: Phrases, phrase: Phrase, sentence: Sentence, without: Discriminant, usable: Mask) -> list[HeldOut]:
    """Judge one phrase where it makes sense, without the phrases of its fold."""
    scores = without.scores(row(phrases, sentence))
    closed = isinstance(phrase.meaning, Answer | Choice)
    states = [True] if closed else [False, True] if len(phrase.text) % AT_A_QUESTION == 0 else [False]
    found = []
    for at_question in states:
        allowed = np.array([_allowed(meaning, phrase.meaning, at_question) for meaning in phrases.meanings])
        evidence = gather(phrases, sentence, scores, allowed, usable)
        meanings = tuple(phrases.meanings[each.meaning] for each in evidence)
        found.append(HeldOut(phrase, at_question, predictors(evidence, phrases.meanings), meanings))
    return found


def _allowed(meaning: Meaning, meant: Meaning, at_question: bool) -> bool:
    match meaning:
        case Answer():
            return at_question
        case Choice():
            return isinstance(meant, Choice)
        case _:
            return True
