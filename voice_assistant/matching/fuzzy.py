"""The first matcher: rapidfuzz over the phrases nearest by telling words, with a vote of the neighbours.

`WRatio` and `token_set_ratio` are not used: they score sentences that share only "the" above 85. What is used is the
plain ratio, which punishes everything that differs, mixed with the idf-weighted likeness of `index.py`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from voice_assistant.core.meanings import (
    Answer,
    Choice,
    Command,
    Guidance,
    Listening,
    Meaning,
    Outside,
    Reading,
    Safety,
    Unclear,
    id_of,
)
from voice_assistant.core.phrases import Phrase, Phrasebook
from voice_assistant.core.words import FILLERS, normalise, without_fillers
from voice_assistant.matching.closed import ClosedWords
from voice_assistant.matching.index import PhraseIndex
from voice_assistant.matching.typical import TypicalWords

CANDIDATES = 40
"""Phrases that are compared letter by letter."""
NEIGHBOURS = 20
"""Phrases that vote."""
MIX = 0.7
"""Share of the weighted likeness in the mix with rapidfuzz's ratio."""
POWER = 4
"""How much more a near neighbour's vote counts."""
TYPICAL = 3
"""Meanings that are looked at because the sentence is typical of them, near a phrase or not."""
NOBODY = 0.02
"""Votes for nothing at all: a single phrase that is only a little alike must not win by being alone."""
BIAS, BY_BEST, BY_SHARE, BY_TYPICAL = -5.08, 1.84, 5.24, 3.10
"""A logistic model of "this reading is right", from its best phrase, its share of the vote and how typical it is.

Fitted by cross-validation of the trust pack's own phrases: `scripts/calibrate`."""
MOST = 5
"""Readings returned at most."""
NAMED = 75.0
"""Likeness, of 100, from which on a sentence names one of the offered meanings."""
LEAST_ALIKE, LEAST_ALIKE_SAFETY, LEAST_ALIKE_UNCLEAR = 0.40, 0.30, 0.50
"""Likeness that the nearest phrase needs at all, whatever the vote: so that sentences of a kind the pack has never seen
are not taken for what they resemble least badly. Lower where missing it is worse, higher where it only makes us ask."""
BY_NAME = 0.5
"""Score from which on what follows "tell me about" is taken for the name of a topic."""
FAR = 0.2
"""Score that a reading has at most whose nearest phrase is less alike than that: it may still be the nearest part."""
FEW = 2
FEW_ALIKE = 0.55
"""So few words must be this much like a phrase: one rare word in common is not enough."""
ABOUT_IT = 0.35
"""Share of a sentence's telling words that a command accounts for: "i cannot tell you that" is no "i cannot hear"."""
COVERED = 0.6
"""Share of a command's or an answer's telling words that must be in the sentence as whole words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one meaning."""

    meaning: Meaning
    phrase: str
    best: float
    """Likeness of the nearest phrase, 0 to 1."""
    share: float
    """Share of the neighbours' votes, 0 to 1."""
    typical: float = 0.0
    """How typical the sentence is of this meaning among all, 0 to 1."""


