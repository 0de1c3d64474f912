"""The matcher: what a sentence may mean, by spelling, sound and meaning together.

First what needs no likeness: exact commands and answers, one of the offered choices, a topic asked for by its name.
Then the fusion: every meaning worth a look is weighed by how typical the sentence is of all its phrases
(`discriminant.py`), by its nearest phrase's likeness in letters (rapidfuzz, idf-weighted) and by the cosine of the
encoder's vectors, and the weights make probabilities of it (`calibrate.py`).

rapidfuzz's `WRatio` and `token_set_ratio` are not used: they score sentences that share only "the" above 85.
"""

from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz

from voice_assistant.core.meanings import (
    Answer,
    Choice,
    Guidance,
    Listening,
    Meaning,
    Outside,
    Reading,
    id_of,
)
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.core.words import FILLERS, normalise, without_fillers
from voice_assistant.matching.closed import ClosedWords
from voice_assistant.matching.compile import Compiled
from voice_assistant.matching.evidence import Evidence, Mask, Sentence, gather, predictors, probabilities, row
from voice_assistant.ports import Encoder

MOST = 5
"""Readings returned at most."""
NAMED = 75.0
"""Likeness, of 100, from which on a sentence names one of the offered meanings."""
BY_NAME = 0.5
"""Score from which on what follows "tell me about" is taken for the name of a topic."""
SECTION = 0.2
"""Score from which on what follows "read me the section on" is taken for the name of a section."""
FEW, FEW_ALIKE = 2, 0.6
"""So few words must be this much like a phrase: one rare word in common is not enough."""
EVERYWHERE = 0.03
"""Share of all phrases from which on a word says nothing by itself: one more such word still makes few words."""


class FusedMatcher:
    """Satisfies `ports.Matcher`."""

    def __init__(self, phrasebook: Phrasebook, compiled: Compiled, encoder: Encoder | None) -> None:
        """Match by what was compiled from `phrasebook`, with the encoder it was compiled with, if any."""
        self._compiled = compiled
        self._encoder = encoder
        self._closed = ClosedWords(phrasebook.phrases)
        self._section_leads = tuple(sorted(phrasebook.section_leads, key=len, reverse=True))
        self._asking_leads = tuple(sorted(phrasebook.asking_leads, key=len, reverse=True))
        self._meanings = {id_of(meaning): meaning for meaning in compiled.phrases.meanings}

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
        said = [word for word in words.split() if word not in FILLERS]
        if not said:
            return ()
        evidence = self.evidence(words, listening)
        few = FEW if any(self._tells(word) for word in said) else FEW + 1
        if len(said) <= few and all(self._too_far(each, len(said)) for each in evidence):
            return ()
        phrases = self._compiled.phrases
        likely = probabilities(predictors(evidence, phrases.meanings), self._compiled.fusion)
        readings = [
            Reading(
                phrases.meanings[each.meaning], float(share), phrases.texts[each.phrase] if each.phrase >= 0 else ""
            )
            for each, share in zip(evidence, likely[:-1], strict=True)
        ]
        readings.sort(key=lambda reading: (-reading.score, id_of(reading.meaning)))
        return _wanted(readings, listening)[:MOST]

    def evidence(self, words: str, listening: Listening) -> tuple[Evidence, ...]:
        """Return what speaks for each meaning of a normalised sentence."""
        phrases = self._compiled.phrases
        sentence = Sentence(words, None if self._encoder is None else self._encoder.encode(words))
        scores = self._compiled.discriminant.scores(row(phrases, sentence))
        return gather(phrases, sentence, scores, self._allowed(listening))

    def _phrase(self, each: Evidence) -> str:
        return self._compiled.phrases.texts[each.phrase] if each.phrase >= 0 else ""

    def _allowed(self, listening: Listening) -> Mask:
        return np.array([_makes_sense(meaning, listening) for meaning in self._compiled.phrases.meanings])

    def _tells(self, word: str) -> bool:
        return self._compiled.phrases.index.share(word) < EVERYWHERE

    def _too_far(self, each: Evidence, said: int) -> bool:
        """Tell whether the nearest phrase is too little alike to go by, for a sentence of one or two words.

        A single word is like single words only: "nine" is no call for "nine nine nine".
        """
        if each.phrase < 0 or each.likeness < FEW_ALIKE:
            return True
        return said == 1 and len(without_fillers(self._compiled.phrases.texts[each.phrase].split())) > 1

    def _section(self, words: str, listening: Listening) -> Reading | None:
        """Read "read me the section on signs" as the whole section, if that is what the rest names."""
        for lead in self._section_leads:
            if words.startswith(lead + " "):
                for reading in self._named(words.removeprefix(lead + " "), listening):
                    if isinstance(reading.meaning, Guidance) and reading.score > SECTION:
                        section = reading.meaning.id.split(".")[0]
                        return Reading(Guidance(section, whole=True), max(reading.score, 0.9), reading.phrase)
                return Reading(Outside(), 1.0, lead)
        return None

    def _asked_by_name(self, words: str, listening: Listening) -> Reading | None:
        """Read "tell me about accountability" as the topic of which "accountability" is a phrase."""
        for lead in self._asking_leads:
            if words.startswith(lead + " "):
                for reading in self._named(words.removeprefix(lead + " "), listening)[:1]:
                    if isinstance(reading.meaning, Guidance) and reading.score >= BY_NAME:
                        return reading
        return None

    def _named(self, words: str, listening: Listening) -> tuple[Reading, ...]:
        return self._closed.match(words) or self._alike(words, listening)

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


def _makes_sense(meaning: Meaning, listening: Listening) -> bool:
    """Tell whether something like a phrase of this meaning makes sense now, not only its exact words."""
    if isinstance(meaning, Answer | Choice):
        return listening.expected and _heeded(meaning, listening)
    return True