class FuzzyMatcher:
    """Satisfies `ports.Matcher`. Compiling takes well under a second for a few thousand phrases."""

    def __init__(self, phrasebook: Phrasebook) -> None:
        self._phrases: Sequence[Phrase] = phrasebook.phrases
        self._index = PhraseIndex([phrase.text for phrase in self._phrases])
        self._closed = ClosedWords(self._phrases)
        self._section_leads = tuple(sorted(phrasebook.section_leads, key=len, reverse=True))
        self._asking_leads = tuple(sorted(phrasebook.asking_leads, key=len, reverse=True))
        self._meanings = {id_of(phrase.meaning): phrase.meaning for phrase in self._phrases}
        self._classes = tuple(dict.fromkeys(phrase.meaning for phrase in self._phrases))
        numbers = {meaning: number for number, meaning in enumerate(self._classes)}
        self._class_of = np.array([numbers[phrase.meaning] for phrase in self._phrases], np.intp)
        self._typical = TypicalWords(self._index.rows, self._class_of.tolist())

    def match(self, text: str, listening: Listening) -> tuple[Reading, ...]:
        """Return the readings of `text`, best first, one a meaning."""
        words = normalise(text)
        if not words:
            return ()
        exact = [reading for reading in self._closed.match(words) if _heeded(reading.meaning, listening)]
        offered = {each.id for each in listening.choices}
        if exact and not any(id_of(reading.meaning) in offered for reading in exact):
            return _wanted(exact, listening)
        chosen = self._chosen(words, listening)
        if chosen or exact:
            return _wanted(chosen or exact, listening)
        section = self._section(words, listening)
        if section is not None:
            return (section,)
        asked = self._asked_by_name(words, listening)
        if asked is not None:
            return (asked,)
        return self._alike(words, listening)

    def _alike(self, words: str, listening: Listening) -> tuple[Reading, ...]:
        evidence = self.evidence(words, listening)
        said = [word for word in words.split() if word not in FILLERS]
        if not said or (len(said) <= FEW and all(each.best < FEW_ALIKE for each in evidence)):
            return ()
        return _wanted(_readings(evidence), listening)

    def evidence(self, words: str, listening: Listening) -> tuple[Evidence, ...]:
        """Return what the phrases say a normalised sentence may mean: the nearest ones, and all of them together."""
        if not self._phrases:
            return ()
        weighed = self._index.weighed(words)
        likeness = self._index.likeness(weighed)
        allowed = np.array([self._allowed(meaning, listening) for meaning in self._classes])
        typical = self._typical.shares(*weighed, allowed)
        likeness[~allowed[self._class_of]] = 0.0
        spoken = frozenset(words.split())
        scored = [
            (MIX * float(likeness[number]) + (1 - MIX) * fuzz.ratio(words, phrase.text) / 100, phrase)
            for number in self._candidates(likeness, typical)
            if likeness[number] > 0 and self._plausible(phrase := self._phrases[number], spoken)
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].text))
        shares = dict(zip(self._classes, typical.tolist(), strict=True))
        return tuple(replace(each, typical=shares[each.meaning]) for each in weigh(scored, NEIGHBOURS))

    def _candidates(self, likeness: NDArray[np.float64], typical: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the phrases to compare letter by letter: the nearest, and the nearest of the most typical meanings."""
        count = min(CANDIDATES, len(likeness))
        nearest = np.argpartition(-likeness, count - 1)[:count]
        of_typical = [
            int(np.argmax(np.where(self._class_of == number, likeness, -1.0)))
            for number in np.argsort(-typical)[:TYPICAL]
        ]
        return np.union1d(nearest, np.array(of_typical, np.intp))

    @staticmethod
    def _allowed(meaning: Meaning, listening: Listening) -> bool:
        if isinstance(meaning, Answer | Choice):
            return listening.expected and _heeded(meaning, listening)
        return True

    def _plausible(self, phrase: Phrase, spoken: frozenset[str]) -> bool:
        """Commands and answers need their telling words as whole words: "yesterday" is no "yes".

        A single word is like single words only: "nine" is no call for "nine nine nine".
        """
        if len(spoken) == 1 and len(without_fillers(phrase.text.split())) > 1:
            return False
        if not isinstance(phrase.meaning, Command | Answer | Choice):
            return True
        wanted = {word: self._index.telling(word) for word in without_fillers(phrase.text.split())}
        if sum(weight for word, weight in wanted.items() if word in spoken) < COVERED * sum(wanted.values()):
            return False
        if not isinstance(phrase.meaning, Command):
            return True
        said = {word: self._index.telling(word) for word in without_fillers(spoken)}
        return sum(weight for word, weight in said.items() if word in wanted) >= ABOUT_IT * sum(said.values())

    def _section(self, words: str, listening: Listening) -> Reading | None:
        """Read "read me the section on signs" as the whole section, if that is what the rest names."""
        for lead in self._section_leads:
            if words.startswith(lead + " "):
                for reading in self._alike(words.removeprefix(lead + " "), listening):
                    if isinstance(reading.meaning, Guidance) and reading.score > FAR:
                        section = reading.meaning.id.split(".")[0]
                        return Reading(Guidance(section, whole=True), max(reading.score, 0.9), reading.phrase)
                return Reading(Outside(), 1.0, lead)
        return None

    def _asked_by_name(self, words: str, listening: Listening) -> Reading | None:
        """Read "tell me about accountability" as the topic of which "accountability" is a phrase."""
        for lead in self._asking_leads:
            if words.startswith(lead + " "):
                rest = words.removeprefix(lead + " ")
                for reading in (*self._closed.match(rest), *self._alike(rest, listening)[:1]):
                    if isinstance(reading.meaning, Guidance) and reading.score >= BY_NAME:
                        return reading
        return None

    def _chosen(self, words: str, listening: Listening) -> list[Reading]:
        """Readings for the meanings an open question back offered, where the sentence names one of them."""
        near = []
        for offered in listening.choices:
            within = max((len(name) for name in offered.names if f" {name} " in f" {words} "), default=0)
            alike = max((fuzz.ratio(words, name) for name in offered.names), default=0.0)
            if offered.id in self._meanings and (within or alike >= NAMED):
                near.append((within, alike, offered.id))
        near.sort(reverse=True)
        # "Not physically" holds "physically" too: the longest name decides, and a tie decides nothing.
        if not near or (len(near) > 1 and near[0][:2] == near[1][:2]):
            return []
        return [Reading(self._meanings[near[0][2]], 1.0, words)]


def _wanted(readings: Iterable[Reading], listening: Listening) -> tuple[Reading, ...]:
    return tuple(each for each in readings if not isinstance(each.meaning, Answer) or each.meaning in listening.answers)


def _heeded(meaning: Meaning, listening: Listening) -> bool:
    """Tell whether a meaning is looked for. Where any answer is wanted all are: "not sure" must not become "sure"."""
    match meaning:
        case Answer():
            return bool(listening.answers)
        case Choice():
            return bool(listening.choices)
        case _:
            return True


def weigh(scored: Sequence[tuple[float, Phrase]], neighbours: int) -> tuple[Evidence, ...]:
    """Let the nearest `neighbours` vote; a meaning further away has no share, and its own nearest phrase."""
    voting = scored[:neighbours]
    total = NOBODY + sum(likeness**POWER for likeness, _ in voting)
    best: dict[Meaning, tuple[float, str]] = {}
    shares: dict[Meaning, float] = {}
    for likeness, phrase in scored:
        best.setdefault(phrase.meaning, (likeness, phrase.text))
    for likeness, phrase in voting:
        shares[phrase.meaning] = shares.get(phrase.meaning, 0.0) + likeness**POWER / total
    return tuple(Evidence(meaning, text, near, shares.get(meaning, 0.0)) for meaning, (near, text) in best.items())


def _readings(evidence: Sequence[Evidence]) -> tuple[Reading, ...]:
    readings = [Reading(each.meaning, _score(each), each.phrase) for each in evidence]
    readings.sort(key=lambda reading: (-reading.score, id_of(reading.meaning)))
    return tuple(readings[:MOST])


def _score(evidence: Evidence) -> float:
    score = _sigmoid(BIAS + BY_BEST * evidence.best + BY_SHARE * evidence.share + BY_TYPICAL * evidence.typical)
    return score if evidence.best >= _least(evidence.meaning) else min(score, FAR)


def _least(meaning: Meaning) -> float:
    match meaning:
        case Outside():
            return 0.0
        case Safety():
            return LEAST_ALIKE_SAFETY
        case Unclear():
            return LEAST_ALIKE_UNCLEAR
        case _:
            return LEAST_ALIKE


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
